"""Findings of any tool, read from SARIF 2.1.0, and the dimension of each by a versioned map."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upward.analysis.code_review.finding import CodeFinding, Severity
from upward.analysis.code_review.sarif_parts import (
    Rule,
    artifact_path,
    mapping,
    mappings,
    message_of,
    rules_of,
    tags_of,
)

MAX_RESULTS = 20_000
# What a result must be to count: SARIF's other kinds say that a rule was met, or does not apply.
_FAILING = frozenset({"fail", "review", "open"})
_LEVELS: Mapping[str, Severity] = {"error": "error", "warning": "warning", "note": "note", "none": "note"}


@dataclass(frozen=True, slots=True)
class ToolFindings:
    """What a tool found: findings by path, results by rule that the map does not know, and what was not checked."""

    tools: tuple[str, ...]
    found: tuple[tuple[str, CodeFinding], ...]
    unknown: Mapping[str, int]
    not_checked: tuple[str, ...] = ()
    suppressed: int = 0


def parse_sarif(text: str, rows: Sequence[Mapping[str, Any]]) -> ToolFindings:
    """Read a log; raises ValueError, saying what is wrong, for text that is not SARIF."""
    try:
        log = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is not JSON: {error}") from error
    runs = log.get("runs") if isinstance(log, dict) else None
    if not isinstance(runs, list):
        raise ValueError("it has no list `runs`")  # noqa: TRY004 - about what a file holds
    read = [_Run(run, rows) for run in runs if isinstance(run, dict)]
    unknown = Counter[str]()
    for each in read:
        unknown.update(each.unknown)
    return ToolFindings(
        tuple(dict.fromkeys(each.tool for each in read)),
        tuple(pair for each in read for pair in each.found),
        unknown,
        tuple(reason for each in read for reason in each.not_checked),
        sum(each.suppressed for each in read),
    )


class _Run:
    """One run of a log."""

    def __init__(self, run: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        self.run, self.rows = run, rows
        self.driver = mapping(mapping(run.get("tool")).get("driver"))
        self.tool = str(self.driver.get("name") or "tool without a name")
        self.components = [self.driver, *mappings(mapping(run.get("tool")).get("extensions"))]
        self.rules = [rules_of(each) for each in self.components]
        self.unknown = Counter[str]()
        self.suppressed, self.placeless = 0, 0
        results = mappings(run.get("results"))
        self.found = [pair for each in results[:MAX_RESULTS] for pair in self._findings(each)]
        self.not_checked = list(self._failures())
        if self.placeless:
            self.not_checked.append(f"{self.tool}: {self.placeless} results name no file")
        if len(results) > MAX_RESULTS:
            self.not_checked.append(f"{self.tool}: {len(results) - MAX_RESULTS} results beyond the first {MAX_RESULTS}")

    def _failures(self) -> Iterator[str]:
        for each in mappings(self.run.get("invocations")):
            errors = [
                message_of(mapping(note.get("message")), {}, {})
                for note in mappings(each.get("toolExecutionNotifications"))
                if note.get("level") == "error"
            ]
            reason = f": {'; '.join(errors[:3])}" if errors else ""
            if each.get("executionSuccessful") is False:
                code = each.get("exitCode")
                yield f"{self.tool}: its run failed{f' with exit code {code}' if isinstance(code, int) else ''}{reason}"
            elif errors:
                yield f"{self.tool}: errors in its run{reason}"

    def _findings(self, result: Mapping[str, Any]) -> Iterator[tuple[str, CodeFinding]]:
        if result.get("baselineState") == "absent" or result.get("kind", "fail") not in _FAILING:
            return
        if any(each.get("status", "accepted") == "accepted" for each in mappings(result.get("suppressions"))):
            self.suppressed += 1
            return
        rule = self._rule(result)
        dimension = _dimension(self.tool, rule.id, {*rule.tags, *tags_of(result)}, self.rows)
        if not dimension:
            self.unknown[f"{self.tool} {rule.id}"] += 1
            return
        path, start, end = self._place(result)
        if not path:
            self.placeless += 1
            return
        severity = _LEVELS.get(str(result.get("level", rule.level)), "warning")
        shared = mapping(self.driver.get("globalMessageStrings"))
        message = " ".join(message_of(mapping(result.get("message")), rule.messages, shared).split())[:500]
        yield (
            path,
            CodeFinding(
                f"{self.tool}:{rule.id}", dimension, start, end, message, "", severity,
                tool=self.tool, name=rule.name, url=rule.url, cwe=rule.cwe or _taxon(result),
            ),
        )  # fmt: skip

    def _rule(self, result: Mapping[str, Any]) -> Rule:
        reference = mapping(result.get("rule"))
        ident = str(result.get("ruleId") or reference.get("id") or "")
        index = reference.get("index", result.get("ruleIndex"))
        number = mapping(reference.get("toolComponent")).get("index")
        # Without a component's index, the driver; in SARIF that index counts the extensions.
        at = number + 1 if isinstance(number, int) and 0 <= number < len(self.components) - 1 else 0
        listed = self.rules[at]
        if isinstance(index, int) and 0 <= index < len(listed) and (not ident or ident.startswith(listed[index].id)):
            return listed[index]
        # `CA1000/1` is a rule below CA1000.
        for name in (ident, ident.rpartition("/")[0]):
            for rules in self.rules:
                for rule in rules:
                    if name and rule.id == name:
                        return rule
        return Rule(ident)

    def _place(self, result: Mapping[str, Any]) -> tuple[str, int, int]:
        """Give the path and the first and last line of the first place that is in a file."""
        for location in mappings(result.get("locations")):
            physical = mapping(location.get("physicalLocation"))
            path = artifact_path(mapping(physical.get("artifactLocation")), self.run)
            region = mapping(physical.get("region"))
            line, end = region.get("startLine"), region.get("endLine")
            start = line if isinstance(line, int) and line > 0 else 1
            if path:
                return path, start, end if isinstance(end, int) and end >= start else start
        return "", 1, 1


def _taxon(result: Mapping[str, Any]) -> int:
    for each in mappings(result.get("taxa")):
        if mapping(each.get("toolComponent")).get("name") == "CWE" and str(each.get("id", "")).isdigit():
            return int(each["id"])
    return 0


def _dimension(tool: str, ident: str, tags: set[str], rows: Sequence[Mapping[str, Any]]) -> str:
    for row in rows:
        known = [str(each).lower() for each in row.get("tags", ())]
        by_rule = str(row.get("tool", "")) in tool.lower() and any(
            ident.startswith(str(each)) for each in row.get("rules", ())
        )
        if by_rule or any(word in tag.lower() for tag in tags for word in known):
            return str(row["dimension"])
    return ""


def dimension_of_rule(tool: str, ident: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Give the dimension of a tool's rule by the map; empty for one that it does not know."""
    return _dimension(tool, ident, set(), rows)
