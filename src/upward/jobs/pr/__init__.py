"""Comment on a pull request: decisions, policy, review findings, standards and concerns that it touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from upward.jobs.pr._comment import comment, page
from upward.jobs.pr._parts import Parts, gather
from upward.model.errors import NothingFoundError, UsageError
from upward.model.finding import Finding, Severity
from upward.model.job import PLACE, Artefact, FindingsReport, Job, JobResult
from upward.model.page import Page, Tone
from upward.model.span import Location, Span
from upward.session.session import Session
from upward.store.git.repository import open_repository
from upward.store.git.revisions import revisions_between

# The least severity at which a review finding fails, from the slightest on.
_LEVELS = ("note", "warning", "error", "nothing")
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.HINT}


def run(
    session: Session,
    revisions: Annotated[str, "BASE..HEAD"],
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The AI-use policy; by default AI_POLICY.md at the repository's root", PLACE] = "",
    fail_on: Annotated[
        Literal["note", "warning", "error", "nothing"],
        "The lowest severity of a review finding that leads to exit code 1",
    ] = "error",
    output_format: Annotated[
        Literal["page", "github", "gitlab", "sarif"],
        "github prints annotations, gitlab code quality, sarif a SARIF log",
    ] = "page",
    sarif: Annotated[
        bool, "Answer in SARIF: findings, commits that fail the policy, and violations of standards"
    ] = False,
) -> JobResult:
    """Write a comment about the change; --output comment.md saves it.

    Exit code 1 if the policy, a standard or the review fails; by default the review fails only on errors.
    """
    if ".." not in revisions:
        raise UsageError(f"{revisions} is not a range of commits", next_step="use BASE..HEAD, such as main..HEAD")
    repository = open_repository((session.here / Path(repo).expanduser()).resolve())
    oids = revisions_between(repository, revisions)
    if not oids:
        raise NothingFoundError(f"{revisions} contains no commits", next_step="use BASE..HEAD, such as main..HEAD")
    parts = gather(session, repository, oids, revisions, repo, policy)
    fails = _is_failing(parts, fail_on)
    if sarif or output_format != "page":
        form, whole = "sarif" if sarif else output_format, not parts.incomplete
        report = FindingsReport(form, list(_findings(parts)), {}, not_checked=parts.not_checked, is_complete=whole)
        return JobResult(Page("Pull request"), None, succeeded=not fails, report=report)
    artefacts = (Artefact(comment(parts, revisions), (".md", ".markdown")),)
    drawn = page(parts, revisions, Tone.BAD if fails else Tone.GOOD)
    return JobResult(drawn, _data(parts), succeeded=not fails, artefacts=artefacts)


def _is_failing(parts: Parts, fail_on: str) -> bool:
    """Whether something must be settled before it is merged: a commit against the policy, a standard, a finding."""
    severe = any(_LEVELS.index(row["severity"]) >= _LEVELS.index(fail_on) for row in parts.review)
    return (
        severe
        or bool(parts.incomplete)
        or any(row["verdict"] == "fail" for row in parts.policy)
        or bool(parts.standards)
    )


def _findings(parts: Parts) -> Iterator[Finding]:
    for row in parts.review:
        at = Location(row["row"], 1)
        yield Finding(
            code=row["check"], name=row["name"] or row["check"], severity=_SEVERITIES[row["severity"]],
            message=row["message"], path=row["path"], span=Span(0, 0), start=at, end=at, sentence=row["symbol"],
        )  # fmt: skip
    for row in parts.policy:
        if row["verdict"] == "fail":
            # A commit is in no file, so that it stands at the policy it breaks.
            yield Finding(
                code="ai-policy", name="ai-policy", severity=Severity.ERROR, path="AI_POLICY.md", span=Span(0, 0),
                message=f"Commit {row['oid'][:12]}: {'; '.join(row['because'])}", start=Location(1, 1),
                end=Location(1, 1), sentence=row["oid"],
            )  # fmt: skip
    for record, each in parts.standards:
        at = Location(max(1, each.line), 1)
        yield Finding(
            code="standard", name=record.id, severity=Severity.WARNING, message=f"{record.title}: {each.because}",
            path=each.path, span=Span(0, 0), start=at, end=at,
        )  # fmt: skip


def _data(parts: Parts) -> dict[str, Any]:
    return {
        "commits": [each.oid for each in parts.commits],
        "paths": list(parts.paths),
        "policy": parts.policy,
        "policy_notes": parts.policy_notes,
        "review": parts.review,
        "absent": parts.absent,
        "incomplete": parts.incomplete,
        "questions": parts.questions,
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
