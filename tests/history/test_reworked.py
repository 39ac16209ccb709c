"""A proposal that was closed and done again is one piece of evidence, with both versions."""

from __future__ import annotations

import pytest

from upward.analysis.history.tracker_activity import TrackerItem, tracker_candidates
from upward.model.importer import ImportQuery


def pull(number: int, title: str, day: str, state: str, body: str = "", repo: str = "shop") -> TrackerItem:
    return TrackerItem(f"github:a/{repo}#{number}", repo, f"#{number}", title, day, "author", body=body, state=state)


CLOSED = pull(12, "Cache prices in memory", "2026-03-02", "closed")


@pytest.mark.parametrize(
    "again",
    [
        pull(15, "Cache prices in memory for an hour", "2026-04-02", "merged"),
        pull(15, "Keep prices", "2026-04-02", "merged", body="This replaces #12, which went stale."),
    ],
)
def test_a_closed_proposal_belongs_to_the_merged_one_that_replaces_it(again: TrackerItem) -> None:
    found = list(tracker_candidates([CLOSED, again], ImportQuery()))
    assert [each.origins for each in found] == [("github:a/shop#15", "github:a/shop#12")]
    assert found[0].fields["tags"] == ["rework", "merged"]
    assert "#12, was closed without being merged on 2026-03-02: Cache prices in memory" in found[0].body


@pytest.mark.parametrize(
    "other",
    [
        pull(15, "Cache stock in Redis", "2026-04-02", "merged"),
        pull(15, "Cache prices in memory", "2026-04-02", "merged", repo="till"),
        pull(9, "Cache prices in memory", "2026-01-02", "merged"),
        pull(15, "Cache prices in memory", "2026-04-02", "closed"),
        pull(15, "Keep prices", "2026-04-02", "merged", body="Closes #123."),
    ],
)
def test_another_proposal_is_left_apart(other: TrackerItem) -> None:
    assert len(list(tracker_candidates([CLOSED, other], ImportQuery()))) == 2
