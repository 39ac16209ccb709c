"""Evidence from a brag document or résumé in Markdown: accomplishments as items, rows or sections below headings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text import frontmatter, record_reader
from upward.text.date_span import DateHints, DateOrder, DateSpan
from upward.text.import_entries import Identities, shortened
from upward.text.note_entries import OF_UPWARD, Entry, entries_of
from upward.text.story_parts import story_parts
from upward.text.template_slots import neutralised

_LINK = re.compile(r"https?://[^\s)>\]]+")
_BRAG = re.compile(
    r"(?im)^(?:#{1,3}[ \t]+)?[^\n]*\b(?:brag|accomplishments?|achievements?|wins|hype doc|work log|worklog|kudos|résumé|resume|curriculum vitae"
    r"|collaboration (?:and|&) mentorship|what you learned|work experience|professional experience)\b[^\n]*$"
)
LEAST_ITEMS = 2


def recognises(source: ImportSource) -> bool:
    """Whether the file is Markdown with entries below headings of periods or of a brag document, and no story in it."""
    if source.is_folder or not source.path.lower().endswith((".md", ".markdown")):
        return False
    text = source.text()
    heads = re.findall(r"(?m)^(?:[ ]{0,3}#{1,6}[ \t]+[^\n]+|[^\n]+\n[ ]{0,3}(?:=+|-{2,})[ \t]*$)", text)
    if not heads or len(story_parts(record_reader.parse_record("brag.md", text, {}, otherwise="story"))) > 1:
        return False
    if re.search(r"(?m)^#{1,6}[ \t]+\d{4}-\d\d-\d\d \d\d?:\d\d", text):
        return False
    entries = list(entries_of(text, DateHints(), _body(text)))
    dated = sum(entry.span is not None for entry in entries if not entry.left)
    named = any(_BRAG.search(head.split("\n")[0]) for head in heads)
    own = any(entry.left == OF_UPWARD for entry in entries)
    return dated >= LEAST_ITEMS or own or (named and bool(entries))


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate an entry, dated by itself or by the period above it; and what is left, with the reason."""
    text, name = source.text(), source.path.rpartition("/")[2]
    order = DateOrder(query.date_order) if query.date_order else None
    hints = DateHints(order=order, fiscal_start=query.fiscal_start, today=query.today)
    identities = Identities(query.known_origins)
    for entry in entries_of(text, hints, _body(text)):
        yield _made(entry, f"{name}:{entry.line}", query, identities)


def _body(text: str) -> int:
    limits = frontmatter.front_matter_limits(text)
    return limits[1] if limits else 0


def _made(entry: Entry, where: str, query: ImportQuery, identities: Identities) -> Candidate | Skipped:
    what = shortened(entry.title)
    if entry.left:
        return Skipped(where, entry.left, what)
    span = entry.span or (_query_span(query) if query.since else None)
    if span is None:
        return Skipped(where, "no date; give the period with --since DAY and --until DAY", what)
    outside = query.outside(span)
    if outside:
        return Skipped(where, outside, what)
    shown = (span.until(query.today) if query.today else None) or span
    legacy = hashlib.sha256(" ".join(entry.body.split()).encode("utf-8", "replace")).hexdigest()[:16]
    links = list(dict.fromkeys(_LINK.findall(entry.body)))
    made, known = identities.origin("brag", span.start, span.end, entry.place, entry.body, legacy=f"brag:{legacy}")
    if known:
        return Skipped(where, ALREADY_KNOWN, what)
    fields: dict[str, Value] = {
        "title": entry.title,
        "date": shown.end,
        "started": shown.start if shown.start != shown.end else "",
        "origins": [made, *links],
        "areas": [neutralised(entry.area, 100)] if entry.area else [],
        "tags": [neutralised(tag, 60) for tag in entry.tags],
    }
    body = neutralised(entry.body, 20_000)
    return Candidate("evidence", entry.title, (made, *links), fields, f"## What happened\n\n{body}", shown.end)


def _query_span(query: ImportQuery) -> DateSpan | None:
    last = query.until or query.today
    return DateSpan(query.since.isoformat(), last.isoformat()) if query.since and last else None


IMPORTER = Importer("brag", "A brag document or résumé in Markdown", recognises, read)
