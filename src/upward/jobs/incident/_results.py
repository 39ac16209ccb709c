"""Scores of the sources, the post-mortem with what it lacks, and closing with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upward.analysis.incidents.incident import Incident, parse_incident
from upward.analysis.incidents.scoring import MIN_INCIDENTS, Accuracy, SourceScore, score_sources
from upward.analysis.lint.runner import lint_records
from upward.model.errors import NothingFoundError, UsageError
from upward.model.finding import Finding, Severity
from upward.model.job import JobResult
from upward.model.page import Block, Callout, Heading, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import draft_evidence, rewrite
from upward.text import edits
from upward.text.moments import duration_text, minutes_between
from upward.text.words import count_noun


def score(session: Session, ident: str) -> JobResult:
    """Say how well each source guessed, over one incident or all that are resolved."""
    records = [session.record(ident, "incident")] if ident else list(session.corpus.records("incident"))
    incidents = [each for each in map(parse_incident, records) if each.is_resolved]
    if not incidents:
        raise NothingFoundError(
            "No incident is resolved", next_step="name the cause with `upward incident resolve ID --component NAME …`"
        )
    scores = score_sources(incidents)
    rows = tuple(
        (
            each.source,
            _accuracy_text(each.first),
            _accuracy_text(each.first_three),
            f"{each.brier:.2f}" if each.brier is not None and each.first.is_enough else "",
            duration_text(each.minutes_ahead) if each.minutes_ahead is not None else "",
            duration_text(each.minutes_lost) if each.minutes_lost is not None else "",
        )
        for each in scores
    )
    columns = ("source", "first guess right", "in its first three", "Brier", "ahead", "lost")
    blocks: list[Block] = [Table(columns, rows)]
    if len(incidents) < MIN_INCIDENTS:
        blocks.append(
            Callout(
                f"{count_noun(len(incidents), 'resolved incident')}: too few to say; shares from {MIN_INCIDENTS} on."
            )
        )
    blocks.append(
        Prose("Ahead: from a source's first right guess to the next source's, or to when the cause was known.")
    )
    data: dict[str, Any] = {
        "incidents": len(incidents),
        "enough": len(incidents) >= MIN_INCIDENTS,
        "sources": [_row(each) for each in scores],
    }
    return JobResult(Page("Who named the cause", tuple(blocks)), data, rows=data["sources"])


def _accuracy_text(found: Accuracy) -> str:
    said = f"{found.hits} of {found.n}"
    if found.share is None or found.interval is None:
        return said
    return f"{said} ({found.share:.0%}, 95 % interval {found.interval[0]:.0%}-{found.interval[1]:.0%})"


def _row(each: SourceScore) -> dict[str, Any]:
    return {
        "source": each.source,
        "kind": each.kind.value,
        "ac1": _accuracy_row(each.first),
        "ac3": _accuracy_row(each.first_three),
        "brier": each.brier,
        "guesses": each.guesses,
        "minutes_ahead": each.minutes_ahead,
        "minutes_lost": each.minutes_lost,
    }


def _accuracy_row(found: Accuracy) -> dict[str, Any]:
    interval = list(found.interval) if found.interval else None
    return {"hits": found.hits, "n": found.n, "share": found.share, "interval": interval}


def _findings(session: Session, record: Record) -> Sequence[Finding]:
    rules = [
        rule for rule in session.catalogue.rules.values() if "incident" in rule.kinds or rule.name == "unfilled-slot"
    ]
    return list(lint_records([record], rules, session.context()))


def report(session: Session, record: Record) -> JobResult:
    """Show the post-mortem, and what it still lacks; exit code 1 where it lacks something."""
    kind = session.kind("incident")
    page = kind.view(record, session.corpus) if kind.view is not None else Page(record.title)
    found = _findings(session, record)
    lacking = [each for each in found if each.severity is not Severity.HINT]
    blocks: list[Block] = [*page.blocks]
    if found:
        rows = tuple((f"{each.path}:{each.start.row}", each.name, each.message) for each in found)
        blocks += [Heading("Before this post-mortem is done"), Table(("where", "rule", "what"), rows)]
    else:
        blocks.append(Callout("The post-mortem is complete by upward's rules.", Tone.GOOD))
    incident = parse_incident(record)
    data = {
        "id": record.id,
        "cause": incident.cause,
        "minutes_to_detect": incident.minutes_to_detect,
        "minutes_to_mitigate": minutes_between(incident.onset, incident.mitigated),
        "minutes_to_identify": minutes_between(incident.onset, incident.identified),
        "findings": [{"rule": each.name, "row": each.start.row, "message": each.message} for each in found],
    }
    return JobResult(Page(page.title, tuple(blocks)), data, succeeded=not lacking)


def close(session: Session, record: Record, *, dry_run: bool) -> JobResult:
    """Close a resolved incident whose post-mortem is complete, and draft evidence of it."""
    incident = parse_incident(record)
    if not incident.is_resolved:
        raise UsageError(
            f"{record.id} is not resolved", next_step=f"name the cause with `upward incident resolve {record.id} …`"
        )
    if record.string("status") == "closed":
        raise UsageError(f"{record.id} is closed already", next_step="see `upward list evidence` for what came of it")
    lacking = [each for each in _findings(session, record) if each.severity is not Severity.HINT]
    if lacking:
        raise UsageError(
            f"The post-mortem of {record.id} lacks {count_noun(len(lacking), 'thing')}",
            why="; ".join(each.message for each in lacking[:3]),
            next_step=f"`upward incident report {record.id}` lists all of it",
        )
    made = draft_evidence(
        session,
        record,
        title=f"Incident closed: {record.title}",
        started=record.string("date"),
        measures=_measures(incident),
        people=[incident.judged_by],
        what=f"{record.string('impact')} Cause: {incident.cause}, {record.string('mechanism')}.".strip(),
        dry_run=dry_run,
    )
    text = edits.apply([edits.set_value(record.text, "status", "closed")], record.text)
    text = edits.apply([edits.add_to_list(text, "evidence", made.id)], text)
    rewrite(session, record, text, dry_run=dry_run)
    blocks = (
        Callout(f"{'Would close' if dry_run else 'Closed'} {record.id}.", Tone.GOOD),
        Prose(f"{'Would draft' if dry_run else 'Drafted'} {made.path}; write your own part into it."),
    )
    return JobResult(Page(record.title, blocks), {"id": record.id, "evidence": made.id, "path": made.path})


def _measures(incident: Incident) -> list[dict[str, str]]:
    spans = (
        ("detect", "minutes from onset to detection", incident.minutes_to_detect),
        ("identify", "minutes until the cause was known", minutes_between(incident.onset, incident.identified)),
    )
    return [
        {"id": name, "value": f"{minutes:.0f}", "unit": unit, "method": "the incident's timeline", "status": "measured"}
        for name, unit, minutes in spans
        if minutes is not None
    ]
