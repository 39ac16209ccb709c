"""Efforts: which commits of one person belong together, whose they are, how much they matter, and why."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from upward.analysis.history import hidden_work, significance
from upward.analysis.history.change_types import fragments
from upward.analysis.history.churn import ChurnWeights, area
from upward.analysis.history.commit_messages import original_subject, plain_subject, squash_number
from upward.analysis.history.credit import Credit, Tally, credit, key_of
from upward.analysis.history.effort_titles import MOST, title_of, why_of, within
from upward.analysis.history.grouping import Groups, grouped
from upward.analysis.history.hidden_work import Contribution
from upward.analysis.history.merge_messages import MergeMessage, read_merge
from upward.analysis.history.significance import EffortFacts, SignificanceModel
from upward.model.effort import UNREADABLE, Commit, Effort, FileChange, Person

_PART = re.compile(r"^[ \t]*[*-][ \t]+(?P<part>\S[^\n]{3,200})$", re.MULTILINE)
_WEIGHTS = lru_cache(maxsize=1)(SignificanceModel.shipped)
# An effort of which no line is known to be the person's own counts half: git does not say what a co-author wrote.
CO_AUTHORED = 0.5
# A backport lands within so many days of what it repeats.
MOST_DAYS_TO_BACKPORT = 200


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """What a log tells about one person: their commits with changes, what brought them in, whom they helped."""

    repo: str
    mine: tuple[Commit, ...]
    # The merge that brought a commit in, and those merges; what each author wrote of what came in with each.
    brought: Mapping[str, str] = field(default_factory=dict)
    merges: Mapping[str, Commit] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    helped: tuple[Contribution, ...] = ()
    # The first commits of others that one reviewed or merged, by the others' addresses.
    newcomers: Mapping[str, Contribution] = field(default_factory=dict)
    attributes: str = ""
    files: frozenset[str] = frozenset()
    # The addresses of the person; empty for a history of all authors.
    own: frozenset[str] = frozenset()
    # By address: name, number of commits, newest and oldest date as git prints it.
    tenures: Mapping[str, tuple[str, int, bytes, bytes]] = field(default_factory=dict)
    reverts: tuple[Commit, ...] = ()
    # Commits whose changes could not be read, or are not in a shallow clone.
    uncounted: frozenset[str] = frozenset()
    # Without the reasons that messages give, which only the text of a record needs.
    brief: bool = False


@dataclass(frozen=True, slots=True)
class _Finding:
    """What all efforts of one person are made with."""

    history: PersonHistory
    author: Person
    own: frozenset[str]
    groups: Groups
    scale: ChurnWeights
    model: SignificanceModel
    known: Mapping[str, Commit]
    merges: Mapping[str, MergeMessage]


def find_efforts(history: PersonHistory, author: Person, weights: SignificanceModel | None = None) -> list[Effort]:
    """Group one person's commits into efforts, best first: what they wrote by what they wrote of it, then the rest."""
    model, scale = weights or _WEIGHTS(), ChurnWeights(history.attributes)
    # A commit that changes no file holds no work; of some, such as the last of a shallow clone, it is not known.
    changing = (
        each
        for each in history.mine
        if len(each.parents) < significance.MERGE and (each.changes or each.oid in history.uncounted)
    )
    work = without_backports(sorted(changing, key=_order))
    brought = {
        oid: merge
        for oid, merge in history.brought.items()
        if merge not in history.tallies or not history.tallies[merge].is_line_of_work
    }
    groups = grouped(work, brought, scale)
    known = {commit.oid[:7]: commit for commit in history.mine}
    merges = {oid: read_merge(merge.message, brief=history.brief) for oid, merge in history.merges.items()}
    own = history.own or frozenset({key_of(author)})
    finding = _Finding(replace(history, brought=brought), author, own, groups, scale, model, known, merges)
    efforts = [_effort(finding, root) for root in groups.members]
    efforts += hidden_work.reviews_and_mentoring(history.repo, author, history.helped, history.newcomers)
    return sorted(efforts, key=lambda effort: (-effort.score, effort.started, effort.title))


def by_author(history: PersonHistory) -> Iterator[tuple[Person, PersonHistory]]:
    """Yield each author with what is theirs alone of a history of all authors."""
    whose: dict[str, list[Commit]] = defaultdict(list)
    for commit in history.mine:
        whose[key_of(commit.author)].append(commit)
    # What was told of one author is let go before the next: of a long history, the messages are most of it.
    history = replace(history, mine=())
    for key in sorted(whose):
        commits = whose.pop(key)
        oids = {commit.oid for commit in commits}
        brought = {oid: history.brought[oid] for oid in oids if oid in history.brought}
        merges = {merge: history.merges[merge] for merge in brought.values() if merge in history.merges}
        yield (
            commits[0].author,
            replace(history, mine=tuple(commits), brought=brought, merges=merges, helped=(), newcomers={}),
        )


def without_backports(work: Sequence[Commit]) -> list[Commit]:
    """Give commits without those that repeat another on an older line; the one that tells more stays."""
    repeated = {commit.oid: subject for commit in work if (subject := original_subject(commit.message))}
    if not repeated:
        return list(work)
    originals: dict[tuple[str, str], Commit] = {}
    for commit in work:
        if commit.oid not in repeated:
            originals.setdefault((key_of(commit.author), plain_subject(commit.subject)), commit)
    kept = []
    for commit in work:
        subject = repeated.get(commit.oid, "")
        first = originals.get((key_of(commit.author), subject)) if subject else None
        if first is None or abs((commit.when - first.when).days) > MOST_DAYS_TO_BACKPORT:
            kept.append(commit)
    return kept


def _order(commit: Commit) -> tuple[float, str]:
    return commit.when.timestamp(), commit.oid


def _effort(finding: _Finding, root: str) -> Effort:
    history, scale, groups = finding.history, finding.scale, finding.groups
    commits = groups.members[root]
    names = list(dict.fromkeys(history.brought[commit.oid] for commit in commits if commit.oid in history.brought))
    merge = finding.merges.get(names[0]) if len(names) == 1 else None
    given = credit(
        commits,
        history.tallies.get(names[0]) if len(names) == 1 else None,
        finding.own,
        [history.merges[name] for name in names if name in history.merges],
    )
    written = [commit for commit in commits if key_of(commit.author) in finding.own] or commits
    title = title_of(written, merge, given.share, scale)
    facts = significance.effort_facts(written, title, finding.author, scale)
    made = significance.features(written, facts)
    kind = hidden_work.kind_of(commits, facts, title)
    return Effort(
        repo=history.repo,
        title=title,
        author=given.author,
        people=given.people,
        commits=tuple(commits),
        refs=_references(commits, [finding.merges[name] for name in names if name in finding.merges]),
        areas=_areas(written, scale),
        score=_score(finding, kind, made, given, written, facts),
        because=tuple(_because(finding, kind, commits, made, facts, given, merge)),
        together=tuple(groups.reasons.get(root, ())),
        kind=kind,
        parts=tuple(dict.fromkeys(part for commit in commits for part in parts(commit))),
        links=tuple(groups.links.get(root, ())),
        survives=_survives(facts.real, history.files),
        days_to_merge=_days_to_merge(history, commits),
        part=given.part,
        share=given.share,
        mine=finding.own,
        why="" if history.brief else why_of(commits, merge, given.share),
        notes=_notes(commits, names),
    )


def _notes(commits: Sequence[Commit], merges: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give each note for users once, as it stood when it was merged: what was taken out before never was in it."""
    last: dict[str, str] = {}
    for commit in sorted(commits, key=_order):
        last |= {change.path: commit.oid for change, _, _ in fragments(commit.changes)}
        # Changed again before it was merged.
        last |= {change.path: commit.oid for change in commit.changes if change.path in last}
    return tuple((merges[0] if len(merges) == 1 else oid, path) for path, oid in last.items())


def _score(
    finding: _Finding,
    kind: str,
    made: Mapping[str, float],
    given: Credit,
    written: Sequence[Commit],
    facts: EffortFacts,
) -> float:
    score = hidden_work.adjusted(finding.model.score(made), kind, written, facts)
    if not finding.own & {key_of(commit.author) for commit in written}:
        return round(score * CO_AUTHORED, 4)
    # Of another author's piece of work, a part counts as much as was written of it.
    return round(score * min(1.0, given.share / MOST), 4)


def _because(
    finding: _Finding,
    kind: str,
    commits: Sequence[Commit],
    made: Mapping[str, float],
    facts: EffortFacts,
    given: Credit,
    merge: MergeMessage | None,
) -> Iterator[str]:
    if given.part == "co-author" and not given.share:
        yield f"co-authored with {given.author.name}; git does not record which lines are yours"
    if part := within(merge, given.share, given.people[0].name):
        yield part
    yield from hidden_work.timing_notes(kind, commits, finding.known)
    yield from significance.reasons(made, facts, finding.model)
    missing = [commit.oid[:9] for commit in commits if commit.oid in finding.history.uncounted]
    if missing:
        yield f"the changes of {len(missing)} of {len(commits)} commits {UNREADABLE}: {', '.join(missing[:3])}"


def _references(commits: Sequence[Commit], merges: Sequence[MergeMessage]) -> tuple[str, ...]:
    """Give what it names, its own pull request first: by merge, by squash, by the notes it adds, in its messages."""
    own = [merge.number for merge in merges if merge.number]
    own += [number for commit in commits if (number := squash_number(commit.subject))]
    own += [number for commit in commits for _, number, _ in fragments(commit.changes) if number]
    return tuple(dict.fromkeys([*own, *(ref for commit in commits for ref in commit.refs)]))


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
