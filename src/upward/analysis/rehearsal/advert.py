"""What a job advert asks for: the level, and the principles and themes with the phrases that say so."""

from __future__ import annotations

# ruff: noqa: E501
# Word lists.
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from upward.analysis.rehearsal.advert_phrases import ASKED, BOILERPLATE, LEVELS, OFFER, PATTERNS, RECRUITING
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
    r"\b(?:[Aa]t|[Jj]oin|[Aa]bout) ([A-Z][\w&]+(?: [A-Z][\w&]+){0,2})(?=[,.:\s])"
    r"|^([A-Z][\w&]+(?: [A-Z][\w&]+){0,2}) (?:is|are|builds|makes|develops|seeks) ",
    re.MULTILINE,
)
# A name with its legal form, or in front of "is hiring", is the company's even where it stands once.
_SURELY_EMPLOYER = re.compile(
    r"\b([A-Z][\w&]+(?: [A-Z][\w&]+){0,3}),? (?:GmbH|AG|SE|KG|Inc|Ltd|LLC|PLC|plc|Corp|B\.?V|AB|Oy|ApS|A/S|S\.?A|SAS|S\.r\.l)\b"
    r"|^([A-Z][\w&]+(?: [A-Z][\w&]+){0,2}) (?:is|are) (?:now |currently )?(?:hiring|recruiting|looking for|searching|seeking)\b",
    re.MULTILINE,
)
_PLACE = re.compile(r"\b(?:based in|located|office|remote|hybrid|on-?site|apply|GmbH|AG|Inc|Ltd|LLC)\b")
_NO_NAME = frozenset("we you us our your the this role team job who".split())
_NAMED_OFTEN = 2
# A sentence or clause that denies asks for nothing: "No on-call", "you do not need to have led people".
_DENIES = re.compile(
    r"\b(?:no|not|never|without|neither|nor|free of|instead of|don['’]t|doesn['’]t|needn['’]t|won['’]t)\b(?! only\b)[^.;:,]*$",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(r"^[^.;,]{0,30}\b(?:is|are) (?:not|never|n['’]t)\b", re.IGNORECASE)
# Questions about hiring and managing people, and what an advert says that asks for it.
_MANAGES = re.compile(
    r"\b(?:hired|hire|hiring|fired?|let (?:\w+ ){1,2}go|under-?perform\w*|direct reports?|promot(?:ed|ion))\b",
    re.IGNORECASE,
)
_ASKS_TO_MANAGE = re.compile(
    r"\b(?:direct reports?|people manage\w+|line manage\w+|manag(?:e|ing) (?:a |the |our )?(?:\w+ )?(?:team|engineers|people)"
    r"|engineering manager|performance (?:reviews?|management)|interview(?:ing)? candidates|(?:help|support|take part in|participate in|involved in|responsible for|lead|own)"
    r"(?: \w+){0,3} (?:hire|hiring|recruit\w*)|hire and|build(?:ing)? (?:and \w+ )?(?:a |the |your )team)\b",
    re.IGNORECASE,
)


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
            phrases = [
                Phrase(match.group().strip(), sentence)
                for match in pattern.finditer(sentence)
                if not _is_denied(sentence, match)
            ]
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
    sure = [match[1] or match[2] for match in _SURELY_EMPLOYER.finditer(text)]
    if sure:
        return sure[0]
    names = [name.strip() for part in _TITLE_PARTS.split(title)[1:] for name in _NAME.findall(part)]
    employers = [match[1] or match[2] for match in _EMPLOYER.finditer(text)]
    # What the text calls an employer goes before a part of the title, which may be a team or a field.
    names = [name for name in (*employers, *names) if _NO_NAME.isdisjoint(name.lower().split())]
    counts = {name: len(re.findall(rf"\b{re.escape(name)}\b", text)) for name in names}
    best = max(counts, key=lambda name: counts[name], default="")
    return best if best and counts[best] >= _NAMED_OFTEN else ""


def _is_denied(sentence: str, match: re.Match[str]) -> bool:
    behind = _DENIED_BEHIND.search(sentence[match.end() :]) is not None
    return behind or _DENIES.search(sentence[: match.start()]) is not None


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
        sentence = RECRUITING.sub(" ", sentence)
        if sentence.strip() and not BOILERPLATE.search(sentence):
            yield sentence


def asked_text(text: str) -> str:
    """Give the sentences that ask for something, a line each, without those about the place and the company's form."""
    about_work = "\n".join(line for line in text.split("\n") if not RECRUITING.search(line))
    return "\n".join(sentence for sentence in _sentences(about_work) if not _PLACE.search(sentence))


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

    One about hiring or managing people comes only where the advert asks for that.
    A question gains what its labels weigh in the advert; one whose labels are covered already comes later.
    """
    weight = {item.label: item.points for item in advert.labels}
    manages = any(_ASKS_TO_MANAGE.search(phrase.sentence) for item in advert.labels for phrase in item.phrases)
    pool = [
        question
        for question in [each for each in bank if each.level == level] or list(bank)
        if manages or not _MANAGES.search(question.text)
    ]
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
