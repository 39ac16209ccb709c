"""Find evidence: efforts in a git history, entries of a journal, stories of a bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.growth import rubric_signals
from upward.analysis.history.deduplication import deduplicate
from upward.catalogue.catalogue import Catalogue
from upward.model.errors import SourceError, UpwardError, UsageError
from upward.model.importer import ALREADY_KNOWN, Candidate, ImportQuery, Skipped
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Tone
from upward.session.candidate_store import known_origins, store_candidates
from upward.session.session import Session
from upward.store.executor import run_in_parallel
from upward.store.git.history import cpu_count
from upward.store.git.repository import local_identity, user_identity
from upward.store.import_source import PathImportSource
from upward.store.logbook.folder import Folder
from upward.store.parquet import parquet
from upward.text.words import count_noun

SHOWN = 20
# A tracker is named by a word and a colon; a path that has one is still a path with ./ before it.
_TRACKER = re.compile(r"(?:github|gitlab|jira):")


@dataclass(frozen=True, slots=True)
class Unit:
    """One source to read, as a worker in another process takes it."""

    path: str
    shown: str
    wish: ImportQuery
    cache: str
    # Names to try where nobody was asked for: the user's own, which may be unknown here.
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a unit: candidates, or why there are none."""

    found: tuple[Candidate, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[str, str, str] | None = None


def run(
    session: Session,
    paths: Annotated[tuple[str, ...], "Repositories, or files to import", PLACE] = (),
    *,
    repos: Annotated[str, "A file that names more repositories, one a line", PLACE] = "",
    author: Annotated[tuple[str, ...], "Whose work: an email or a name; again for each address of one person"] = (),
    everyone: Annotated[bool, "Everybody's work, person by person"] = False,
    since: Annotated[date | None, "From this day on"] = None,
    until: Annotated[date | None, "Up to this day"] = None,
    limit: Annotated[int | None, "How many efforts to show or save, 20 by default; 0 for all"] = None,
    explain: Annotated[bool, "Say why each commit belongs to its effort"] = False,
    table: Annotated[str, "Write all efforts to this file as Parquet", PLACE] = "",
    workers: Annotated[int, "How many processes read repositories; by default as many as there are cores"] = 0,
    scheduler: Annotated[str, "Read on the Dask cluster whose scheduler is at this address"] = "",
    save: Annotated[bool, "Write what is found into the logbook"] = False,
    dry_run: Annotated[bool, "With --save: say what would be written, and write nothing"] = False,
) -> JobResult:
    """Show what each source holds, best first; what was saved before is not saved again."""
    named = [*paths, *_listed(session, repos)]
    if not named:
        raise UsageError("No repository is named", next_step="name one, such as `upward mine ~/src/shop`")
    wish = ImportQuery(
        tuple(author),
        since,
        until,
        known_origins(session) if save else frozenset(),
        everyone=everyone,
        today=session.today,
    )
    units = [_unit(session, path, wish) for path in named]
    found, skipped, failed = _all(session, units, workers or cpu_count(), scheduler)
    if failed and len(failed) == len(units):
        raise SourceError(failed[0][0], why=failed[0][1], next_step=failed[0][2])
    found = deduplicate(found)
    found.sort(key=lambda each: (-float(each.detail.get("score", 0)), each.day, each.title, each.origins))
    if table:
        _tabled(session, table, found)
    ranked = found if limit == 0 else found[: limit or SHOWN]
    written = [each.id for each in store_candidates(session, ranked, dry_run=dry_run)] if save else []
    blocks = [*_shown(session, ranked, len(found), explain=explain), *_alike(found)]
    blocks += _said(written, found, skipped, save=save, dry_run=dry_run)
    blocks += [Callout(f"{what}: {why or step}", Tone.BAD) for what, why, step in failed]
    # A program reads all of it, where nobody asked for less; a person would not.
    data = [_row(session, candidate) for candidate in (ranked if limit or save else found)]
    left = [{"where": each.where, "why": each.why} for each in skipped]
    return JobResult(
        Page("What was found", tuple(blocks)),
        {"efforts": data, "written": written, "left": left},
        rows=data,
        succeeded=not failed,
    )


def _row(session: Session, candidate: Candidate) -> dict[str, Any]:
    if not candidate.detail:
        return {"kind": candidate.kind, "title": candidate.title, "origins": list(candidate.origins)}
    return {**candidate.detail, "criteria": _criteria(session, candidate)}


def _criteria(session: Session, candidate: Candidate) -> list[str]:
    """Give what in the senior archetype an effort speaks to, by its words and the files it touched."""
    text = f"{candidate.title}. {'. '.join(candidate.detail['because'])}"
    found = rubric_signals.match_criteria(text, session.rubric(), candidate.detail["areas"], session.settings.level)
    return [label.criterion for label in found[:3]]


def _listed(session: Session, name: str) -> Sequence[str]:
    if not name:
        return ()
    path = session.here / Path(name).expanduser()
    lines = [line.strip() for line in PathImportSource(str(path)).text().splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _unit(session: Session, path: str, wish: ImportQuery) -> Unit:
    if _TRACKER.match(path):
        return Unit(path, path, wish, str(_cache(session)))
    expanded = Path(path).expanduser()
    full = str(expanded if expanded.is_absolute() else session.here / expanded)
    guesses = () if wish.authors or wish.everyone else _me(session, Path(full))
    return Unit(full, path, wish, str(_cache(session)), guesses)


def _all(
    session: Session, units: Sequence[Unit], workers: int, scheduler: str
) -> tuple[list[Candidate], list[Skipped], list[tuple[str, str, str]]]:
    """Read every unit; one that fails never stops the rest."""
    done = run_in_parallel(read, units, min(workers, len(units)), scheduler)
    answers = dict(session.progress(done, "Reading", total=len(units)))
    # In the order they were named, however they came in: the same rows on one core and on a cluster.
    ordered = [answers[number] for number in range(len(units))]
    found = [each for answer in ordered for each in answer.found]
    skipped = [each for answer in ordered for each in answer.skipped]
    return found, skipped, [each.failed for each in ordered if each.failed]


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
        # A stranger's repository can be broken in ways nobody thought of; the others are still read.
        return Read(failed=(f"{unit.shown} could not be read", f"{type(error).__name__}: {error}", "look at it"))


def _candidates(unit: Unit) -> Iterator[Candidate | Skipped]:
    source = PathImportSource(unit.path, Path(unit.cache))
    if not _TRACKER.match(unit.path) and not Path(unit.path).exists():
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
    wish = replace(unit.wish, authors=unit.guesses) if importer.name == "git" and unit.guesses else unit.wish
    yield from importer.read(source, wish)


def _tabled(session: Session, name: str, found: Sequence[Candidate]) -> None:
    path = (session.here / Path(name).expanduser()).absolute()
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}", next_step="make it, or choose another")
    Folder(path.parent.resolve()).write_artefact(path.name, parquet([each.detail for each in found if each.detail]))


def _cache(session: Session) -> Path:
    """Give where what was read of histories is kept, by the XDG base directory specification."""
    base = session.environment.get("XDG_CACHE_HOME") or Path(session.environment.get("HOME", "."), ".cache")
    return Path(base) / "upward"


def _me(session: Session, path: Path) -> tuple[str, ...]:
    """Give who "I" am: the settings, else git's own configuration; nobody where none of them committed here."""
    if session.settings.emails:
        return session.settings.emails
    emails = (local_identity(path), user_identity()[1])
    return tuple(dict.fromkeys(email for email in emails if email))


def _shown(session: Session, candidates: Sequence[Candidate], total: int, *, explain: bool) -> list[Block]:
    if not candidates:
        return [Prose("Nothing new was found.")]
    blocks: list[Block] = []
    for number, candidate in enumerate(candidates, start=1):
        detail = candidate.detail
        blocks.append(Heading(f"{number}. {candidate.title}", 3))
        if not detail:
            continue
        blocks.append(Prose(_measured(detail)))
        blocks.append(Prose(f"Score {detail['score']:.2f}: {'; '.join(detail['because'])}."))
        blocks += [Prose(f"Together because they {', '.join(detail['together'])}.")] if detail["together"] else []
        if explain:
            links = tuple(f"{each['from'][:9]} and {each['to'][:9]} {each['because']}" for each in detail["links"])
            blocks += [Items(links)] if links else []
            blocks += (
                [Prose(f"Speaks to {', '.join(criteria)}.")] if (criteria := _criteria(session, candidate)) else []
            )
    if total > len(candidates):
        blocks.append(Callout(f"{total - len(candidates)} more of less weight; --limit {total} shows all."))
    return blocks


def _alike(found: Sequence[Candidate]) -> list[Block]:
    """Name identities that look like the person's own, which nobody asked for."""
    looks = dict.fromkeys(who for each in found for who in each.detail.get("looks_like_you", ()))
    if not looks:
        return []
    return [Callout(f"These look like you, too: {', '.join(list(looks)[:5])}. Add one with --author.")]


def _measured(detail: Mapping[str, Any]) -> str:
    first, last = detail["started"][:10], detail["ended"][:10]
    when = first if first == last else f"{first} to {last}"
    lines = f"+{detail['added']:,} -{detail['deleted']:,}"
    size = f"{count_noun(len(detail['commits']), 'commit')}, {lines} in {count_noun(detail['files'], 'file')}"
    if detail["kind"] != "work":
        when = f"{detail['kind'].capitalize()}, {when}"
    return f"{when}, {size} ({', '.join(detail['areas'][:3]) or 'no file'})"


def _said(
    written: Sequence[str], found: Sequence[Candidate], skipped: Sequence[Skipped], *, save: bool, dry_run: bool
) -> list[Block]:
    blocks: list[Block] = []
    left = [each for each in skipped if each.why != ALREADY_KNOWN]
    if left:
        blocks += [Heading(f"Left: {len(left)}"), Items(tuple(f"{each.where}: {each.why}" for each in left[:SHOWN]))]
        blocks += [Prose(f"{len(left) - SHOWN} more; --format json shows all.")] if len(left) > SHOWN else []
    if not save:
        return [*blocks, Callout("Nothing was written. Add --save to keep these in the logbook.")] if found else blocks
    if not written:
        known = not left and not found
        return [*blocks, Callout("Everything found is in the logbook already." if known else "Nothing was written.")]
    return [*blocks, Heading("Would write" if dry_run else "Written"), Items(tuple(written))]


JOB = Job("mine", run, group="Collect", interactive_only=("repos", "table", "scheduler", "workers"))
