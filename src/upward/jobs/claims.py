"""Print a story's claims, and what would prove each."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.model.job import Job, JobResult, Names
from upward.model.page import FactList, Page, Prose, Table
from upward.model.span import Lines
from upward.session.session import Session


def run(session: Session, story: Annotated[str, "The story's id", Names.RECORD]) -> JobResult:
    """Give every number, scope and strong verb with its evidence; exit code 1 where one is unproven."""
    record = session.record(story, "story")
    claims = claims_of(record, session.corpus)
    lines = Lines.of(record.text)
    count = Counter(claim.standing for claim in claims)
    rows = tuple(
        (
            str(lines.locate(claim.span.start).row),
            claim.kind,
            claim.text,
            claim.standing.value,
            claim.because,
            claim.proof,
        )
        for claim in claims
    )
    data = [
        {
            "kind": claim.kind,
            "text": claim.text,
            "line": lines.locate(claim.span.start).row,
            "standing": claim.standing.value,
            "evidence": list(claim.evidence),
            "because": claim.because,
            "proof": claim.proof,
        }
        for claim in claims
    ]
    said = ", ".join(f"{count[standing]} {standing.value}" for standing in ClaimStanding if count[standing])
    table = Table(("line", "kind", "claim", "standing", "because", "what would prove it"), rows)
    shown = (FactList((("claims", said),)), table) if rows else (Prose("This story claims nothing one could doubt."),)
    return JobResult(Page(record.title, shown), data, rows=data, succeeded=not count[ClaimStanding.UNPROVEN])


JOB = Job("claims", run, group="Write")
