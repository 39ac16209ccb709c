"""Keep an incident: timeline, sealed hypotheses, a first look at logs, resolution, scores, post-mortem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from upward.jobs.incident import _first_look, _hypotheses, _recording, _results
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.session.session import Session


def run(
    session: Session,
    action: Annotated[
        Literal["new", "add", "hypothesise", "seal", "explore", "resolve", "score", "report", "close"],
        "begin one (new), add to its timeline, artefacts or actions (add), seal a guess (hypothesise), print or verify"
        " the newest seal (seal), look at logs and ask an assistant (explore), name the cause (resolve), score all"
        " sources (score), show the post-mortem and what it lacks (report), or close it and draft evidence (close)",
    ],
    incident: Annotated[str, "The incident's id; for new, its title"] = "",
    *,
    text: Annotated[str, "What happened, the mechanism of a guess, or what an action is"] = "",
    at: Annotated[str, "When, as an ISO time; by default now"] = "",
    by: Annotated[str, "hypothesise: who guesses; resolve: who names the cause. By default you"] = "",
    component: Annotated[str, "The component that a guess or the resolution blames"] = "",
    severity: Annotated[Literal["critical", "high", "medium", "low"], "new: how bad it is"] = "medium",
    detected: Annotated[str, "new: when it was noticed, as an ISO time"] = "",
    detected_by: Annotated[str, "new: what or who noticed it"] = "",
    impact: Annotated[str, "new, resolve: who was affected and by how much"] = "",
    change: Annotated[str, "add: the component that was deployed or configured"] = "",
    tests: Annotated[str, "add: the hypothesis that was tested, by its id"] = "",
    minutes: Annotated[float, "add: how many minutes testing it took"] = 0.0,
    result: Annotated[Literal["", "supported", "refuted", "unclear"], "add: what the test showed"] = "",
    artefact: Annotated[str, "add: a file to list with its SHA-256", PLACE] = "",
    todo: Annotated[bool, "add: TEXT is an action to take"] = False,
    owner: Annotated[str, "add --todo: who does it"] = "",
    due: Annotated[str, "add --todo: by when, such as 2026-06-30"] = "",
    tool_version: Annotated[str, "hypothesise: the version, where an AI tool guesses"] = "",
    confidence: Annotated[str, "hypothesise: how sure, such as 60 %"] = "",
    refuted_if: Annotated[str, "hypothesise: what would refute it"] = "",
    shown: Annotated[str, "seal: verify this seal, which was shown before"] = "",
    logs: Annotated[tuple[str, ...], "explore: a log (JSON lines, logfmt, syslog, plain; also .gz)", PLACE] = (),
    traces: Annotated[tuple[str, ...], "explore: OpenTelemetry traces as JSON lines", PLACE] = (),
    metrics: Annotated[tuple[str, ...], "explore: a CSV, time first, a column a metric", PLACE] = (),
    repo: Annotated[str, "explore: the repository whose last changes count", PLACE] = "",
    pack: Annotated[bool, "explore: print the prompt for an assistant of yours"] = False,
    answer: Annotated[str, "explore: take in the assistant's answer from this file", PLACE] = "",
    mechanism: Annotated[str, "resolve: how it failed"] = "",
    trigger: Annotated[str, "resolve: what set it off that day"] = "",
    also_counts: Annotated[tuple[str, ...], "resolve: another name of the component at fault"] = (),
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Keep an incident from the first minute to its post-mortem; exit code 1 where a post-mortem lacks something."""
    if action == "score":
        return _results.score(session, incident)
    if not incident:
        what = "a title" if action == "new" else "the incident's id"
        raise UsageError(f"`upward incident {action}` needs {what}", next_step="write it behind the action")
    if action == "new":
        return _recording.new(
            session, incident, at=at, severity=severity, detected=detected, detected_by=detected_by, impact=impact,
            dry_run=dry_run,
        )  # fmt: skip
    record = session.record(incident, "incident")
    sources = _first_look.Sources(logs, traces, metrics, repo)
    answers: dict[str, Callable[[], JobResult]] = {
        "add": lambda: _recording.add(
            session, record, text=text, at=at, change=change, tests=tests, minutes=minutes, result=result,
            artefact=artefact, todo=todo, owner=owner, due=due, dry_run=dry_run,
        ),
        "hypothesise": lambda: _hypotheses.hypothesise(
            session, record, component=component, text=text, by=by, tool_version=tool_version, confidence=confidence,
            refuted_if=refuted_if, dry_run=dry_run,
        ),
        "seal": lambda: _hypotheses.seal(record, shown),
        "resolve": lambda: _hypotheses.resolve(
            session, record, component=component, mechanism=mechanism, trigger=trigger, by=by, at=at,
            also_counts=also_counts, impact=impact, dry_run=dry_run,
        ),
        "explore": lambda: _first_look.explore(session, record, sources, pack=pack, answer=answer, dry_run=dry_run),
        "report": lambda: _results.report(session, record),
        "close": lambda: _results.close(session, record, dry_run=dry_run),
    }  # fmt: skip
    return answers[action]()


JOB = Job("incident", run)
