"""Stress-test a decision: what can't stand, how the options score, and what would flip the choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.decisions import adr_dialects, option_exploration
from upward.analysis.decisions.scoring import scoring_table
from upward.analysis.lint.runner import lint_records
from upward.jobs.decide import _lookback, _scoring
from upward.model.corpus import MemoryCorpus
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, CodeBlock, Items, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store import note_files
from upward.store.import_source import PathImportSource
from upward.text import frontmatter, record_reader, record_writer
from upward.text.record_writer import slug
from upward.text.template_slots import slots

# Codes of the rules about decisions; those on front matter are `check`'s.
CODES = "UP9"


def run(
    session: Session,
    action: Annotated[
        Literal["check", "score", "explore", "review", "provenance", "new", "convert"],
        "check what can't stand, score the options, explore others with an assistant, look back (review),"
        " list where AI had a part (provenance), begin a decision (new), or convert one to another dialect",
    ],
    path: Annotated[str, "The decision, or a folder of them; by default the logbook's. For new, its title", PLACE] = "",
    *,
    seed: Annotated[int, "For the drawn weightings of score"] = 1,
    read: Annotated[str, "With explore: take in the assistant's answer from this file", PLACE] = "",
    to: Annotated[Literal["madr", "nygard", "log4brains"], "With convert: the dialect wanted"] = "madr",
    dry_run: Annotated[bool, "With new and explore --read: show, and write nothing"] = False,
) -> JobResult:
    """Judge decisions in MADR with upward's x- keys; exit code 1 where one can't stand, or is due for a look back."""
    if action == "new":
        return _new(session, path, dry_run=dry_run)
    records = list(_records(session, path))
    if not records:
        raise NothingFoundError(
            f"There is no decision {f'at {path}' if path else 'in the logbook'}",
            next_step="begin one with `upward decide new TITLE`",
        )
    answers: dict[str, Callable[[], JobResult]] = {
        "check": lambda: _check(session, records, whole=not path),
        "review": lambda: _lookback.review(session, records),
        "provenance": lambda: _lookback.provenance(records),
        "convert": lambda: _convert(records, to),
        "explore": lambda: _explore(session, records, path, read, dry_run=dry_run),
        "score": lambda: _score(records, seed),
    }
    return answers[action]()


def _records(session: Session, path: str) -> Iterator[Record]:
    if not path:
        yield from session.corpus.records("decision")
        return
    if not (session.here / Path(path).expanduser()).exists() and session.root is not None:
        yield session.record(path, "decision")
        return
    for name in note_files.files([path], session.here):
        note = note_files.loose(name, note_files.shown(name, session.here), {}).record
        yield replace(note, kind="decision", id=record_reader.stem(name))


def _new(session: Session, title: str, *, dry_run: bool) -> JobResult:
    if not title:
        raise UsageError(
            "A decision needs a title", next_step="write `upward decide new 'Take orders through a queue'`"
        )
    template = session.kind("decision").templates[""]
    found = frontmatter.limits(template)
    fields = {**frontmatter.read(template).fields, "title": title, "date": session.today.isoformat()}
    text = record_writer.record(fields, template[found[1] :] if found else template)
    ident, place = session.free_id("decision", slug(title))
    if not dry_run:
        session.folder.create(place, text)
        session.invalidate()
    prompts = tuple(slot.prompt for slot in slots(text))
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {place}. Still to be told:")
    next_ = Prose(
        f"Then `upward decide explore {ident}` for approaches you did not think of, and `upward decide check`."
    )
    page = Page(title, (said, Items(prompts), next_))
    return JobResult(page, {"id": ident, "path": place, "text": text})


def _check(session: Session, records: list[Record], *, whole: bool) -> JobResult:
    rules = [rule for rule in session.catalogue.rules.values() if rule.code.startswith(CODES)]
    context = session.context() if whole else session.context(MemoryCorpus.of(records))
    found = lint_records(records, rules, context)
    rows = [
        {
            "path": each.path,
            "row": each.start.row,
            "rule": each.name,
            "severity": each.severity.value,
            "message": each.message,
        }
        for each in found
    ]
    table = Table(
        ("where", "rule", "what"), tuple((f"{each.path}:{each.start.row}", each.name, each.message) for each in found)
    )
    stands = Callout("Nothing here stops it from standing.", Tone.GOOD)
    data = {"decisions": [record.path for record in records], "findings": rows}
    return JobResult(Page("What can't stand", (table if rows else stands,)), data, rows=rows, succeeded=not rows)


def _score(records: list[Record], seed: int) -> JobResult:
    weighed = [record for record in records if scoring_table(record).options]
    if not weighed:
        raise SourceError(
            f"{records[0].path} has no options to score",
            why="it has no x-options",
            next_step="write x-options, x-scenarios and x-results; docs/how-to/decisions.md shows them",
        )
    rows = [_scoring.scored(record, seed) for record in weighed]
    blocks = [block for record in weighed for block in _scoring.blocks(record, seed)]
    return JobResult(Page("How the options score", tuple(blocks)), rows[0] if len(rows) == 1 else rows, rows=rows)


def _convert(records: list[Record], to: str) -> JobResult:
    """Give decisions in another dialect; nothing is written but where --output says."""
    rows = [
        {
            "path": record.path,
            "from": adr_dialects.parse_adr(record.text).dialect,
            "to": to,
            "text": adr_dialects.format_adr(adr, to),
        }
        for record in records
        for adr in (adr_dialects.parse_adr(record.text),)
    ]
    sources = tuple(CodeBlock(row["text"]) for row in rows)
    return JobResult(Page(f"In the dialect {to}", sources), rows[0] if len(rows) == 1 else rows, rows=rows)


def _explore(session: Session, records: list[Record], path: str, answer: str, *, dry_run: bool) -> JobResult:
    if len(records) != 1:
        raise UsageError(
            f"{len(records)} decisions can't be explored at once", next_step="name one: `upward decide explore ID`"
        )
    record = records[0]
    if not answer:
        prompt = option_exploration.exploration_prompt(record)
        said = Prose("Give this to an assistant of yours, save its answer, and read it with --read FILE:")
        return JobResult(Page(record.title, (said, CodeBlock(prompt))), {"path": record.path, "prompt": prompt})
    found = option_exploration.parse_proposals(
        PathImportSource(str(session.here / Path(answer).expanduser())).text(), record
    )
    if not found.ideas:
        raise SourceError(
            f"{answer} holds no option that can be used",
            why=" ".join(found.faults),
            next_step="ask the assistant again, for JSON of the shape in the prompt",
        )
    text = option_exploration.add_proposals(record, found, session.today.isoformat())
    if not dry_run:
        _rewrite(session, record, path, text)
    verb = "Would add" if dry_run else "Added"
    blocks: list[Block] = [
        Prose(f"{verb} to {record.path}, marked as AI's:"),
        Items(tuple(idea.title for idea in found.ideas)),
    ]
    blocks += [Callout(fault, Tone.BAD) for fault in found.faults]
    blocks.append(
        Callout("No verdict was taken over: weigh each option against each scenario yourself, with evidence.")
    )
    data = {
        "path": record.path,
        "options": [{"id": idea.id, "title": idea.title} for idea in found.ideas],
        "faults": list(found.faults),
        "text": text,
    }
    return JobResult(Page("What the assistant proposed", tuple(blocks)), data)


def _rewrite(session: Session, record: Record, path: str, text: str) -> None:
    inside = (
        session.root is not None and session.folder.exists(record.path) and record in session.corpus.named(record.id)
    )
    if inside:
        session.folder.replace(record.path, text, record.digest)
        session.invalidate()
        return
    file = (session.here / Path(path).expanduser()).resolve()
    note_files.beside(file).replace(file.name, text, record.digest, lock=False)


JOB = Job("decide", run, group="Team practices")
