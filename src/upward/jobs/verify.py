"""Check the statements of a packet again, against the available records and repositories."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.narrative.verification import (
    Checked,
    Outcome,
    Packet,
    check_derived,
    check_records,
    check_text,
    commitment,
    made_with,
    named_records,
    read_packet,
)
from upward.model.corpus import Corpus, MemoryCorpus
from upward.model.effort import FileChange
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.job import PLACE, Artefact, Job, JobResult, Names
from upward.model.page import Callout, CodeBlock, Page, Table, Tone
from upward.session.commitments import kept_salts
from upward.session.session import Session
from upward.store.git.commits import read_commits
from upward.store.git.history import GitHistory
from upward.store.git.repository import Repository, open_repository
from upward.store.import_source import PathImportSource
from upward.text import record_reader
from upward.text.dates import parse_date
from upward.text.words import count_noun

_ORDER = (Outcome.DIFFERS, Outcome.CANNOT_LOOK, Outcome.MATCH)


def run(
    session: Session,
    packet: Annotated[str, "The packet, as HTML", PLACE] = "",
    *,
    repo: Annotated[tuple[str, ...], "Repositories in which to look up commits", PLACE] = (),
    opened: Annotated[str, "The file of a record that was disclosed to you", PLACE] = "",
    open_record: Annotated[
        str, "Write a file that discloses one confidential record of yours to one person", Names.RECORD
    ] = "",
) -> JobResult:
    """Say for each statement whether it matches, differs or can't be looked up; exit code 1 if one differs."""
    if open_record:
        return _opening(session, open_record)
    if not packet:
        raise UsageError("verify needs a packet", next_step="try `upward verify packet.html`")
    read = read_packet(PathImportSource(str(session.here / Path(packet).expanduser())).text())
    corpus: Corpus = session.corpus if session.root else MemoryCorpus(())
    known = _opened(session, opened) if opened else {}
    found = [*check_text(read), *check_records(read, corpus, session.me, known)]
    found += _check_derived(session, read, corpus)
    repositories = [open_repository(session.here / Path(each).expanduser()) for each in repo]
    found += _check_commits(read.seal.get("lines", []), repositories, session.me)
    count = Counter(each.outcome for each in found)
    said = ", ".join(f"{count[outcome]} {outcome.value}" for outcome in Outcome if count[outcome])
    tone = Tone.BAD if count[Outcome.DIFFERS] else Tone.WARN if count[Outcome.CANNOT_LOOK] else Tone.GOOD
    ordered = sorted(found, key=lambda each: _ORDER.index(each.outcome))
    rows = tuple((each.what, each.outcome.value, each.because) for each in ordered)
    data = [{"statement": each.what, "outcome": each.outcome.value, "because": each.because} for each in ordered]
    page = Page("Verification", (Callout(f"{said}.", tone), Table(("statement", "outcome", "why"), rows)))
    return JobResult(page, data, rows=data, succeeded=not count[Outcome.DIFFERS])


def _check_derived(session: Session, packet: Packet, corpus: Corpus) -> Iterator[Checked]:
    """Make the packet again from the records it names, as on its day, and compare; where all are available."""
    made, records = made_with(packet), named_records(packet, corpus)
    exporter = session.catalogue.exporters.get(made.get("form", ""))
    today = parse_date(made.get("today", ""))
    if exporter is None or exporter.page is None or records is None or today is None:
        yield Checked("the text, derived again", Outcome.CANNOT_LOOK, "not all of its records are available")
        return
    context = replace(session.context(), today=today, name=made.get("name", ""), level=made.get("level", ""))
    page = exporter.page(records, context)
    if made.get("numbers") and "numbers" in exporter.appendices:
        page = Page(page.title, (*page.blocks, *exporter.appendices["numbers"](records, context)))
    yield from check_derived(packet, page)


def _opening(session: Session, ident: str) -> JobResult:
    """Give the text, salt and commitments of a record, for one person to check against a packet."""
    record = session.record(ident)
    salts = [each["salt"] for each in kept_salts(session).values() if each.get("record") == record.id]
    if not salts:
        raise NothingFoundError(
            f"No exported packet can verify {ident}", next_step="export one with --verifiable first"
        )
    data = {"record": record.id, "path": record.path, "salts": salts, "text": record.text}
    note = Callout(
        (
            "A person with this file can read the record and verify that a packet is committed to "
            "it; give it to one person only."
        ),
        Tone.WARN,
    )
    text = json.dumps(data, indent=1)
    page = Page(f"Opening {record.id}", (note, CodeBlock(text)))
    return JobResult(page, data, artefacts=(Artefact(text + "\n", (".json",)),))


def _opened(session: Session, name: str) -> dict[str, str]:
    try:
        data = json.loads(PathImportSource(str(session.here / Path(name).expanduser())).text())
        record = record_reader.parse_record(str(data["path"]), str(data["text"]), {})
        return {commitment(record.digest, str(salt)): f"opened: {record.title}" for salt in data["salts"]}
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{name} does not disclose a record",
            why=str(error),
            next_step="ask for a file that `upward verify --open-record` wrote",
        ) from error


def _check_commits(
    lines: Sequence[Mapping[str, Any]], repositories: Sequence[Repository], me: frozenset[str]
) -> Iterator[Checked]:
    """Yield, for each record with commits, whether a repository has them, with this size and this authorship."""
    for line in lines:
        oids = [str(oid) for oid in line.get("commits", ())]
        if not oids:
            continue
        name = f"commits of {line['record']}"
        held = next((each for each in repositories if _has(each, oids)), None)
        if held is None:
            yield Checked(
                name,
                Outcome.CANNOT_LOOK,
                f"none of the given repositories has {oids[0][:9]}"
                if repositories
                else "name a repository with --repo",
            )
            continue
        wrong = [*_sizes(held, oids, line.get("measures", {}), me), *_authors(held, oids, line, me)]
        outcome = Outcome.DIFFERS if wrong else Outcome.MATCH
        yield Checked(
            name,
            outcome,
            "; ".join(wrong) or f"{count_noun(len(oids), 'commit')} in {held.name}, with their size and authors",
        )


def _has(repository: Repository, oids: Sequence[str]) -> bool:
    try:
        repository.run(["cat-file", "-e", f"{oids[0]}^{{commit}}"])
    except SourceError:
        return False
    return True


def _sizes(
    repository: Repository, oids: Sequence[str], measures: Mapping[str, str], me: frozenset[str]
) -> Iterator[str]:
    """Yield where commits, lines and files are not as many as stated: of all commits, or of the person's own."""
    try:
        by_oid = dict(GitHistory(repository).changes(oids))
        mine = {
            each.oid for each in read_commits(repository, oids) if {each.author[0].lower(), each.author[1].lower()} & me
        }
    except SourceError as error:
        yield f"its commits can't be read: {error.why}"
        return
    every, own = _counted(by_oid.values()), _counted(changes for oid, changes in by_oid.items() if oid in mine)
    every["commits"], own["commits"] = len(oids), len(mine)
    for key, number in every.items():
        if key in measures and measures[key].replace(",", "") not in {str(number), str(own[key])}:
            yield f"{measures[key]} {key} stated, {number} counted"


def _counted(every: Iterable[Sequence[FileChange]]) -> dict[str, int]:
    changed = [change for changes in every for change in changes]
    lines = sum((each.added or 0) + (each.deleted or 0) for each in changed)
    return {"lines": lines, "files": len({each.path for each in changed})}


def _authors(repository: Repository, oids: Sequence[str], line: Mapping[str, Any], me: frozenset[str]) -> Iterator[str]:
    """Yield where the person is stated as the author and is none, or other authors are not named."""
    authors = {each.author for each in read_commits(repository, oids)}
    mine = {author for author in authors if author[0].lower() in me or author[1].lower() in me}
    if line.get("part") in {"author", "lead", "owner"} and me and not mine:
        yield f"stated as your work, but written by {', '.join(sorted((name for name, _ in authors)))}"
    named = {str(each).lower() for each in line.get("people", ())}
    unnamed = sorted(name for name, _ in authors - mine if name.lower() not in named)
    if unnamed and mine:
        yield f"written also by {', '.join(unnamed)}, who is not named"


JOB = Job("verify", run, group="Grow", interactive_only=("open_record",))
