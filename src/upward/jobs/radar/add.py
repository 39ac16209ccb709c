"""Add a tool to the radar, or a claim to a tool."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.radar.blip import parse_blip, parse_share
from upward.jobs.radar._ring import RingName, check_ring, moved
from upward.model.errors import NoSuchRecordError, UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Page, Prose
from upward.model.record import Record, Value
from upward.session.session import Session
from upward.session.writing import create_record, rewrite
from upward.text import edits, record_reader
from upward.text.dates import parse_date
from upward.text.record_writer import slug


def run(
    session: Session,
    tool: Annotated[str, "The name of a new tool, or the id of an existing one"],
    *,
    claim: Annotated[str, "What the tool is said to be able to do"] = "",
    capability: Annotated[str, "What the claim is about, in a word or two"] = "",
    source: Annotated[str, "Who makes the claim, and where"] = "",
    share: Annotated[str, "The success rate that is claimed, such as 90 %"] = "",
    expires: Annotated[str, "The date from which the claim must be tested again, such as 2026-12-31"] = "",
    tool_version: Annotated[str, "The version in use; a new one reopens every claim"] = "",
    quadrant: Annotated[str, "Its part of the radar"] = "",
    ring: Annotated[RingName, "Move it to this ring"] = "",
    why: Annotated[str, "Why it moves"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Write a tool in the ring assess, or add a claim, a new version or another ring to one that is there."""
    _check(session, claim, source, share, expires)
    record = _known(session, tool)
    number = len(parse_blip(record).claims) + 1 if record else 1
    entry = {
        "id": f"c{number}", "capability": capability, "text": claim, "source": source,
        "date": session.today.isoformat(), "share": share, "expires": expires,
    }  # fmt: skip
    today = session.today.isoformat()
    if record is None:
        first = ring or "assess"
        fields: dict[str, Value] = {
            "title": tool, "date": today, "tool": tool, "version": tool_version, "quadrant": quadrant or "assistants",
            "ring": first, "claims": [{key: value for key, value in entry.items() if value}] if claim else [],
            "rings": [{"date": today, "ring": first, **({"why": why} if why else {})}],
        }  # fmt: skip
        if first == "adopt":
            untried = "no claim was tried"
            raise UsageError(f"{tool} cannot be in the ring adopt", why=untried, next_step="add it without --ring")
        made = create_record(session, "radar", fields, dry_run=dry_run)
        ident, path = made.id, made.path
    else:
        ident, path = record.id, record.path
        text = (
            edits.apply_edits([edits.add_to_list(record.text, "claims", entry)], record.text) if claim else record.text
        )
        for key, value in (("version", tool_version), ("quadrant", quadrant), ("date", today)):
            text = edits.apply_edits([edits.set_value(text, key, value)], text) if value else text
        if ring:
            text = moved(text, ring, why, session.today)
            check_ring(parse_blip(record_reader.parse_record(record.path, text, {}, otherwise="radar")), session.today)
        rewrite(session, record, text, dry_run=dry_run)
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {path}.")
    step = Prose(
        f"Try a claim: `upward radar try {ident} {entry['id']} --task WHAT --n 20 --passed 15 --reviewer WHO`."
    )
    return JobResult(Page(tool, (said, step)), {"id": ident, "path": path, "claim": entry["id"] if claim else None})


def _check(session: Session, claim: str, source: str, share: str, expires: str) -> None:
    day = parse_date(expires)
    if expires and day is None:
        raise UsageError(f"{expires!r} is not a date", next_step="write it as 2026-12-31")
    if day is not None and day <= session.today:
        raise UsageError(f"--expires: {expires} is over", next_step="give the date from which it must be tested again")
    if share and parse_share(share) is None:
        raise UsageError(f"--share: {share!r} is not a share", next_step='write it from "0 %" to "100 %"')
    if claim and not source:
        raise UsageError("The source of the claim is missing", next_step='write --source "who says so, and where"')


def _known(session: Session, tool: str) -> Record | None:
    try:
        return session.record(tool, "radar")
    except NoSuchRecordError:
        wanted = slug(tool)
        return next(
            (each for each in session.corpus.records("radar") if wanted in (each.id, slug(each.string("tool")))), None
        )


JOB = Job("radar add", run)
