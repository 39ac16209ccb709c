"""Which commits of one person belong together, and why: by reference, merge, branch, and what they touch and say."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from upward.analysis.history.churn import MIN_CHURN_WEIGHT, ChurnWeights
from upward.model.effort import Commit
from upward.text.words import count_noun, index_terms

WINDOW = timedelta(days=28)
LOOK_BACK = 80
# Below this share of common files and words, two commits of one month are two efforts.
ALIKE = 0.30
MOST_PATHS = 60
LONGEST_REFERENCE = timedelta(days=200)
# A reference that so many commits name is a release's or a tracker's, and no piece of work.
MOST_NAMED = 60
_BRANCH = re.compile(
    r"^Merge (?:pull request #\d+ from [\w.-]+/(?P<pull>\S+)|(?:remote-tracking )?branch "
    r"'(?:[\w.-]+/)??(?P<branch>[^']+)')"
)
_COMMON = re.compile(
    r"(?i)^(?:main|master|trunk|dev(?:elop(?:ment)?)?|next|staging|release.*|stable.*|v?\d[\d.x]*|patch-\d+|HEAD)$"
)
_NAMED_COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")


@dataclass(frozen=True, slots=True)
class Groups:
    """Commits by the group they are in, with the links that made it, and the commonest reasons in words."""

    members: Mapping[str, Sequence[Commit]]
    links: Mapping[str, Sequence[tuple[str, str, str]]]
    reasons: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Union:
    """Disjoint sets of commits, with the links that joined them."""

    leader: dict[str, str]
    links: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def root(self, oid: str) -> str:
        while self.leader[oid] != oid:
            self.leader[oid] = self.leader[self.leader[oid]]
            oid = self.leader[oid]
        return oid

    def join(self, first: str, second: str, because: str) -> None:
        one, other = self.root(first), self.root(second)
        if one != other:
            self.leader[other] = one
            self.links[one] += self.links.pop(other, [])
            self.links[one].append((first, second, because))


def grouped(
    work: Sequence[Commit], brought: Mapping[str, str], merges: Mapping[str, Commit], scale: ChurnWeights
) -> Groups:
    """Group commits, which must be in the order of their dates."""
    union = _Union({commit.oid: commit.oid for commit in work})
    for first, second, because in (
        *_same_reference(work),
        *_same_merge(work, brought),
        *_same_branch(work, brought, merges),
        *_named(work),
        *_alike(work, scale),
    ):
        union.join(first, second, because)
    members: dict[str, list[Commit]] = defaultdict(list)
    for commit in work:
        members[union.root(commit.oid)].append(commit)
    reasons = {
        root: tuple(text for text, _ in Counter(because for _, _, because in links).most_common(4))
        for root, links in union.links.items()
    }
    return Groups(members, union.links, reasons)


def _same_reference(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    count = Counter(ref for commit in work for ref in commit.refs)
    last: dict[str, Commit] = {}
    for commit in work:
        for ref in commit.refs:
            before = last.get(ref)
            if before is not None and commit.when - before.when < LONGEST_REFERENCE and count[ref] <= MOST_NAMED:
                yield before.oid, commit.oid, f"name {ref}"
            last[ref] = commit


def _same_merge(work: Sequence[Commit], brought: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    last: dict[str, str] = {}
    for commit in work:
        merge = brought.get(commit.oid)
        if merge:
            if merge in last:
                yield last[merge], commit.oid, f"came in with the merge {merge[:9]}"
            last[merge] = commit.oid


def branch_of(message: str) -> str:
    """Give the branch that a merge says it brought in; empty for none, and for one that everybody shares."""
    match = _BRANCH.match(message)
    name = (match["pull"] or match["branch"] or "") if match else ""
    return "" if _COMMON.match(name) else name


def _same_branch(
    work: Sequence[Commit], brought: Mapping[str, str], merges: Mapping[str, Commit]
) -> Iterator[tuple[str, str, str]]:
    last: dict[str, Commit] = {}
    for commit in work:
        merge = merges.get(brought.get(commit.oid, ""))
        name = branch_of(merge.subject) if merge is not None else ""
        if name:
            before = last.get(name)
            if before is not None and commit.when - before.when < LONGEST_REFERENCE:
                yield before.oid, commit.oid, f"were merged from the branch {name}"
            last[name] = commit


def _named(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    """Yield commits that name another by its hash: what it reverts, mends or follows."""
    by_start = {commit.oid[:7]: commit for commit in work}
    for commit in work:
        for match in _NAMED_COMMIT.finditer(commit.message):
            other = by_start.get(match.group()[:7])
            if other is not None and other.oid.startswith(match.group()) and other.oid != commit.oid:
                yield other.oid, commit.oid, f"name the commit {match.group()[:9]}"


def _alike(work: Sequence[Commit], scale: ChurnWeights) -> Iterator[tuple[str, str, str]]:
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
            if share * math.exp(-gap / WINDOW) >= ALIKE:
                common = sorted(weighed[number].keys() & weighed[back].keys())
                kind, _, name = max(common, key=weighed[number].__getitem__).partition(" ")
                days = count_noun(max(1, gap.days), "day")
                yield work[back].oid, commit.oid, f"share the {kind} {name} within {days}"


def _features(commit: Commit, scale: ChurnWeights) -> dict[str, float]:
    paths = [change.path for change in commit.changes if scale.weight(change.path) > MIN_CHURN_WEIGHT][:MOST_PATHS]
    found = dict.fromkeys((f"file {path}" for path in paths), 1.0)
    found.update(dict.fromkeys((f"folder {path.rpartition('/')[0]}" for path in paths if "/" in path), 0.5))
    found.update(dict.fromkeys((f"word {word}" for word in index_terms(commit.subject)), 0.7))
    return found
