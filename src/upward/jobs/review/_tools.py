"""Findings of ruff, bandit and mypy, with their own codes, names and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from upward.analysis.code_review.finding import CodeFinding, Severity
from upward.analysis.code_review.python_review import runs_once
from upward.analysis.code_review.sarif import dimension_of_rule
from upward.analysis.code_review.tool_exceptions import (
    changed_defaults,
    closures_that_escape,
    defines_names_otherwise,
    expected_to_raise,
    is_quoted,
    other_loggers,
)
from upward.jobs.review._targets import Target
from upward.store.code_analysers import bandit, mypy, ruff

Found = list[tuple[str, CodeFinding]]
# How many findings of rules that are hidden by default there are, by dimension and rule.
Hidden = Counter[tuple[str, str]]
# Of more files, hidden findings are too many to be worth counting: they are looked for with `--all-rules` alone.
MOST_FILES_FOR_HIDDEN = 500
# A rule of ruff about debugging output, in a program whose output it is.
_COMMAND = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:click|argparse|typer|docopt|fire)\b", re.MULTILINE)
_SEVERITIES: Mapping[str, Severity] = {"HIGH": "error", "MEDIUM": "warning", "LOW": "note"}
MYPY_URL = "https://mypy.readthedocs.io/en/stable/_refs.html#code-"
# The assertions of tests are what tests are made of.
_NOT_IN_TESTS = "B101"


@dataclass(frozen=True, slots=True)
class RuleMap:
    """Which dimension a tool's rule has, and which of ruff's rules are looked for."""

    rows: Sequence[Mapping[str, Any]]
    shown: frozenset[str]
    in_tests: frozenset[str]
    all_rules: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any], *, all_rules: bool) -> RuleMap:
        """Read the map's data."""
        return cls(data["rows"], frozenset(data["shown"]["ruff"]), frozenset(data["in_tests"]["ruff"]), all_rules)

    def selected(self, *, with_hidden: bool) -> list[str]:
        """Give the rules of ruff to look for; those hidden by default by the beginnings of their codes."""
        by_row = [str(each) for row in self.rows if row.get("tool") == "ruff" for each in row["rules"]]
        return sorted({*self.shown, *self.in_tests, *(by_row if with_hidden else ())})

    def hides(self, code: str, target: Target) -> bool:
        """Whether `--all-rules` would show a finding of ruff's that is not shown."""
        return not self.wants(code, target) and replace(self, all_rules=True).wants(code, target)

    def wants(self, code: str, target: Target) -> bool:
        """Whether a finding of ruff's is shown, for a test or for other code."""
        if target.is_test:
            return code in self.in_tests or (self.all_rules and code.startswith(("B0", "PT")))
        if code == "T201" and _COMMAND.search(target.text):
            return False
        if code.startswith("S") and not self.all_rules and runs_once(target.path, target.text):
            return False
        return code in self.shown or (self.all_rules and not code.startswith("PT"))


class _Excuses:
    """Findings of ruff that do not hold, for reasons that it cannot see; each file is looked at once a rule."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self.targets = targets
        self._lines: dict[tuple[str, str], set[int]] = {}

    def holds(self, code: str, path: str, line: int, message: str) -> bool:  # noqa: PLR0911 - a reason a rule
        """Whether there is one for a finding."""
        target = self.targets[path]
        if code == "F811":  # a fixture that is imported and then asked for by name
            return target.is_test and "`test" not in message
        if code == "F821":
            lines = target.text.split("\n")
            name = message.partition("`")[2].partition("`")[0]
            if defines_names_otherwise(target.text):
                return True
            is_settings = path.endswith("docs/conf.py")  # run by Sphinx, with names of its own
            return is_settings or (line <= len(lines) and is_quoted(name, lines[line - 1]))
        if code == "B015":
            return line in self._of(code, path, expected_to_raise)
        if code == "B006":
            return line not in self._of(code, path, changed_defaults)
        if code == "B023":
            return line not in self._of(code, path, closures_that_escape)
        if code in {"PLE1205", "PLE1206"}:
            return line in self._of("PLE1205", path, lambda text: other_loggers(text, path))
        return False

    def _of(self, code: str, path: str, lines: Callable[[str], set[int]]) -> set[int]:
        if (code, path) not in self._lines:
            self._lines[code, path] = lines(self.targets[path].text)
        return self._lines[code, path]


class Ruff(NamedTuple):
    """Ruff's findings on lines that count, how many are hidden, files it could not check and why, rules it lacks."""

    found: Found
    hidden: Hidden
    failures: Mapping[str, str]
    unknown: Sequence[str]


def run_ruff(targets: Mapping[str, Target], rules: RuleMap, minor: int) -> Ruff:
    """Check files with ruff, as Python 3.`minor`."""
    with_hidden = rules.all_rules or len(targets) <= MOST_FILES_FOR_HIDDEN
    texts = {path: each.text for path, each in targets.items()}
    rows, failures, unknown = ruff(texts, rules.selected(with_hidden=with_hidden), minor)
    found: Found = []
    hidden: Hidden = Counter()
    excuse = _Excuses(targets)
    for row in rows:
        code, path, line = str(row.get("code") or ""), str(row["filename"]), int(row["location"]["row"])
        dimension = dimension_of_rule("ruff", code, rules.rows)
        if not dimension or not targets[path].counts(line):
            continue
        if not rules.wants(code, targets[path]):
            hidden[dimension, code] += rules.hides(code, targets[path])
            continue
        if excuse.holds(code, path, line, str(row["message"])):
            continue
        end = int(row["end_location"]["row"])
        severity: Severity = "error" if code.startswith(("F", "PLE")) else "warning"
        found.append(
            (
                path,
                CodeFinding(
                    code, dimension, line, end, str(row["message"]), "", severity,
                    tool="ruff", name=str(row.get("name") or ""), url=str(row.get("url") or ""),
                ),
            )
        )  # fmt: skip
    return Ruff(found, +hidden, failures, unknown)


def run_bandit(targets: Mapping[str, Target], rules: RuleMap) -> tuple[Found, list[str]]:
    """Give bandit's findings on lines that count, and why something was not checked."""
    rows, failure = bandit({path: each.text for path, each in targets.items()})
    found: Found = []
    for row in rows:
        path, line, code = str(row["filename"]), int(row["line_number"]), str(row["test_id"])
        if not targets[path].counts(line) or (targets[path].is_test and code == _NOT_IN_TESTS):
            continue
        cwe = row.get("issue_cwe") or {}
        found.append(
            (
                path,
                CodeFinding(
                    f"bandit:{code}", dimension_of_rule("bandit", code, rules.rows) or "security", line,
                    max(row.get("line_range") or [line]), str(row["issue_text"]), "",
                    _SEVERITIES.get(str(row.get("issue_severity")), "warning"),
                    tool="bandit", name=str(row.get("test_name", "")), url=str(row.get("more_info", "")),
                    cwe=int(cwe.get("id") or 0),
                ),
            )
        )  # fmt: skip
    return found, [failure] if failure else []


def run_mypy(targets: Mapping[str, Target], rules: RuleMap) -> tuple[Found, list[str]]:
    """Give mypy's errors on lines that count; what is not installed here is unknown to it."""
    rows, failure = mypy({path: each.text for path, each in targets.items()})
    found: Found = []
    for row in rows:
        path, line, code = str(row["path"]), int(row["line"]), str(row.get("code") or "error")
        if targets[path].counts(line):
            dimension = dimension_of_rule("mypy", code, rules.rows) or "error handling"
            found.append(
                (
                    path,
                    CodeFinding(
                        f"mypy:{code}", dimension, line, line, str(row["message"]), "", "error",
                        tool="mypy", name=code, url=f"{MYPY_URL}{code}",
                    ),
                )
            )  # fmt: skip
    return found, [failure] if failure else []


TOOLS: Mapping[str, Callable[[Mapping[str, Target], RuleMap], tuple[Found, list[str]]]] = {
    "bandit": run_bandit,
    "mypy": run_mypy,
}
