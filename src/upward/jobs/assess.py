"""Check in against a rubric, let somebody else rate you, and see where you disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.assessing import differences, filled, form
from upward.analysis.readiness import readiness
from upward.model.asking import PLACE
from upward.model.errors import NothingFoundError, SourceError
from upward.model.extension import Job, Outcome
from upward.model.page import Block, Items, Note, Page, Source, Table, Tone
from upward.model.record import Record
from upward.session import Session
from upward.store.files import Folder
from upward.store.source import PathSource
from upward.text import compose
from upward.text.words import counted


def run(
    session: Session,
    *,
    role: Annotated[Literal["self", "manager", "mentor", "peer"], "Who will rate"] = "self",
    rubric: Annotated[str, "The rubric's id"] = "",
    level: Annotated[str, "Only this level"] = "",
    read: Annotated[str, "Read a form that was filled, and keep it as an assessment", PLACE] = "",
    to: Annotated[str, "Write the form to this file, for somebody to fill"] = "",
    compare: Annotated[bool, "Show what your newest assessment and theirs disagree on"] = False,
    dry_run: Annotated[bool, "Show, and write nothing"] = False,
) -> Outcome:
    """Give a form to fill, read one back, or compare two."""
    if read:
        return _read(session, read, dry_run=dry_run)
    chosen = session.rubric(rubric)
    if compare:
        return _compare(session, chosen.id)
    wanted = level or (session.settings.level if session.settings.level in chosen.levels else "")
    evidence, stories = session.corpus.records("evidence"), session.corpus.records("story")
    judged = readiness(evidence, stories, chosen, wanted, session.today, {})
    text = form(chosen, wanted, judged, role, session.today.isoformat())
    if to and not dry_run:
        path = (session.here / Path(to).expanduser()).absolute()
        Folder(path.parent).put(path.name, text + "\n")
    step = f"Written to {to}; when it is filled: `upward assess --read {to}`." if to else "`--to FILE` writes it."
    blocks = (Note(step), *(() if to else (Source(text),)))
    return Outcome(Page("A form to fill", blocks), {"rubric": chosen.id, "role": role, "to": to, "form": text})


def _read(session: Session, name: str, *, dry_run: bool) -> Outcome:
    fields, faults = filled(PathSource(str(session.here / Path(name).expanduser())).text(), session.rubrics)
    ratings = fields.get("ratings", ())
    if not ratings:
        raise SourceError(
            f"{name} holds no rating",
            why=" ".join(faults) or "every line `Rating:` is empty",
            next_step="fill in at least one",
        )
    ident, path = session.place("assessment", compose.slug(f"{fields['date']} {fields['role']} {fields['by']}"))
    if not dry_run:
        session.folder.create(path, compose.record(fields, "What changed since the last time, and what is next?"))
        session.forget()
    bare = [str(each["criterion"]) for each in ratings if isinstance(each, dict) and not each.get("evidence")]
    blocks: list[Block] = [
        Note(f"{counted(len(ratings), 'rating')} read{'' if dry_run else f', kept as {ident}'}.", Tone.GOOD)
    ]
    if bare:
        blocks.append(
            Note(f"Without evidence: {', '.join(bare)}. A rating that nothing shows is an opinion.", Tone.WARN)
        )
    if faults:
        blocks.append(Items(tuple(faults)))
    data = {"id": ident, "ratings": ratings, "unread": faults, "without_evidence": bare}
    return Outcome(Page("Assessment", tuple(blocks)), data, fulfilled=not faults)


def _compare(session: Session, rubric: str) -> Outcome:
    known = [record for record in session.corpus.records("assessment") if record.string("rubric") == rubric]
    mine = _newest([record for record in known if record.string("role") == "self"])
    theirs = _newest([record for record in known if record.string("role") != "self"])
    if mine is None or theirs is None:
        who = "your own" if mine is None else "somebody else's"
        raise NothingFoundError(
            f"There is no assessment of {who} against {rubric}",
            next_step="give out a form with `upward assess --role manager --to form.md`, and read it with --read",
        )
    found = list(differences(mine, theirs))
    rows = tuple((each.criterion, each.mine, each.theirs, "; ".join(each.notes)) for each in found)
    note = Note(f"{mine.id} and {theirs.id} agree on everything both rate.", Tone.GOOD)
    table = Table(("criterion", "you", theirs.string("by") or theirs.string("role"), "notes"), rows)
    data = [
        {
            "criterion": each.criterion,
            "mine": each.mine,
            "theirs": each.theirs,
            "steps": each.steps,
            "notes": list(each.notes),
        }
        for each in found
    ]
    return Outcome(Page("Where you disagree", (table if rows else note,)), data, rows=data)


def _newest(records: list[Record]) -> Record | None:
    return max(records, key=lambda record: (record.string("date"), record.id), default=None)


JOB = Job("assess", run, by_hand=("to",))
