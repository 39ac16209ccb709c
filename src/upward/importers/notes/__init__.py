"""Any text or Markdown with notes: each becomes evidence where it has a date, else a draft of a story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text import record_reader
from upward.text.date_span import AmbiguousDateError, DateHints, DateOrder, DateSpan
from upward.text.import_entries import (
    Identities,
    is_due,
    is_goal_heading,
    is_goal_item,
    is_only_date,
    shortened,
    title_of,
    without_date,
)
from upward.text.note_split import Note, is_chapter_heading, split_notes
from upward.text.story_parts import story_parts
from upward.text.template_slots import neutralised
from upward.text.written_dates import find_dates

_TEXT = (".txt", ".md", ".markdown", ".text", ".org", ".adoc", ".rst", ".log")
_LINK = re.compile(r"https?://[^\s)>\]]+")
_UNTICKED = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\[ \][ \t]")
_NUMBERED = re.compile(r"(?i)^\W*(?:note|story|entry|example|item|case)[ \t]*#?\d{1,3}\W*$")
_LABEL = re.compile(r"(?i)^\W*(?:[STARL]|situation|task|action|result|learning|context|problem)\W*[:：)–—-]+\W*")
LEAST_PARTS = 2
# In characters: an address and what goes with it.
MOST_OF_CONTACT = 400
_CONTACT = re.compile(
    r"(?im)(?:^|\s)(?:name|e-?mail|phone|mobile|tel|address|linkedin|github|twitter|instagram|facebook|website)[ \t]*:[ \t]*\S"
)
# Fewer words than this tell nothing.
LEAST_WORDS = 2


def recognises(source: ImportSource) -> bool:
    """Whether the file is a text: asked only where nothing else knows its form."""
    path = source.path.lower()
    name = path.rpartition("/")[2]
    return not source.is_folder and (path.endswith(_TEXT) or "." not in name) and bool(source.text().strip())


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield one candidate a note: a story where it has labelled parts or no date, else evidence; and what is left."""
    name = source.path.rpartition("/")[2]
    order = DateOrder(query.date_order) if query.date_order else None
    hints = DateHints(order=order, fiscal_start=query.fiscal_start, today=query.today)
    identities = Identities(query.known_origins)
    for note in split_notes(source.text()):
        yield _made(note, f"{name}:{note.line}", hints, query, identities)


def _made(note: Note, where: str, hints: DateHints, query: ImportQuery, identities: Identities) -> Candidate | Skipped:
    own = note.headings[-1] if note.headings else ""
    own = "" if _NUMBERED.match(own) or is_chapter_heading(own) else own
    title = title_of(own) if own and _is_title(note) else _title(note.text, hints)
    if why := _no_deed(note, title):
        return Skipped(where, why, shortened(title or note.text))
    try:
        span = _span(note, hints, query)
    except AmbiguousDateError as error:
        return Skipped(where, f"{error} is ambiguous; give --date-order day-first or month-first")
    outside = query.outside(span) if span else ""
    origin, known = identities.origin("note", " / ".join(note.headings), note.text)
    if known or outside:
        return Skipped(where, ALREADY_KNOWN if known else outside, shortened(title))
    shown = (span.until(query.today) if span and query.today else None) or span
    return _candidate(note, title, shown, origin)


def _no_deed(note: Note, title: str) -> str:
    """Give why a note tells nothing that was done; empty where it may."""
    if len(re.findall(r"\w+", note.text)) < LEAST_WORDS or not title:
        return "too short to be a note"
    if len(_CONTACT.findall(note.text)) >= LEAST_PARTS and len(note.text) < MOST_OF_CONTACT:
        return "contact details"
    if is_only_date(title) and title == title_of(note.text) and "\n" not in note.text.strip():
        return "only a date"
    if any(is_goal_heading(each) for each in note.headings) or is_goal_item(note.text):
        return "it is a goal or plan, not something done"
    return "the task is not ticked" if _UNTICKED.match(note.text) else ""


def _title(text: str, hints: DateHints) -> str:
    """Give the first sentence of a note, without a label or date in front."""
    first = text.split("\n\n", 1)[0]
    lines = first.splitlines()
    joined = (
        lines[0] if lines and (_LABEL.match(lines[0]) or (lines[1:2] and lines[1][:1] in "-*+#|>")) else " ".join(lines)
    )
    plain = without_date(title_of(_LABEL.sub("", joined)), hints)
    return title_of(re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", plain, maxsplit=1)[0])


def _is_title(note: Note) -> bool:
    """Whether the heading above is the note's own: the note begins with it, or it does not name a group."""
    return not any(line.startswith(("-", "*")) for line in note.text.splitlines()[:1]) or len(note.headings) > 1


def _span(note: Note, hints: DateHints, query: ImportQuery) -> DateSpan | None:
    """Give the period of a note: a date that it begins with or its first line names, else its headings'."""
    year, above = hints.year, None
    for heading in note.headings:
        known = DateHints(year, hints.order, hints.fiscal_start, hints.today)
        if found := find_dates(heading, known, heading=True):
            above = found[0].span
            year = above.first.year
    first = note.text.split("\n", 1)[0][:300]
    own = [
        each
        for each in find_dates(first, DateHints(year, hints.order, hints.fiscal_start, hints.today))
        if not is_due(first, each.start)
    ]
    if own:
        return own[0].span
    if above is None and query.since and (last := query.until or query.today):
        return DateSpan(query.since.isoformat(), last.isoformat())
    return above


def _candidate(note: Note, title: str, span: DateSpan | None, origin: str) -> Candidate:
    is_story = len(story_parts(record_reader.parse_record("note.md", note.text, {}, otherwise="story"))) >= LEAST_PARTS
    body = neutralised(note.text, 100_000)
    fields: dict[str, Value] = {"title": title, "date": span.end if span else ""}
    links = list(dict.fromkeys(_LINK.findall(note.text)))
    if span is None or is_story:
        fields["origins"] = [origin]
        return Candidate("story", title, (origin,), fields, body, span.end if span else "")
    fields |= {"started": span.start if span.start != span.end else "", "origins": [origin, *links]}
    return Candidate("evidence", title, (origin, *links), fields, f"## What happened\n\n{body}", span.end)


IMPORTER = Importer("notes", "Notes as text or Markdown", recognises, read, fallback=True)
