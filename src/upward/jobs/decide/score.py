"""Score the options of a decision against its scenarios, and show what would change the winner."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.decisions.scoring import scoring_table
from upward.jobs.decide import _scoring
from upward.jobs.decide._log import decisions_at
from upward.model.errors import SourceError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Page
from upward.session.session import Session

# The three keys that a score needs, as they stand in the front matter.
EXAMPLE = (
    "x-scenarios: [{id: peak, measure: 400 ms at 900 orders a minute, importance: must}]",
    "x-options: [{id: queue, title: A queue}, {id: shards, title: Two shards}]",
    "x-results: [{scenario: peak, option: queue, verdict: meets}, {scenario: peak, option: shards, verdict: risk}]",
)


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
    *,
    seed: Annotated[int, "The seed of the random weightings"] = 1,
) -> JobResult:
    """Give weighted sums, dominance, and the weight of each scenario at which another option wins."""
    records = decisions_at(session, path)
    weighed = [record for record in records if (made := scoring_table(record)).options and made.weights]
    if not weighed:
        lacking = "x-options" if not scoring_table(records[0]).options else "x-scenarios"
        lines = ", ".join(f"`{line}`" for line in EXAMPLE)
        raise SourceError(
            f"{records[0].path} has no options to score",
            why=f"its front matter has no {lacking}",
            next_step=f"add to it, with your own names: {lines}",
        )
    rows = [_scoring.score_decision(record, seed) for record in weighed]
    blocks = [
        block
        for record, found in zip(weighed, rows, strict=True)
        for block in _scoring.blocks(found, scoring_table(record))
    ]
    return JobResult(Page("How the options score", tuple(blocks)), rows[0] if len(rows) == 1 else rows, rows=rows)


JOB = Job("decide score", run)
