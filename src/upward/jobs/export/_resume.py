"""Which stories a résumé takes, why the others are left out, and the résumé that is added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from upward.analysis.lint.runner import lint_records
from upward.analysis.narrative.traceability import result_line, version
from upward.model.errors import SourceError
from upward.model.finding import Severity
from upward.model.record import Record
from upward.session.session import Session
from upward.text.template_slots import open_slots

_FAILURES = frozenset({"failure-recovery", "failure"})


class LeftOut(NamedTuple):
    """A story that a résumé does not take, and why."""

    story: str
    why: str


def chosen(session: Session, records: Sequence[Record], allow: Sequence[str]) -> tuple[list[Record], list[LeftOut]]:
    """Give the stories for a résumé: finished, with a result, no failure, without an open warning.

    A story with a line of its own (`versions: {resume: …}`) is taken, and one that is allowed by name.
    """
    taken: list[Record] = []
    left: list[LeftOut] = []
    for record in records:
        if record.kind != "story" or next(open_slots(record.prose), None) is not None:
            continue
        why = "" if version(record, "resume") or record.id in allow else _why_not(session, record)
        if why:
            left.append(LeftOut(record.id, why))
        else:
            taken.append(record)
    return taken, left


def _why_not(session: Session, record: Record) -> str:
    if _FAILURES & {*record.strings("themes"), record.string("template")}:
        return "it tells a failure"
    if not result_line(record):
        return "no sentence tells a result; say in one line what came of it"
    rules = [rule for rule in session.catalogue.rules.values() if rule.severity is not Severity.HINT]
    names = dict.fromkeys(finding.name for finding in lint_records([record], rules, session.context()))
    return f"open warnings: {', '.join(names)}" if names else ""


def base_of(session: Session, name: str) -> Mapping[str, Any]:
    """Give the résumé to add to, without one the person's name and address; raises SourceError for another file."""
    own = {"name": session.settings.name, "email": next(iter(session.settings.emails), "")}
    basics = {key: value for key, value in own.items() if value}
    if not name:
        return {"basics": basics} if basics else {}
    from upward.store.import_source import PathImportSource
    from upward.text.data_file import parse_json

    data, problem = parse_json(PathImportSource(str(session.here / Path(name).expanduser())).text())
    if not problem and not (isinstance(data, dict) and ("basics" in data or "work" in data)):
        problem = "it has neither `basics` nor `work`"
    if problem:
        raise SourceError(
            f"{name} is not a JSON Resume file", why=problem, next_step="see https://jsonresume.org/schema"
        )
    return {**data, "basics": {**basics, **(data.get("basics") or {})}}
