"""Efforts: which commits of one person belong together, how much they matter, and why."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from upward.analysis.messages import CHORE, cleaned
from upward.analysis.weight import area, weight
from upward.model.effort import Commit, Effort, FileChange, Person
from upward.text.words import counted, terms

WINDOW = timedelta(days=28)
LOOK_BACK = 80
# Below this share of common files and words, two commits of one month are two efforts.
ALIKE = 0.30
MOST_PATHS = 60
LONGEST_REFERENCE = timedelta(days=200)

_KINDS = (
    ("security", 0.9, r"\b(?:security|cve-\d+|vulnerab\w+|xss|csrf|injection)\b"),
    ("incident work", 0.9, r"\b(?:hotfix|outage|incident|post-?mortem|revert)\b"),
    ("migration or removal", 0.8, r"\b(?:migrat\w+|deprecat\w+|drop\w*|remov\w+|breaking|replac\w+)\b"),
    ("performance", 0.8, r"\b(?:perf\w*|faster|speed\w*|optimi[sz]\w+|latency|cach(?:e|ing))\b"),
    ("new capability", 0.7, r"\b(?:feat|add\w*|implement\w*|support\w*|introduc\w+|new|allow\w*)\b"),
    ("fix", 0.5, r"\b(?:fix\w*|bug\w*|regression|crash\w*|race|leak)\b"),
)
_MERGE = re.compile(r"^Merge (?:pull request|branch|remote|tag)\b")


@dataclass(frozen=True, slots=True)
class History:
    """What a repository's log tells: every commit's parents, and one person's commits with their changes."""

    repo: str
    head: str
    parents: Mapping[str, tuple[str, ...]]
    merges: Mapping[str, Commit]
    mine: tuple[Commit, ...]


def find(history: History, author: Person) -> list[Effort]:
    """Group one person's commits into efforts, best first."""
    work = [commit for commit in history.mine if len(commit.parents) < 2]  # noqa: PLR2004 - a merge has two
    brought = brought_in(history)
    groups, reasons = _grouped(sorted(work, key=lambda commit: (commit.when, commit.oid)), brought)
    efforts = [_effort(history, author, commits, reasons.get(root, ()), brought) for root, commits in groups.items()]
    return sorted(efforts, key=lambda effort: (-effort.score, effort.started, effort.title))


def brought_in(history: History) -> dict[str, str]:
    """Give, for each commit, the merge that brought it into the first-parent line, if any."""
    spine = []
    oid = history.head
    while oid in history.parents:
        spine.append(oid)
        oid = history.parents[oid][0] if history.parents[oid] else ""
    taken = dict.fromkeys(spine, "")
    for merge in reversed(spine):
        open_ends = list(history.parents[merge][1:])
        while open_ends:
            each = open_ends.pop()
            if each in taken or each not in history.parents:
                continue
            taken[each] = merge
            open_ends.extend(history.parents[each])
    return {each: merge for each, merge in taken.items() if merge}


def _grouped(
    work: Sequence[Commit], brought: Mapping[str, str]
) -> tuple[dict[str, list[Commit]], dict[str, tuple[str, ...]]]:
    leader = {commit.oid: commit.oid for commit in work}
    notes: dict[str, Counter[str]] = defaultdict(Counter)

    def root(oid: str) -> str:
        while leader[oid] != oid:
            leader[oid] = leader[leader[oid]]
            oid = leader[oid]
        return oid

    for first, second, because in (*_same_reference(work), *_same_merge(work, brought), *_alike(work)):
        one, other = root(first), root(second)
        if one != other:
            leader[other] = one
            notes[one].update(notes.pop(other, Counter()))
        notes[one][because] += 1
    groups: dict[str, list[Commit]] = defaultdict(list)
    for commit in work:
        groups[root(commit.oid)].append(commit)
    return groups, {oid: tuple(text for text, _ in counter.most_common(4)) for oid, counter in notes.items()}


def _same_reference(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    last: dict[str, Commit] = {}
    for commit in work:
        for ref in commit.refs:
            before = last.get(ref)
            if before is not None and commit.when - before.when < LONGEST_REFERENCE:
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


def _alike(work: Sequence[Commit]) -> Iterator[tuple[str, str, str]]:
    features = [_features(commit) for commit in work]
    count = Counter(item for each in features for item in each)
    rarity = {item: math.log(1 + len(work) / number) for item, number in count.items()}
    for number, commit in enumerate(work):
        for back in range(number - 1, max(-1, number - LOOK_BACK), -1):
            before = work[back]
            gap = commit.when - before.when
            if gap > WINDOW:
                break
            share, common = _share(features[back], features[number], rarity)
            if share * math.exp(-gap / WINDOW) >= ALIKE:
                days = max(1, gap.days)
                yield before.oid, commit.oid, f"share {common} within {counted(days, 'day')}"


def _features(commit: Commit) -> dict[str, float]:
    paths = [change.path for change in commit.changes if weight(change.path) > 0.1][:MOST_PATHS]  # noqa: PLR2004 - above the weight of generated files
    found = dict.fromkeys((f"file {path}" for path in paths), 1.0)
    found.update(dict.fromkeys((f"folder {path.rpartition('/')[0]}" for path in paths if "/" in path), 0.5))
    found.update(dict.fromkeys((f"word {word}" for word in terms(commit.subject)), 0.7))
    return found


def _share(one: Mapping[str, float], other: Mapping[str, float], rarity: Mapping[str, float]) -> tuple[float, str]:
    """Give the weighted Jaccard index of two commits, and the rarest thing they share."""
    common = one.keys() & other.keys()
    if not common:
        return 0.0, ""
    inside = sum(one[item] * rarity[item] for item in common)
    outside = sum(weight_ * rarity[item] for each in (one, other) for item, weight_ in each.items()) - inside
    best = max(sorted(common), key=lambda item: one[item] * rarity[item])
    kind, _, name = best.partition(" ")
    return (inside / outside if outside else 0.0), f"the {kind} {name}"


def _effort(
    history: History, author: Person, commits: Sequence[Commit], together: tuple[str, ...], brought: Mapping[str, str]
) -> Effort:
    score, because = _score(commits, author)
    weights: defaultdict[str, float] = defaultdict(float)
    for change in _changes(commits):
        weights[area(change.path)] += math.log1p((change.added or 0) + (change.deleted or 0)) * weight(change.path)
    people = {(person.email or person.name).lower(): person for commit in commits for person in commit.people}
    return Effort(
        repo=history.repo,
        title=_title(history, commits, brought),
        author=author,
        people=tuple(sorted(people.values(), key=lambda person: (person.part, person.name))),
        commits=tuple(commits),
        refs=tuple(dict.fromkeys(ref for commit in commits for ref in commit.refs)),
        areas=tuple(sorted(weights, key=lambda name: (-weights[name], name))[:5]),
        score=score,
        because=because,
        together=together,
    )


def _changes(commits: Sequence[Commit]) -> Iterator[FileChange]:
    for commit in commits:
        yield from commit.changes


def _score(commits: Sequence[Commit], author: Person) -> tuple[float, tuple[str, ...]]:
    """Give a score from 0 to 1 and what it is made of; the weights are ours, chosen by eye, and add up to 1."""
    lines: Counter[str] = Counter()
    for change in _changes(commits):
        lines[change.path] += (change.added or 0) + (change.deleted or 0)
    real = {path: number for path, number in lines.items() if weight(path) > 0.1}  # noqa: PLR2004 - above the weight of generated files
    size = sum(math.log1p(number) * weight(path) for path, number in lines.items())
    areas = {area(path) for path in real}
    days = (max(commit.when for commit in commits) - min(commit.when for commit in commits)).days + 1
    others = {person.email for commit in commits for person in commit.people} - {author.email}
    kind, kind_score = _kind(commits)
    parts = (
        (
            0.40 * (1 - math.exp(-size / 40)),
            f"{counted(sum(real.values()), 'line')} in {counted(len(real), 'file')} that somebody wrote"
            if real
            else "",
        ),
        (
            0.15 * (1 - math.exp(-(len(areas) - 1) / 3)) if areas else 0.0,
            f"touches {len(areas)} areas" if len(areas) > 1 else "",
        ),
        (0.15 * (1 - math.exp(-(days - 1) / 20)), f"went on for {days} days" if days > 1 else ""),
        (0.10 * (1 - math.exp(-len(others))), f"with {counted(len(others), 'other')}" if others else ""),
        (0.20 * kind_score, kind),
    )
    noise = sum(lines.values()) - sum(real.values())
    reasons = [reason for value, reason in sorted(parts, key=lambda part: -part[0]) if reason and value > 0]
    if not lines:
        reasons.append("what it changed is not known here")
    if noise > sum(real.values()):
        reasons.append(f"{noise:,} lines are lock files, generated or vendored and count little")
    return round(sum(value for value, _ in parts), 4), tuple(reasons)


def _kind(commits: Sequence[Commit]) -> tuple[str, float]:
    subjects = [commit.subject for commit in commits]
    if all(CHORE.match(subject) for subject in subjects):
        return "upkeep by its messages", 0.05
    for name, value, pattern in _KINDS:
        hits = sum(bool(re.search(pattern, subject, re.IGNORECASE)) for subject in subjects)
        if hits * 3 >= len(subjects):
            return f"{name} by its messages", value
    return "", 0.3


def _title(history: History, commits: Sequence[Commit], brought: Mapping[str, str]) -> str:
    merges = {brought.get(commit.oid, "") for commit in commits}
    if len(merges) == 1 and (merge := history.merges.get(merges.pop())) is not None:
        lines = [line.strip() for line in merge.message.split("\n") if line.strip()]
        if len(lines) > 1 and _MERGE.match(lines[0]):
            return cleaned(lines[1])
    best = max(commits, key=lambda commit: (_title_worth(commit), commit.oid))
    return cleaned(best.subject)


def _title_worth(commit: Commit) -> float:
    size = sum(
        math.log1p((change.added or 0) + (change.deleted or 0)) * weight(change.path) for change in commit.changes
    )
    return 0.0 if CHORE.match(commit.subject) else size
