"""List the claims of a story with their standing, and what would trace each."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from upward.analysis.narrative.claims import Claim, ClaimStanding, claims_of
from upward.analysis.narrative.story_text import parse_story
from upward.model.job import Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, FactList, Page, Prose, Table
from upward.model.span import Lines
from upward.session.session import Session

_COLUMNS = ("line", "kind", "claim", "standing", "why")
_ADVICE = (
    "To raise a claim: link evidence with an origin whose measures contain the same quantity, give the story a metric "
    "with value, unit, baseline, period and method, or record another person's words under `said` of the evidence."
)


def run(session: Session, story: Annotated[str, "The story's id", Names.RECORD]) -> JobResult:
    """Give the numbers, scopes and strong verbs of a story: stated, self-reported, traced or confirmed.

    Exit code 1 where a claim is only stated.
    """
    record = session.record(story, "story")
    claims = claims_of(parse_story(record), session.corpus, session.me)
    lines = Lines.of(record.text)
    placed = [(lines.locate(claim.span.start).row, claim) for claim in claims]
    rows = [_row(claim, line) for line, claim in placed]
    count = Counter(claim.standing for claim in claims)
    said = ", ".join(f"{count[standing]} {standing.value}" for standing in ClaimStanding if count[standing])
    shown = tuple((str(line), each.kind, each.text, each.standing.value, each.because) for line, each in placed)
    blocks: list[Block] = [FactList((("claims", said),)), Table(_COLUMNS, shown)]
    if count[ClaimStanding.STATED]:
        blocks.append(Callout(_ADVICE))
    if not rows:
        blocks = [Prose("This story has no number, scope or strong verb.")]
    return JobResult(Page(record.title, tuple(blocks)), rows, rows=rows, succeeded=not count[ClaimStanding.STATED])


def _row(claim: Claim, line: int) -> dict[str, Any]:
    rest = as_json(claim, "standing", "evidence", "because", "to_trace")
    return {"kind": claim.kind, "text": claim.text, "line": line, **rest}


JOB = Job("claims", run, group="Write")
