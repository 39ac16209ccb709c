"""Rate yourself against a rubric, let another person rate you, and see where you disagree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.growth.assessment import assessment_form, disagreements, filled_ratings
from upward.analysis.growth.html_form import html_form, text_of_html_form
from upward.model.errors import NothingFoundError, SourceError
from upward.model.job import PLACE, Artefact, Job, JobResult, Names
from upward.model.page import Block, Callout, Items, Page, Table, Tone
from upward.model.record import Record, Value
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.store.word_text import word_text
from upward.text import record_writer
from upward.text.words import count_noun


def run(
    session: Session,
    *,
    role: Annotated[Literal["self", "manager", "mentor", "peer"], "Who will rate: yourself, or another role"] = "self",
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "Only this level"] = "",
    from_: Annotated[str, "Read a completed form and save it as an assessment", PLACE] = "",
    compare: Annotated[bool, "Show where your newest assessment and the other person's disagree"] = False,
    dry_run: Annotated[bool, "Show, and write nothing"] = False,
) -> JobResult:
    """Print a form to fill in, read a completed form, or compare two assessments."""
    if from_:
        return _read(session, from_, dry_run=dry_run)
    chosen = session.rubric(rubric)
    if compare:
        return _compare(session, chosen.id)
    wanted = level or (session.settings.level if session.settings.level in chosen.levels else "")
    day = session.today.isoformat()
    page = assessment_form(chosen, wanted, role, day)
    artefacts = (Artefact(html_form(chosen, wanted, role, day), (".html", ".htm")),)
    return JobResult(page, {"rubric": chosen.id, "role": role, "level": wanted}, artefacts=artefacts)


def _form_text(session: Session, name: str) -> str:
    """Give the text of a filled form: Markdown as it stands, HTML and Word by their fields."""
    path = session.here / Path(name).expanduser()
    if path.suffix.lower() == ".docx":
        return word_text(path)
    text = PathImportSource(str(path)).text()
    return text_of_html_form(text) if "<form" in text[:20_000] else text


def _read(session: Session, name: str, *, dry_run: bool) -> JobResult:
    known = {record.id for record in session.corpus.records("evidence")}
    fields, faults = filled_ratings(_form_text(session, name), session.rubrics, known)
    ratings = fields.get("ratings", ())
    if not ratings:
        raise SourceError(
            f"{name} contains no rating",
            why=" ".join(faults) or "every line `Rating:` is empty",
            next_step="rate at least one criterion",
        )
    earlier = _same_form(session, fields)
    ident = earlier.id if earlier else ""
    if not ident:
        wanted = record_writer.slug(f"{fields['date']} {fields['role']} {fields['by']}")
        ident, path = session.free_id("assessment", wanted)
    if not dry_run:
        text = record_writer.compose_record(fields, "What changed since the last time, and what is next?")
        if earlier:
            session.folder.replace(earlier.path, text, earlier.digest)
        else:
            session.folder.create(path, text)
        session.invalidate()
    bare = [
        str(each["criterion"])
        for each in ratings
        if isinstance(each, dict) and not (each.get("evidence") or each.get("seen"))
    ]
    done = (
        "" if dry_run else f", saved as {ident}, which replaces the earlier form" if earlier else f", saved as {ident}"
    )
    blocks: list[Block] = [Callout(f"{count_noun(len(ratings), 'rating')} read{done}.", Tone.GOOD)]
    if bare:
        blocks.append(Callout(f"Ratings without evidence: {', '.join(bare)}.", Tone.WARN))
    if faults:
        blocks.append(Items(tuple(faults)))
    data = {"id": ident, "replaced": bool(earlier), "ratings": ratings, "unread": faults, "without_evidence": bare}
    return JobResult(Page("Assessment", tuple(blocks)), data, succeeded=not faults)


def _same_form(session: Session, fields: Mapping[str, Value]) -> Record | None:
    """Give the assessment that this form was read into before: same rubric, person, role and date."""
    keys = ("rubric", "by", "role", "date")
    records = session.corpus.records("assessment")
    return next((each for each in records if all(each.string(key) == fields.get(key, "") for key in keys)), None)


def _compare(session: Session, rubric: str) -> JobResult:
    known = [record for record in session.corpus.records("assessment") if record.string("rubric") == rubric]
    mine = _newest([record for record in known if record.string("role") == "self"])
    theirs = _newest([record for record in known if record.string("role") != "self"])
    if mine is None or theirs is None:
        who = "your own" if mine is None else "another person's"
        raise NothingFoundError(
            f"There is no assessment by {who} against {rubric}",
            next_step=(
                "write a form with `upward assess --role manager --output form.html`, and read the "
                "completed form with --from"
            ),
        )
    found = list(disagreements(mine, theirs))
    rows = tuple((each.criterion, each.mine, each.theirs, "; ".join(each.notes)) for each in found)
    note = Callout(f"{mine.id} and {theirs.id} agree on every criterion that both rate.", Tone.GOOD)
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
    return JobResult(Page("Where the two disagree", (table if rows else note,)), data, rows=data)


def _newest(records: list[Record]) -> Record | None:
    return max(records, key=lambda record: (record.string("date"), record.id), default=None)


JOB = Job("assess", run, group="Grow")
