"""Draft a story from evidence: facts filled in, and questions for what only you know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from upward.analysis import drafting
from upward.analysis.links import told
from upward.model.errors import NothingFoundError
from upward.model.extension import Job, Outcome
from upward.model.page import Heading, Items, Page, Prose
from upward.model.record import Record
from upward.session import Session
from upward.text.slots import slots


def run(
    session: Session,
    evidence: Annotated[tuple[str, ...], "Ids of evidence; without any, the weightiest that no story tells yet"] = (),
    *,
    template: Annotated[
        Literal["technical-direction", "mentorship", "cross-team-alignment", "crisis"], "Which kind of story"
    ] = "technical-direction",
    title: Annotated[str, "The story's title; without one, the evidence's"] = "",
    dry_run: Annotated[bool, "Show the draft, and write nothing"] = False,
) -> Outcome:
    """Write the draft into the logbook."""
    chosen = [session.record(ident, "evidence") for ident in evidence] or [_weightiest(session)]
    source = session.kind("story").templates[template]
    made = drafting.draft(chosen, template, source, session.rubrics, title)
    ident, path = session.place("story", made.id)
    if not dry_run:
        session.folder.create(path, made.text)
        session.forget()
    prompts = tuple(f"{slot.name}: {slot.prompt}" for slot in slots(made.text))
    blocks = (
        Prose(
            f"{'Would write' if dry_run else 'Wrote'} {path}, resting on {', '.join(record.id for record in chosen)}."
        ),
        Heading("Only you can tell"),
        Items(prompts),
        Prose(f"Answer each in the file, then run `upward check {path}`."),
    )
    return Outcome(
        Page(title or chosen[0].title, blocks), {"id": ident, "path": path, "text": made.text, "open": list(made.open)}
    )


def _weightiest(session: Session) -> Record:
    """Give the evidence most worth telling: tagged first, then what stood out when it was mined, then the latest."""
    known = told(session.corpus)
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


JOB = Job("draft", run)
