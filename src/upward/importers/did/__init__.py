"""Evidence from the output of `did` as text, Markdown or wiki: people, sections with a count, and items below them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import zip_longest

from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text.date_span import DateSpan
from upward.text.dates import parse_date
from upward.text.template_slots import neutralised

_PERIOD = re.compile(r"\((?P<since>\d{4}-\d\d-\d\d) to (?P<until>\d{4}-\d\d-\d\d)\)")
# Each section says how many there are, and most say of what: `* Work on shop: 3 commits`.
_SECTION = re.compile(r"^ ?\* (?P<title>[^\n]+?): (?P<count>\d+)(?: [a-z][a-z -]*)?[ \t]*$", re.MULTILINE)
_ITEM = re.compile(r"^ {2,4}\* (?P<item>\S[^\n]*)$", re.MULTILINE)
# What did lists because a colleague asked for it.
_ASKED = re.compile(r"(?i)\b(?:to review|review requests?|requested|assigned|waiting|pending|to do)\b")
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


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate a section; an item that names a commit, an issue or a change is one of its origins."""
    text, name = source.text(), source.path.rpartition("/")[2]
    period = _PERIOD.search(text)
    if period is None or parse_date(period["since"]) is None or parse_date(period["until"]) is None:
        yield Skipped(name, "the report states no period, such as (2026-03-02 to 2026-03-08)")
        return
    span = DateSpan(period["since"], period["until"])
    outside = query.outside(span)
    span = (span.until(query.today) if query.today else None) or span
    seen: set[str] = set()
    for title, count, items in _sections(_own(text, query)):
        where = f"{name}: {title}"
        if outside or _ASKED.search(title) or not count:
            yield Skipped(where, outside or ("asked for, not done" if count else "nothing in this period"))
            continue
        # In a brief report a section is its title and number.
        keys = [_origin(title, period["until"], item) for item in items] or [_brief(title, period["until"], count)]
        # A repository that two patterns name is printed twice.
        origins = [origin for origin in dict.fromkeys(keys) if origin not in query.known_origins and origin not in seen]
        known = not set(keys) - query.known_origins
        seen.update(origins)
        if origins:
            yield _candidate(title, span, count, items, origins)
        else:
            yield Skipped(where, ALREADY_KNOWN if known else "it appeared earlier in this report")


def _brief(title: str, until: str, count: int) -> str:
    return f"did:{hashlib.sha256(f'{title} {until} {count}'.encode()).hexdigest()[:16]}"


def _own(text: str, query: ImportQuery) -> str:
    """Give what is said of the person asked for; of no person in particular, of all, and no total of them."""
    people = list(_PERSON.finditer(text))
    parts = [
        (person["who"].lower(), text[person.end() : following.start() if following else len(text)])
        for person, following in zip_longest(people, people[1:])
        if "@" in person["who"]
    ]
    wanted = [each.lower() for each in query.authors]
    own = [part for who, part in parts if any(each in who for each in wanted)]
    return "\n".join(own or [part for _, part in parts]) or text


def _sections(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each section with its count and its items."""
    found = list(_SECTION.finditer(text))
    for section, following in zip_longest(found, found[1:]):
        stop = following.start() if following else len(text)
        items = (match["item"].strip() for match in _ITEM.finditer(text, section.end(), stop))
        yield section["title"].strip(), int(section["count"][:9]), [_LINK.sub(r"\g<label>", item) for item in items]


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


def _candidate(title: str, span: DateSpan, count: int, items: list[str], origins: list[str]) -> Candidate:
    name = neutralised(f"{title}, {span.start} to {span.end}", 300)
    number = str(len(items) or count)
    fields: dict[str, Value] = {
        "title": name,
        "date": span.end,
        "started": span.start,
        "origins": origins,
        "measures": [{"id": "items", "value": number, "unit": "items", "method": "did", "status": "measured"}],
    }
    listed = "\n".join(f"- {neutralised(item, 1000)}" for item in items) or f"{neutralised(title, 300)}: {count}"
    return Candidate("evidence", name, tuple(origins), fields, f"## What happened\n\n{listed}", span.end)


IMPORTER = Importer("did", "What `did` printed, saved as text", recognises, read)
