"""Work that no list of commits shows: decisions written, hotfixes, standards, upkeep, reviews, newcomers helped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from upward.analysis.history.significance import EffortFacts
from upward.model.effort import Commit, Effort, Person
from upward.text.words import count_noun

_DECISION = re.compile(
    r"(?i)(?:^|/)(?:adrs?|decisions|rfcs?|design[-_]?docs?|proposals|architecture)/[^/]+\.(?:md|rst|adoc|txt)$|(?:^|/)[^/]*(?:design|rfc|adr)[-_][^/]*\.md$"
)
_POST_MORTEM = re.compile(r"(?i)post-?mortems?|incident[-_ ]?(?:report|review)s?|retrospectives?|root[-_ ]cause")
_STANDARD = re.compile(
    r"(?i)^\.github/(?:workflows|CODEOWNERS|PULL_REQUEST_TEMPLATE)|(?:^|/)(?:CODEOWNERS|CONTRIBUTING\.\w+|\.pre-commit-config\.yaml|\.editorconfig|\.eslintrc[^/]*|ruff\.toml|mypy\.ini|\.flake8|STYLE\w*\.md|\.golangci\.ya?ml|clippy\.toml)$"
)
_DEPENDENCY = re.compile(r"(?i)\bbump\b|\bupgrade\b|\bdependenc(?:y|ies)\b|\bupdate (?:dep|req|lock)|\bpin\b")
_SECURITY = re.compile(r"(?i)\bCVE-\d|\bsecurity\b|\bvulnerab|\badvisory\b|GHSA-")
_MIGRATION = re.compile(
    r"(?i)\bmigrat|\bdeprecat|\bdrop(?:s|ped)? support|\bport (?:to|from)\b|\breplac(?:e|es|ed|ing)\b.+\bwith\b|\bmove (?:from|to)\b|\bswitch (?:from|to)\b"
)
_HOTFIX = re.compile(r"(?i)\bhot-?fix|\boutage\b|\bincident\b|\bemergency\b|\brollback\b|\broll back\b")
_REVERT = re.compile(r"(?im)^revert\b|\bthis reverts commit (?P<oid>[0-9a-f]{7,64})")
_LATE, _EARLY, _SATURDAY = 20, 7, 5
LEAST_REVIEWS = 3
MOST_REVERTS = 2
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Contribution:
    """A commit of somebody else in which one had a part: reviewed, tested, or merged it."""

    oid: str
    commit: Commit
    part: str


# By messages and paths, the first that fits.
_BY_MESSAGE = (("hotfix", _HOTFIX), ("revert", _REVERT), ("security", _SECURITY), ("migration", _MIGRATION))
_PROSE = re.compile(r"(?i)\.(?:md|rst|txt|adoc)$|(?:^|/)docs?/")


def kind_of(commits: Sequence[Commit], facts: EffortFacts) -> str:
    """Give what sort of work an effort is; `work` where it is the code itself."""
    paths, subjects = list(facts.lines), [commit.subject for commit in commits]
    text = "\n".join(subjects)
    if any(_POST_MORTEM.search(path) for path in (*paths, text)):
        return "post-mortem"
    if any(_DECISION.search(path) for path in paths):
        return "decision"
    said = next((name for name, pattern in _BY_MESSAGE if pattern.search(text)), "")
    # One revert in months of work does not make all of it one.
    if said and not (said == "revert" and len(commits) > MOST_REVERTS):
        return said
    if all(_DEPENDENCY.search(subject) for subject in subjects):
        return "upkeep"
    for name, pattern in (("standards", _STANDARD), ("knowledge", _PROSE)):
        if paths and all(pattern.search(path) for path in paths):
            return name
    return "work"


def timing_notes(kind: str, commits: Sequence[Commit], known: Mapping[str, Commit]) -> Iterator[str]:
    """Yield when a revert or hotfix was made, and how long after what it mends; the hour is the author's own."""
    if kind not in {"revert", "hotfix"}:
        return
    told = dict(_BY_MESSAGE)[kind]
    first = min((commit for commit in commits if told.search(commit.subject)), key=lambda commit: commit.when)
    odd = first.when.hour >= _LATE or first.when.hour < _EARLY or first.when.weekday() >= _SATURDAY
    day = first.when.strftime("%A")
    yield f"made at {first.when:%H:%M} on a {day}" + (", outside of working hours" if odd else "")
    for commit in commits:
        match = re.search(r"(?i)this reverts commit (?P<oid>[0-9a-f]{7,64})", commit.message)
        broken = known.get(match["oid"][:7]) if match else None
        if broken is not None:
            minutes = int((commit.when - broken.when).total_seconds() // 60)
            if minutes >= 0:
                yield f"{_span(minutes)} after what it takes back"


def _span(minutes: int) -> str:
    hours, days = minutes // 60, minutes // (60 * 24)
    return (
        count_noun(days, "day")
        if days > 1
        else count_noun(hours, "hour")
        if hours > 1
        else count_noun(minutes, "minute")
    )


def reviews_and_mentoring(
    repo: str, author: Person, help_given: Sequence[Contribution], newcomers: Mapping[str, Contribution]
) -> Iterator[Effort]:
    """Yield reviews by year, and the newcomers whose first commits one reviewed; nothing is ranked like work of one's own."""
    by_year: dict[int, list[Contribution]] = defaultdict(list)
    for each in help_given:
        by_year[each.commit.when.year].append(each)
    for year, given in sorted(by_year.items()):
        if len(given) >= LEAST_REVIEWS:
            yield _given(repo, author, year, given)
    mine = sorted(newcomers.values(), key=lambda each: each.commit.when)
    if mine:
        names = [each.commit.author.name for each in mine]
        shown = ", ".join(names[:MOST_NAMES]) + (
            f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        )
        yield _effort(
            repo, author, mine, f"Reviewed the first {'change' if len(mine) == 1 else 'changes'} of {shown}", "mentoring",
            (f"{count_noun(len(mine), 'newcomer')} whose first commit here carries your name",), 0.3,
        )  # fmt: skip


def _given(repo: str, author: Person, year: int, given: Sequence[Contribution]) -> Effort:
    people = Counter(each.commit.author.name for each in given)
    parts = Counter(each.part for each in given)
    said = ", ".join(f"{part} {count}" for part, count in parts.most_common())
    most = ", ".join(name for name, _ in people.most_common(3))
    because = (f"{said} of {count_noun(len(people), 'person', 'people')}", f"most of them {most}")
    title = f"Reviewed {count_noun(len(given), 'change')} of others in {year}"
    # A year's reviews stand below any effort that users heard of, and above upkeep.
    return _effort(repo, author, given, title, "reviews", because, min(0.3, 0.05 * len(given) ** 0.5))


def _effort(
    repo: str,
    author: Person,
    given: Sequence[Contribution],
    title: str,
    kind: str,
    because: tuple[str, ...],
    score: float,
) -> Effort:
    commits = tuple(sorted((each.commit for each in given), key=lambda commit: (commit.when, commit.oid)))
    people = {commit.author.email.lower(): Person(commit.author.name, commit.author.email) for commit in commits}
    refs = tuple(dict.fromkeys(ref for commit in commits for ref in commit.refs))
    return Effort(
        repo=repo, title=title, author=author, people=tuple(people.values()), commits=commits, refs=refs, areas=(),
        score=round(score, 4), because=because, kind=kind,
    )  # fmt: skip
