"""Writing records of a logbook: new ones from a template, changes by splicing, evidence of what was finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from upward.model.errors import UsageError
from upward.model.finding import Edit
from upward.model.record import Record, Value
from upward.session.session import Session
from upward.text import edits, frontmatter
from upward.text.record_template import fill_template
from upward.text.record_writer import slug


class WrittenRecord(NamedTuple):
    """A record that was written, or would be."""

    id: str
    path: str
    text: str


def create_record(
    session: Session, kind: str, fields: Mapping[str, Value], body: str = "", *, dry_run: bool
) -> WrittenRecord:
    """Write a new record: its kind's template with these fields, and its questions or `body` below."""
    template = session.kind(kind).templates[""]
    held = frontmatter.parse_front_matter(template).fields
    # Empty values are left out: what the caller does not know is no question of the front matter.
    unknown: dict[str, Value] = {
        key: "" for key, value in held.items() if isinstance(value, str) and value.startswith("{{")
    }
    text = fill_template(template, {**unknown, **fields}, body)
    ident, path = session.free_id(kind, slug(str(fields.get("title", kind))))
    if not dry_run:
        session.folder.create(path, text)
        session.invalidate()
    return WrittenRecord(ident, path, text)


def rewrite(session: Session, record: Record, change: str | Sequence[Edit], *, dry_run: bool) -> str:
    """Write a record's new text, given whole or as edits.

    Raises RecordChangedError where the file changed since it was read, UsageError where its front matter is broken.
    """
    broken = next(iter(frontmatter.parse_front_matter(record.text).problems), None)
    if broken is not None:
        why = "what is added could end up in the wrong place"
        raise UsageError(f"{record.path}: {broken.message}", why=why, next_step="correct the front matter first")
    text = change if isinstance(change, str) else edits.apply_edits(change, record.text)
    if not dry_run and text != record.text:
        session.folder.replace(record.path, text, record.digest)
        session.invalidate()
    return text


def draft_evidence(  # noqa: PLR0913 - what evidence is made of
    session: Session,
    record: Record,
    *,
    title: str,
    what: str,
    started: str = "",
    measures: Sequence[Mapping[str, Value]] = (),
    people: Sequence[str] = (),
    dry_run: bool,
) -> WrittenRecord:
    """Draft evidence that rests on a record: its criteria, areas and privacy go along, and it names its origin.

    What was the person's own part stays a question: only they know.
    """
    fields: dict[str, Value] = {
        "title": title,
        "date": session.today.isoformat(),
        "started": started,
        "origins": [f"upward:{record.kind}/{record.id}"],
        "people": [{"name": name, "part": "judge"} for name in people if name],
        "measures": list(measures),
        "areas": list(record.strings("paths") or record.strings("components")),
        "criteria": list(record.strings("criteria")),
        "private": "true" if record.private else "",
    }
    body = f"## What happened\n\n{what}\n\n## What only you know\n\n{{{{own-part: What was your own part in it?}}}}\n"
    return create_record(session, "evidence", fields, body, dry_run=dry_run)
