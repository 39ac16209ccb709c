"""Candidates of an import written into the logbook: a record each, or an origin more on the record of the same work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from upward.analysis.history.deduplication import is_same_work
from upward.analysis.lint.schema import schema_violations
from upward.model.importer import Candidate
from upward.model.kind import Kind
from upward.model.record import Record, Value
from upward.model.rubric import Rubric
from upward.session.session import Session
from upward.store.logbook import proposals
from upward.text import edits, record_writer
from upward.text.record_writer import slug


class StoredCandidate(NamedTuple):
    """The record that a candidate became, or was added to: its id and path."""

    id: str
    path: str


def known_origins(session: Session) -> frozenset[str]:
    """Give every origin that is not to be found again: recorded, waiting as a proposal, or dismissed."""
    held = frozenset(origin for record in session.corpus.records() for origin in record.strings("origins"))
    return held | proposals.pending_origins(session.folder) | proposals.dismissed(session.folder)


def store_candidates(session: Session, candidates: Iterable[Candidate], *, dry_run: bool) -> list[StoredCandidate]:
    """Write candidates in order; with `dry_run` only tell where. Raises WriteError, RecordChangedError."""
    stored: list[StoredCandidate] = []
    evidence = list(session.corpus.records("evidence"))
    taken: set[str] = set()
    for candidate in candidates:
        same = next((record for record in evidence if is_same_work(record, candidate)), None)
        if same is not None:
            evidence[evidence.index(same)] = _add_origins(session, same, candidate, dry_run=dry_run)
            stored.append(StoredCandidate(same.id, same.path))
            continue
        ident, path = _free_id(session, candidate, taken)
        taken.add(ident)
        if not dry_run:
            fitted = fit_to_kind(candidate, session.kind(candidate.kind), session.rubrics)
            session.folder.create(path, record_writer.compose_record({**fitted.fields}, fitted.body))
        stored.append(StoredCandidate(ident, path))
    if stored and not dry_run:
        session.invalidate()
    return stored


def _free_id(session: Session, candidate: Candidate, taken: set[str]) -> tuple[str, str]:
    name = slug(f"{candidate.day} {candidate.title}" if candidate.day else candidate.title)
    ident, path = session.free_id(candidate.kind, name)
    number = 2
    # What was written in this run is not in the index yet.
    while ident in taken:
        ident, path = session.free_id(candidate.kind, f"{name}-{number}")
        number += 1
    return ident, path


def fit_to_kind(candidate: Candidate, kind: Kind, rubrics: Mapping[str, Rubric]) -> Candidate:
    """Give a candidate without values that its kind does not know: those become its tags."""
    fields: dict[str, Value] = dict(candidate.fields)
    wrong = [each.path for each in schema_violations(fields, kind, rubrics) if each.about == "wrong-value"]
    if not wrong or "tags" not in {field.name for field in kind.fields}:
        return candidate
    moved: list[str] = []
    for name in {str(path[0]) for path in wrong if len(path) in {1, 2}} - {"title", "date"}:
        held = fields.get(name, "")
        places = {path[1] for path in wrong if path[0] == name and len(path) > 1}
        items: Sequence[Value] = [held] if isinstance(held, str) else list(held) if isinstance(held, Sequence) else []
        moved += [str(item) for place, item in enumerate(items) if place in places or not places]
        kept = [item for place, item in enumerate(items) if places and place not in places]
        fields[name] = kept if not isinstance(held, str) else ""
    tags = fields.get("tags", [])
    own = [tags] if isinstance(tags, str) else [str(tag) for tag in tags]
    return replace(candidate, fields={**fields, "tags": list(dict.fromkeys(tag for tag in [*own, *moved] if tag))})


def _add_origins(session: Session, same: Record, candidate: Candidate, *, dry_run: bool) -> Record:
    """Note in a record of the same work that it is recorded elsewhere, too: one record, two origins."""
    text = same.text
    for origin in candidate.origins:
        if origin not in same.strings("origins"):
            text = edits.apply_edits([edits.add_to_list(text, "origins", origin)], text)
    if text == same.text:
        return same
    if not dry_run:
        session.folder.replace(same.path, text, same.digest)
    origins = list(dict.fromkeys((*same.strings("origins"), *candidate.origins)))
    return replace(same, text=text, fields={**same.fields, "origins": origins})
