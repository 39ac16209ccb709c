"""Reading one source, in whichever process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from upward.model.effort import UNREADABLE
from upward.model.errors import SourceError, UpwardError
from upward.model.importer import Candidate, Importer, ImportQuery, Skipped
from upward.model.kept_effort import KeptEffort
from upward.store.git.effort_cache import EffortCache
from upward.store.git.repository import open_repository
from upward.store.import_source import PathImportSource

# A tracker is named by a word and a colon; a path that has one is still a path with ./ before it.
TRACKER = re.compile(r"(?:github|gitlab|jira):")


@dataclass(frozen=True, slots=True)
class Unit:
    """One source to read, as a worker in another process takes it."""

    path: str
    shown: str
    query: ImportQuery
    cache: str
    # Names to try where no author was asked for: the user's own, which may be unknown here.
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a unit: candidates, or why there are none."""

    found: tuple[Candidate, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[str, str, str] | None = None


def read(unit: Unit) -> Read:
    """Read one source, in whichever process this is; what is refused becomes part of the answer."""
    try:
        entries = list(_candidates(unit))
        return Read(
            tuple(each for each in entries if isinstance(each, Candidate)),
            tuple(each for each in entries if isinstance(each, Skipped)),
        )
    except UpwardError as error:
        return Read(failed=(error.what, error.why, error.next_step))
    except (OSError, MemoryError, RecursionError) as error:
        # A repository can be broken in ways that no check knows; the others are still read.
        step = "check it with `git fsck`, or leave it out"
        return Read(failed=(f"{unit.shown} could not be read", f"{type(error).__name__}: {error}", step))


def _candidates(unit: Unit) -> Iterator[Candidate | Skipped]:
    source = PathImportSource(unit.path, Path(unit.cache))
    if not TRACKER.match(unit.path) and not Path(unit.path).exists():
        raise SourceError(f"{unit.shown} does not exist", next_step="check the path")
    kept = _kept_efforts(unit, source)
    if kept is not None:
        yield from kept
        return
    # Only now: what was found before is shown without anything that finds it.
    from upward.catalogue.catalogue import Catalogue

    importers = Catalogue().importers
    ordered = sorted(importers.values(), key=lambda each: each.fallback)
    importer = next((each for each in ordered if each.recognises(source)), None)
    if importer is None:
        kinds = "; ".join(each.summary for each in importers.values())
        raise SourceError(
            f"Unsupported file type or content: {unit.shown}",
            why=f"supported: {kinds}",
            next_step="convert it to one of these",
        )
    query = _query(unit) if importer.name == "git" else unit.query
    if importer.name == "git" and _is_kept(query):
        yield from _found(importer, source, query, Path(unit.cache))
    else:
        yield from importer.read(source, query)


def _query(unit: Unit) -> ImportQuery:
    return replace(unit.query, authors=unit.guesses) if unit.guesses else unit.query


def _is_kept(query: ImportQuery) -> bool:
    return query.brief and not query.episodes


def _place(source: PathImportSource, query: ImportQuery, cache: Path) -> EffortCache | None:
    """Give where the answer to a question about a history is kept; None where nothing was committed yet."""
    repository = open_repository(Path(source.path))
    query_key = repr((query.authors, query.since, query.until, query.everyone))
    state = [repository.head, *sorted(repository.boundary), query_key]
    return EffortCache.of(cache, repository.theirs, state) if repository.head else None


def _kept_efforts(unit: Unit, source: PathImportSource) -> list[KeptEffort] | None:
    """Give what was found before, where neither the history nor the question changed; None for another source."""
    query = _query(unit)
    if not _is_kept(query) or not source.is_folder:
        return None
    with suppress(SourceError):
        place = _place(source, query, Path(unit.cache))
        found = place.read() if place is not None else None
        if found is not None:
            lines, similar = found
            return [KeptEffort(line, similar) for line in lines]
    return None


def _found(
    importer: Importer, source: PathImportSource, query: ImportQuery, cache: Path
) -> Iterator[Candidate | Skipped]:
    """Yield what a history holds, and keep it."""
    place = _place(source, query, cache)
    made: list[tuple[float, int, str, bytes]] = []
    similar: tuple[str, ...] = ()
    whole = True
    for each in importer.read(source, query):
        if not isinstance(each, Candidate) or each.effort is None:
            whole = False
            yield each
            continue
        effort, similar = each.effort, each.similar
        # What could not be read this time may be readable the next.
        whole = whole and not any(UNREADABLE in reason for reason in effort.because)
        day = int(effort.ended[:10].replace("-", ""))
        made.append((-effort.score, -day, f"{effort.title}\0{effort.commits[0]}", KeptEffort.line_of(effort)))
    made.sort()
    lines = [line for _, _, _, line in made]
    if place is not None and whole:
        place.write(lines, similar)
    yield from (KeptEffort(line, similar) for line in lines)
