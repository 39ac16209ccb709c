"""Evidence from the output of `did`: sections with a count, and items below them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from upward.analysis.schema import day_of
from upward.model.extension import Candidate, Importer, Wish
from upward.model.ports import Source
from upward.model.record import Value

_PERIOD = re.compile(r"\((?P<since>\d{4}-\d\d-\d\d) to (?P<until>\d{4}-\d\d-\d\d)\)")
_SECTION = re.compile(r"^\* (?P<title>[^\n:]+): (?P<count>\d+)[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^ {4}\* (?P<item>\S[^\n]*)$", re.MULTILINE)
_REF = re.compile(
    r"^(?P<repo>[\w.-]+/[\w.-]+)[#!](?P<number>0*\d+)(?: - |\s)|^(?P<key>[A-Z][A-Z0-9]+-\d+)(?: - |\s)|^(?P<oid>[0-9a-f]{7,40}) - "
)


def recognises(source: Source) -> bool:
    """Whether the file is text with did's sections."""
    if source.is_folder or not source.path.endswith((".txt", ".did", ".log")):
        return False
    return bool(_SECTION.search(text := source.text()) and _PERIOD.search(text))


def read(source: Source, wish: Wish) -> Iterator[Candidate]:
    """Yield one candidate a section; an item that names a commit, an issue or a change is one of its origins."""
    text = source.text()
    period = _PERIOD.search(text)
    until = period["until"] if period else ""
    day = day_of(until)
    if day is None or (wish.since and day < wish.since) or (wish.until and day > wish.until):
        return
    sections = list(_SECTION.finditer(text))
    for number, section in enumerate(sections):
        stop = sections[number + 1].start() if number + 1 < len(sections) else len(text)
        items = [match["item"].strip() for match in _ITEM.finditer(text, section.end(), stop)]
        origins = [
            origin for origin in (_origin(section["title"], until, item) for item in items) if origin not in wish.known
        ]
        if origins:
            yield _candidate(section["title"].strip(), period["since"] if period else until, until, items, origins)


def _origin(title: str, until: str, item: str) -> str:
    ref = _REF.match(item)
    if ref and ref["repo"]:
        service = "gitlab" if "gitlab" in title.lower() or "!" in ref.group() else "github"
        return f"{service}:{ref['repo']}{'!' if '!' in ref.group() else '#'}{int(ref['number'])}"
    if ref and ref["key"]:
        return f"jira:{ref['key']}"
    if ref and ref["oid"]:
        return f"git:{ref['oid']}"
    return f"did:{hashlib.sha256(f'{title} {until} {item}'.encode()).hexdigest()[:16]}"


def _candidate(title: str, since: str, until: str, items: list[str], origins: list[str]) -> Candidate:
    name = f"{title}, {since} to {until}"
    fields: dict[str, Value] = {
        "title": name,
        "date": until,
        "started": since,
        "origins": origins,
        "measures": [{"id": "items", "value": str(len(items)), "unit": "items", "method": "did", "status": "measured"}],
    }
    listed = "\n".join(f"- {item.replace('{{', '{ {').replace('<!--', '< !--')}" for item in items)
    return Candidate("evidence", name, tuple(origins), fields, f"## What happened\n\n{listed}", until)


IMPORTER = Importer("did", "What `did` printed, saved as text", recognises, read)
