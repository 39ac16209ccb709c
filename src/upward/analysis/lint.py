"""Rules over records: every remark becomes a finding with a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from upward.analysis.selection import Selection
from upward.analysis.suppression import kept
from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Finding, Remark
from upward.model.record import Record
from upward.model.span import Lines, Span

# What is shown of a line; a line of megabytes is no help.
LONGEST = 400


def lint(records: Iterable[Record], rules: Iterable[Rule], context: Context) -> list[Finding]:
    """Give all findings, ordered by path and place."""
    chosen = sorted(rules, key=lambda rule: rule.code)
    found = [finding for record in records for finding in check(record, chosen, context)]
    return sorted(found, key=lambda finding: finding.path)


def check(
    record: Record,
    rules: Sequence[Rule],
    context: Context,
    selection: Selection | None = None,
    *,
    sentences: bool = False,
) -> list[Finding]:
    """Give the findings in one record, ordered by place; `sentences` keeps the sentence of each.

    A rule that raises becomes a finding, too; a finding that a comment answers is left out.
    """
    chosen = [rule for rule in (selection.on(record.path, rules) if selection else rules) if rule.applies_to(record)]
    found = list(_findings(record, chosen, context, sentences=sentences))
    left = kept(found, record, chosen)
    return sorted(left, key=lambda finding: (finding.span, finding.code)) if len(left) > 1 else left


def _findings(record: Record, rules: Iterable[Rule], context: Context, *, sentences: bool) -> Iterator[Finding]:
    text, lines = record.text, Lines.of(record.text)
    cues, keys = told(record).cues, record.fields.keys()
    for rule in rules:
        if (rule.cues and cues.isdisjoint(rule.cues)) or (rule.keys and keys.isdisjoint(rule.keys)):
            continue
        for remark in _remarks(rule, record, context):
            start, stop = remark.span
            if not 0 <= start <= stop <= len(text):
                start = max(0, min(start, len(text)))
                stop = max(start, min(len(text), stop))
            span = Span(start, stop)
            begin = text.rfind("\n", 0, start) + 1
            end = text.find("\n", start, begin + LONGEST)
            place = lines.locate(start)
            yield Finding(
                code=rule.code,
                name=rule.name,
                severity=rule.severity,
                message=remark.message,
                path=record.path,
                span=span,
                start=place,
                end=lines.after(place, span),
                fix=remark.fix,
                line=text[begin : end if end >= 0 else begin + LONGEST],
                sentence=text[slice(*told(record).around(span))] if sentences else "",
            )


def _remarks(rule: Rule, record: Record, context: Context) -> list[Remark]:
    found: list[Remark] = []
    try:
        # One after the other, so that what was found before a failure is kept.
        for remark in rule.check(record, context):
            found.append(remark)  # noqa: PERF402
    except Exception as error:  # noqa: BLE001 - a stranger's rule may raise anything; the other rules still speak
        message = f"The rule {rule.name} failed here ({type(error).__name__}: {error}); please report it to its author."
        found.append(Remark(message, Span(0, 0)))
    return found
