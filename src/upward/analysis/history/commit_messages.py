"""What a commit's message tells: a title, the issues it names, the people in its trailers."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Whole phrases: to release a lock, to format a date or to merge two lists is work.
CHORE = re.compile(
    r"^(?:chore\b|style[(:]|bump\b|typos?\b|wip\b|\[pre-commit|update (?:dep|req|pre-commit)"
    r"|merge (?:pull|branch|remote|tag|commit|master|main|upstream|\S+/)|merge$"
    r"|releas(?:e|ing):? v?\d|release$|prepare release|version:? (?:v?\d|bump)"
    r"|format(?:ting)?(?: (?:code|files?|with|using|imports|everything)\b|$)"
    r"|lint(?:ing)?(?: (?:code|files?|fix\w*)\b|$))",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:\[[^\]]+\]\s*)*(?:(?:feat|fix|perf|docs|refactor|test|build|ci|chore|style|revert)(?:\([^)]*\))?!?:\s*"
    r"|[a-z][\w./-]{1,30}:\s+(?=[A-Za-z]))?"
)
_SUFFIX = re.compile(r"\s*\((?:#|GH-)\d+\)$|\s*#\d+$|\.$")


def cleaned(subject: str) -> str:
    """Give a commit's subject as a title: without prefix, number and full stop, with a capital."""
    title = _SUFFIX.sub("", _SUFFIX.sub("", _PREFIX.sub("", " ".join(subject.split()), count=1))) or subject
    return title[:1].upper() + title[1:]


def references(message: str) -> tuple[str, ...]:
    """Give the issues and pull requests that a message names, in order, each once."""
    found = [f"#{number}" for number in re.findall(r"(?<![\w&])(?:#|GH-)(\d{1,6})\b", message)]
    found += [
        key for key in re.findall(r"\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b", message) if key.split("-")[0] not in _NO_TRACKER
    ]
    return tuple(dict.fromkeys(found))


# They look like a tracker's keys and are the names of standards.
_NO_TRACKER = frozenset("AES BASE BSD CC CP CVE EN GH GHSA GMT GPL HTTP IPV ISO MD PEP RFC SHA TLS UTC UTF X".split())


def people_of(message: str) -> Iterable[tuple[str, str, str]]:
    """Give part, name and email from trailer lines, wherever they stand in a message."""
    for match in _TRAILER.finditer(message):
        yield _PARTS[match["key"].lower()], match["name"].strip(), match["email"].strip()


_PARTS = {
    "co-authored-by": "co-author",
    "reviewed-by": "reviewer",
    "tested-by": "tester",
    "signed-off-by": "signer",
    "acked-by": "reviewer",
}
_TRAILER = re.compile(
    rf"^[ \t]*(?P<key>{'|'.join(_PARTS)}):[ \t]*(?P<name>[^<\n]{{0,200}})<(?P<email>[^>\n]{{0,200}})>",
    re.IGNORECASE | re.MULTILINE,
)
