"""Changes marked as AI-assisted against all others: findings per thousand changed lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from upward.analysis.ai_policy.agent_records import marks_in_notes
from upward.analysis.ai_policy.attribution import find_ai_marks
from upward.analysis.code_review.finding import DIMENSIONS
from upward.jobs.review._examination import Setup, examine
from upward.jobs.review._targets import Target, of_commits
from upward.model.errors import UsageError
from upward.model.job import JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session
from upward.store.git.commits import read_commits, read_notes
from upward.store.git.repository import Repository
from upward.store.git.revisions import revisions_between

MOST_COMMITS = 2000
# Below so many changed lines a rate is chance.
LEAST_LINES = 1000
GROUPS = ("marked as AI's", "not marked")


class _Group(NamedTuple):
    """Changes that are marked alike; `enough` tells whether their rates say more than chance."""

    group: str
    commits: int
    lines: int
    enough: bool
    per_thousand_lines: Mapping[str, float | None]
    findings: int
    not_checked: Sequence[str]


def compare(session: Session, repository: Repository, revisions: str, setup: Setup) -> JobResult:
    """Give both rates, with what they can't tell; raises UsageError for a range of too many commits."""
    oids = revisions_between(repository, revisions)
    if len(oids) > MOST_COMMITS:
        next_step = f"narrow the range to {MOST_COMMITS} commits, such as HEAD~500..HEAD"
        raise UsageError(f"{len(oids)} commits are too many to compare", next_step=next_step)
    noted = read_notes(repository)
    group: dict[str, str] = {}
    for raw in read_commits(repository, oids):
        found = [*find_ai_marks(raw.message, raw.author, raw.committer), *marks_in_notes(noted.get(raw.oid, ()))]
        group[raw.oid] = GROUPS[0] if found else GROUPS[1]
    held: dict[str, list[Target]] = {name: [] for name in GROUPS}
    for oid, targets in session.progress(of_commits(repository, oids), "Reading", total=len(oids)):
        # One file changed by several commits is several targets.
        held[group[oid]] += [Target(f"{oid[:12]}:{each.path}", each.text, each.lines) for each in targets]
    rows = [_group(name, held[name], sum(each == name for each in group.values()), setup) for name in GROUPS]
    return JobResult(_page(rows), {"groups": rows}, rows=rows)


def _group(name: str, targets: Sequence[Target], count: int, setup: Setup) -> _Group:
    examined = examine(targets, setup)
    lines = sum(each.size for each in examined.looked_at)
    found = Counter(each.dimension for _, each in examined.found)
    rates = {dimension: round(1000 * found[dimension] / lines, 2) if lines else None for dimension in DIMENSIONS}
    return _Group(name, count, lines, lines >= LEAST_LINES, rates, sum(found.values()), examined.not_checked[:10])


def _page(groups: Sequence[_Group]) -> Page:
    rows = (
        (each.group, str(each.commits), str(each.lines), *(_rate(each, name) for name in DIMENSIONS)) for each in groups
    )
    words = "Findings per thousand changed lines. A commit without an AI trailer may still contain AI-generated code. The two"
    return Page(
        "Marked and other changes",
        (
            Table(("changes", "commits", "lines checked", *DIMENSIONS), tuple(rows)),
            Callout(f"{words} groups also differ in what they change, so a difference does not prove a cause."),
        ),
    )


def _rate(group: _Group, dimension: str) -> str:
    value = group.per_thousand_lines[dimension]
    return "–" if value is None else f"{value:g}" if group.enough else f"{value:g} (too few lines)"
