"""Find evidence of your work in git histories and trackers: efforts, reviews, issues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from upward.jobs.mine import _report
from upward.jobs.mine._reading import TRACKER, Unit, read
from upward.jobs.mine._who import ask_author
from upward.model.errors import SourceError, UsageError
from upward.model.importer import Candidate, ImportQuery, Skipped
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, Page, Tone
from upward.session.session import Session
from upward.store.executor import cpu_count, run_in_parallel
from upward.store.git.repository import local_identity, user_identity
from upward.store.import_source import PathImportSource
from upward.text.dates import parse_date

MOST_DAYS_UNMERGED = 14
_MINED = re.compile(r"git:|github:|gitlab:|jira:")


def run(
    session: Session,
    paths: Annotated[tuple[str, ...], "Repositories, or files to import", PLACE] = (),
    *,
    repos: Annotated[str, "A file with more repositories, one per line", PLACE] = "",
    author: Annotated[
        tuple[str, ...], "Whose work: an email address or a name; repeatable for several addresses of one person"
    ] = (),
    everyone: Annotated[bool, "Show the work of all authors, person by person"] = False,
    episodes: Annotated[
        bool, "Show episodes worth a story: setbacks, fixes of your own bugs, work carried through"
    ] = False,
    since: Annotated[date | None, "Only work on or after this day"] = None,
    until: Annotated[date | None, "Only work on or before this day"] = None,
    limit: Annotated[int | None, "How many efforts to show or save, 20 by default; 0 for all"] = None,
    explain: Annotated[bool, "Say why each commit belongs to its effort"] = False,
    table: Annotated[str, "Write all efforts to this file as Parquet", PLACE] = "",
    workers: Annotated[int, "How many processes read repositories; by default one per core"] = 0,
    scheduler: Annotated[str, "Read on the Dask cluster whose scheduler has this address"] = "",
    save: Annotated[bool, "Write what was found into the logbook"] = False,
    dry_run: Annotated[bool, "With --save: say what would be written, and write nothing"] = False,
) -> JobResult:
    """Show what each source contains, best first; what is already saved is not saved again."""
    _check(limit)
    named, since = _named(session, [*paths, *_listed(session, repos)], since)
    query = ImportQuery(
        tuple(author),
        since,
        until,
        _known(session, episodes=episodes) if save else frozenset(),
        everyone=everyone,
        episodes=episodes,
        brief=not save,
        today=session.today,
    )
    units = [_unit(session, path, query) for path in named]
    found, skipped, failed = _all(session, units, workers or cpu_count(), scheduler)
    if not (author or everyone) and (named_author := ask_author(session.console, failed)):
        query = replace(query, authors=(named_author,))
        units = [_unit(session, path, query) for path in named]
        found, skipped, failed = _all(session, units, workers or cpu_count(), scheduler)
    if failed and len(failed) == len(units):
        raise SourceError(failed[0][0], why=failed[0][1], next_step=failed[0][2])
    found = _new_episodes(session, found) if episodes and save else _joined(found)
    if not episodes:
        _rank(found)
    if table:
        _tabled(session, table, found)
    ranked = found if limit == 0 else found[: limit or _report.SHOWN]
    written = _saved(session, ranked, dry_run=dry_run) if save else []
    nothing = _report.NO_EPISODE if episodes else "Nothing was found."
    blocks = [*_report.shown(session, ranked, len(found), explain=explain, nothing=nothing), *_report.similar(found)]
    blocks += _report.outcome(written, found, skipped, save=save, dry_run=dry_run)
    blocks += [Callout(f"{what}: {why or step}", Tone.BAD) for what, why, step in failed]
    # A program reads all of it, where no limit was asked for; a person would not.
    data = _report.rows(session, ranked if limit or save else found, explain=explain)
    left = [{"where": each.where, "why": each.why, "what": each.what} for each in skipped]
    return JobResult(
        Page("What was found", tuple(blocks)),
        {"efforts": data, "written": written, "left": left},
        rows=data,
        succeeded=not failed,
    )


def _check(limit: int | None) -> None:
    if limit is not None and limit < 0:
        raise UsageError(f"--limit: {limit} is below 0", next_step="give how many efforts to show, or 0 for all")


def _named(session: Session, named: list[str], since: date | None) -> tuple[list[str], date | None]:
    """Give what to read, and from when on: what is named; else what the settings name; else what is around the user."""
    if named:
        return named, since
    # For a timer: those that the settings name, and of them what is new.
    listed = list(session.settings.repositories)
    return (listed, since or _last(session)) if listed else (["."], since)


def _known(session: Session, *, episodes: bool) -> frozenset[str]:
    """Give the origins not to be found again: a commit may be a part of an effort and of an episode."""
    if episodes:
        return frozenset()
    records = session.corpus.records("evidence")
    only = {origin for record in records if "episode" in record.strings("tags") for origin in record.strings("origins")}
    rest = {
        origin for record in records if "episode" not in record.strings("tags") for origin in record.strings("origins")
    }
    from upward.session.candidate_store import known_origins

    return known_origins(session) - (only - rest)


def _new_episodes(session: Session, found: list[Candidate]) -> list[Candidate]:
    """Give the episodes that no record tells of the same commits."""
    known = {
        frozenset(record.strings("origins"))
        for record in session.corpus.records("evidence")
        if "episode" in record.strings("tags")
    }
    return [each for each in found if frozenset(each.origins) not in known]


# The imports below stand where they are needed: a timer asks every few minutes, and mostly nothing is new.
def _joined(found: list[Candidate]) -> list[Candidate]:
    """Give what is in a history and in a tracker as one."""
    if all(each.is_effort for each in found):
        return found
    from upward.analysis.history.deduplication import deduplicate

    return deduplicate(found)


def _saved(session: Session, found: Sequence[Candidate], *, dry_run: bool) -> list[str]:
    from upward.session.candidate_store import store_candidates

    return [each.id for each in store_candidates(session, found, dry_run=dry_run)]


def _rank(found: list[Candidate]) -> None:
    """Put the best first; of equals the newest. Efforts of one history are in this order already, by title, too."""
    found.sort(key=lambda each: (0, "") if each.is_effort else (1, each.title))
    found.sort(key=_place)


def _place(each: Candidate) -> tuple[float, int]:
    day = each.day.replace("-", "")
    return -each.score, -int(day) if day.isdecimal() else 0


def _last(session: Session) -> date | None:
    """Give the day before which everything was mined already: that of the newest mined evidence, less two weeks."""
    days = [
        day
        for record in session.corpus.records("evidence")
        if any(_MINED.match(origin) for origin in record.strings("origins"))
        and (day := parse_date(record.string("date"))) is not None
    ]
    # A branch is merged some time after its commits were written.
    return max(days) - timedelta(days=MOST_DAYS_UNMERGED) if days else None


def _listed(session: Session, name: str) -> Sequence[str]:
    if not name:
        return ()
    path = session.here / Path(name).expanduser()
    lines = [line.strip() for line in PathImportSource(str(path)).text().splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _unit(session: Session, path: str, query: ImportQuery) -> Unit:
    if TRACKER.match(path):
        return Unit(path, path, query, str(_cache(session)))
    expanded = Path(path).expanduser()
    full = str(expanded if expanded.is_absolute() else session.here / expanded)
    guesses = () if query.authors or query.everyone else _me(session, Path(full))
    return Unit(full, path, query, str(_cache(session)), guesses)


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


def _tabled(session: Session, name: str, found: Sequence[Candidate]) -> None:
    from upward.store.output_file import write_output
    from upward.store.parquet import parquet

    content = parquet([_report.row(each) for each in found if each.effort])
    write_output(session.here / Path(name).expanduser(), content)


def _cache(session: Session) -> Path:
    """Give where what was read of histories is kept, by the XDG base directory specification."""
    base = session.environment.get("XDG_CACHE_HOME") or Path(session.environment.get("HOME", "."), ".cache")
    return Path(base) / "upward"


def _me(session: Session, path: Path) -> tuple[str, ...]:
    """Give who "I" am: the settings, else git's own configuration; empty where none of them committed here."""
    if session.settings.emails:
        return session.settings.emails
    emails = (local_identity(path), user_identity().email)
    return tuple(dict.fromkeys(email for email in emails if email))


JOB = Job("mine", run, group="Collect", interactive_only=("repos", "table", "scheduler", "workers"))
