"""Check in against a rubric, let somebody else rate you, and see where you disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.growth.assessment import assessment_form, disagreements, filled_ratings
from upward.analysis.growth.readiness import readiness
from upward.model.errors import NothingFoundError, SourceError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.page import Block, Callout, CodeBlock, Items, Page, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.store.logbook.folder import Folder
from upward.text import record_writer
from upward.text.words import count_noun


def run(
    session: Session,
    *,
    role: Annotated[Literal["self", "manager", "mentor", "peer"], "Who will rate"] = "self",
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "Only this level"] = "",
    read: Annotated[str, "Read a form that was filled, and keep it as an assessment", PLACE] = "",
    to: Annotated[str, "Write the form to this file, for somebody to fill"] = "",
    compare: Annotated[bool, "Show what your newest assessment and theirs disagree on"] = False,
    dry_run: Annotated[bool, "Show, and write nothing"] = False,
) -> JobResult:
    """Give a form to fill, read one back, or compare two."""
    if read:
        return _read(session, read, dry_run=dry_run)
    chosen = session.rubric(rubric)
    if compare:
        return _compare(session, chosen.id)
    wanted = level or (session.settings.level if session.settings.level in chosen.levels else "")
    judged = readiness(session.corpus.records(), chosen, wanted, session.today, {}, session.me)
    text = assessment_form(chosen, wanted, judged, role, session.today.isoformat())
    if to and not dry_run:
        path = (session.here / Path(to).expanduser()).absolute()
        Folder(path.parent).write_artefact(path.name, text + "\n")
    step = f"Written to {to}; when it is filled: `upward assess --read {to}`." if to else "`--to FILE` writes it."
    blocks = (Callout(step), *(() if to else (CodeBlock(text),)))
    return JobResult(Page("A form to fill", blocks), {"rubric": chosen.id, "role": role, "to": to, "form": text})


def _read(session: Session, name: str, *, dry_run: bool) -> JobResult:
    fields, faults = filled_ratings(
        PathImportSource(str(session.here / Path(name).expanduser())).text(), session.rubrics
    )
    ratings = fields.get("ratings", ())
    if not ratings:
        raise SourceError(
            f"{name} holds no rating",
            why=" ".join(faults) or "every line `Rating:` is empty",
            next_step="fill in at least one",
        )
    ident, path = session.free_id("assessment", record_writer.slug(f"{fields['date']} {fields['role']} {fields['by']}"))
    if not dry_run:
        session.folder.create(path, record_writer.record(fields, "What changed since the last time, and what is next?"))
        session.invalidate()
    bare = [str(each["criterion"]) for each in ratings if isinstance(each, dict) and not each.get("evidence")]
    blocks: list[Block] = [
        Callout(f"{count_noun(len(ratings), 'rating')} read{'' if dry_run else f', kept as {ident}'}.", Tone.GOOD)
    ]
    if bare:
        blocks.append(
            Callout(f"Without evidence: {', '.join(bare)}. A rating that nothing shows is an opinion.", Tone.WARN)
        )
    if faults:
        blocks.append(Items(tuple(faults)))
    data = {"id": ident, "ratings": ratings, "unread": faults, "without_evidence": bare}
    return JobResult(Page("Assessment", tuple(blocks)), data, succeeded=not faults)


def _compare(session: Session, rubric: str) -> JobResult:
    known = [record for record in session.corpus.records("assessment") if record.string("rubric") == rubric]
    mine = _newest([record for record in known if record.string("role") == "self"])
    theirs = _newest([record for record in known if record.string("role") != "self"])
    if mine is None or theirs is None:
        who = "your own" if mine is None else "somebody else's"
        raise NothingFoundError(
            f"There is no assessment of {who} against {rubric}",
            next_step="give out a form with `upward assess --role manager --to form.md`, and read it with --read",
        )
    found = list(disagreements(mine, theirs))
    rows = tuple((each.criterion, each.mine, each.theirs, "; ".join(each.notes)) for each in found)
    note = Callout(f"{mine.id} and {theirs.id} agree on everything both rate.", Tone.GOOD)
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
    return JobResult(Page("Where you disagree", (table if rows else note,)), data, rows=data)


def _newest(records: list[Record]) -> Record | None:
    return max(records, key=lambda record: (record.string("date"), record.id), default=None)


JOB = Job("assess", run, group="Grow", interactive_only=("to",))
