"""One source read, in whichever process this is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from upward.analysis.history.efforts import UNREADABLE
from upward.catalogue.catalogue import Catalogue
from upward.importers.git._candidate import brief_candidate
from upward.model.errors import SourceError, UpwardError
from upward.model.importer import Candidate, Importer, ImportQuery, Skipped
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
    query = replace(unit.query, authors=unit.guesses) if importer.name == "git" and unit.guesses else unit.query
    if importer.name == "git" and query.brief and not query.episodes:
        yield from _kept(importer, source, query, Path(unit.cache))
    else:
        yield from importer.read(source, query)


def _kept(
    importer: Importer, source: PathImportSource, query: ImportQuery, cache: Path
) -> Iterator[Candidate | Skipped]:
    """Yield what a history holds: as it was found before, where neither the history nor the question changed."""
    repository = open_repository(Path(source.path))
    asked = repr((query.authors, query.since, query.until, query.everyone))
    state = [repository.head, *sorted(repository.boundary), asked]
    place = EffortCache.of(cache, repository.theirs, state)
    found = place.read() if repository.head else None
    if found is not None:
        efforts, similar = found
        for effort in efforts:
            yield brief_candidate(effort, similar)
        return
    read = list(importer.read(source, query))
    made = [each.effort for each in read if isinstance(each, Candidate) and each.effort is not None]
    # What could not be read this time may be readable the next.
    if len(made) == len(read) and not any(UNREADABLE in reason for effort in made for reason in effort.because):
        similar = next((list(each.similar) for each in read if isinstance(each, Candidate)), [])
        place.write(made, similar)
    yield from read
