"""Keep incidents: timelines, sealed hypotheses, scores and post-mortems."""

from __future__ import annotations

from typing import NamedTuple

from upward.analysis.incidents.incident import parse_incident
from upward.model.job import Job, JobResult
from upward.model.page import Callout, Page, Table
from upward.session.session import Session


class _ListedIncident(NamedTuple):
    """How an incident stands, and how many of its hypotheses and actions there are."""

    id: str
    date: str
    status: str
    title: str
    cause: str
    hypotheses: int
    open_actions: int
    overdue: int


def run(session: Session) -> JobResult:
    """List the incidents: their state, the sources of hypotheses, and open actions."""
    incidents = []
    for record in session.corpus.records("incident"):
        incident = parse_incident(record)
        open_actions = [action for action in incident.actions if not action.is_done]
        overdue = sum(each.due is not None and each.due < session.today for each in open_actions)
        incidents.append(
            _ListedIncident(
                id=record.id,
                date=record.string("date"),
                status=record.string("status") or "open",
                title=record.title,
                cause=incident.cause,
                hypotheses=len(incident.hypotheses),
                open_actions=len(open_actions),
                overdue=overdue,
            )
        )
    incidents.sort(key=lambda each: each.date, reverse=True)
    columns = ("date", "id", "status", "cause", "hypotheses", "open_actions", "overdue")
    table = Table(
        tuple(column.replace("_", " ") for column in columns),
        tuple(tuple(str(getattr(each, column)) for column in columns) for each in incidents),
    )
    none = Callout('No incidents yet. Begin one with `upward incident new "What users notice"`.')
    return JobResult(Page("Incidents", (table if incidents else none,)), incidents, rows=incidents)


JOB = Job("incident", run, group="Team practices")
