"""Work that no list of commits shows: designs written, hotfixes, standards, upkeep, reviews, merges, newcomers helped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from upward.analysis.history.change_types import DEPRECATES, ENVIRONMENT, RELEASE
from upward.analysis.history.commit_messages import CHORE, own_words
from upward.analysis.history.credit import key_of
from upward.analysis.history.significance import EffortFacts, is_code
from upward.model.effort import Commit, Effort, Person
from upward.text.named_patterns import NamedPatterns
from upward.text.words import count_noun

_DESIGN = re.compile(
    r"(?i)(?:^|/)(?:adrs?|decisions|decision-records|rfcs?|neps?|peps?|keps?|jeps?|teps?|dips?|deps?/(?:accepted|draft|final)|slips?|enhancements?|design[-_]?docs?|designs?|proposals|architecture)"
    r"(?:/[\w.-]+)*/[^/]+\.(?:md|rst|adoc|txt)$|(?:^|/)[^/]*(?:design|rfc|adr|pep|nep|kep)[-_]?\d[^/]*\.(?:md|rst|adoc|txt)$|(?:^|/)[^/]*design[-_][^/]*\.md$"
)
_POST_MORTEM = re.compile(r"(?i)post-?mortems?|incident[-_ ]?(?:report|review)s?|retrospectives?|root[-_ ]cause")
_STANDARD = re.compile(
    r"(?i)^\.github/(?:CODEOWNERS|PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE)|(?:^|/)(?:CODEOWNERS|CONTRIBUTING\.\w+|GOVERNANCE\.\w+|\.editorconfig|\.eslintrc[^/]*|ruff\.toml|mypy\.ini|\.flake8|\.pre-commit-config\.yaml|STYLE\w*\.md|\.golangci\.ya?ml|clippy\.toml)$"
)
_AUTOMATION = re.compile(
    r"(?i)^\.(?:github/(?:workflows|actions|dependabot)|gitlab-ci|circleci|azure|buildkite|travis)|(?:^|/)(?:\.travis\.yml|appveyor\.yml|azure-pipelines[^/]*|noxfile\.py|tox\.ini|jenkinsfile|dockerfile|makefile|codecov\.yml|cibuildwheel[^/]*|meson\.build|release\.py|RELEASE\w*\.\w+)$|(?:^|/)tools?/(?:ci|release|wheels)/"
)
_SECURITY = re.compile(r"(?i)\bCVE-\d|\bsecurity\b|\bvulnerab|\badvisory\b|GHSA-")
_ADVISORY = re.compile(r"\bCVE-\d{4}-\d{3,}|\bGHSA(?:-\w{4}){3}")
_DEPRECATION = re.compile(DEPRECATES)
_MIGRATION = re.compile(
    r"(?i)\bmigrat|\bdrop(?:s|ped)? support|\bport (?:to|from)\b|\breplac(?:e|es|ed|ing)\b.+\bwith\b|\bmove (?:from|to)\b|\bswitch (?:from|to)\b"
)
_HOTFIX = re.compile(
    r"(?i)\bhot-?fix|\boutage\b|\bincident\b|\bemergency\b|\broll(?:s|ed|ing)? ?back (?:the |to )?(?:deploy|release|version|prod|v?\d)"
)
_REVERT = re.compile(r"(?im)^revert\b|^REV: |\bthis reverts commit (?P<oid>[0-9a-f]{7,64})")
_LATE, _EARLY, _SATURDAY = 20, 7, 5
LEAST_REVIEWS = 3
MOST_REVERTS = 2
MOST_NAMES = 4
# What a security fix with a public identifier is worth at least, and a design document of so many lines.
ADVISORY_SCORE = 0.95
DESIGN_SCORE, DESIGN_LINES = 0.5, 60
# Releases, bumps and the like count this much of what their size says.
CATCH_ALL = 0.2
_CATCH_ALLS = frozenset({"release", "upkeep"})


@dataclass(frozen=True, slots=True)
class Contribution:
    """A commit in which one had a part without writing it (reviewed, tested, applied, merged), and who wrote it."""

    oid: str
    commit: Commit
    part: str
    author: Person


# By messages, the first that fits.
_BY_MESSAGE = {
    "hotfix": _HOTFIX,
    "revert": _REVERT,
    "security": _SECURITY,
    "deprecation": _DEPRECATION,
    "migration": _MIGRATION,
}
_PATTERNS = NamedPatterns(
    {**_BY_MESSAGE, "post-mortem": _POST_MORTEM, "release": RELEASE, "environment": ENVIRONMENT, "chore": CHORE}
)
# A list of requirements is no text, whatever its ending.
_PROSE = re.compile(
    r"(?i)^(?!(?:.*/)?(?:requirements|constraints)[^/]*(?:\.txt$|/)).*\.(?:md|rst|txt|adoc)$|(?:^|/)docs?/"
)
_PATHS = NamedPatterns(
    {
        "post-mortem": _POST_MORTEM,
        "decision": _DESIGN,
        "standards": _STANDARD,
        "automation": _AUTOMATION,
        "knowledge": _PROSE,
    }
)


def kind_of(commits: Sequence[Commit], facts: EffortFacts, title: str) -> str:
    """Give what sort of work an effort is; `work` where it is the code itself.

    A word says what the work is where it stands in the title, or in most of the subjects: one commit in ten that
    deprecates something does not make a deprecation of all.
    """
    count = Counter(name for commit in commits for name in _said(commit.subject))
    most = {name for name, number in count.items() if number * 2 > len(commits)}
    return next(_by_message(commits, facts, title, most), "") or next(_by_path(commits, facts, title, most), "work")


def _by_message(commits: Sequence[Commit], facts: EffortFacts, title: str, most: set[str]) -> Iterator[str]:
    own = _said(title)
    is_upkeep = "environment" in own | most or not any(map(is_code, facts.lines))
    if not is_upkeep and _ADVISORY.search("\n".join((title, *(commit.message for commit in commits)))):
        yield "security"
    if "release" in own or "release" in most:
        yield "release"
    if most & {"environment", "chore"}:
        yield "upkeep"


@lru_cache(maxsize=16384)
def _traits(path: str) -> frozenset[str]:
    """Tell whether a path is a post-mortem's, a design's, a standard's, automation's, prose."""
    return _PATHS.found(path)


def _by_path(commits: Sequence[Commit], facts: EffortFacts, title: str, most: set[str]) -> Iterator[str]:
    traits = {path: _traits(path) for path in facts.lines}
    # A post-mortem is a text; code that makes or mentions one is a feature.
    half = sum(facts.lines.values()) / 2
    named = "post-mortem" in _said(title) or _lines_of(facts, traits, "post-mortem") > half
    if named and _lines_of(facts, traits, "knowledge") > half:
        yield "post-mortem"
    if sum(number for path, number in facts.lines.items() if "decision" in traits[path]) * 2 > sum(
        facts.lines.values()
    ):
        yield "decision"
    own = _said(title)
    for name in _BY_MESSAGE:
        # Who takes a dependency's fix fixes nothing themselves.
        is_taken = name == "security" and not any(map(is_code, facts.lines))
        if not is_taken and (name in own or (name in most and name != "revert")):
            yield name
    if len(commits) <= MOST_REVERTS and any(_REVERT.search(own_words(commit.message)) for commit in commits):
        yield "revert"
    for name in ("standards", "automation", "knowledge"):
        if traits and all(name in each for each in traits.values()):
            yield name


@lru_cache(maxsize=16384)
def _said(subject: str) -> frozenset[str]:
    """Give the sorts of work that a line says it is."""
    return _PATTERNS.found(subject)


def _lines_of(facts: EffortFacts, traits: Mapping[str, frozenset[str]], wanted: str) -> int:
    return sum(number for path, number in facts.lines.items() if wanted in traits[path])


def adjusted(score: float, kind: str, written: Sequence[Commit], facts: EffortFacts) -> float:
    """Give a score with what the model can't know: an advisory is at the top, a catch-all at the bottom."""
    if kind == "security" and any(_ADVISORY.search(commit.message) for commit in written):
        return max(score, ADVISORY_SCORE)
    if kind == "decision" and facts.added >= DESIGN_LINES:
        return max(score, DESIGN_SCORE)
    return score * CATCH_ALL if kind in _CATCH_ALLS else score


def timing_notes(kind: str, commits: Sequence[Commit], known: Mapping[str, Commit]) -> Iterator[str]:
    """Yield when a revert or hotfix was made, and how long after what it reverts; the hour is the author's own."""
    if kind not in {"revert", "hotfix"}:
        return
    note = _BY_MESSAGE[kind]
    found = [commit for commit in commits if note.search(commit.message)] or list(commits)
    first = min(found, key=lambda commit: commit.when)
    if is_odd_hour(first):
        yield f"made at {first.when:%H:%M} on a {first.when:%A}, outside working hours"
    for commit in commits:
        match = re.search(r"(?i)this reverts commit (?P<oid>[0-9a-f]{7,64})", commit.message)
        broken = known.get(match["oid"][:7]) if match else None
        if broken is not None:
            minutes = int((commit.when - broken.when).total_seconds() // 60)
            if minutes >= 0:
                yield f"{span(minutes)} after what it reverts"


def is_odd_hour(commit: Commit) -> bool:
    """Whether a commit was written at night or at a weekend, by its author's own clock."""
    return commit.when.hour >= _LATE or commit.when.hour < _EARLY or commit.when.weekday() >= _SATURDAY


def span(minutes: int) -> str:
    """Give a length of time in the largest unit of which there is more than one."""
    hours, days = minutes // 60, minutes // (60 * 24)
    if days > 1:
        return count_noun(days, "day")
    return count_noun(hours, "hour") if hours > 1 else count_noun(minutes, "minute")


def reviews_and_mentoring(
    repo: str, author: Person, help_given: Sequence[Contribution], newcomers: Mapping[str, Contribution]
) -> Iterator[Effort]:
    """Yield reviews and merges by year, and the newcomers whose first change one reviewed or merged.

    None is ranked like work of the person's own.
    """
    by_year: defaultdict[tuple[int, bool], list[Contribution]] = defaultdict(list)
    for each in help_given:
        by_year[each.commit.when.year, each.part in {"merged", "applied"}].append(each)
    for (year, is_merge), given in sorted(by_year.items()):
        if len(given) >= LEAST_REVIEWS:
            yield _year(repo, author, year, given, is_merge=is_merge)
    first = sorted(newcomers.values(), key=lambda each: each.commit.when)
    for is_merge in (False, True):
        mine = [each for each in first if (each.part in {"merged", "applied"}) == is_merge]
        if mine:
            names = [each.author.name for each in mine]
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            verb, noun = "Merged" if is_merge else "Reviewed", "change" if len(mine) == 1 else "changes"
            title = f"{verb} the first {noun} of {', '.join(names[:MOST_NAMES])}{more}"
            because = f"{count_noun(len(mine), 'newcomer')} whose first commit here you {verb.lower()}"
            yield _effort(repo, author, mine, title, "mentoring", (because,), 0.2 if is_merge else 0.3)


def _year(repo: str, author: Person, year: int, given: Sequence[Contribution], *, is_merge: bool) -> Effort:
    people = Counter(each.author.name for each in given)
    parts = Counter(each.part for each in given)
    said = ", ".join(f"{part} {count}" for part, count in parts.most_common())
    most = ", ".join(name for name, _ in people.most_common(3))
    because = (f"{said} of {count_noun(len(people), 'person', 'people')}", f"most of them {most}")
    verb = "Merged" if is_merge else "Reviewed"
    title = f"{verb} {count_noun(len(given), 'change')} of others in {year}"
    # A year's reviews stand below any effort that users heard of, and above upkeep.
    kind = "merges" if is_merge else "reviews"
    return _effort(repo, author, given, title, kind, because, min(0.3, 0.05 * len(given) ** 0.5))


def _effort(
    repo: str,
    author: Person,
    given: Sequence[Contribution],
    title: str,
    kind: str,
    because: tuple[str, ...],
    score: float,
) -> Effort:
    ordered = sorted(given, key=lambda each: (each.commit.when, each.oid))
    count = Counter(key_of(each.author) for each in ordered)
    who = {key_of(each.author): each.author for each in ordered}
    part = "merger" if all(each.part in {"merged", "applied"} for each in given) else "reviewer"
    authors = [
        replace(who[key], part="author", share=round(number / len(ordered), 3)) for key, number in count.most_common()
    ]
    refs = tuple(dict.fromkeys(ref for each in ordered for ref in each.commit.refs))
    return Effort(
        repo=repo, title=title, author=authors[0], people=(*authors, replace(author, part=part)),
        commits=tuple(each.commit for each in ordered), refs=refs, areas=(), score=round(score, 4), because=because,
        kind=kind, part=part, share=0.0, mine=frozenset({"", key_of(author)}),
    )  # fmt: skip
