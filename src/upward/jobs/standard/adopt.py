"""Record a team's answer to a standard: yes, or no with an objection."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Callout, Page, Prose, Tone
from upward.session.session import Session
from upward.session.writing import draft_evidence, rewrite
from upward.text import edits
from upward.text.template_slots import open_slots

# What a team must know before it says yes, by the questions of the template.
_ESSENTIAL = {"text": "what must be so", "owner": "who looks after it"}


def run(
    session: Session,
    standard: Annotated[str, "The standard's id", Names.RECORD],
    *,
    team: Annotated[str, "The team that answers"] = "",
    answer: Annotated[Literal["yes", "no"], "Its answer"] = "yes",
    objection: Annotated[str, "The team's objection; required if the answer is no"] = "",
    evidence: Annotated[bool, "Also draft evidence of the adoption"] = False,
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Record the answer with today's date; the first yes turns a proposed standard into an adopted one."""
    record = session.record(standard, "standard")
    if record.string("status") == "retired":
        raise UsageError(f"{record.id} is retired", why=record.string("retired-why"), next_step="write a new standard")
    unwritten = [each.name for each in open_slots(record.text) if each.name in _ESSENTIAL]
    if answer == "yes" and unwritten:
        raise UsageError(
            f"{record.id} does not say {' and '.join(_ESSENTIAL[each] for each in unwritten)}",
            next_step=f"answer {' and '.join(unwritten)} in {record.path}",
        )
    if not team:
        raise UsageError("Which team?", next_step="write --team NAME")
    if answer == "no" and not objection:
        raise UsageError(
            f"The objection of {team} is missing", next_step='write --objection "…": it shows what the standard lacks'
        )
    entry = {"team": team, "date": session.today.isoformat(), "answer": answer, "objection": objection}
    text = edits.apply_edits([edits.add_to_list(record.text, "adopters", entry)], record.text)
    if answer == "yes" and record.string("status") in {"", "proposed"}:
        text = edits.apply_edits([edits.set_value(text, "status", "adopted")], text)
    made = None
    if evidence and answer == "yes":
        made = draft_evidence(
            session, record, title=f"{team} adopted: {record.title}", started=record.string("date"),
            people=[team], what=f"{team} adopted the standard {record.title!r}.", dry_run=dry_run,
        )  # fmt: skip
        text = edits.apply_edits([edits.add_to_list(text, "evidence", made.id)], text)
    rewrite(session, record, text, dry_run=dry_run)
    said = [
        Callout(
            f"{'Would record' if dry_run else 'Recorded'}: {team} says {answer}.",
            Tone.GOOD if answer == "yes" else Tone.WARN,
        )
    ]
    more = [Prose(f"Drafted {made.path}; add your own part to it.")] if made else []
    data = {"id": record.id, "team": team, "answer": answer, "evidence": made.id if made else None}
    return JobResult(Page(record.title, (*said, *more)), data)


# What a team answered, only a person can say.
JOB = Job("standard adopt", run, interactive_only=("dry_run",))
