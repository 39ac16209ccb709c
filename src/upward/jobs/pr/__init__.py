"""Comment on a pull request: decisions, policy, review findings, standards and concerns that it touches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from upward.jobs.pr._comment import comment, is_failing, page
from upward.jobs.pr._parts import Parts, gather
from upward.model.errors import NothingFoundError, UsageError
from upward.model.finding import Finding, Severity
from upward.model.job import PLACE, Artefact, FindingsReport, Job, JobResult
from upward.model.page import Page
from upward.model.span import Location, Span
from upward.session.session import Session
from upward.store.git.repository import open_repository
from upward.store.git.revisions import revisions_between


def run(
    session: Session,
    revisions: Annotated[str, "BASE..HEAD"],
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The AI-use policy; by default AI_POLICY.md at the repository's root", PLACE] = "",
    sarif: Annotated[bool, "Answer in SARIF: review findings and places against a standard"] = False,
) -> JobResult:
    """Make one comment for the change; --output comment.md writes it. Exit code 1 where policy or a standard fails."""
    if ".." not in revisions:
        raise UsageError(f"{revisions} is not a range of commits", next_step="name BASE..HEAD, such as main..HEAD")
    repository = open_repository((session.here / Path(repo).expanduser()).resolve())
    oids = revisions_between(repository, revisions)
    if not oids:
        raise NothingFoundError(f"{revisions} contains no commit", next_step="name BASE..HEAD, such as main..HEAD")
    parts = gather(session, repository, oids, revisions, repo, policy)
    if sarif:
        report = FindingsReport("sarif", [*parts.review_findings, *_findings(parts)], {})
        return JobResult(Page("Pull request"), None, succeeded=not is_failing(parts), report=report)
    artefacts = (Artefact(comment(parts, revisions), (".md", ".markdown")),)
    return JobResult(page(parts, revisions), _data(parts), succeeded=not is_failing(parts), artefacts=artefacts)


def _findings(parts: Parts) -> list[Finding]:
    return [
        Finding(
            code="standard", name=record.id, severity=Severity.WARNING, message=f"{record.title}: {each.because}",
            path=each.path, span=Span(0, 0), start=Location(max(1, each.line), 1), end=Location(max(1, each.line), 1),
        )
        for record, each in parts.standards
    ]  # fmt: skip


def _data(parts: Parts) -> dict[str, Any]:
    return {
        "commits": [each.oid for each in parts.commits],
        "paths": list(parts.paths),
        "policy": parts.policy,
        "policy_notes": parts.policy_notes,
        "review": parts.review,
        "standards": [
            {"id": record.id, "path": each.path, "line": each.line, "because": each.because}
            for record, each in parts.standards
        ],
        "decisions": [
            {"path": each.record.path, "title": each.record.title, "touches": each.path, "because": each.because}
            for each in parts.decisions
        ],
        "concerns": [
            {"id": each.record.id, "title": each.record.title, "touches": each.path, "because": each.because}
            for each in parts.concerns
        ],
        "notes": {
            "noted": parts.noted,
            **{
                name: [
                    {"old": each.old, "new": each.new, "title": each.title, "ref": each.ref}
                    for each in parts.replaced
                    if each.is_lost is is_lost
                ]
                for name, is_lost in (("lost", True), ("survived", False))
            },
        },
        "not_checked": parts.not_checked,
    }


JOB = Job("pr", run, group="Team practices")
