"""Stress-test a decision: what can't stand, how the options score, and what would flip the choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from upward.analysis import dialects, exploring
from upward.analysis.deciding import weighing
from upward.analysis.lint import lint
from upward.jobs.decide import _looking, _scoring
from upward.model.asking import PLACE
from upward.model.corpus import Fragment
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.extension import Job, Outcome
from upward.model.page import Block, Items, Note, Page, Prose, Source, Table, Tone
from upward.model.record import Record
from upward.session import Session
from upward.store import notes
from upward.store.source import PathSource
from upward.text import compose, frontmatter, reading
from upward.text.compose import slug
from upward.text.slots import slots

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
) -> Outcome:
    """Judge decisions in MADR with upward's x- keys; exit code 1 where one can't stand, or is due for a look back."""
    if action == "new":
        return _new(session, path, dry_run=dry_run)
    records = list(_records(session, path))
    if not records:
        raise NothingFoundError(
            f"There is no decision {f'at {path}' if path else 'in the logbook'}",
            next_step="begin one with `upward decide new TITLE`",
        )
    answers: dict[str, Callable[[], Outcome]] = {
        "check": lambda: _check(session, records, whole=not path),
        "review": lambda: _looking.review(session, records),
        "provenance": lambda: _looking.provenance(records),
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
    for name in notes.files([path], session.here):
        note = notes.loose(name, notes.shown(name, session.here), {}).record
        yield replace(note, kind="decision", id=reading.stem(name))


def _new(session: Session, title: str, *, dry_run: bool) -> Outcome:
    if not title:
        raise UsageError(
            "A decision needs a title", next_step="write `upward decide new 'Take orders through a queue'`"
        )
    template = session.kind("decision").templates[""]
    found = frontmatter.limits(template)
    fields = {**frontmatter.read(template).fields, "title": title, "date": session.today.isoformat()}
    text = compose.record(fields, template[found[1] :] if found else template)
    ident, place = session.place("decision", slug(title))
    if not dry_run:
        session.folder.create(place, text)
        session.forget()
    prompts = tuple(slot.prompt for slot in slots(text))
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {place}. Still to be told:")
    next_ = Prose(
        f"Then `upward decide explore {ident}` for approaches you did not think of, and `upward decide check`."
    )
    page = Page(title, (said, Items(prompts), next_))
    return Outcome(page, {"id": ident, "path": place, "text": text})


def _check(session: Session, records: list[Record], *, whole: bool) -> Outcome:
    rules = [rule for rule in session.catalogue.rules.values() if rule.code.startswith(CODES)]
    context = session.context() if whole else session.context(Fragment.of(records))
    found = lint(records, rules, context)
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
    stands = Note("Nothing here stops it from standing.", Tone.GOOD)
    data = {"decisions": [record.path for record in records], "findings": rows}
    return Outcome(Page("What can't stand", (table if rows else stands,)), data, rows=rows, fulfilled=not rows)


def _score(records: list[Record], seed: int) -> Outcome:
    weighed = [record for record in records if weighing(record).options]
    if not weighed:
        raise SourceError(
            f"{records[0].path} has no options to score",
            why="it has no x-options",
            next_step="write x-options, x-scenarios and x-results; docs/decisions-tested.md shows them",
        )
    rows = [_scoring.scored(record, seed) for record in weighed]
    blocks = [block for record in weighed for block in _scoring.blocks(record, seed)]
    return Outcome(Page("How the options score", tuple(blocks)), rows[0] if len(rows) == 1 else rows, rows=rows)


def _convert(records: list[Record], to: str) -> Outcome:
    """Give decisions in another dialect; nothing is written but where --output says."""
    rows = [
        {"path": record.path, "from": dialects.read(record.text).dialect, "to": to, "text": dialects.write(adr, to)}
        for record in records
        for adr in (dialects.read(record.text),)
    ]
    sources = tuple(Source(row["text"]) for row in rows)
    return Outcome(Page(f"In the dialect {to}", sources), rows[0] if len(rows) == 1 else rows, rows=rows)


def _explore(session: Session, records: list[Record], path: str, answer: str, *, dry_run: bool) -> Outcome:
    if len(records) != 1:
        raise UsageError(
            f"{len(records)} decisions can't be explored at once", next_step="name one: `upward decide explore ID`"
        )
    record = records[0]
    if not answer:
        prompt = exploring.pack(record)
        said = Prose("Give this to an assistant of yours, save its answer, and read it with --read FILE:")
        return Outcome(Page(record.title, (said, Source(prompt))), {"path": record.path, "prompt": prompt})
    found = exploring.read(PathSource(str(session.here / Path(answer).expanduser())).text(), record)
    if not found.ideas:
        raise SourceError(
            f"{answer} holds no option that can be used",
            why=" ".join(found.faults),
            next_step="ask the assistant again, for JSON of the shape in the prompt",
        )
    text = exploring.added(record, found, session.today.isoformat())
    if not dry_run:
        _rewrite(session, record, path, text)
    verb = "Would add" if dry_run else "Added"
    blocks: list[Block] = [
        Prose(f"{verb} to {record.path}, marked as AI's:"),
        Items(tuple(idea.title for idea in found.ideas)),
    ]
    blocks += [Note(fault, Tone.BAD) for fault in found.faults]
    blocks.append(Note("No verdict was taken over: weigh each option against each scenario yourself, with evidence."))
    data = {
        "path": record.path,
        "options": [{"id": idea.id, "title": idea.title} for idea in found.ideas],
        "faults": list(found.faults),
        "text": text,
    }
    return Outcome(Page("What the assistant proposed", tuple(blocks)), data)


def _rewrite(session: Session, record: Record, path: str, text: str) -> None:
    inside = (
        session.root is not None and session.folder.exists(record.path) and record in session.corpus.named(record.id)
    )
    if inside:
        session.folder.replace(record.path, text, record.digest)
        session.forget()
        return
    file = (session.here / Path(path).expanduser()).resolve()
    notes.beside(file).replace(file.name, text, record.digest, lock=False)


JOB = Job("decide", run)
