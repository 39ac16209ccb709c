"""One finding for one fault: of findings whose rules are equivalent and whose lines overlap, the first is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from upward.analysis.code_review.finding import CodeFinding

Found = list[tuple[str, CodeFinding]]


class Equivalents:
    """Which rules of different tools find the same fault, by a versioned table of groups `tool:rule`."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._group: Mapping[str, int] = {rule: number for number, group in enumerate(groups) for rule in group}
        self._members = [frozenset(group) for group in groups]

    def same(self, one: CodeFinding, other: CodeFinding) -> bool:
        """Whether two findings are by equivalent rules of different tools."""
        group = self._group.get(rule_key(one))
        return group is not None and group == self._group.get(rule_key(other)) and one.tool != other.tool

    def members(self, rule: str) -> frozenset[str]:
        """Give the rules that find the same as one, that one among them."""
        return self._members[self._group[rule]] if rule in self._group else frozenset({rule})


def rule_key(finding: CodeFinding) -> str:
    """Give a rule as the table names it: `upward:no-timeout`, `ruff:S113`, `bandit:B113`."""
    if not finding.tool:
        return f"upward:{finding.check}"
    return f"{finding.tool.lower()}:{finding.check.removeprefix(f'{finding.tool}:')}"


def merged(found: Iterable[tuple[str, CodeFinding]], equivalents: Equivalents) -> Found:
    """Give findings in their order, less those that say what another, kept before, says of the same lines."""
    kept: defaultdict[str, list[CodeFinding]] = defaultdict(list)
    for path, finding in found:
        reported = any(
            equivalents.same(each, finding) and each.line <= finding.end and finding.line <= each.end
            for each in kept[path]
        )
        if not reported and finding not in kept[path]:
            kept[path].append(finding)
    return sorted(
        ((path, each) for path, findings in kept.items() for each in findings),
        key=lambda pair: (pair[0], pair[1].line, pair[1].check),
    )
