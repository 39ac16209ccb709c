"""List rubrics, show one, or import a company's career ladder."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

from upward.model.errors import SourceError, UsageError
from upward.model.job import PLACE, Artefact, Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Table, Tone
from upward.model.rubric import Rubric
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text import career_ladders, rubric_reader
from upward.text.record_writer import slug
from upward.text.rubric_writer import rubric_as_yaml
from upward.text.words import count_noun

# Where a logbook keeps rubrics of its own.
FOLDER = ".upward/rubrics"
MOST_UNREAD = 20
# The endings of a rubric's file.
YAML = (".yaml", ".yml")


def run(
    session: Session,
    name: Annotated[str, "The rubric's id; by default all are listed", Names.RUBRIC] = "",
    *,
    from_: Annotated[
        str, "Import a career ladder from this file (YAML, Markdown or CSV); NAME becomes its id", PLACE
    ] = "",
    dry_run: Annotated[bool, "With --from: show, and write nothing"] = False,
) -> JobResult:
    """List rubrics or show one; an imported ladder is written to .upward/rubrics in the logbook."""
    if from_:
        return _read_ladder(session, name, from_, dry_run=dry_run)
    if name:
        found = session.rubric(name)
        return JobResult(_page(found), _data(found), artefacts=(Artefact(rubric_as_yaml(found), YAML),))
    known = [session.rubrics[ident] for ident in sorted(session.rubrics) if ident != "own"]
    rows = tuple((each.id, each.title, str(len(each.criteria)), ", ".join(each.levels)) for each in known)
    data = [
        {"id": each.id, "title": each.title, "criteria": len(each.criteria), "levels": list(each.levels)}
        for each in known
    ]
    return JobResult(
        Page(count_noun(len(rows), "rubric"), (Table(("id", "title", "criteria", "levels"), rows),)), data, rows=data
    )


def _read_ladder(session: Session, name: str, path: str, *, dry_run: bool) -> JobResult:
    text = PathImportSource(str(session.here / Path(path).expanduser())).text()
    rubric, form, unread = _own_form(name, path, text) or _form_of_others(name, path, text)
    if rubric.id in session.catalogue.rubrics:
        raise UsageError(
            f"{rubric.id} is the id of a rubric that comes with upward", next_step="give another id before --from"
        )
    if not dry_run:
        place = f"{FOLDER}/{rubric.id}.yaml"
        write = session.folder.write_artefact if session.folder.exists(place) else session.folder.create
        write(place, rubric_as_yaml(rubric))
    criteria = count_noun(len(rubric.criteria), "criterion", "criteria")
    said = f"Read as {form}: {criteria} in {count_noun(len(rubric.areas), 'area')}."
    blocks: list[Block] = [Callout(said, Tone.GOOD)]
    if unread:
        blocks += [Heading(f"Not read: {len(unread)}"), Items(unread[:MOST_UNREAD])]
    if not dry_run:
        blocks.append(Callout(f"Written to {place}; try `upward readiness --rubric {rubric.id}`."))
    data = {**_data(rubric), "form": form, "unread": list(unread)}
    return JobResult(Page(rubric.title, tuple(blocks)), data, succeeded=not unread)


def _own_form(name: str, path: str, text: str) -> tuple[Rubric, str, tuple[str, ...]] | None:
    """Read a rubric as upward writes it, with its id, its form and its faults; None where it is another form."""
    if not path.lower().endswith(YAML):
        return None
    rubric, faults = rubric_reader.parse_rubric(text)
    if not rubric.id or not (rubric.criteria or rubric.questions or rubric.books):
        return None
    return dataclasses.replace(rubric, id=slug(name or rubric.id)), "a rubric of upward", faults


def _form_of_others(name: str, path: str, text: str) -> tuple[Rubric, str, tuple[str, ...]]:
    ladder, form = career_ladders.parse_ladder(path, text)
    if not form:
        raise SourceError(
            f"{path} is not a career ladder in a known form",
            why="its ending is not one of .yaml, .md, .csv",
            next_step="rename or convert it",
        )
    if not ladder.criteria:
        why = " ".join(ladder.unread[:3]) or "nothing in it looks like a criterion"
        raise SourceError(
            f"{path} contains no criteria", why=why, next_step="see docs/how-to/growth.md for the supported formats"
        )
    title = name or Path(path).stem
    written = "\n".join(career_ladders.ladder_as_yaml(ladder.rubric(slug(title), title, Path(path).name)))
    rubric, faults = rubric_reader.parse_rubric(written)
    return rubric, form, (*ladder.unread, *faults)


def _data(rubric: Rubric) -> dict[str, Any]:
    criteria = [
        {"id": each.id, "area": each.area, "level": each.level, "text": each.text, "looks_like": list(each.looks_like)}
        for each in rubric.criteria
    ]
    areas = [{"id": area.id, "title": area.title} for area in rubric.areas]
    return {"id": rubric.id, "title": rubric.title, "levels": list(rubric.levels), "areas": areas, "criteria": criteria}


def _page(rubric: Rubric) -> Page:
    blocks: list[Block] = [
        FactList((("id", rubric.id), ("source", rubric.source), ("levels", ", ".join(rubric.levels))))
    ]
    for area in rubric.areas:
        rows = tuple((each.id, each.level, each.title or each.text) for each in rubric.criteria if each.area == area.id)
        if rows:
            blocks += [Heading(area.title), Table(("criterion", "level", "what"), rows)]
    if rubric.questions:
        blocks.append(Table(("question", "level"), tuple((each.text, each.level) for each in rubric.questions)))
    if rubric.books:
        blocks.append(
            Table(("title", "author", "why"), tuple((each.title, each.author, each.why) for each in rubric.books))
        )
    return Page(rubric.title, tuple(blocks))


JOB = Job("rubric", run, group="Grow", interactive_only=("dry_run",))
