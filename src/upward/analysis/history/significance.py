"""How much an effort matters, by a small linear model whose weights are data, and what of it says so.

Features are sizes on a log scale, what kinds of files were touched, what sort of change the title and the messages say
it is, and what is noted for users; no project's names or words are in them, and nothing that only says how a grade
was found (an effort that names no issue is not worth less).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from upward.analysis.history import title_model
from upward.analysis.history.change_types import change_types, fragments, noted
from upward.analysis.history.churn import MIN_CHURN_WEIGHT, PROSE, TEST, ChurnWeights, area
from upward.analysis.history.credit import is_same, key_of
from upward.analysis.history.linear_model import Linear
from upward.model.effort import Commit, Person
from upward.text.named_patterns import NamedPatterns
from upward.text.words import count_noun

MERGE = 2
_CI = re.compile(
    r"(?i)^\.(?:github|gitlab|circleci|azure|buildkite|travis)|(?:^|/)(?:\.travis|appveyor|azure-pipelines|tox|noxfile|jenkinsfile|\.pre-commit-config|codecov)\b"
)
_DEPENDENCIES = re.compile(
    r"(?i)(?:^|/)(?:requirements(?:[^/]*|/.+)\.(?:txt|in)|constraints[^/]*\.txt|package\.json|go\.mod|cargo\.toml|gemfile|pom\.xml|build\.gradle(?:\.kts)?"
    r"|pyproject\.toml|setup\.(?:py|cfg)|environment\.ya?ml)$|\.lock$|lock\.(?:json|yaml)$"
)
_PATHS = NamedPatterns({"test": TEST, "prose": PROSE, "ci": _CI, "dependencies": _DEPENDENCIES})
_FOR_USERS = frozenset({"breaking", "deprecation", "feature", "security", "performance", "fix"})
# In so few lines, a deprecation or removal that no note tells of is one that users hardly meet. Lines that count.
SMALL = 30
_NO_PEOPLE = frozenset({"bot", "tool", "signer"})


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
    added: int
    deleted: int
    areas: int
    days: int
    others: int
    sorts: frozenset[str]
    # What its title's words make it worth reporting; a feature seven times as often as upkeep.
    title_score: float


@lru_cache(maxsize=16384)
def _traits(path: str) -> tuple[bool, bool, bool, bool]:
    found = _PATHS.found(path)
    dependencies = "dependencies" in found
    return "test" in found, "prose" in found and not dependencies, "ci" in found, dependencies


def is_code(path: str) -> bool:
    """Whether a path is none of a test, a text, CI or a list of dependencies."""
    return not any(_traits(path))


def effort_facts(commits: Sequence[Commit], title: str, author: Person, scale: ChurnWeights) -> EffortFacts:
    """Count what an effort of this title is made of."""
    lines: Counter[str] = Counter()
    added = deleted = 0
    for commit in commits:
        notes = {change.path for change, _, _ in fragments(commit.changes)}
        for change in commit.changes:
            if change.path in notes:
                continue
            lines[change.path] += (change.added or 0) + (change.deleted or 0)
            if scale.weight(change.path) > MIN_CHURN_WEIGHT:
                added += change.added or 0
                deleted += change.deleted or 0
    real = {path: number for path, number in lines.items() if scale.weight(path) > MIN_CHURN_WEIGHT}
    others = {
        key_of(person)
        for commit in commits
        for person in commit.people
        if person.part not in _NO_PEOPLE and not is_same(person, author)
    }
    days = (max(commit.when for commit in commits) - min(commit.when for commit in commits)).days + 1
    areas = len({area(path) for path in real})
    # A note alone is a note on another author's work.
    sorts = frozenset(noted(commits) if lines else ()) | frozenset(
        change_types(title, [commit.subject for commit in commits])
    )
    title_score = title_model.shipped().title_score(title)
    return EffortFacts(lines, real, added, deleted, areas, days, len(others), sorts, title_score)


def features(commits: Sequence[Commit], found: EffortFacts) -> dict[str, float]:
    """Give an effort's features by name, each about 0 to 3."""
    traits = {path: _traits(path) for path in found.lines}
    code = [path for path in found.real if not any(traits[path][:3])]
    tests, prose, automation, dependencies = ([path for path in traits if traits[path][place]] for place in range(4))
    whole = len(traits)
    body = sum(len(commit.message.split()) for commit in commits) / max(1, len(commits))
    made: dict[str, float] = {
        "code_lines": math.log1p(sum(found.real[path] for path in code)) / 4,
        "areas": math.log1p(found.areas) / 2,
        "with_tests": float(bool(code and tests)),
        "with_docs": float(bool(code and prose)),
        "body": math.log1p(body) / 4,
        "days": math.log1p(found.days) / 4,
        "others": math.log1p(found.others),
        "removal": float(found.deleted > 2 * found.added and found.deleted > 20),  # noqa: PLR2004 - lines
        "worth": math.log(found.title_score),
        "only_tests": float(bool(whole) and len(tests) == whole),
        "only_docs": float(bool(whole) and len(prose) == whole),
        "only_ci": float(bool(whole) and len(automation) == whole),
        "only_dependencies": float(bool(whole) and len(dependencies) == whole),
    }
    # What touches tests or CI alone changes nothing for users, whatever its title says.
    inside = bool(made["only_tests"] or made["only_ci"])
    made |= dict.fromkeys(found.sorts - _FOR_USERS if inside else found.sorts, 1.0)
    small = "noted" not in found.sorts and sum(found.real.values()) < SMALL
    if small and made.pop("deprecation", 0.0):
        made.pop("breaking", 0.0)
    return made


_REASONS = {
    "breaking": "changes what users rely on", "deprecation": "deprecates something", "security": "is about security",
    "feature": "adds a feature", "performance": "improves performance", "fix": "fixes a bug",
    "noted": "adds a release note for users", "noted_feature": "the release note calls it a feature",
    "noted_breaking": "the release note calls it a breaking change", "noted_deprecation": "the release note calls it a deprecation",
    "noted_fix": "the release note calls it a bug fix", "noted_improvement": "the release note calls it an improvement",
    "noted_performance": "the release note calls it a performance improvement", "noted_security": "the release note calls it a security fix",
    "logged": "is in the change log", "with_tests": "comes with tests", "with_docs": "comes with documentation",
    "revert": "reverts a change", "removal": "removes more than it adds",
    "only_tests": "changes only tests", "only_docs": "changes only documentation", "only_ci": "changes only CI",
    "only_dependencies": "changes only dependencies", "chore": "maintenance, by its messages", "sweep": "formatting or renaming, by its messages",
    "release": "release bookkeeping", "environment": "build, CI or dependency maintenance", "quiet": "its release note says users see nothing of it",
}  # fmt: skip
# Of two reasons that say the same, the one that rests on more.
_STRONGER = {
    "feature": {"noted_feature", "noted_improvement", "noted_fix", "noted_breaking"},
    "fix": {"noted_fix", "noted_feature", "noted_breaking"},
    "breaking": {"noted_breaking"}, "deprecation": {"noted_deprecation"}, "performance": {"noted_performance"},
    "security": {"noted_security"},
    "noted": {"noted_feature", "noted_breaking", "noted_deprecation", "noted_fix", "noted_improvement", "noted_performance", "noted_security"},
}  # fmt: skip
MOST_REASONS = 6


def _read_as(title_score: float) -> str:
    """Say of a title's words what they promise, where that is more or less than usual."""
    if title_score >= title_model.MUCH:
        return "title reads like a headline of release notes"
    return "title reads like an internal change" if title_score <= title_model.LITTLE else ""


def reasons(made: Mapping[str, float], found: EffortFacts, weights: SignificanceModel) -> Iterator[str]:
    """Yield what speaks most for or against an effort, the strongest first; every score says why."""
    real = sum(found.real.values())
    counts = {
        "code_lines": f"{count_noun(real, 'line')} in {count_noun(len(found.real), 'file')}" if found.real else "",
        "areas": f"touches {found.areas} areas" if found.areas > 1 else "",
        "days": f"went on for {found.days} days" if found.days > 1 else "",
        "others": f"with {count_noun(found.others, 'other person', 'other people')}" if found.others else "",
    }
    phrases = {**_REASONS, **counts, "worth": _read_as(found.title_score)}
    if "breaking" in made:
        phrases["deprecation"] = "removes something deprecated"
    # Every title is worth something: what tells is how far it is from the usual.
    moved = {**made, "worth": made.get("worth", 0.0) - math.log(title_model.USUAL)}
    ranked = sorted(made, key=lambda name: (-abs(weights.of.get(name, 0.0) * moved[name]), name))
    kept = [
        name for name in ranked if moved[name] and phrases.get(name) and not _STRONGER.get(name, set()) & made.keys()
    ]
    yield from [phrases[name] for name in kept][:MOST_REASONS]
    noise = sum(found.lines.values()) - real
    if noise > real:
        yield f"{noise:,} lines are lock files, generated or vendored and count little"
    if not found.lines:
        yield "its changed files are not known"
