"""Words and sentences of prose, with positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from upward.model.span import Span
from upward.text.markdown import blanked_text

_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]*|\d[\d.,]*")
# Every character of Latin-1 but a letter parts words, every one but a digit figures.
_SILENT = bytes(byte if chr(byte).isalpha() else ord(" ") for byte in range(256))
_DIGITS = bytes(byte if chr(byte).isdecimal() else ord(" ") for byte in range(256))
_TARGET = re.compile(r"\]\([^)\n]*\)")
# A digit, a sign that is said as a word, or a space for anything else; a euro is a dollar by then.
_FIGURES = bytes(
    ord("0" if chr(byte).isdecimal() else {"%": "%", "$": "$", "£": "$"}.get(chr(byte), " ")) for byte in range(256)
)
_SIGN = re.compile(rb"0[%$]|\$0")
SHORTEST = 3
_STOP = frozenset(
    "a about after again all also am an and any are as at be because been before being between both but by can could "
    "did do does doing don down during each few for from further give had has have having he her here hers him his how "
    "i if in into is it its just me more most my no nor not now of off on once only or other our out over own s same "
    "she should so some such t tell than that the their them then there these they this those through time to too "
    "under until up us very was we were what when where which while who why will with would you your".split()
)
# Each branch begins with a rare character, so that the search skips from one to the next.
_BREAK = re.compile(
    r"[.!?][\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[A-Z0-9])"  # the end of a sentence
    r"|\.(?<=\w\w\.)[ \t]+(?=[a-z])"  # and where a note is written without capitals
    r"|\n[ \t\r]*\n\s*|\n(?=[ \t]*(?:[-*+>#|]|\d+[.)])[ \t])|(?:→|=>|->)\s*"  # a paragraph, a list item, an arrow
)
_LEAD = re.compile(r"\s*(?:(?:[-*+>|]|#{1,6}|\d+[.)])[ \t]+)*")
# The longest of these, before its point, is "approx".
ABBREVIATED = 6
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|Dr|Mr|Mrs|Ms|No|St|cf|al|incl|Inc|Ltd|resp|max|min|avg|est|ca|dept|no|nr)|\b[A-Z])\.$"
)


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Give the sentences in a part of a text; a list item or an arrow's step is one, too."""
    start = span.start
    for found in _BREAK.finditer(text, span.start, span.stop):
        first, stop = text[found.start()], found.end()
        if first == "." and "\n\n" not in found.group() and _is_no_end(text, start, found.start()):
            continue
        whole = _trimmed(text, start, stop if first in ".!?" else found.start())
        if whole is not None:
            yield whole
        start = stop
    last = _trimmed(text, start, span.stop)
    if last is not None:
        yield last


def _is_no_end(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation, an initial or the number of a list item."""
    line = text.rfind("\n", 0, start) + 1
    is_number = text[start:stop].strip(" \t\r\n>").isdigit() and not text[line:start].strip(" \t>")
    return is_number or _ABBREVIATION.search(text, max(start, stop - ABBREVIATED), stop + 1) is not None


def _trimmed(text: str, start: int, stop: int) -> Span | None:
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if start < stop and not text[start].isalpha():
        lead = _LEAD.match(text, start, stop)
        start = lead.end() if lead else start
    return Span(start, stop) if start < stop else None


def words(text: str) -> list[str]:
    """Give the words and numbers of a text, in lower case."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def count_words(text: str) -> int:
    """Count the words and numbers of a text."""
    return len(_WORD.findall(text))


@lru_cache(maxsize=4096)
def index_terms(text: str) -> tuple[str, ...]:
    """Give a text's telling words, stemmed, in order: what matching compares."""
    return tuple(stem(word) for word in words(text) if word not in _STOP and len(word) > 1)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Cut the commonest English endings (a light form of Harman's S stemmer and -ed, -ing, -ly)."""
    for ending, least in (
        ("'s", 2),
        ("ingly", 4),
        ("edly", 4),
        ("ings", 4),
        ("ing", 4),
        ("ies", 2),
        ("ed", 4),
        ("ly", 4),
        ("es", 4),
        ("s", 3),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > SHORTEST and word[-1] == "e" else word


def count_noun(parse_number: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun in the right form: "1 story", "2,000 stories"."""
    return f"{parse_number:,} {noun if parse_number == 1 else plural or noun + 's'}"


def spoken_words(text: str) -> int:
    """Count the words said aloud: mark-up is silent, and a figure takes a word for each one or two digits."""
    said = blanked_text(text) if "<!--" in text else text
    if "](" in said:
        said = _TARGET.sub("]", said)
    # Splitting bytes is ten times faster than a pattern; what Latin-1 does not hold is taken as silent.
    raw = said.replace("’", "'").replace("€", "$").encode("latin-1", "replace")
    figures = raw.translate(_DIGITS, b",.").split()
    digits = sum((len(figure) + 1) // 2 for figure in figures)
    return len(raw.translate(_SILENT, b"'").split()) + digits + (_signs(raw) if figures else 0)


def _signs(raw: bytes) -> int:
    """Count the signs beside a figure that are said as a word."""
    if not any(sign in raw for sign in (b"%", b"$", b"\xa3")):
        return 0
    # A pattern over all of the text would take longer than all the rest.
    return len(_SIGN.findall(b" ".join(raw.translate(_FIGURES, b" \t\r\n").split())))


def spoken_seconds(text: str, words_per_minute: int) -> float:
    """Give how long a text takes to say, in seconds."""
    return spoken_words(text) * 60 / words_per_minute


def parse_number(text: str) -> float | None:
    """Read a figure as it is written in prose: "1,200", "$3.5M", "40 %"; None where it is none."""
    match = re.fullmatch(r"[$€£]?(\d[\d,]*(?:\.\d+)?)\s?(%|k|K|M|bn|x)?", text.strip())
    if match is None:
        return None
    scale = {"k": 1e3, "K": 1e3, "M": 1e6, "bn": 1e9}.get(match[2] or "", 1.0)
    return round(float(match[1].replace(",", "")) * scale, 9)
