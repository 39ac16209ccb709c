"""Rules over records: every remark becomes a finding with a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from upward.model.extension import Context, Rule
from upward.model.finding import Finding, Remark, Severity
from upward.model.record import Record
from upward.model.span import Lines, Span


def lint(records: Iterable[Record], rules: Iterable[Rule], context: Context) -> list[Finding]:
    """Give all findings, ordered by path and place. A rule that raises becomes a finding, too."""
    chosen = sorted(rules, key=lambda rule: rule.code)
    found = [finding for record in records for finding in _findings(record, chosen, context)]
    return sorted(found, key=lambda finding: (finding.path, finding.span, finding.code))


def _findings(record: Record, rules: Iterable[Rule], context: Context) -> Iterator[Finding]:
    lines = Lines.of(record.text)
    for rule in rules:
        if not rule.applies_to(record):
            continue
        for remark in _remarks(rule, record, context):
            span = Span(max(0, remark.span.start), min(len(record.text), remark.span.stop))
            start, end = lines.locate(span.start), lines.locate(span.stop)
            yield Finding(
                rule.code, rule.name, rule.severity, remark.message, record.path, span, start, end, remark.fix
            )


def _remarks(rule: Rule, record: Record, context: Context) -> Iterator[Remark]:
    try:
        yield from rule.check(record, context)
    except Exception as error:  # noqa: BLE001 - a stranger's rule may raise anything; the other rules still speak
        yield Remark(
            f"The rule {rule.name} failed here ({type(error).__name__}: {error}); please report it to its author.",
            Span(0, 0),
        )


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Give the most serious severity; None without findings."""
    order = list(Severity)
    return min((finding.severity for finding in findings), key=order.index, default=None)
