"""Looking whether files keep a standard, and whether it would have stopped past faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pathspec

from upward.analysis.standards.standard import Standard, StandardCheck
from upward.text.pattern_search import compile_finder, unsupported_syntax

CI_FILES = (
    ".github/workflows/",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "azure-pipelines.yml",
    ".circleci/",
    "bitbucket-pipelines.yml",
)
MOST_VIOLATIONS = 200


@dataclass(frozen=True, slots=True)
class Violation:
    """A place that does not keep a standard; line 0 where it is about the whole file or repository."""

    path: str
    line: int
    because: str

    @property
    def place(self) -> str:
        """The path with its line, where it is about one."""
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class StandardResult:
    """What was looked at; `because` says why nothing could be looked at, and then there is no adoption.

    `is_broken` where the check itself cannot be read, which no repository can meet.
    """

    looked_at: int
    violations: tuple[Violation, ...]
    exempt: int
    because: str = ""
    is_broken: bool = False

    @property
    def adoption(self) -> float | None:
        """The share of what was looked at that keeps the standard, from 0 to 1; None where nothing was."""
        if self.because or not self.looked_at:
            return None
        bad = len({violation.path for violation in self.violations})
        return round(1 - min(bad, self.looked_at) / self.looked_at, 4)


def wanted_paths(check: StandardCheck, paths: Sequence[str]) -> list[str]:
    """Give the paths whose text a check asks for."""
    patterns = CI_FILES if check.ci else check.files
    if not patterns or not (check.must or check.must_not or check.ci):
        return []
    spec = pathspec.GitIgnoreSpec.from_lines(patterns)
    return [path for path in paths if spec.match_file(path)]


def check_standard(
    standard: Standard, repository: str, paths: Sequence[str], texts: Mapping[str, str], today: date
) -> StandardResult:
    """Look at a repository: its `paths`, and the `texts` of those that the check asks for."""
    check = standard.check
    broken = next(
        (
            why
            for each in (check.only_if, check.must, check.must_not, check.ci)
            if each and (why := unsupported_syntax(each))
        ),
        "",
    )
    if broken:
        return StandardResult(0, (), 0, f"the check {broken}", is_broken=True)
    if not check.is_automatic:
        return StandardResult(0, (), 0, "a person must look" if check.human else "it has no check")
    exempt = [each.where for each in standard.exemptions if each.holds(today) and each.where]
    if repository in exempt:
        return StandardResult(0, (), 1, "the repository is exempt")
    spec = pathspec.GitIgnoreSpec.from_lines(each for each in exempt if each != repository)
    concerned = {path: text for path, text in texts.items() if _counts(check, text)}
    inside = {path: text for path, text in concerned.items() if not spec.match_file(path)}
    return StandardResult(*_looked(check, paths, inside), len(concerned) - len(inside))


def _counts(check: StandardCheck, text: str) -> bool:
    """Whether a standard is about a file at all: by `if`, else every file counts."""
    return not check.only_if or next(compile_finder(check.only_if)(text, 0, len(text)), None) is not None


def _looked(check: StandardCheck, paths: Sequence[str], texts: Mapping[str, str]) -> tuple[int, tuple[Violation, ...]]:
    if check.exists:
        spec = pathspec.GitIgnoreSpec.from_lines([check.exists])
        there = any(spec.match_file(path) for path in paths)
        return 1, () if there else (Violation(check.exists, 0, "there is no such file"),)
    if check.ci:
        there = any(next(compile_finder(check.ci)(text, 0, len(text)), None) for text in texts.values())
        return 1, () if there else (Violation("CI", 0, f"no CI configuration contains {check.ci}"),)
    found = [violation for path, text in texts.items() for violation in _in_file(check, path, text)]
    return len(texts), tuple(found[:MOST_VIOLATIONS])


def _in_file(check: StandardCheck, path: str, text: str) -> Iterator[Violation]:
    if check.must and next(compile_finder(check.must)(text, 0, len(text)), None) is None:
        yield Violation(path, 0, f"nothing matches {check.must}")
    if check.must_not:
        for start, _ in compile_finder(check.must_not)(text, 0, len(text)):
            yield Violation(path, text.count("\n", 0, start) + 1, f"matches {check.must_not}")


@dataclass(frozen=True, slots=True)
class PastFix:
    """A commit that fixed a bug: the files it changed, as they were before and after."""

    oid: str
    title: str
    before: Mapping[str, str]
    after: Mapping[str, str]


def would_have_stopped(standard: Standard, fix: PastFix) -> Violation | None:
    """Give what of the standard a fixed fault broke: a violation in a changed file that the fix took away."""
    wanted = set(wanted_paths(standard.check, list(fix.before)))
    for path in sorted(wanted):
        before = list(_in_file(standard.check, path, fix.before[path]))
        after = list(_in_file(standard.check, path, fix.after.get(path, "")))
        if len(after) < len(before) and path in fix.after:
            return before[0]
    return None
