"""Beginning an incident, and adding to its timeline, artefacts and actions."""

from __future__ import annotations

from upward.model.errors import UsageError
from upward.model.finding import Edit
from upward.model.job import JobResult
from upward.model.page import Items, Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import create_record, rewrite
from upward.store.artefacts import file_digest
from upward.text import edits
from upward.text.dates import parse_date
from upward.text.moments import has_time, parse_moment
from upward.text.template_slots import slots


def moment(session: Session, given: str) -> str:
    """Give a time as it is written down: the one given, or now to the second; raises UsageError for what is none."""
    if not given:
        return session.clock.now().isoformat(timespec="seconds")
    if not has_time(given):
        raise UsageError(f"{given!r} is no time", next_step="write it as 2026-05-20T09:40+02:00")
    found = parse_moment(given)
    return found.isoformat(timespec="seconds") if found is not None else given


def new(
    session: Session,
    title: str,
    *,
    at: str,
    severity: str,
    detected: str,
    detected_by: str,
    impact: str,
    dry_run: bool,
) -> JobResult:
    """Write a new incident that began at a time, by default now."""
    onset = moment(session, at)
    fields = {
        "title": title,
        "date": onset[:10],
        "severity": severity,
        "status": "open",
        "onset": onset,
        "detected": moment(session, detected) if detected else "",
        "detected-by": detected_by,
        "impact": impact,
    }
    made = create_record(session, "incident", fields, dry_run=dry_run)
    said = (
        Prose(f"{'Would write' if dry_run else 'Wrote'} {made.path}."),
        Prose("Seal guesses before the cause is known, each with its component:"),
        Items((f'upward incident hypothesise {made.id} --component NAME --text "…" --confidence "60 %"',)),
    )
    data = {"id": made.id, "path": made.path, "text": made.text, "open": [slot.name for slot in slots(made.text)]}
    return JobResult(Page(title, said), data)


def add(
    session: Session,
    record: Record,
    *,
    text: str,
    at: str,
    change: str,
    tests: str,
    minutes: float,
    result: str,
    artefact: str,
    todo: bool,
    owner: str,
    due: str,
    dry_run: bool,
) -> JobResult:
    """Add one entry to the timeline, to the artefacts, or to the actions."""
    if artefact:
        key, entry = "artefacts", _artefact(session, record, artefact, text)
    elif not text:
        raise UsageError("Nothing to add", next_step='write --text "what happened", or --artefact FILE')
    elif todo:
        if due and parse_date(due) is None:
            raise UsageError(f"{due!r} is no date", next_step="write it as 2026-06-30")
        key, entry = "actions", {"text": text, "owner": owner, "due": due, "status": "open"}
    else:
        _known_hypothesis(record, tests)
        spent = f"{minutes:g}" if minutes else ""
        key = "timeline"
        entry = {
            "at": moment(session, at), "text": text, "change": change, "tests": tests, "minutes": spent,
            "result": result,
        }  # fmt: skip
    change_made: Edit = edits.add_to_list(record.text, key, entry)
    written = rewrite(session, record, [change_made], dry_run=dry_run)
    said = Prose(
        f"{'Would add' if dry_run else 'Added'} to {key} of {record.path}: {entry.get('text') or entry['file']}"
    )
    return JobResult(Page(record.title, (said,)), {"id": record.id, "path": record.path, key: entry, "text": written})


def _known_hypothesis(record: Record, ident: str) -> None:
    known = [str(each.get("id", "")) for each in record.mappings("hypotheses")]
    if ident and ident not in known:
        raise UsageError(f"{record.id} has no hypothesis {ident}", next_step=f"there are {', '.join(known) or 'none'}")


def _artefact(session: Session, record: Record, name: str, note: str) -> dict[str, str]:
    sha256 = file_digest(session.here, name)
    number = len(record.mappings("artefacts")) + 1
    return {"id": f"a{number}", "file": name, "sha256": sha256, "note": note}
