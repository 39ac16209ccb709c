"""Evidence from the output of `did` as text, Markdown or wiki: people, sections with a count, and items below them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.dates import parse_date

_PERIOD = re.compile(r"\((?P<since>\d{4}-\d\d-\d\d) to (?P<until>\d{4}-\d\d-\d\d)\)")
# Each section says how many there are, and most say of what: `* Work on shop: 3 commits`.
_SECTION = re.compile(r"^ ?\* (?P<title>[^\n]+?): (?P<count>\d+)(?: [a-z][a-z -]*)?[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^ {2,4}\* (?P<item>\S[^\n]*)$", re.MULTILINE)
_PERSON = re.compile(r"^~{20,}\n (?P<who>[^\n]+)\n~{20,}$", re.MULTILINE)
_LINK = re.compile(r"\[(?P<label>[^\]\n]+)\]\([^)\s]*\)")
_REF = re.compile(
    r"^(?P<repo>[\w.-]+/[\w.-]+)[#!](?P<number>0*\d+)(?: - |\s)|^(?P<key>[A-Z][A-Z0-9]+-\d+)(?: - |\s)|^(?P<oid>[0-9a-f]{7,40}) - "
)


def recognises(source: ImportSource) -> bool:
    """Whether the file is text with did's sections."""
    if source.is_folder or not source.path.endswith((".txt", ".did", ".log", ".md", ".wiki")):
        return False
    return bool(_SECTION.search(text := source.text()) and _PERIOD.search(text))


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate a section; an item that names a commit, an issue or a change is one of its origins."""
    text = source.text()
    period = _PERIOD.search(text)
    until = period["until"] if period else ""
    day = parse_date(until)
    if day is None or (wish.since and day < wish.since) or (wish.until and day > wish.until):
        return
    told: set[str] = set()
    for title, items in _sections(_own(text, wish)):
        found = dict.fromkeys(_origin(title, until, item) for item in items)
        # A repository that two patterns name is printed twice.
        origins = [origin for origin in found if origin not in wish.known_origins and origin not in told]
        told.update(origins)
        if origins:
            yield _candidate(title, period["since"] if period else until, until, items, origins)


def _own(text: str, wish: ImportQuery) -> str:
    """Give what is said of the person asked for; of nobody in particular, of all, and no total of them."""
    people = list(_PERSON.finditer(text))
    parts = [
        (person["who"].lower(), text[person.end() : following.start() if following else len(text)])
        for person, following in zip(people, [*people[1:], None], strict=True)
        if "@" in person["who"]
    ]
    wanted = [each.lower() for each in wish.authors]
    own = [part for who, part in parts if any(each in who for each in wanted)]
    return "\n".join(own or [part for _, part in parts]) or text


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each section with its items."""
    found = list(_SECTION.finditer(text))
    for section, following in zip(found, [*found[1:], None], strict=True):
        stop = following.start() if following else len(text)
        items = (match["item"].strip() for match in _ITEM.finditer(text, section.end(), stop))
        yield section["title"].strip(), [_LINK.sub(r"\g<label>", item) for item in items]


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
