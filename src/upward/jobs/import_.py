"""Import notes, journals, story banks, brag documents, calendars and tables; shown first, saved with --save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from upward.model.errors import SourceError, UpwardError, UsageError
from upward.model.importer import ALREADY_KNOWN, Candidate, Importer, ImportQuery, Skipped
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Tone
from upward.session.candidate_store import StoredCandidate, fit_to_kind, known_origins, store_candidates
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text import record_writer
from upward.text.suggestion import closest_name
from upward.text.unread_forms import unread_content, unread_ending
from upward.text.words import count_noun

# Importers of histories and trackers belong to `upward mine`.
_HISTORIES = ("git", "github", "gitlab", "jira")
MOST_LEFT_SHOWN = 40
# From so many entries on, a reason that they share is told once.
LEAST_OF_ONE_REASON = 3


@dataclass(slots=True)
class _Import:
    """What was read of all files: what is taken, from which file and by which importer, and what is left."""

    taken: list[tuple[str, str, Candidate]] = field(default_factory=list)
    left: list[Skipped] = field(default_factory=list)
    failed: list[UpwardError] = field(default_factory=list)


def run(
    session: Session,
    paths: Annotated[tuple[str, ...], "Files to import", PLACE],
    *,
    importer: Annotated[
        str,
        (
            "Read the files in this form: brag, calendar, did, jrnl, notes, question_list, resume, "
            "story, story_bank or table"
        ),
    ] = "",
    author: Annotated[
        tuple[str, ...], "Your address or name in calendars, reports and tables; by default those of the settings"
    ] = (),
    since: Annotated[date | None, "From this day on; with --until, also used for entries that have no date"] = None,
    until: Annotated[date | None, "On or before this day"] = None,
    date_order: Annotated[
        Literal["", "day-first", "month-first"], "Which part of a date such as 03/04/2026 comes first"
    ] = "",
    save: Annotated[bool, "Write what was taken into the logbook"] = False,
    dry_run: Annotated[bool, "With --save: say what would be written, and write nothing"] = False,
) -> JobResult:
    """Say for each entry whether it was taken or left out, and why; exit code 1 if nothing could be taken."""
    query = ImportQuery(
        author or tuple(filter(None, (*session.settings.emails, session.settings.name))),
        since,
        until,
        known_origins(session) if session.root else frozenset(),
        today=session.today,
        date_order=date_order,
        fiscal_start=session.settings.fiscal_year_starts,
    )
    chosen = _named(session, importer) if importer else None
    found = _Import()
    for path in paths:
        _read(session, path, query, chosen, found)
    if found.failed and not found.taken and not found.left:
        raise found.failed[0]
    stored = store_candidates(session, [each for _, _, each in found.taken], dry_run=dry_run) if save else []
    rows = [_row(session, *each) for each in found.taken]
    for row, each in zip(rows, stored, strict=False):
        row |= {"id": each.id, "path": each.path}
    left = [*found.left, *(Skipped(error.what, error.why) for error in found.failed)]
    known = sum(each.why == ALREADY_KNOWN for each in found.left)
    data = {"read": len(rows) + len(left), "taken": rows, "left": left}
    page = _page(found, stored, save=save, dry_run=dry_run)
    return JobResult(page, data, rows=rows, succeeded=not found.failed and bool(rows or (left and known)))


def _named(session: Session, name: str) -> Importer:
    known = {each: found for each, found in session.catalogue.importers.items() if each not in _HISTORIES}
    if name not in known:
        hint = closest_name(name, list(known))
        raise UsageError(
            f"No importer is called {name}",
            next_step=f"did you mean {hint}?" if hint else f"there are {', '.join(sorted(known))}",
        )
    return known[name]


def _read(session: Session, path: str, query: ImportQuery, chosen: Importer | None, into: _Import) -> None:
    """Read one file; one that can't be read never stops the others."""
    try:
        source = _source(session, path)
        importer = chosen or _recognised(session, source)
        seen = {origin for _, _, each in into.taken for origin in each.origins}
        known = replace(query, known_origins=query.known_origins | seen)
        entries: Iterable[Candidate | Skipped] = importer.read(source, known)
        for each in entries:
            if isinstance(each, Skipped):
                into.left.append(each)
            else:
                into.taken.append((path, importer.name, each))
    except UpwardError as error:
        into.failed.append(error)


def _source(session: Session, path: str) -> PathImportSource:
    if not path.strip():
        raise SourceError("The path is empty", next_step="name a file")
    try:
        full = session.here / Path(path).expanduser()
        if full.is_dir():
            raise SourceError(
                f"{path} is a folder", next_step=f"name its files, or run `upward mine {path}` for a repository"
            )
        if not full.exists():
            raise SourceError(f"{path} does not exist", next_step="check the path")
    except (ValueError, OSError, RuntimeError) as error:
        raise SourceError(f"{path!r} is not a usable path", why=str(error), next_step="check the path") from error
    return PathImportSource(str(full))


def _recognised(session: Session, source: PathImportSource) -> Importer:
    form = unread_ending(source.path) or unread_content(source.path, source.text())
    if form is not None:
        raise SourceError(f"{Path(source.path).name} is {form.what}, which is not read", next_step=form.next_step)
    importers = [each for name, each in session.catalogue.importers.items() if name not in _HISTORIES]
    for each in sorted(importers, key=lambda found: found.fallback):
        if each.recognises(source):
            return each
    name = Path(source.path).name
    if not source.text().strip():
        raise SourceError(f"{name} is empty", next_step="check the path")
    if name.lower().endswith((".csv", ".tsv")):
        # It says which column is missing.
        return session.catalogue.importers["table"]
    forms = "; ".join(each.summary for each in importers)
    raise SourceError(
        f"Unsupported file type or content: {name}",
        why=f"supported: {forms}",
        next_step="save it as text, Markdown or CSV, or choose an importer with --importer",
    )


def _row(session: Session, path: str, importer: str, candidate: Candidate) -> dict[str, Any]:
    # A stable form and not the candidate: it has the whole record in one text, and an id and path once it is written.
    fitted = fit_to_kind(candidate, session.kind(candidate.kind), session.rubrics)
    return {
        "kind": fitted.kind,
        "title": fitted.title,
        "date": str(fitted.fields.get("date", "")),
        "started": str(fitted.fields.get("started", "")),
        "origins": fitted.origins,
        "from": path,
        "importer": importer,
        "record": record_writer.compose_record({**fitted.fields}, fitted.body),
    }


def _page(found: _Import, stored: Sequence[StoredCandidate], *, save: bool, dry_run: bool) -> Page:
    known = [each for each in found.left if each.why == ALREADY_KNOWN]
    left = [each for each in found.left if each.why != ALREADY_KNOWN]
    total = len(found.taken) + len(found.left)
    counts = f"{len(found.taken)} taken, {len(left)} left out, {len(known)} already in the logbook"
    said = f"{count_noun(total, 'entry', 'entries')} read: {counts}."
    blocks: list[Block] = [Callout(said, Tone.GOOD if found.taken else Tone.BAD if left or not total else Tone.PLAIN)]
    if found.taken:
        shown = stored or [StoredCandidate("", "")] * len(found.taken)
        heading = ("Would be written" if dry_run else "Written") if save else "Taken"
        blocks.append(Heading(heading))
        for (_, _, candidate), place in zip(found.taken, shown, strict=True):
            when = f"{candidate.day}: " if candidate.day else ""
            path = f" ({place.path})" if place.path else ""
            blocks.append(Prose(f"{candidate.kind}: {when}{candidate.title}{path}"))
    if left:
        blocks += [Heading("Left"), *_left(left[:MOST_LEFT_SHOWN])]
        if len(left) > MOST_LEFT_SHOWN:
            blocks.append(Prose(f"{len(left) - MOST_LEFT_SHOWN} more; --format json shows all."))
    blocks += [Callout(f"{error.what}: {error.why or error.next_step}", Tone.BAD) for error in found.failed]
    several = [path for path, name, each in found.taken if name == "notes" and each.kind == "story"]
    if (doubled := next((path for path in several if several.count(path) > 1), "")) and not save:
        blocks.append(Callout(f"If {Path(doubled).name} is a single story, read it with --importer story."))
    if found.taken and not save:
        blocks.append(Callout("Nothing was written. Add --save to keep these in the logbook."))
    return Page("Import", tuple(blocks))


def _left(left: Sequence[Skipped]) -> list[Block]:
    """Give what was left, in order; a reason that several have is told once, above them."""
    count = Counter(each.why for each in left)
    blocks: list[Block] = []
    single = tuple(f"{each.place}: {each.why}" for each in left if count[each.why] < LEAST_OF_ONE_REASON)
    for why, number in count.items():
        if number >= LEAST_OF_ONE_REASON:
            blocks += [
                Prose(f"{why[:1].upper()}{why[1:]}:"),
                Items(tuple(each.place for each in left if each.why == why)),
            ]
    return [*([Items(single)] if single else []), *blocks]


JOB = Job("import", run, group="Collect")
