"""Add to an incident's timeline, artefacts or actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from upward.jobs.incident._moment import moment
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.page import Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.store.artefacts import file_digest
from upward.text import edits
from upward.text.dates import parse_date
from upward.text.moments import parse_moment


def run(
    session: Session,
    incident: Annotated[str, "The incident's id", Names.RECORD],
    *,
    text: Annotated[str, "What happened, what an artefact shows, or what is to be done"] = "",
    at: Annotated[str, "When it happened, as an ISO time or as 09:40; by default now"] = "",
    change: Annotated[str, "The component that was deployed or reconfigured"] = "",
    tests: Annotated[str, "The id of the hypothesis that was tested"] = "",
    minutes: Annotated[float, "How many minutes testing it took"] = 0.0,
    result: Annotated[Literal["", "supported", "refuted", "unclear"], "What the test showed"] = "",
    mitigated: Annotated[bool, "Users were no longer affected from then on"] = False,
    artefact: Annotated[str, "A file to list with its SHA-256 hash", PLACE] = "",
    todo: Annotated[bool, "TEXT is an action to take"] = False,
    owner: Annotated[str, "Who takes the action"] = "",
    due: Annotated[str, "By when, such as 2026-06-30"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Add an entry to the timeline, an artefact, or an action (--todo)."""
    record = session.record(incident, "incident")
    if artefact:
        key, entry = "artefacts", _artefact(session, record, artefact, text)
    elif not text:
        raise UsageError("Nothing to add", next_step='write --text "what happened", or --artefact FILE')
    elif todo:
        if due and parse_date(due) is None:
            raise UsageError(f"{due!r} is not a date", next_step="write it as 2026-06-30")
        key, entry = "actions", {"text": text, "owner": owner, "due": due, "status": "open"}
    else:
        _known_hypothesis(record, tests)
        spent, onset = f"{minutes:g}" if minutes else "", parse_moment(record.string("onset"))
        key = "timeline"
        entry = {
            "at": moment(session, at, onset), "text": text, "change": change, "tests": tests, "minutes": spent,
            "result": result,
        }  # fmt: skip
    changed = edits.apply_edits([edits.add_to_list(record.text, key, entry)], record.text)
    if mitigated:
        changed = _mitigated(record, changed, key, entry)
    written = rewrite(session, record, changed, dry_run=dry_run)
    said = Prose(
        f"{'Would add' if dry_run else 'Added'} to {key} of {record.path}: {entry.get('text') or entry['file']}"
    )
    return JobResult(Page(record.title, (said,)), {"id": record.id, "path": record.path, key: entry, "text": written})


def _mitigated(record: Record, text: str, key: str, entry: Mapping[str, str]) -> str:
    """Give the text with the time from which users were no longer affected; the status of an open incident follows."""
    if key != "timeline":
        raise UsageError("--mitigated needs an entry of the timeline", next_step="leave out --todo and --artefact")
    text = edits.apply_edits([edits.set_value(text, "mitigated", entry["at"])], text)
    if record.string("status") in {"", "open"}:
        text = edits.apply_edits([edits.set_value(text, "status", "mitigated")], text)
    return text


def _known_hypothesis(record: Record, ident: str) -> None:
    known = [str(each.get("id", "")) for each in record.mappings("hypotheses")]
    if ident and ident not in known:
        raise UsageError(f"{record.id} has no hypothesis {ident}", next_step=f"there are {', '.join(known) or 'none'}")


def _artefact(session: Session, record: Record, name: str, note: str) -> dict[str, str]:
    sha256 = file_digest(session.here, name)
    number = len(record.mappings("artefacts")) + 1
    return {"id": f"a{number}", "file": name, "sha256": sha256, "note": note}


JOB = Job("incident add", run)
