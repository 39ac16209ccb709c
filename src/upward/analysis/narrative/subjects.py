"""What a quantity is about: the terms of its clause, which way it went, and whether it happened at all."""

from __future__ import annotations

# ruff: noqa: E501
# Word lists and patterns.
import re
from enum import StrEnum
from functools import lru_cache

from upward.model.quantity import Quantity
from upward.model.span import Span
from upward.text import units
from upward.text.words import stem, words

# Different words for one measured thing; a term is replaced by the first of its group.
_SYNONYMS = (
    "latency response respond slow delay lag",
    "deploy release ship live rollout deployment",
    "build pipeline ci compile",
    "incident outage downtime page pager alert paging",
    "error failure fail failed crash exception fault",
    "cost spend bill spending expense budget invoice",
    "restore recover recovery",
    "onboard onboarding newcomer starter joiner hire",
    "customer client shop account merchant",
    "user visitor",
    "review reviewer",
    "ticket complaint support case",
    "revenue sale turnover income",
    "query sql statement",
    "memory ram heap",
    "startup start boot cold",
    "rollback roll rolled revert",
    "migrate migration move moved",
    "bug defect",
    "throughput request rps",
    "engineer developer",
    "repository repo",
    "database db",
    "merge merged",
    "coverage covered",
    "person people",
    "mentor coach mentee",
    "availability uptime available",
)
# Words of a change, of a time or of measuring: two quantities that share only these are about different things.
_GENERIC = frozenset(
    stem(word)
    for word in (
        "time times took take takes taking went go goes going get got make made making use used run ran runs running new old "
        "team teams work works worked working system systems thing things way number numbers total day days week weeks month "
        "months quarter year years hour hours minute minutes second seconds percent percentage point points reduce reduced "
        "reduction cut drop dropped fall fell fallen improve improved improvement increase increased rise rose grew grow growth "
        "save saved saving savings less fewer more fast faster slow slower better end ended begin began first last next then "
        "average mean median measure measured count counted total result results example about around roughly every each all "
        "per than instead before after now since down only also one two three four five six seven eight nine ten half "
        "thousand million hundred euro euros dollar dollars led lead did done our us we whole entire many much most some "
        "change changed changes show showed shown need needed help helped thanks because project projects part parts "
        "p50 p90 p95 p99 rate share level high low large small big good bad daily weekly monthly ago later early late own "
        "bring brought keep kept put set let still just even between within during inside outside across there here today yesterday currently".split()
    )
)
_GROUPS = {stem(word): stem(group.split()[0]) for group in _SYNONYMS for word in group.split()}
_BOUNDARY = re.compile(
    r"[.!?;:](?=\s|$)|\n\s*\n|\n[ \t]*[-*+]|[—–()]|,\s|\s(?:and|but|while|whereas|although|though|because|since|so|which|where)\s"
)
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n|\n[ \t]*[-*+#]|\n#")
_PRONOUN = re.compile(r"(?i)^\W*(?:it|they|that|this|these|those|now it|which)\b")
_UP = re.compile(
    r"(?i)\b(?:rose|rise|rising|grew|grow\w*|increas\w+|rais\w+|climb\w*|gain\w*|more|higher|up (?:by|from|to)|went up|(?:is|are|was) up|add\w*|doubl\w+|tripl\w+|longer|slower)\b"
)
_DOWN = re.compile(
    r"(?i)\b(?:fell|fall\w*|drop\w*|cut\w*|reduc\w+|decreas\w+|lower\w*|less|fewer|shrank|shrunk|sav\w+|down|halv\w+|shorter|faster|remov\w+|lost|declin\w+|slash\w*)\b"
)
_UNREAL = re.compile(
    r"(?i)\b(?:target\w*|goals?|aim\w*|planned|planning to|plans? (?:is|was|to)|expect\w*|estimat\w+|forecast\w*|project(?:ed|ion)|hop(?:e|ed|ing)|could|would|should|might|may"
    r"|proposal|propos\w+|wanted|ideally|budgeted|assum\w+|guess\w*|if|unless|not|never|n't|no longer|failed to|timeout of|ask(?:s|ed)? (?:us|for)|request(?:s|ed) (?:us|to)|competitor\w*|elsewhere|another (?:team|company)|SLO|threshold|limit|at most"
    r"|will|wish\w*|promis\w+|simulat\w+|synthetic|benchmark only|example|hypothetical\w*|rumou?r\w*|reverted|rolled back the)\b"
)
_CONDITION = re.compile(r"(?i)\b(?:if|unless|provided that|assuming|in case|would|could|target|goal|plan is)\b")
# What a story may say of a number that it does not claim: it lies in the future, or would be so.
_FUTURE = re.compile(
    r"(?i)\b(?:will|would|could|might|plan(?:s|ned)? to|hope[sd]? to|want(?:s|ed)? to|target\w*|goal|aim(?:s|ed)? (?:to|for)|expect\w*)\b"
)
_JOINED = (
    (re.compile(r"(?i)\b(lead|cycle)[ -]times?\b"), r"\1time"),
    (re.compile(r"(?i)\btim(?:es?|ed|ing)[ -]?outs?\b"), "timeout"),
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!\A)(?<=\s)([A-Z][a-z]{2,})\b")
_NO_NAMES = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday The This That These Those She They Our".split()
)
_CHANGE_BEHIND = re.compile(
    r"(?i)\s*(?:\w+\s+)?(?:less|fewer|more|faster|slower|lower|higher|cheaper|smaller|shorter|quicker|larger|reduction|increase|drop|improvement|saving|cut|growth)\b"
)
_QUALIFIER = re.compile(
    r"(?i)\b(p\d{2,3}|\d{2}th percentile|median|average|mean|maximum|max|minimum|min|worst|best|peak|total|per user|staging|production|prod|test environment"
    r"|cold|warm|desktop|mobile|read|write|idle)\b"
)
_SAME = {
    "p50": "median",
    "50th percentile": "median",
    "mean": "average",
    "max": "maximum",
    "min": "minimum",
    "worst": "maximum",
    "prod": "production",
    "peak": "maximum",
}


class Direction(StrEnum):
    """Which way a quantity is said to have gone."""

    UP = "up"
    DOWN = "down"
    NONE = ""


def clause(text: str, span: Span, body: Span) -> Span:
    """Give the clause that holds a place; the sentence where the clause refers back with "it"."""
    found = _between(_BOUNDARY, text, span, body)
    if _PRONOUN.match(text[found.start : found.stop]) or not terms(text[found.start : found.stop]):
        return sentence(text, span, body)
    return found


def sentence(text: str, span: Span, body: Span) -> Span:
    """Give the sentence that holds a place."""
    return _between(_SENTENCE, text, span, body)


def context(text: str, span: Span, body: Span) -> str:
    """Give the words that say what a quantity is about: its clause, or more where that only says "it"."""
    found = clause(text, span, body)
    said = text[found.start : found.stop]
    if _PRONOUN.match(said) or not terms(said):
        before = _between(
            _SENTENCE, text, Span(max(body.start, found.start - 3), max(body.start, found.start - 2)), body
        )
        said = text[before.start : found.stop]
    return said


def _between(boundary: re.Pattern[str], text: str, span: Span, body: Span) -> Span:
    low = max(body.start, span.start - 400)
    start = max((match.end() for match in boundary.finditer(text, low, span.start)), default=low)
    stop = boundary.search(text, span.stop, min(body.stop, span.stop + 400))
    return Span(min(start, span.start), stop.start() if stop else min(body.stop, span.stop + 400))


@lru_cache(maxsize=4096)
def terms(text: str) -> frozenset[str]:
    """Give what a text is about: its telling stems, synonyms as one, without words of change, time and measure."""
    found = set()
    for pattern, joined in _JOINED:
        text = pattern.sub(joined, text)
    for word in words(text.replace("-", " ").replace("_", " ")):
        root = stem(word)
        if word[:1].isdigit() or len(word) < 2 or root in _GENERIC or word in units.BREAKS or word in units.WORDS:  # noqa: PLR2004
            continue
        found.add(_GROUPS.get(root, root))
    return frozenset(found)


def direction(text: str) -> Direction:
    """Give the direction that a clause tells; none where it tells both or neither."""
    up, down = _UP.search(text) is not None, _DOWN.search(text) is not None
    return Direction.NONE if up == down else Direction.UP if up else Direction.DOWN


def is_unreal(said: str, around: str = "") -> bool:
    """Whether a clause tells of a target, a guess, a condition or what did not happen; `around` is its sentence."""
    return _UNREAL.search(said) is not None or _CONDITION.search(around) is not None


def is_future(said: str) -> bool:
    """Whether a story tells of what is to come, or would be."""
    return _FUTURE.search(said) is not None


def is_change(said: str, quantity: Quantity) -> bool:
    """Whether a share tells how much something changed ("by 40 percent", "40 percent less"), not how much it is."""
    place = said.find(quantity.text)
    if place < 0:
        return False
    before = re.search(r"(?i)\bby\s+(?:about|around|over|nearly|more than|some)?\s*$", said[:place])
    return before is not None or _CHANGE_BEHIND.match(said, place + len(quantity.text)) is not None


def names(said: str) -> frozenset[str]:
    """Give the proper names that a clause has behind its first word."""
    return frozenset(_NAME.findall(said)) - _NO_NAMES


def qualifiers(text: str) -> frozenset[str]:
    """Give which statistic, environment or case a clause names: a p99 is not a median."""
    return frozenset(_SAME.get(found.lower(), found.lower()) for found in _QUALIFIER.findall(text))


def quantity_terms(quantity: Quantity, said: str) -> frozenset[str]:
    """Give what a quantity is about, its own unit left out."""
    own = terms(quantity.noun) if quantity.noun else frozenset()
    return terms(said) - own
