"""Rules over records: every remark becomes a finding with a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from upward.analysis.lint.selection import Selection
from upward.analysis.lint.suppression import SIGN, apply_suppressions
from upward.analysis.narrative.story_text import StoryText, parse_story
from upward.model.finding import Finding, Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Lines, Span
from upward.model.taken import parameter_names
from upward.text.template_slots import open_slots

# The codes of the rules that read English prose.
# A story with so many unanswered questions is a draft: it has one finding, the questions, until it is written.
DRAFT_QUESTIONS = 3
# Rules that judge the words of a story, and what a finished story owes its reader.
ABOUT_FINISHED_TEXT = ("UP1", "UP2", "UP3", "UP4", "UP5", "UP601", "UP708", "UP8")
ABOUT_THE_TELLING = ("UP1", "UP2")
# What is shown of a line; a line of megabytes is no help.
LONGEST = 400


def lint_records(records: Iterable[Record], rules: Iterable[Rule], context: Context) -> list[Finding]:
    """Give all findings, ordered by path and place."""
    chosen = sorted(rules, key=lambda rule: rule.code)
    found = [finding for record in records for finding in lint_record(record, chosen, context)]
    return sorted(found, key=lambda finding: finding.path)


def lint_record(
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
    chosen = selection.on(record.path, rules) if selection else rules
    found = _findings(record, chosen, context, sentences=sentences)
    if SIGN in record.text:
        found = apply_suppressions(found, record, [rule for rule in chosen if rule.applies_to(record)])
    return sorted(found, key=_place) if len(found) > 1 else found


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.code


def _findings(record: Record, rules: Iterable[Rule], context: Context, *, sentences: bool) -> list[Finding]:
    story = parse_story(record)
    remarks = _remarks(story, rules, context)
    if not remarks:
        return []
    text, lines = record.text, Lines.of(record.text)
    found = []
    for rule, remark in remarks:
        start, stop = remark.span
        if not 0 <= start <= stop <= len(text):
            start = max(0, min(start, len(text)))
            stop = max(start, min(len(text), stop))
        span = Span(start, stop)
        begin = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start, begin + LONGEST)
        place = lines.locate(start)
        found.append(
            Finding(
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
                sentence=text[slice(*story.sentence_at(span))] if sentences else "",
            )
        )
    return found


def _remarks(story: StoryText, rules: Iterable[Rule], context: Context) -> list[tuple[Rule, Remark]]:
    found: list[tuple[Rule, Remark]] = []
    record = story.record
    given = {"record": record, "story": story, "context": context}
    kind, keys = record.kind, record.fields.keys()
    foreign = kind == "story" and story.is_foreign
    draft = kind == "story" and story.has_open_slots and len(list(open_slots(record.text))) >= DRAFT_QUESTIONS
    for rule in rules:
        if (
            (draft and rule.code.startswith(ABOUT_FINISHED_TEXT))
            or (foreign and rule.code.startswith(ABOUT_THE_TELLING) and rule.name != "other-language")
            or (rule.kinds and kind not in rule.kinds)
            or (rule.requires_patterns and story.matched_patterns.isdisjoint(rule.requires_patterns))
            or (rule.requires_keys and keys.isdisjoint(rule.requires_keys))
        ):
            continue
        try:
            # One after the other, so that what was found before a failure is kept.
            for remark in rule.check(*[given[name] for name in parameter_names(rule.check)]):
                found.append((rule, remark))  # noqa: PERF401
        except Exception as error:  # noqa: BLE001 - a rule of another package may raise anything; the other rules still run
            why = f"{type(error).__name__}: {error}"
            message = f"The rule {rule.name} failed here ({why}); please report it to its author."
            found.append((rule, Remark(message, Span(0, 0))))
    return found
