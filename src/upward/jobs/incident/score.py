"""Score who named the cause first: people, tools and two naive baselines."""

from __future__ import annotations

from typing import Annotated, Any

from upward.analysis.incidents.incident import parse_incident
from upward.analysis.incidents.scoring import MIN_INCIDENTS, Accuracy, SourceScore, score_sources
from upward.model.errors import NothingFoundError
from upward.model.job import Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, Page, Prose, Table
from upward.session.session import Session
from upward.text.moments import duration_text
from upward.text.words import count_noun


def run(
    session: Session,
    incident: Annotated[str, "An incident's id; by default all that are resolved", Names.RECORD] = "",
) -> JobResult:
    """Show how well each source guessed, over one incident or all resolved ones."""
    records = [session.record(incident, "incident")] if incident else list(session.corpus.records("incident"))
    incidents = [each for each in map(parse_incident, records) if each.is_resolved]
    if not incidents:
        raise NothingFoundError(
            "No incident is resolved yet",
            next_step="name the cause with `upward incident resolve ID --component NAME …`",
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
                f"{count_noun(len(incidents), 'resolved incident')}: at least {MIN_INCIDENTS} are needed for a share."
            )
        )
    blocks.append(
        Prose(
            "Ahead: from a source's first right guess to the next source's, or to the time at which "
            "the cause was known."
        )
    )
    data: dict[str, Any] = {
        "incidents": len(incidents),
        "enough": len(incidents) >= MIN_INCIDENTS,
        "sources": [_row(each) for each in scores],
    }
    return JobResult(Page("Which source named the cause first", tuple(blocks)), data, rows=data["sources"])


def _accuracy_text(found: Accuracy) -> str:
    said = f"{found.hits} of {found.n}"
    if found.share is None or found.interval is None:
        return said
    return f"{said} ({found.share:.0%}, 95 % interval {found.interval[0]:.0%}-{found.interval[1]:.0%})"


def _row(each: SourceScore) -> dict[str, Any]:
    rest = as_json(each, "brier", "guesses", "minutes_ahead", "minutes_lost")
    return {"source": each.source, "kind": each.kind, "ac1": each.first, "ac3": each.first_three, **rest}


JOB = Job("incident score", run)
