"""How much an effort matters, by a small linear model whose weights are data, and what of it says so.

Features are sizes on a log scale, what kinds of files were touched, and what sort of
change the messages say it is; no project's names or words are in them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from upward.analysis.history import title_model
from upward.analysis.history.churn import MIN_CHURN_WEIGHT, PROSE, TEST, ChurnWeights, area
from upward.analysis.history.commit_messages import CHORE, cleaned
from upward.analysis.history.linear_model import Linear
from upward.model.effort import Commit, Person
from upward.text.words import count_noun

MERGE = 2
# Where maintainers write down, with the change, what their users should hear of it.
_FRAGMENT = re.compile(
    r"(?i)(?:^|/)(?:newsfragments|news|changelog\.d|changes?\.d|changes?|changelogs?/fragments|changelog/next|\.changes|unreleased|topfiles"
    r"|changelog)/(?P<name>[^/]*\d[^/]*\.[a-z.\d]+|[^/]+\.(?:added|changed|fixed|removed|deprecated|security|feature|bugfix|misc|doc)[a-z.\d]*)$"
    r"|(?:^|/)changelogs?/fragments/[^/]+\.ya?ml$"
    r"|(?:^|/)\.changeset/(?P<set>[^/]+\.md)$"
)
_CHANGELOG = re.compile(
    r"(?i)(?:^|/)(?:changelog|changes|history|news|release[-_]?notes|whats_?new)[^/]*\.(?:rst|md|txt)$|(?:^|/)(?:CHANGES|NEWS|ChangeLog)$"
)
_CI = re.compile(
    r"(?i)^\.(?:github|gitlab|circleci|azure|buildkite|travis)|(?:^|/)(?:\.travis|appveyor|azure-pipelines|tox|noxfile|jenkinsfile|\.pre-commit-config|codecov)\b"
)
_DEPENDENCIES = re.compile(
    r"(?i)(?:^|/)(?:requirements[^/]*\.(?:txt|in)|constraints[^/]*\.txt|package\.json|go\.mod|cargo\.toml|gemfile|pom\.xml|build\.gradle(?:\.kts)?"
    r"|pyproject\.toml|setup\.(?:py|cfg)|environment\.ya?ml)$|\.lock$|lock\.(?:json|yaml)$"
)
_CHANGE_TYPES: tuple[tuple[str, str], ...] = (
    ("breaking", r"(?i)\bBREAKING\b|^\w+(?:\([^)]*\))?!:|backwards?[- ]incompatib|\bdrop(?:s|ped)? (?:support|python|node|old)|\bremov(?:e|es|ed|al)\b.*\b(?:deprecated|support|api)"),
    ("deprecation", r"(?i)\bdeprecat"),
    ("security", r"(?i)\bCVE-\d|\bsecurity\b|\bvulnerab|\bXSS\b|\bCSRF\b|\binjection\b|\bsanitiz"),
    ("feature", r"(?i)^feat\b|^add(?:s|ed)?\b(?!.*\b(?:tests?|comment|typo|ci|changelog|note|badge|link)\b)|\bimplement|\bintroduc|^support\b|\badd(?:s|ed)? support\b|\bnew (?:option|command|flag|parameter|argument|api|method|function|hook|class|setting|feature)\b|^allow\b|\benable\b|\bability to\b"),
    ("performance", r"(?i)^perf\b|\bperformance\b|\bfaster\b|\bspeed(?:s|ed)? ?up\b|\boptimi[sz]|\bmemory (?:use|usage|leak)"),
    ("fix", r"(?i)^fix|\bfix(?:e[sd])?\b(?!.*\b(?:typo|lint|flake|style|ci|build|tests?|doc|docs|link|formatting)\b)|\bbug\b|\bregression\b|\bcrash|\bdeadlock|\brace condition|\bhandle\b|\bprevent\b|\bavoid\b|\bcorrect(?:ly|s)?\b"),
)  # fmt: skip
_SORT_OF_FRAGMENT = {
    "feature": "feature", "minor_changes": "feature", "improvement": "feature", "enhancement": "feature", "added": "feature",
    "breaking": "breaking", "removal": "breaking", "deprecation": "deprecation", "deprecated": "deprecation",
    "security": "security", "bugfix": "fix", "bug": "fix", "fix": "fix", "fixed": "fix", "performance": "performance",
}  # fmt: skip
_QUIET = {"misc", "doc", "docs", "trivial", "packaging", "contrib", "vendor", "process", "internal"}
_SWEEP = re.compile(
    r"(?i)\b(?:re-?format(?:s|ted|ting)?|formatting|black(?:en)?|isort|ruff|prettier|clang-format|gofmt|rustfmt|flake8|pylint|eslint|linting|whitespaces?"
    r"|pep ?8|pyupgrade|re-?indent|f-strings?|type (?:hints|annotations)|mypy|mov(?:e|ed) files|typos?|spelling|licen[cs]e headers?)\b"
    r"|\bcopyright\b|^(?:lint|rename)\b|\b(?:fix|satisfy|run|apply) (?:the )?lint(?:er)?s?\b"
)
_REVERT = re.compile(r"(?i)^revert\b|\bthis reverts commit\b")
_RELEASE = re.compile(
    r"(?i)^(?:(?:prepare|prep|bump|start|cut|begin|preparing)\b.*\b(?:version|release|dev)|releas(?:e|ing):? (?:v?\d|candidate|notes)|release$"
    r"|version:? (?:v?\d|bump)|v?\d+\.\d+(?:\.\d+)?\b|bump (?:version|to)|update (?:the )?change ?log|change ?log\b|back to dev)"
)


class SignificanceModel(Linear):
    """The model of how much an effort matters."""

    __slots__ = ()
    FILE = "significance.json"

    def score(self, found: Mapping[str, float]) -> float:
        """Give the score, from 0 to 1."""
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, self.total(found))))), 4)


@dataclass(frozen=True, slots=True)
class EffortFacts:
    """What is counted of an effort before it becomes features."""

    lines: Mapping[str, int]
    real: Mapping[str, int]
    size: float
    areas: int
    days: int
    others: int
    sorts: frozenset[str]
    # What users would be told of it by the words of its title; of a feature seven times what is told of upkeep.
    worth: float


def effort_facts(commits: Sequence[Commit], title: str, author: Person, scale: ChurnWeights) -> EffortFacts:
    """Count what an effort of this title is made of."""
    lines: Counter[str] = Counter()
    for commit in commits:
        for change in commit.changes:
            lines[change.path] += (change.added or 0) + (change.deleted or 0)
    real = {path: number for path, number in lines.items() if scale.weight(path) > MIN_CHURN_WEIGHT}
    others = {p.email for commit in commits for p in commit.people if p.part not in {"bot", "tool"}} - {author.email}
    days = (max(commit.when for commit in commits) - min(commit.when for commit in commits)).days + 1
    size = sum(math.log1p(number) * scale.weight(path) for path, number in lines.items())
    areas = len({area(path) for path in real})
    sorts = frozenset(_noted(commits)) | frozenset(change_types([commit.subject for commit in commits]))
    return EffortFacts(lines, real, size, areas, days, len(others), sorts, title_model.shipped().worth(title))


def _noted(commits: Sequence[Commit]) -> Iterator[str]:
    """Yield what sort of change it is by the notes that it adds; a release takes those of others away."""
    paths = {change.path for commit in commits for change in commit.changes if change.added}
    told = [match for path in paths if (match := _FRAGMENT.search(path))]
    for match in told:
        words = set((match["name"] or match["set"] or "").lower().split("."))
        yield "quiet" if words & _QUIET else "noted"
        yield from (_SORT_OF_FRAGMENT[word] for word in sorted(words & _SORT_OF_FRAGMENT.keys()))
    if not told and any(_CHANGELOG.search(path) for path in paths):
        yield "logged"


def change_types(subjects: Sequence[str]) -> Iterator[str]:
    """Yield what sorts of change the messages say it is, with or without what stands before the words."""
    told = [(subject, cleaned(subject)) for subject in subjects]
    for name, pattern in _CHANGE_TYPES:
        hits = sum(any(re.search(pattern, form) for form in forms) for forms in told)
        if hits * 4 >= len(told):
            yield name
    for name, rule in (("chore", CHORE), ("sweep", _SWEEP), ("release", _RELEASE), ("revert", _REVERT)):
        if sum(any(rule.search(form) for form in forms) for forms in told) * 2 > len(told):
            yield name


def features(commits: Sequence[Commit], found: EffortFacts) -> dict[str, float]:
    """Give an effort's features by name, each about 0 to 3."""
    paths = list(found.lines)
    code = [path for path in found.real if not TEST.search(path) and not PROSE.search(path) and not _CI.search(path)]
    only = {
        "only_tests": bool(paths) and all(TEST.search(path) for path in paths),
        "only_docs": bool(paths) and all(PROSE.search(path) for path in paths),
        "only_ci": bool(paths) and all(_CI.search(path) for path in paths),
        "only_dependencies": bool(paths) and all(_DEPENDENCIES.search(path) for path in paths),
    }
    body = sum(len(commit.message.split()) for commit in commits) / max(1, len(commits))
    made: dict[str, float] = {
        "size": math.log1p(found.size) / 2,
        "code_lines": math.log1p(sum(found.real[path] for path in code)) / 4,
        "code_files": math.log1p(len(code)) / 2,
        "areas": math.log1p(found.areas) / 2,
        "with_tests": float(bool(code) and any(TEST.search(path) for path in paths)),
        "with_docs": float(bool(code) and any(PROSE.search(path) for path in paths)),
        "body": math.log1p(body) / 4,
        "references": min(3, len({ref for commit in commits for ref in commit.refs})) / 3,
        "commits": math.log1p(len(commits)) / 2,
        "days": math.log1p(found.days) / 4,
        "others": math.log1p(found.others),
        "no_code": float(not code),
        "worth": math.log(found.worth),
    }
    made |= {name: float(value) for name, value in only.items()}
    made |= dict.fromkeys(found.sorts, 1.0)
    return made


_REASONS = {
    "breaking": "changes what others rely on", "deprecation": "deprecates something", "security": "is about security",
    "feature": "adds a capability", "performance": "makes it faster or smaller", "fix": "mends a fault",
    "noted": "is noted for users in a fragment of its own", "logged": "is in the change log", "with_tests": "comes with tests",
    "with_docs": "comes with documentation", "revert": "takes something back",
    "only_tests": "touches tests alone", "only_docs": "touches documentation alone", "only_ci": "touches automation alone",
    "only_dependencies": "touches dependencies alone", "chore": "is upkeep by its messages", "sweep": "is a sweep by its messages",
    "release": "is a release's own commit", "quiet": "is noted as nothing users would see",
}  # fmt: skip


def _read_as(worth: float) -> str:
    """Say of a title's words what they promise, where that is more or less than usual."""
    if worth >= title_model.MUCH:
        return "reads like what users are told first"
    return "reads like what users are told last, or not at all" if worth <= title_model.LITTLE else ""


def reasons(made: Mapping[str, float], found: EffortFacts, weights: SignificanceModel) -> Iterator[str]:
    """Yield what speaks most for or against an effort, the strongest first; every score says why."""
    real = sum(found.real.values())
    counts = {
        "size": f"{count_noun(real, 'line')} in {count_noun(len(found.real), 'file')} that somebody wrote"
        if found.real
        else "",
        "areas": f"touches {found.areas} areas" if found.areas > 1 else "",
        "days": f"went on for {found.days} days" if found.days > 1 else "",
        "others": f"with {count_noun(found.others, 'other')}" if found.others else "",
    }
    told = {**_REASONS, **counts, "worth": _read_as(found.worth)}
    # Every title is worth something: what tells is how far it is from the usual.
    moved = {**made, "worth": made.get("worth", 0.0) - math.log(title_model.USUAL)}
    ranked = sorted(made, key=lambda name: (-abs(weights.of.get(name, 0.0) * moved[name]), name))
    yield from [told[name] for name in ranked if moved[name] and told.get(name) and weights.of.get(name)][:6]
    noise = sum(found.lines.values()) - real
    if noise > real:
        yield f"{noise:,} lines are lock files, generated or vendored and count little"
    if not found.lines:
        yield "what it changed is not known here"
