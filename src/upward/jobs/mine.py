"""Find evidence: efforts in a git history, entries of a journal, stories of a bank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from upward.model.asking import PLACE
from upward.model.errors import SourceError
from upward.model.extension import Candidate, Importer, Job, Outcome, Wish
from upward.model.page import Block, Heading, Items, Note, Page, Prose, Tone
from upward.session import Session
from upward.store.git import local_identity, user_identity
from upward.store.source import PathSource
from upward.text import compose
from upward.text.compose import slug
from upward.text.words import counted


def run(
    session: Session,
    paths: Annotated[tuple[str, ...], "Repositories, or files to import", PLACE],
    *,
    author: Annotated[tuple[str, ...], "Whose work: an email or a name; again for each address of one person"] = (),
    since: Annotated[date | None, "From this day on"] = None,
    until: Annotated[date | None, "Up to this day"] = None,
    most: Annotated[int, "How many efforts to show or save, over all paths"] = 20,
    save: Annotated[bool, "Write what is found into the logbook"] = False,
    dry_run: Annotated[bool, "With --save: say what would be written, and write nothing"] = False,
) -> Outcome:
    """Show what each source holds, best first; what was saved before is not saved again."""
    known = _known(session) if save else frozenset()
    found: list[Candidate] = []
    failed: list[SourceError] = []
    for path in session.progress(paths, "Reading", total=len(paths)):
        try:
            found += _read(session, path, Wish(tuple(author), since, until, known))
        except SourceError as error:
            failed.append(error)
    if failed and len(failed) == len(paths):
        raise failed[0]
    ranked = sorted(found, key=lambda candidate: -float(candidate.detail.get("score", 0)))[:most]
    written = _save(session, ranked, dry_run=dry_run) if save else []
    blocks = [*_shown(ranked, len(found)), *_said(written, ranked, save=save, dry_run=dry_run)]
    blocks += [Note(f"{error.what}: {error.why or error.next_step}", Tone.BAD) for error in failed]
    data = [
        dict(candidate.detail) or {"kind": candidate.kind, "title": candidate.title, "origins": list(candidate.origins)}
        for candidate in ranked
    ]
    return Outcome(
        Page("What was found", tuple(blocks)), {"efforts": data, "written": written}, rows=data, fulfilled=not failed
    )


def _read(session: Session, path: str, wish: Wish) -> Sequence[Candidate]:
    expanded = Path(path).expanduser()
    source = PathSource(str(expanded if expanded.is_absolute() else session.here / expanded), _cache(session))
    if not Path(source.path).exists():
        raise SourceError(f"{path} does not exist", next_step="check the path")
    importer = _importer(session, source)
    if importer is None:
        kinds = "; ".join(each.summary for each in session.catalogue.importers.values())
        raise SourceError(f"Nothing can read {path}", why=f"upward reads: {kinds}", next_step="name one of these")
    if importer.name == "git" and not wish.authors:
        wish = Wish(_me(session, Path(source.path)), wish.since, wish.until, wish.known)
    return list(importer.read(source, wish))


def _cache(session: Session) -> Path:
    """Give where what was read of histories is kept, by the XDG base directory specification."""
    base = session.environment.get("XDG_CACHE_HOME") or Path(session.environment.get("HOME", "."), ".cache")
    return Path(base) / "upward"


def _importer(session: Session, source: PathSource) -> Importer | None:
    return next((importer for importer in session.catalogue.importers.values() if importer.recognises(source)), None)


def _me(session: Session, path: Path) -> tuple[str, ...]:
    """Give who "I" am: the settings, else git's own configuration; nobody where none of them committed here."""
    if session.settings.emails:
        return session.settings.emails
    emails = (local_identity(path), user_identity()[1])
    return tuple(dict.fromkeys(email for email in emails if email))


def _known(session: Session) -> frozenset[str]:
    return frozenset(origin for record in session.corpus.records() for origin in record.strings("origins"))


def _save(session: Session, candidates: Sequence[Candidate], *, dry_run: bool) -> list[str]:
    written = []
    for candidate in candidates:
        name = slug(f"{candidate.day} {candidate.title}" if candidate.day else candidate.title)
        ident, path = session.place(candidate.kind, name)
        text = compose.record({**candidate.fields}, candidate.body)
        if not dry_run:
            session.folder.create(path, text)
            session.forget()
        written.append(ident)
    return written


def _shown(candidates: Sequence[Candidate], total: int) -> list[Block]:
    if not candidates:
        return [Prose("Nothing new was found.")]
    blocks: list[Block] = []
    for number, candidate in enumerate(candidates, start=1):
        detail = candidate.detail
        blocks.append(Heading(f"{number}. {candidate.title}", 3))
        if detail:
            blocks.append(Prose(_measured(detail)))
            blocks.append(Prose(f"Score {detail['score']:.2f}: {'; '.join(detail['because'])}."))
            blocks += [Prose(f"Together because they {', '.join(detail['together'])}.")] if detail["together"] else []
    if total > len(candidates):
        blocks.append(Note(f"{total - len(candidates)} more of less weight; --most {total} shows all."))
    return blocks


def _measured(detail: Mapping[str, Any]) -> str:
    first, last = detail["started"][:10], detail["ended"][:10]
    when = first if first == last else f"{first} to {last}"
    lines = f"+{detail['added']:,} -{detail['deleted']:,}"
    size = f"{counted(len(detail['commits']), 'commit')}, {lines} in {counted(detail['files'], 'file')}"
    return f"{when}, {size} ({', '.join(detail['areas'][:3]) or 'no file'})"


def _said(written: Sequence[str], candidates: Sequence[Candidate], *, save: bool, dry_run: bool) -> list[Block]:
    if not save:
        return [Note("Nothing was written. Add --save to keep these in the logbook.")] if candidates else []
    if not written:
        return [Note("Everything found is in the logbook already.")]
    return [Heading("Would write" if dry_run else "Written"), Items(tuple(written))]


JOB = Job("mine", run)
