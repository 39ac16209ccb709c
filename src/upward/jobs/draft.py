"""Draft a story from evidence: facts filled in, and questions for what only you know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from upward.analysis.growth.rubric_signals import match_criteria
from upward.analysis.narrative import story_draft
from upward.analysis.narrative.evidence_links import linked_evidence_ids
from upward.model.errors import NothingFoundError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Heading, Items, Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.text.template_slots import slots


def run(
    session: Session,
    evidence: Annotated[
        tuple[str, ...], "Ids of evidence; without any, the most significant that no story uses yet", Names.RECORD
    ] = (),
    *,
    template: Annotated[
        Literal["technical-direction", "mentorship", "cross-team-alignment", "crisis"], "Which kind of story"
    ] = "technical-direction",
    title: Annotated[str, "The story's title; without one, the evidence's"] = "",
    dry_run: Annotated[bool, "Show the draft, and write nothing"] = False,
) -> JobResult:
    """Write the draft into the logbook."""
    chosen = [session.record(ident, "evidence") for ident in evidence] or [_weightiest(session)]
    source = session.kind("story").templates[template]
    made = story_draft.draft_story(chosen, template, source, lambda text: _principles(session, text), title)
    ident, path = session.free_id("story", made.id)
    if not dry_run:
        session.folder.create(path, made.text)
        session.invalidate()
    prompts = tuple(f"{slot.name}: {slot.prompt}" for slot in slots(made.text))
    blocks = (
        Prose(
            f"{'Would write' if dry_run else 'Wrote'} {path}, resting on {', '.join(record.id for record in chosen)}."
        ),
        Heading("Only you can tell"),
        Items(prompts),
        Prose(f"Answer each in the file, then run `upward check {path}`."),
    )
    return JobResult(
        Page(title or chosen[0].title, blocks), {"id": ident, "path": path, "text": made.text, "open": list(made.open)}
    )


def _principles(session: Session, text: str) -> list[str]:
    """Give the principle that the text speaks for most clearly; none below a strength of one half."""
    rubric = session.rubrics.get("amazon-principles")
    return [label.criterion for label in match_criteria(text, rubric, least=0.5)[:1]] if rubric else []


def _weightiest(session: Session) -> Record:
    """Give the evidence most worth telling: tagged first, then what stood out when it was mined, then the latest."""
    known = linked_evidence_ids(session.corpus)
    left: Sequence[Record] = [record for record in session.corpus.records("evidence") if record.id not in known]
    if not left:
        why = "every piece of evidence is told in a story" if known else "there is no evidence yet"
        raise NothingFoundError(
            "There is nothing to draft from",
            why=why,
            next_step="run `upward mine PATH --save` or `upward add evidence`",
        )
    return max(
        left,
        key=lambda record: (len(record.strings("criteria")), _significance(record), record.string("date"), record.id),
    )


def _significance(record: Record) -> float:
    try:
        return float(record.string("significance") or 0)
    except ValueError:
        return 0.0


JOB = Job("draft", run, group="Write")
