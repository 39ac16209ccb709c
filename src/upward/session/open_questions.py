"""What a story leaves open, by its claims and findings."""

from __future__ import annotations

from upward.analysis.lint.runner import lint_records
from upward.analysis.narrative.claims import Claim, ClaimStanding, claims_of
from upward.model.record import Record
from upward.session.session import Session


def open_claims(session: Session, story: Record) -> list[Claim]:
    """Give the claims of a story that rest on the person's word alone, in the order of the text."""
    claims = claims_of(story, session.corpus, session.me)
    return [claim for claim in claims if claim.standing is ClaimStanding.STATED]


def open_findings(session: Session, story: Record) -> set[str]:
    """Give the names of the rules that have a finding in a story."""
    rules = [rule for rule in session.catalogue.rules.values() if not rule.preview]
    return {finding.name for finding in lint_records([story], rules, session.context())}
