"""People whom a story names, and words of what is private to them: what a reader outside should not learn."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import re

from upward.analysis.narrative.traceability import paragraphs, plain_words
from upward.model.record import Record
from upward.text.template_slots import text_without_slots

# A word for a person before the name, or what only a person does behind it. A tool or a company is not found so.
_ROLES = (
    r"(?:colleague|intern|mentee|mentor|manager|director|lead|engineer|developer|designer|scientist|analyst|junior|newcomer|buddy"
    r"|teammate|team mate|apprentice|student|report|boss|CTO|PM|DBA)"
)
_DOES = (
    r"(?:said|says|told|asked|objected|agreed|disagreed|reviewed|refused|left|joined|wanted|thought|felt|complained|apologi[sz]ed"
    r"|presented|suggested|proposed|argued|insisted|admitted|designed|explained|helped|was (?:afraid|hurt|angry|new|sick|ill|upset|on call))"
)
_NAME = r"([A-Z][a-zé]{2,})"
_PATTERNS = tuple(
    re.compile(each)
    for each in (
        rf"\b(?i:{_ROLES})[,:]?[ ]+{_NAME}",
        rf"\b{_NAME}(?:,[^,.]{{1,40}},)?[ ]+{_DOES}\b",
        rf"\b(?:[Mm]entor(?:ed|ing)|[Cc]oach(?:ed|ing)|[Oo]nboard(?:ed|ing)|[Pp]air(?:ed|ing) with)[ ]+{_NAME}",
        rf"\b{_NAME}[ ]+(?:from|of|in)[ ]+(?:the[ ]+)?(?:finance|sales|support|product|frontend|backend|marketing|legal|design|operations|data|platform)\b",
        rf"\b{_NAME}[ ]+\((?:(?:a|the|our|my)[ ]+)?(?:\w+[ ]+){{0,2}}(?i:{_ROLES})\b",
    )
)
_NO_NAMES = frozenset(
    "The This That These Those They She Our One Two Three Someone Everyone Each Both Most Many Some Who Which When "
    "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday Product Finance Sales Support Legal Marketing Management Engineering Operations Security Customers "
    "Users Teams Developers Engineers Then After Before Engineer Manager And But Not You His Her Their What All".split()
)
_PRIVATE = re.compile(
    r"(?i)\b(?:afraid|hurt|cried|crying|in tears|sick leave|parental leave|pregnan\w+|divorce\w*|burn(?:ed|t)?[ -]?out|depress\w+|anxi\w+"
    r"|illness|fired|laid off|underperform\w*|performance (?:plan|issue)s?|salary|personal (?:problem|issue)s?|incompetent)\b"
)


def named_people(record: Record) -> list[str]:
    """Give the first names of people in a story's title and text, in the order they first stand there."""
    text = f"{record.title}\n\n{paragraphs(text_without_slots(record))}"
    found = sorted((match.start(1), match[1]) for pattern in _PATTERNS for match in pattern.finditer(text))
    return list(
        dict.fromkeys(name for _, name in found if name not in _NO_NAMES and not name.endswith(("ing", "body")))
    )


def private_words(record: Record) -> list[str]:
    """Give words of what is private to another person; empty where the story names no person."""
    text = plain_words(text_without_slots(record))
    return list(dict.fromkeys(match.lower() for match in _PRIVATE.findall(text))) if named_people(record) else []
