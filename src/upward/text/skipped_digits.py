"""Stretches of a text that hold digits and are no quantity: code, addresses, versions, names, references, pairs.

The pattern of them is tried only where one can begin, which a search for digits and a few rare characters tells:
tried at each word it would take longer than all the rest of reading a story.
"""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
import string
from collections.abc import Iterator

_NAMED = (
    "Python|Java|JDK|Node(?:\\.js)?|Postgres(?:QL)?|MySQL|Django|Rails|React|Angular|Vue|PHP|Ruby|Swift|Kotlin|Scala|Spring"
    "(?: Boot)?|iOS|Android|Windows|Ubuntu|Debian|RHEL|Oracle|Kubernetes|Terraform|Elasticsearch|Redis|Kafka|Spark|Web"
    "|HTTP|TLS|RFC|ISO|CVE|SOC|PCI|ADR|ES|Perl|Gradle|Maven|Vite|Webpack|pandas|numpy|Airflow|Celery"
)
_REFERENCES = (
    "version|release|port|error|status|code|ticket|issue|PR|MR|pull request|merge request|bug|incident|INC|phase|step|stage|tier"
    "|level|sev|severity|priority|section|chapter|page|figure|line|room|sprint|milestone|option|scenario|part|grade|band|build"
    "|commit|revision|ward|building|floor|layer|day|week|week of|round|type|number|no\\.|nr\\.|appendix|epic|story|iteration"
)
# These join a figure by a hyphen and are no part of a name: "sub-100ms", "post-2020".
PREFIXES = "sub|under|over|pre|post|mid|multi|non|within"
SKIPPED = re.compile(
    rf"""
    `[^`\n]{{1,400}}` | \]\([^)\n]{{0,400}}\) | (?:https?|git|mailto|github|gitlab|jira):\S+ | \b[\w.+-]{{1,64}}@[\w.-]+
    | ^[ \t]*(?:\#{{1,6}}[ \t]+)?\d+[.)](?=[ \t]) | \#\d+ | \b\d+(?:\.\d+){{2,}}\b | \bv\d[\w.]*
    | \b24/7\b | \b24x7\b | \b\d0/\d0\b | \b\d+-to-\d+\b(?![ ](?:minute|hour|day|week|month|second)) | \b1[:-](?:on-|to-)?1\b
    | \b\d{{1,2}}th[ -]percentile | \bN\s?\+\s?1\b | \bO\([^)]{{0,80}}\) | \b\d(?:xx|XX)\b
    | \b(?:{_NAMED})[ ]?v?\d+(?:\.\d+)*\b(?!\s?[%x]|[ ](?:times|of|percent|minutes|hours|days|ms)\b)
    | \b(?i:{_REFERENCES})[ ]\#?\d+(?:\.\d+)*\b(?!\s?(?:%|x\b|ms\b|k\b)|[ ](?i:times|of|percent|minutes|hours|days|weeks|points|out)\b)
    | \b(?!(?i:{PREFIXES})-)[A-Za-z]{{2,}}-\d[\w.-]*
    """,
    re.VERBOSE | re.MULTILINE,
)
# What one can begin at or end in; a run of digits is taken as a whole, since none begins inside of it.
_SIGN = re.compile(r"\d+|[`@]|\]\(|O\(|:(?=\S)")
# The longest name or reference, with a space and a sign before its digits, has 15 characters: "Elasticsearch v8".
_NAME_REACH = 15
# The longest name of an address's scheme, and the most characters before the sign of an e-mail address.
_SCHEME_REACH, _ADDRESS_REACH = 6, 64
_WORD_START = re.compile(r"\b\w")


def skipped_spans(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Give where a part of a text holds digits that are no quantity, in order and without overlap."""
    places: set[int] = set()
    for sign in _SIGN.finditer(text, start, stop):
        places.update(_beginnings(text, sign))
    found = []
    end = start
    for place in sorted(places):
        if place >= end and (match := SKIPPED.match(text, place, stop)):
            end = match.end()
            found.append((place, end))
    return found


def _beginnings(text: str, sign: re.Match[str]) -> Iterator[int]:
    """Give where a stretch to be skipped may begin that holds this sign: rather too many places than too few."""
    place, first = sign.start(), sign[0][0]
    if first == ":":
        yield from range(max(0, place - _SCHEME_REACH), place)
    elif first == "@":
        yield from range(max(0, place - _ADDRESS_REACH), place)
    elif not first.isdecimal():
        yield place
    else:
        yield place
        if place:
            yield place - 1
        yield from (word.start() for word in _WORD_START.finditer(text, max(0, place - _NAME_REACH), place))
        line = _back(text, place, " \t#")
        if line == 0 or text[line - 1] == "\n":
            yield line
        if text[place - 1 : place] == "-":
            yield _back(text, place - 1, string.ascii_letters)


def _back(text: str, place: int, characters: str) -> int:
    """Give where the run of these characters begins that ends before a place."""
    while place and text[place - 1] in characters:
        place -= 1
    return place
