"""Claims of a story against what it links: no false claim is traced, and true ones are."""

import pytest

from tests.narrative.bank import ME, pairs
from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.analysis.narrative.story_text import parse_story

SHOWN = {ClaimStanding.TRACED, ClaimStanding.CONFIRMED}
CHEATS = [pair for name in ("cheats.txt", "cheats-later.txt") for pair in pairs(name)]
HONEST = [pair for name in ("honest.txt", "honest-later.txt") for pair in pairs(name)]


def standings(pair):
    """Give the standings of the claims that overlap the bracketed one."""
    stop = pair.start + len(pair.claim)
    claims = claims_of(parse_story(pair.story), pair.corpus, ME)
    inside = [claim for claim in claims if claim.span.start < stop and pair.start < claim.span.stop]
    return {claim.standing for claim in inside}


@pytest.mark.parametrize("pair", CHEATS, ids=lambda pair: f"{pair.label}-{pair.line}")
def test_what_no_linked_record_shows_is_not_traced(pair):
    assert not standings(pair) & SHOWN


def test_nine_of_ten_claims_that_a_record_shows_have_their_standing():
    right = [pair for pair in HONEST if pair.label in {standing.value for standing in standings(pair)}]
    assert len(right) >= 0.9 * len(HONEST)


def test_the_banks_hold_what_they_promise():
    assert len(CHEATS) >= 150
    assert len(HONEST) >= 150


def test_a_number_without_evidence_is_a_claim_all_the_same():
    pair = next(pair for pair in CHEATS if pair.label == "missing-record")
    assert standings(pair) == {ClaimStanding.STATED}


def test_a_claim_says_what_would_trace_it():
    pair = next(pair for pair in CHEATS if pair.label == "lines-as-money")
    claim = claims_of(parse_story(pair.story), pair.corpus, ME)[0]
    assert (
        claim.to_trace
        == "link evidence with an origin whose measures contain 285 thousand euros a year for the same metric"
    )
