"""Which commits of one person belong together, and why: by merge, by what they are about, by what they touch and say.

A pull request, merged or squashed, is one piece of work: two of them are joined only where both say that they are about
the same issue. What was committed without one is joined by likeness. Time bounds every link.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from upward.analysis.history.churn import MIN_CHURN_WEIGHT, ChurnWeights
from upward.analysis.history.commit_messages import CHORE, REVERT, squash_number, subject_matter
from upward.model.effort import Commit
from upward.text.words import count_noun, index_terms

WINDOW = timedelta(days=28)
LOOK_BACK = 80
# Below this share of common files and words, two commits of one month are two efforts.
ALIKE = 0.30
MOST_PATHS = 60
# Two commits about one issue, or one that names the other, are further apart than this: two pieces of work.
LONGEST_REFERENCE = timedelta(days=200)
# What is joined by likeness alone never goes on for longer.
LONGEST_ALIKE = timedelta(days=60)
# A reference that so many commits name is a release's or a tracker's, and no piece of work.
MOST_NAMED = 40
_NAMED_COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")


@dataclass(frozen=True, slots=True)
class Groups:
    """Commits by the group they are in, with the links that made it, and the commonest reasons in words."""

    members: Mapping[str, Sequence[Commit]]
    links: Mapping[str, Sequence[tuple[str, str, str]]]
    reasons: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Union:
    """Disjoint sets of commits, the merges that they came in with, their spans, and the links that joined them."""

    leader: dict[str, str]
    units: dict[str, set[str]]
    spans: dict[str, tuple[datetime, datetime]]
    links: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def root(self, oid: str) -> str:
        while self.leader[oid] != oid:
            self.leader[oid] = self.leader[self.leader[oid]]
            oid = self.leader[oid]
        return oid

    def join(
        self, first: str, second: str, because: str, *, across: bool = False, most: timedelta | None = None
    ) -> None:
        """Join two groups; unless `across`, never two that came in with different merges."""
        one, other = self.root(first), self.root(second)
        if one == other or (not across and len(self.units[one] | self.units[other]) > 1):
            return
        span = min(self.spans[one][0], self.spans[other][0]), max(self.spans[one][1], self.spans[other][1])
        if most is not None and span[1] - span[0] > most:
            return
        self.leader[other] = one
        self.units[one] |= self.units.pop(other)
        self.spans[one] = span
        self.links[one] += self.links.pop(other, [])
        self.links[one].append((first, second, because))


def unit_of(commit: Commit, brought: Mapping[str, str]) -> str:
    """Give what a commit came in with: a merge's hash, or the number of the pull request it was squashed from."""
    return brought.get(commit.oid, "") or squash_number(commit.subject)


def grouped(work: Sequence[Commit], brought: Mapping[str, str], scale: ChurnWeights) -> Groups:
    """Group commits, which must be in the order of their dates."""
    units = {commit.oid: unit_of(commit, brought) for commit in work}
    union = _Union(
        {commit.oid: commit.oid for commit in work},
        {oid: {unit} if unit else set() for oid, unit in units.items()},
        {commit.oid: (commit.when, commit.when) for commit in work},
    )
    for first, second, because in _same_unit(work, units):
        union.join(first, second, because)
    for first, second, because in _same_matter(work):
        union.join(first, second, because, across=True)
    for first, second, because in (*_same_reference(work), *_named(work)):
        union.join(first, second, because)
    free = [commit for commit in work if not units[commit.oid]]
    for first, second, because in _similar_work(free, scale):
        union.join(first, second, because, most=LONGEST_ALIKE)
    members: dict[str, list[Commit]] = defaultdict(list)
    for commit in work:
        members[union.root(commit.oid)].append(commit)
    reasons = {
        root: tuple(text for text, _ in Counter(because for _, _, because in links).most_common(4))
        for root, links in union.links.items()
    }
    return Groups(members, union.links, reasons)


def _same_unit(work: Sequence[Commit], units: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    last: dict[str, str] = {}
    for commit in work:
        unit = units[commit.oid]
        if unit and unit in last:
            said = f"were squashed from {unit}" if unit.startswith("#") else f"came in with the merge {unit[:9]}"
            yield last[unit], commit.oid, said
        if unit:
            last[unit] = commit.oid


def _linked(
    work: Sequence[Commit], names: Mapping[str, Sequence[str]], word: str, most: timedelta
) -> Iterator[tuple[str, str, str]]:
    count = Counter(ref for commit in work for ref in names[commit.oid])
    last: dict[str, Commit] = {}
    for commit in work:
        for ref in names[commit.oid]:
            before = last.get(ref)
            if before is not None and commit.when - before.when < most and count[ref] <= MOST_NAMED:
                yield before.oid, commit.oid, f"{word} {ref}"
            last[ref] = commit


def _same_matter(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    """Yield commits that both say they close, or are a part of, the same issue; a revert is no part of it."""
    names = {
        commit.oid: [] if REVERT.match(commit.subject) else sorted(subject_matter(commit.message)) for commit in work
    }
    yield from _linked(work, names, "are about", LONGEST_REFERENCE)


def _same_reference(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    yield from _linked(work, {commit.oid: commit.refs for commit in work}, "name", LONGEST_REFERENCE)


def _named(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    """Yield commits that name another by its hash: what it reverts, fixes or follows."""
    by_start = {commit.oid[:7]: commit for commit in work}
    for commit in work:
        for match in _NAMED_COMMIT.finditer(commit.message):
            other = by_start.get(match.group()[:7])
            if (
                other is not None
                and other.oid.startswith(match.group())
                and other.oid != commit.oid
                and abs(commit.when - other.when) < LONGEST_REFERENCE
            ):
                yield other.oid, commit.oid, f"name the commit {match.group()[:9]}"


def _similar_work(work: Sequence[Commit], scale: ChurnWeights) -> Iterator[tuple[str, str, str]]:
    """Yield pairs within a month that share much: the weighted Jaccard index of files and words, fading with time."""
    features = [_features(commit, scale) for commit in work]
    count = Counter(item for each in features for item in each)
    rarity = {item: math.log(1 + len(work) / number) for item, number in count.items()}
    weighed = [{item: weight * rarity[item] for item, weight in each.items()} for each in features]
    totals = [sum(each.values()) for each in weighed]
    # The latest commits that have each feature: only those share anything with the next.
    holding: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=LOOK_BACK))
    for number, commit in enumerate(work):
        inside: dict[int, float] = defaultdict(float)
        for item, weight in weighed[number].items():
            for back in holding[item]:
                inside[back] += weight
            holding[item].append(number)
        for back in sorted(inside, reverse=True):
            gap = commit.when - work[back].when
            if number - back >= LOOK_BACK or gap > WINDOW:
                break
            share = inside[back] / (totals[number] + totals[back] - inside[back])
            if share * math.exp(-gap / WINDOW) >= ALIKE and _of_one_kind(commit, work[back]):
                common = sorted(weighed[number].keys() & weighed[back].keys())
                kind, _, name = max(common, key=weighed[number].__getitem__).partition(" ")
                days = count_noun(max(1, gap.days), "day")
                yield work[back].oid, commit.oid, f"share the {kind} {name} within {days}"


def _of_one_kind(one: Commit, other: Commit) -> bool:
    """Whether two commits are both of one author, and both upkeep or both not."""
    same = (one.author.email or one.author.name).lower() == (other.author.email or other.author.name).lower()
    return same and bool(CHORE.match(one.subject)) == bool(CHORE.match(other.subject))


def _features(commit: Commit, scale: ChurnWeights) -> dict[str, float]:
    paths = [change.path for change in commit.changes if scale.weight(change.path) > MIN_CHURN_WEIGHT][:MOST_PATHS]
    found = dict.fromkeys((f"file {path}" for path in paths), 1.0)
    found.update(dict.fromkeys((f"folder {path.rpartition('/')[0]}" for path in paths if "/" in path), 0.5))
    found.update(dict.fromkeys((f"word {word}" for word in index_terms(commit.subject)), 0.7))
    return found
