"""The decisions in a path: one record, the records of a folder, or those of the logbook."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from upward.analysis.decisions.adr_status import is_decision
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.record import Record
from upward.session.session import Session
from upward.store import note_files
from upward.text import record_reader
from upward.text.words import count_noun

# Forms of decision records that are not read.
_OTHER_FORMS = {".rst": "reStructuredText", ".adoc": "AsciiDoc", ".org": "Org", ".txt": "plain text"}
# In a folder a plain text may be anything.
_IN_FOLDERS = {ending: form for ending, form in _OTHER_FORMS.items() if ending != ".txt"}


def decisions_at(session: Session, path: str) -> list[Record]:
    """Give the decisions at a path, those of the logbook without one; index and template files are none.

    Raises NothingFoundError where there is none, SourceError for a form that is not read.
    """
    if not path:
        records = [record for record in session.corpus.records("decision") if is_decision(record)]
    else:
        records = _at(session, path)
    if not records:
        raise NothingFoundError(
            f"There is no decision {f'at {path}' if path else 'in the logbook'}",
            next_step="begin one with `upward decide new TITLE`",
        )
    return records


def one_decision(session: Session, path: str, verb: str) -> Record:
    """Give the one decision that a path or id names; raises UsageError for several."""
    records = decisions_at(session, path)
    if len(records) != 1:
        raise UsageError(
            f"`upward decide {verb}` works on one decision, and there are {len(records)}",
            next_step=f"name one: `upward decide {verb} ID`",
        )
    return records[0]


def _at(session: Session, path: str) -> list[Record]:
    full = session.here / Path(path).expanduser()
    if not full.exists() and session.root is not None:
        return [session.record(path, "decision")]
    form = _OTHER_FORMS.get(full.suffix.lower())
    if full.is_file() and form:
        raise _not_read(f"{path} is {form}")
    found = [read_decision(session, name) for name in note_files.note_paths([path], session.here)]
    found = [record for record in found if full.is_file() or is_decision(record)]
    if not found and full.is_dir() and (others := _in_other_forms(full)):
        raise _not_read(f"{path} holds {_IN_FOLDERS[others[0].suffix.lower()]} ({others[0].name})")
    return found


def unread_decisions(session: Session, path: str) -> str:
    """Say which records of a folder are in a form that is not read; empty where none is."""
    folder = session.here / Path(path).expanduser()
    found = _in_other_forms(folder) if path and folder.is_dir() else []
    # An index or a guide beside the records is none.
    others = [each for each in found if re.match(r"(?i)(?:adr)?[-_ ]?\d", each.name)]
    if not others:
        return ""
    forms = " and ".join(dict.fromkeys(_IN_FOLDERS[each.suffix.lower()] for each in others))
    return f"{count_noun(len(others), 'record')} in {forms} not read, such as {others[0].name}."


def _in_other_forms(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.suffix.lower() in _IN_FOLDERS and each.is_file())


def _not_read(what: str) -> SourceError:
    return SourceError(
        f"{what}, which can't be read",
        why="decisions are read in Markdown: MADR, log4brains, Nygard (adr-tools)",
        next_step="convert them to Markdown, for example with pandoc",
    )


def read_decision(session: Session, name: str) -> Record:
    """Read a file as a decision."""
    note = note_files.read_loose_note(name, note_files.shown_path(name, session.here), {}).record
    if any(problem.slug == note_files.TOO_LARGE for problem in note.problems):
        raise SourceError(f"{name} can't be read", why="it is too large for a decision", next_step="split it")
    return replace(note, kind="decision", id=record_reader.file_stem(name))


def rewrite_decision(session: Session, record: Record, text: str) -> None:
    """Write a decision's new text where it stands; raises RecordChangedError where it changed since."""
    inside = session.root is not None and session.folder.exists(record.path)
    if inside and record in session.corpus.named(record.id):
        session.folder.replace(record.path, text, record.digest)
        session.invalidate()
        return
    file = (session.here / Path(record.path)).resolve()
    note_files.logbook_beside(file).replace(file.name, text, record.digest, lock=False)
