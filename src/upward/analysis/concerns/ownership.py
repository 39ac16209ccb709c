"""Code that changes often and has no active owner: candidates for concerns, each with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

# What counts as a change of today's, and who as still there: a year and half a year, in days.
CHURN_DAYS = 365
ACTIVE_DAYS = 183
MIN_CHANGES = 5
# Below this share of its changes no author is called a file's owner (Bird et al., "Don't Touch My Code!", FSE 2011: 5 %
# divides minor from major contributors; a main contributor there has most of the changes).
MIN_OWNER_SHARE = 0.25
MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class FileTouch:
    """That a person's commit changed a file on a day."""

    path: str
    person: str
    day: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file worth a concern: how often it changed in a year, and why it seems to have no owner."""

    path: str
    changes: int
    people: int
    because: tuple[str, ...]


@dataclass(slots=True)
class _File:
    recent: int = 0
    by_person: Counter[str] = field(default_factory=Counter)


def unowned_files(touches: Iterable[FileTouch], files: frozenset[str], today: date) -> list[Candidate]:
    """Give the files at the head that change often without an active owner, most changed first."""
    found: dict[str, _File] = {}
    last_seen: dict[str, date] = {}
    for each in touches:
        last_seen[each.person] = max(each.day, last_seen.get(each.person, each.day))
        if each.path in files:
            held = found.setdefault(each.path, _File())
            held.recent += each.day > today - timedelta(days=CHURN_DAYS)
            held.by_person[each.person] += 1
    candidates = [
        Candidate(path, held.recent, len(held.by_person), reasons)
        for path, held in found.items()
        if held.recent >= MIN_CHANGES and (reasons := tuple(_reasons(held, last_seen, today)))
    ]
    return sorted(candidates, key=lambda each: (-each.changes, each.path))[:MOST_CANDIDATES]


def _reasons(held: _File, last_seen: dict[str, date], today: date) -> Iterator[str]:
    total = sum(held.by_person.values())
    main, most = held.by_person.most_common(1)[0]
    active = {person for person, day in last_seen.items() if day > today - timedelta(days=ACTIVE_DAYS)}
    by_active = sum(count for person, count in held.by_person.items() if person in active)
    if main not in active:
        gone = f"{main}, who made {most} of its {total} changes, last committed on {last_seen[main]}"
        yield gone + (
            f"; {by_active} changes are by authors still active" if by_active else "; none is by an active author"
        )
    elif most / total < MIN_OWNER_SHARE:
        yield f"{len(held.by_person)} people share its {total} changes, none has more than {most}"
