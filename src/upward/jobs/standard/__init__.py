"""Keep standards: check them over repositories, record who adopted them, replay them over past fixes."""

from __future__ import annotations

from typing import NamedTuple

from upward.analysis.standards.standard import parse_standard
from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


class ListedStandard(NamedTuple):
    """A standard, how it is checked, and how many teams said yes and no."""

    id: str
    status: str
    about: str
    check: str
    yes: int
    no: int


def run(session: Session) -> JobResult:
    """List the standards: their status, how each is checked, and how many teams accepted it."""
    rows: list[ListedStandard] = []
    for record in session.corpus.records("standard"):
        standard = parse_standard(record)
        answers = {str(each.get("team", "")): str(each.get("answer", "")) for each in record.mappings("adopters")}
        checked = "automatic" if standard.check.is_automatic else "a person" if standard.check.human else "none"
        rows.append(
            ListedStandard(
                id=record.id,
                status=record.string("status") or "proposed",
                about=record.string("about"),
                check=f"{checked}, checklist" if standard.items else checked,
                yes=sum(answer == "yes" for answer in answers.values()),
                no=sum(answer == "no" for answer in answers.values()),
            )
        )
    table = Table(ListedStandard._fields, tuple(tuple(map(str, row)) for row in rows))
    none = Callout("No standards yet. Begin one with `upward add standard TITLE`.")
    return JobResult(Page("Standards", (table if rows else none,)), rows, rows=rows)


JOB = Job("standard", run, group="Team practices")
