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


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
    *,
    seed: Annotated[int, "For the drawn weightings"] = 1,
) -> JobResult:
    """Give weighted sums, dominance, and the weight of each scenario at which another option wins."""
    records = decisions_at(session, path)
    weighed = [record for record in records if scoring_table(record).options]
    if not weighed:
        raise SourceError(
            f"{records[0].path} has no options to score",
            why="it has no x-options",
            next_step="write x-options, x-scenarios and x-results; docs/how-to/decisions.md shows them",
        )
    rows = [_scoring.scored(record, seed) for record in weighed]
    blocks = [block for record in weighed for block in _scoring.blocks(record, seed)]
    return JobResult(Page("How the options score", tuple(blocks)), rows[0] if len(rows) == 1 else rows, rows=rows)


JOB = Job("decide score", run)
