"""Check a message: terms, request, numbers against the source, reading grade."""

from __future__ import annotations

from typing import Annotated

from upward.analysis.lint.runner import lint_records
from upward.analysis.lint.selection import rules_about
from upward.analysis.messages.readability import reading_grade
from upward.analysis.messages.skeleton import MOST_GRADE
from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, FactList, Page, Table, Tone
from upward.session.session import Session
from upward.text.spoken_text import spoken_text
from upward.text.template_slots import blank_slots


def run(session: Session, message: Annotated[str, "The message's id"]) -> JobResult:
    """Find terms the reader will not understand, and numbers the source does not have; exit code 1 if there are any."""
    record = session.record(message, "message")
    rules = rules_about("message", session.catalogue.rules.values())
    found = lint_records([record], rules, session.context())
    grade = reading_grade(spoken_text(blank_slots(record.prose)))
    audience = record.string("audience")
    most = MOST_GRADE.get(audience)
    said = (
        "too short to measure"
        if grade is None
        else f"{grade:g} (at most {most:g} for {audience})"
        if most
        else f"{grade:g}"
    )
    blocks: list[Block] = [FactList((("for", audience), ("reading grade", said)))]
    rows = tuple((f"{each.path}:{each.start.row}", each.name, each.message) for each in found)
    blocks.append(
        Table(("where", "rule", "what"), rows)
        if rows
        else Callout("No finding: the message suits its audience.", Tone.GOOD)
    )
    data = {
        "id": record.id,
        "audience": audience,
        "grade": grade,
        "findings": [{"rule": each.name, "row": each.start.row, "message": each.message} for each in found],
    }
    return JobResult(Page(record.title, tuple(blocks)), data, succeeded=not found)


JOB = Job("explain check", run)
