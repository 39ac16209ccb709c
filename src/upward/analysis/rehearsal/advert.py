"""What a job advert asks for: the level, and the principles and themes with the phrases that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from upward.analysis.rehearsal.advert_phrases import ASKED, BOILERPLATE, LEVELS, OFFER, PATTERNS
from upward.analysis.rehearsal.question_draw import labels_of
from upward.model.rubric import Question
from upward.model.span import Span
from upward.text.words import sentences

# An advert of fewer words is a fragment or a page that only scripts fill.
MIN_ADVERT_WORDS = 40
_SILENT = frozenset({"script", "style", "head", "nav", "footer", "noscript", "template", "svg"})
_LINES = frozenset("p li br div h1 h2 h3 h4 h5 h6 tr td th section article ul ol dd dt blockquote".split())
_LOOKS_LIKE_HTML = re.compile(r"<(?:!doctype html|html|body|div|p|ul|h[1-6])\b", re.IGNORECASE)
# Requirements weigh more than prose about the company.
_REQUIREMENT = re.compile(
    r"\byou(?:'ll|'re|'ve| will| are| have| can|r\b)|\bexperience\b|\bability\b|\bskills?\b|\bresponsib\w+|\bmust\b"
    r"|\brequire\w*",
    re.IGNORECASE,
)
_REQUIRED, _MENTIONED = 2, 1
_HEADING_WORDS = 7
# Where the company's name stands: behind a dash or bar of the title, behind "at", or in front of what it is.
_TITLE_PARTS = re.compile(r"\s[-–—|@]\s|\bat\b|,")
_NAME = re.compile(r"^\s*([A-Z][\w&.]+(?: [A-Z][\w&.]+){0,2})\s*(?=$|,|/)")
_EMPLOYER = re.compile(
    r"\b(?:[Aa]t|[Jj]oin|[Aa]bout) ([A-Z][\w&]+(?: [A-Z][\w&]+)?)(?=[,.\s])"
    r"|^([A-Z][\w&]+(?: [A-Z][\w&]+)?) (?:is|builds|makes) ",
    re.MULTILINE,
)
_NAMED_OFTEN = 2


class Phrase(NamedTuple):
    """Words of the advert that ask for something, and the sentence they stand in."""

    text: str
    sentence: str


class AdvertLabel(NamedTuple):
    """A principle or theme the advert asks for: how often and how firmly, and by which phrases."""

    label: str
    points: int
    phrases: tuple[Phrase, ...]


class Advert(NamedTuple):
    """What an advert asks for, the heaviest first; `level` is empty where it does not say."""

    title: str
    level: str
    labels: tuple[AdvertLabel, ...]
    words: int
    company: str = ""


class _Text(HTMLParser):
    """The visible text of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _LINES:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _LINES:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def advert_text(source: str) -> str:
    """Give the text of an advert in HTML, Markdown or plain text; HTML is read, never run, and nothing is fetched."""
    if not _LOOKS_LIKE_HTML.search(source[:20_000]):
        return source
    parser = _Text()
    parser.feed(source)
    parser.close()
    return re.sub(r"[ \t]*\n[ \t\n]*", "\n\n", "".join(parser.pieces)).strip()


def read_advert(text: str) -> Advert:
    """Give what an advert asks for; what it says about equal opportunity, benefits and law is left out."""
    found: dict[str, list[Phrase]] = {}
    points: dict[str, int] = {}
    for sentence in _sentences(text):
        weight = _REQUIRED if _REQUIREMENT.search(sentence) else _MENTIONED
        for label, pattern in PATTERNS.items():
            phrases = [Phrase(match.group().strip(), sentence) for match in pattern.finditer(sentence)]
            if phrases:
                found.setdefault(label, []).extend(phrases)
                points[label] = points.get(label, 0) + weight * len({phrase.text.lower() for phrase in phrases})
    labels = [AdvertLabel(label, points[label], _distinct(phrases)) for label, phrases in found.items()]
    ranked = sorted(labels, key=lambda item: (-item.points, item.label))
    lines = [line.strip(" #*\t") for line in text.splitlines() if line.strip(" #*\t")]
    title = lines[0][:120] if lines else ""
    return Advert(title, _level(lines), tuple(ranked), len(text.split()), _company(title, text))


def _company(title: str, text: str) -> str:
    """Give the company: a name in the title, behind "at" or in front of "is", that the text repeats; else nothing."""
    names = [name.strip() for part in _TITLE_PARTS.split(title)[1:] for name in _NAME.findall(part)]
    names += [match[1] or match[2] for match in _EMPLOYER.finditer(text)]
    counts = {name: len(re.findall(rf"\b{re.escape(name)}\b", text)) for name in names}
    best = max(counts, key=lambda name: counts[name], default="")
    return best if best and counts[best] >= _NAMED_OFTEN else ""


def _without_offer(text: str) -> str:
    """Give a text without what stands under a heading such as "What we offer", up to the next heading."""
    kept, offered = [], False
    for line in text.split("\n"):
        plain = line.strip(" #*_:\t")
        is_heading = (
            bool(plain)
            and len(plain.split()) <= _HEADING_WORDS
            and (line.lstrip().startswith("#") or line.rstrip().endswith(":") or line.strip().startswith("**"))
        )
        alone = bool(plain) and len(plain.split()) <= _HEADING_WORDS and line.strip()[-1:] not in ".,;"
        if OFFER.match(plain):
            offered = True
        elif is_heading or (alone and ASKED.match(plain)):
            offered = False
        if not offered:
            kept.append(line)
    return "\n".join(kept)


def _sentences(text: str) -> Iterator[str]:
    text = _without_offer(text)
    for span in sentences(text, Span(0, len(text))):
        sentence = " ".join(span.cut(text).split())
        if sentence and not BOILERPLATE.search(sentence):
            yield sentence


def _distinct(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    return tuple({phrase.text.lower(): phrase for phrase in reversed(phrases)}.values())[::-1]


def _level(lines: Sequence[str]) -> str:
    """Give the level: that of the title if it names one, else the highest that the text names."""
    for place in (" ".join(lines[:1]), " ".join(lines)):
        for level, pattern in LEVELS.items():
            if pattern.search(place):
                return level
    return ""


def likely_questions(advert: Advert, bank: Sequence[Question], level: str, most: int) -> list[tuple[Question, int]]:
    """Give the questions of the bank for what the advert asks, the likeliest first, with their points.

    A question gains what its labels weigh in the advert; one whose labels are covered already comes later.
    """
    weight = {item.label: item.points for item in advert.labels}
    pool = [question for question in bank if question.level == level] or list(bank)
    chosen: list[tuple[Question, int]] = []
    seen: dict[str, int] = {}
    while pool and len(chosen) < most:
        best = max(
            pool,
            key=lambda item: (sum(weight.get(each, 0) / (1 + seen.get(each, 0)) for each in labels_of(item)), item.id),
        )
        pool.remove(best)
        points = sum(weight.get(each, 0) for each in labels_of(best))
        if points == 0:
            break
        chosen.append((best, points))
        for each in labels_of(best):
            seen[each] = seen.get(each, 0) + 1
    return chosen
