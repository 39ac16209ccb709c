"""Review rounds of one person's changes, before and after the mentoring began, as a forge recorded them."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

# Of fewer changes a median says nothing: with three, one change decides it alone.
MIN_CHANGES = 4


class ReviewedChange(NamedTuple):
    """A merged change: the day, and its rounds (1 where no one asked for changes)."""

    day: date
    rounds: int


@dataclass(frozen=True, slots=True)
class RoundsPeriod:
    """Changes of a period, with the median of their rounds; None where there are too few to say."""

    changes: int
    median: float | None


@dataclass(frozen=True, slots=True)
class RoundsProgress:
    """Equal spans of days before and after the start."""

    days: int
    before: RoundsPeriod
    after: RoundsPeriod


def github_rounds(reviews: Sequence[Mapping[str, Any]], author: str) -> int:
    """Give 1 and how many states of the change others asked to be changed, from GitHub's reviews of a pull request."""
    changes = {
        str(each.get("commit_id", ""))
        for each in reviews
        if each.get("state") == "CHANGES_REQUESTED" and _login(each, "user", "login") not in {"", author.lower()}
    }
    return 1 + len(changes)


def gitlab_rounds(notes: Sequence[Mapping[str, Any]], author: str) -> int:
    """Give 1 and how often others requested changes, from GitLab's notes on a merge request."""
    change_notes = [
        each
        for each in notes
        if each.get("system")
        and str(each.get("body", "")).startswith("requested changes")
        and _login(each, "author", "username") not in {"", author.lower()}
    ]
    return 1 + len(change_notes)


def _login(row: Mapping[str, Any], who: str, key: str) -> str:
    person = row.get(who)
    return str(person.get(key, "")).lower() if isinstance(person, dict) else ""


def rounds_progress(changes: Sequence[ReviewedChange], start: date, today: date) -> RoundsProgress:
    """Compare the medians of equal spans before and after the start."""
    days = max(1, (today - start).days)
    before = [each.rounds for each in changes if start - timedelta(days=days) <= each.day < start]
    after = [each.rounds for each in changes if start <= each.day <= today]
    return RoundsProgress(days, _period(before), _period(after))


def _period(rounds: Sequence[int]) -> RoundsPeriod:
    return RoundsPeriod(len(rounds), float(statistics.median(rounds)) if len(rounds) >= MIN_CHANGES else None)
