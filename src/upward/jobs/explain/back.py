"""Record whether a reader could repeat, in their own words, what they are asked to do."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, Page, Prose, Tone
from upward.session.session import Session
from upward.session.writing import draft_evidence, rewrite
from upward.text import edits


def run(
    session: Session,
    message: Annotated[str, "The message's id"],
    *,
    reader: Annotated[str, "The role of the person who read it"] = "",
    words: Annotated[str, "What they think they are asked to do"] = "",
    understood: Annotated[Literal["", "yes", "no"], "Whether that is the request"] = "",
    evidence: Annotated[bool, "Draft evidence of the message, too"] = False,
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Record a reader's own words, and whether they named the request; exit code 1 if they did not."""
    record = session.record(message, "message")
    if not reader or not words or not understood:
        raise UsageError(
            "explain back needs a reader, their words, and whether they understood the request",
            next_step=(
                'ask "what are you asked to do, and by when?", then give --reader, --words and --understood yes|no'
            ),
        )
    entry = {"reader": reader, "date": session.today.isoformat(), "understood": understood, "words": words}
    text = edits.apply_edits([edits.add_to_list(record.text, "readers", entry)], record.text)
    blocks: list[Block] = []
    made = None
    if understood == "yes":
        blocks.append(Callout(f"The {reader} named the request.", Tone.GOOD))
    else:
        blocks.append(Callout(f"The {reader} did not name the request: rewrite it, and ask another reader.", Tone.WARN))
    if evidence:
        made = draft_evidence(
            session, record, title=f"Explained to {record.string('audience')}: {record.title}", people=[reader],
            what=f"A message to {record.string('audience')}; the {reader} said back: {words}", dry_run=dry_run,
        )  # fmt: skip
        text = edits.apply_edits([edits.add_to_list(text, "evidence", made.id)], text)
        blocks.append(Prose(f"Drafted {made.path}; add your own part to it."))
    rewrite(session, record, text, dry_run=dry_run)
    data = {"id": record.id, "reader": reader, "understood": understood == "yes", "evidence": made.id if made else None}
    return JobResult(Page(record.title, tuple(blocks)), data, succeeded=understood == "yes")


# What a reader said, only a person can write down.
JOB = Job("explain back", run, interactive_only=("dry_run",))
