"""Efforts: which commits of one person belong together, how much they matter, and why."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from upward.analysis.history import hidden_work, significance
from upward.analysis.history.churn import MIN_CHURN_WEIGHT, ChurnWeights, area
from upward.analysis.history.commit_messages import CHORE, cleaned
from upward.analysis.history.grouping import Groups, grouped
from upward.analysis.history.hidden_work import Contribution
from upward.analysis.history.significance import SignificanceModel
from upward.model.effort import Commit, Effort, FileChange, Person

_MERGE = re.compile(r"^Merge (?:pull request|branch|remote|tag)\b")
_PART = re.compile(r"^[ \t]*[*-][ \t]+(?P<part>\S[^\n]{3,200})$", re.MULTILINE)
_WEIGHTS = SignificanceModel.shipped


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """What a log tells about one person: their commits with changes, what brought them in, whom they helped."""

    repo: str
    mine: tuple[Commit, ...]
    # The merge on the first-parent line that brought a commit in, and those merges.
    brought: Mapping[str, str] = field(default_factory=dict)
    merges: Mapping[str, Commit] = field(default_factory=dict)
    helped: tuple[Contribution, ...] = ()
    # The first commits of others that one reviewed, by the others' addresses.
    newcomers: Mapping[str, Contribution] = field(default_factory=dict)
    attributes: str = ""
    files: frozenset[str] = frozenset()


def find_efforts(history: PersonHistory, author: Person, weights: SignificanceModel | None = None) -> list[Effort]:
    """Group one person's commits into efforts, best first."""
    model, scale = weights or _WEIGHTS(), ChurnWeights(history.attributes)
    work = sorted((commit for commit in history.mine if len(commit.parents) < significance.MERGE), key=_order)
    groups = grouped(work, history.brought, history.merges, scale)
    known = {commit.oid[:7]: commit for commit in history.mine}
    efforts = [_effort(history, author, root, groups, scale, model, known) for root in groups.members]
    efforts += hidden_work.reviews_and_mentoring(history.repo, author, history.helped, history.newcomers)
    return sorted(efforts, key=lambda effort: (-effort.score, effort.started, effort.title))


def by_author(history: PersonHistory) -> Iterator[tuple[Person, PersonHistory]]:
    """Yield each author with what is theirs alone of a history of everybody."""
    whose: dict[str, list[Commit]] = defaultdict(list)
    for commit in history.mine:
        whose[commit.author.email.lower()].append(commit)
    for _, commits in sorted(whose.items()):
        yield commits[0].author, replace(history, mine=tuple(commits), helped=(), newcomers={})


def _order(commit: Commit) -> tuple[float, str]:
    return commit.when.timestamp(), commit.oid


def _effort(
    history: PersonHistory,
    author: Person,
    root: str,
    groups: Groups,
    scale: ChurnWeights,
    model: SignificanceModel,
    known: Mapping[str, Commit],
) -> Effort:
    commits = groups.members[root]
    title = _title(history, commits, scale)
    facts = significance.effort_facts(commits, title, author, scale)
    made = significance.features(commits, facts)
    kind = hidden_work.kind_of(commits, facts)
    because = [*hidden_work.timing_notes(kind, commits, known), *significance.reasons(made, facts, model)]
    people = {(person.email or person.name).lower(): person for commit in commits for person in commit.people}
    return Effort(
        repo=history.repo,
        title=title,
        author=author,
        people=tuple(sorted(people.values(), key=lambda person: (person.part, person.name))),
        commits=tuple(commits),
        refs=tuple(dict.fromkeys(ref for commit in commits for ref in commit.refs)),
        areas=_areas(commits, scale),
        score=model.score(made),
        because=tuple(because),
        together=tuple(groups.reasons.get(root, ())),
        kind=kind,
        parts=tuple(dict.fromkeys(part for commit in commits for part in parts(commit))),
        links=tuple(groups.links.get(root, ())),
        survives=_survives(facts.real, history.files),
        days_to_merge=_days_to_merge(history, commits),
    )


def parts(commit: Commit) -> Iterator[str]:
    """Yield what a squashed commit says it is made of: the items below its subject, where there are several."""
    body = commit.message.partition("\n")[2]
    found = [" ".join(match["part"].split()) for match in _PART.finditer(body)]
    if len(found) > 1:
        yield from found[:40]


def _areas(commits: Sequence[Commit], scale: ChurnWeights) -> tuple[str, ...]:
    weights: defaultdict[str, float] = defaultdict(float)
    for change in _changes(commits):
        weights[area(change.path)] += math.log1p((change.added or 0) + (change.deleted or 0)) * scale.weight(
            change.path
        )
    return tuple(sorted(weights, key=lambda name: (-weights[name], name))[:5])


def _changes(commits: Sequence[Commit]) -> Iterator[FileChange]:
    for commit in commits:
        yield from commit.changes


def _survives(real: Mapping[str, int], files: frozenset[str]) -> float | None:
    """Give the share of the lines touched that were in files that are still there."""
    whole = sum(real.values())
    if not files or not whole:
        return None
    return round(sum(number for path, number in real.items() if path in files) / whole, 3)


def _days_to_merge(history: PersonHistory, commits: Sequence[Commit]) -> float | None:
    merges = [
        history.merges[name] for commit in commits if (name := history.brought.get(commit.oid, "")) in history.merges
    ]
    if not merges:
        return None
    last = max(merge.when for merge in merges)
    return round((last - min(commit.when for commit in commits)).total_seconds() / 86400, 2)


def _title(history: PersonHistory, commits: Sequence[Commit], scale: ChurnWeights) -> str:
    names = {history.brought.get(commit.oid, "") for commit in commits}
    if len(names) == 1 and (merge := history.merges.get(names.pop())) is not None:
        lines = [line.strip() for line in merge.message.split("\n") if line.strip()]
        if len(lines) > 1 and _MERGE.match(lines[0]):
            return cleaned(lines[1])
    best = max(commits, key=lambda commit: (_title_weight(commit, scale), commit.oid))
    return cleaned(best.subject)


def _title_weight(commit: Commit, scale: ChurnWeights) -> float:
    if CHORE.match(commit.subject):
        return 0.0
    lines = (((change.added or 0) + (change.deleted or 0), scale.weight(change.path)) for change in commit.changes)
    return sum(math.log1p(number) * weight for number, weight in lines if weight > MIN_CHURN_WEIGHT)
