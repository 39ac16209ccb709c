"""The editor of a record, and what stands beside it while one types."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from upward.faces.web.screens._shared import shown_findings
from upward.faces.web.visit import Visit
from upward.model.record import Record
from upward.store.logbook.folder import MOST_BYTES
from upward.text.story_parts import story_parts
from upward.text.words import spoken_seconds


def edit(visit: Visit) -> Response:
    """Show the text of a record to be written, with what is found in it."""
    record = visit.record(visit.param("path"))
    return visit.page("edit.html", title=record.title, record=record, whole=is_whole(record), **known(visit, record))


def is_whole(record: Record) -> bool:
    """Whether all of the file was read: only then may it be written."""
    return (
        not any(problem.slug in {"too-large", "unreadable"} for problem in record.problems)
        and len(record.text) <= MOST_BYTES
    )


def known(visit: Visit, record: Record) -> dict[str, Any]:
    """Give what stands beside a text as it is in its file."""
    return visit.logbook.once(("beside", record.path), lambda: beside(visit, record))


def beside(visit: Visit, record: Record) -> dict[str, Any]:
    """Give what stands beside a text: findings, claims, how long it takes to say."""
    path = str(visit.logbook.root / record.path)
    report = visit.logbook.run_on(record, "check", (path,)).report
    claims: list[Any] = []
    if record.kind == "story" and len(visit.logbook.corpus.named(record.id)) <= 1:
        claims = visit.logbook.run_on(record, "claims", record.id).data
    return {
        "findings": shown_findings(report.findings if report is not None else (), record.text),
        "claims": claims,
        "spoken": spoken_parts(visit, record),
    }


def spoken_parts(visit: Visit, record: Record) -> list[tuple[str, float]]:
    """Give how many seconds each part takes to say, at the speed of the settings."""
    if record.kind != "story":
        return []
    speed = visit.logbook.session().settings.words_per_minute
    return [(part.value, spoken_seconds(span.cut(record.text), speed)) for part, span in story_parts(record).items()]
