"""Explain a decision, an incident or a concern to finance, support, a director or customers."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.analysis.messages.skeleton import SOURCES, message_body
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import CodeBlock, Items, Page, Prose
from upward.session.session import Session
from upward.session.writing import create_record
from upward.text.template_slots import open_slots


def run(
    session: Session,
    source: Annotated[str, "The id of the decision, incident or concern"],
    *,
    for_: Annotated[Literal["finance", "support", "director", "customer"], "Who will read it"] = "director",
    title: Annotated[str, "The subject line; by default the source's title"] = "",
    needed_by: Annotated[str, "The day by which an answer is needed, such as 2026-06-30"] = "",
    dry_run: Annotated[bool, "Show the skeleton, and write nothing"] = False,
) -> JobResult:
    """Write a skeleton with the facts of the source, and questions for what only you know."""
    record = session.record(source)
    if record.kind not in SOURCES:
        raise UsageError(
            f"{record.id} is a {record.kind}", next_step=f"explain a {', '.join(SOURCES[:-1])} or {SOURCES[-1]}"
        )
    fields = {
        "title": title or record.title, "date": session.today.isoformat(), "source": record.id, "audience": for_,
        "needed-by": needed_by, "private": "true" if record.private else "",
    }  # fmt: skip
    made = create_record(session, "message", fields, message_body(record, for_), dry_run=dry_run)
    prompts = tuple(slot.prompt for slot in open_slots(made.text))
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {made.path}. Only you know:")
    step = Prose(f"Then `upward explain check {made.id}`.")
    blocks = (said, Items(prompts), *((CodeBlock(made.text),) if dry_run else ()), step)
    data = {"id": made.id, "path": made.path, "audience": for_, "text": made.text, "open": list(prompts)}
    return JobResult(Page(record.title, blocks), data)


JOB = Job("explain", run, group="Team practices")
