"""Hold commits to an AI-use policy, or begin one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from upward.analysis.ai_policy.attribution import AiMark, denies_ai_use, find_ai_marks, marks_in_notes, marks_in_traces
from upward.analysis.ai_policy.evaluation import CommitVerdict, Policy, PolicyCommit, evaluate_commit, parse_policy
from upward.model.errors import ConfigurationError, SourceError, UsageError
from upward.model.finding import Finding, Severity
from upward.model.job import PLACE, FindingsReport, Job, JobResult
from upward.model.page import Block, Callout, CodeBlock, Page, Table, Tone
from upward.model.record import Record
from upward.model.span import Location, Span
from upward.session.session import Session
from upward.store.git.commits import CommitData, between, commits, contents, notes
from upward.store.git.repository import Repository, open_repository
from upward.store.import_source import PathImportSource
from upward.store.logbook.folder import Folder
from upward.text import record_reader
from upward.text.template_slots import fill, slots

FILE = "AI_POLICY.md"


def run(
    session: Session,
    action: Annotated[Literal["check", "new"], "check commits, or ask the questions that begin a policy"],
    revisions: Annotated[str, "BASE..HEAD, one commit, or `pushed` in pre-commit's hook before a push"] = "HEAD",
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The policy; by default AI_POLICY.md at the repository's root", PLACE] = "",
    traces: Annotated[str, "A file with Agent Trace JSON", PLACE] = "",
    form: Annotated[Literal["page", "github", "sarif"], "github prints annotations, sarif a log"] = "page",
    dry_run: Annotated[bool, "With new: show, and write nothing"] = False,
) -> JobResult:
    """Say pass, fail or undeclared for each commit, and why; exit code 1 where one fails."""
    root = (session.here / Path(repo).expanduser()).resolve()
    if action == "new":
        return _new(session, root, policy or FILE, dry_run=dry_run)
    repository = open_repository(root)
    rules = _policy(session, root, policy)
    traced = _traced(session, traces)
    noted = notes(repository)
    oids = between(repository, _pushed(session) if revisions == "pushed" else revisions)
    wants = any(each.content for each in rules.classes)
    judged = [
        evaluate_commit(_commit(repository, raw, noted, traced, wants=wants), rules)
        for raw in session.progress(commits(repository, oids), "Reading", total=len(oids))
    ]
    data = {"commits": [_row(each) for each in judged]}
    if form == "sarif":
        report = FindingsReport("sarif", [_finding(each) for each in judged if each.verdict == "fail"], {})
        return JobResult(Page("AI policy"), data, succeeded=not report.findings, report=report)
    if form == "github":
        text = "".join(
            f"::error title=AI policy::{each.oid[:12]}: {'; '.join(each.because)}\n"
            for each in judged
            if each.verdict == "fail"
        )
        return JobResult(Page("AI policy", (CodeBlock(text),)), data, succeeded=not text)
    return JobResult(
        _page(judged), data, rows=data["commits"], succeeded=all(each.verdict != "fail" for each in judged)
    )


def _pushed(session: Session) -> str:
    """Give the range that pre-commit says is being pushed; raises UsageError outside of its hook."""
    base, head = (session.environment.get(f"PRE_COMMIT_{end}_REF", "") for end in ("FROM", "TO"))
    if not base or not head:
        raise UsageError(
            "Nothing is being pushed here",
            why="PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF are not set",
            next_step="name a range, such as main..HEAD",
        )
    return f"{base}..{head}"


def _finding(each: CommitVerdict) -> Finding:
    """Give a judgement as a finding; a commit is in no file, so it stands at the policy it breaks."""
    start = Location(1, 1)
    message = f"Commit {each.oid[:12]}: {'; '.join(each.because)}"
    return Finding("ai-policy", "ai-policy", Severity.ERROR, message, FILE, Span(0, 0), start, start, sentence=each.oid)


def _policy(session: Session, root: Path, name: str) -> Policy:
    path = session.here / Path(name).expanduser() if name else _above(root) / FILE
    if not path.exists():
        raise UsageError(
            f"There is no {path.name} at {path.parent}",
            next_step="begin one with `upward policy new`, or name one with --policy",
        )
    record = record_reader.record(FILE, PathImportSource(str(path)).text(), {}, otherwise="policy")
    found, faults = parse_policy(record)
    problems = [problem.message for problem in record.problems] + faults
    if problems:
        raise ConfigurationError(
            f"{path.name} can't be followed", why=" ".join(problems), next_step="settle it there first"
        )
    return found


def _above(root: Path) -> Path:
    """Give the folder of the repository around a path."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _traced(session: Session, name: str) -> Mapping[str, Sequence[AiMark]]:
    if not name:
        return {}
    try:
        return marks_in_traces(PathImportSource(str(session.here / Path(name).expanduser())).text())
    except ValueError as error:
        raise SourceError(
            f"{name} is no Agent Trace JSON", why=str(error), next_step="give one record, a list, or a line each"
        ) from error


def _commit(
    repository: Repository,
    raw: CommitData,
    noted: Mapping[str, Sequence[str]],
    traced: Mapping[str, Sequence[AiMark]],
    *,
    wants: bool,
) -> PolicyCommit:
    found = [
        *find_ai_marks(raw.message, raw.author, raw.committer),
        *marks_in_notes(noted.get(raw.oid, ())),
        *traced.get(raw.oid, ()),
    ]
    held = contents(repository, raw.oid, raw.paths) if wants else None
    ai = tuple(dict.fromkeys(found))
    return PolicyCommit(raw.oid, raw.author, raw.day, raw.message, raw.paths, ai, denies_ai_use(raw.message), held)


def _row(each: CommitVerdict) -> dict[str, Any]:
    return {
        "oid": each.oid,
        "verdict": each.verdict,
        "classes": list(each.classes),
        "ai": [{"tool": mark.tool, "by": mark.by, "source": mark.source} for mark in each.ai],
        "because": list(each.because),
    }


def _page(judged: Sequence[CommitVerdict]) -> Page:
    count = Counter(each.verdict for each in judged)
    said = ", ".join(f"{count[verdict]} {verdict}" for verdict in ("pass", "fail", "undeclared") if count[verdict])
    tone = Tone.BAD if count["fail"] else Tone.GOOD
    blocks: list[Block] = [
        Callout(f"{said or 'No commit to look at'}. Undeclared is not human: it says nothing.", tone)
    ]
    shown = [each for each in judged if each.verdict == "fail"] + [each for each in judged if each.verdict == "pass"]
    rows = tuple(
        (
            each.oid[:12],
            each.verdict,
            ", ".join(each.classes),
            ", ".join(dict.fromkeys(mark.tool for mark in each.ai)),
            "; ".join(each.because),
        )
        for each in shown
    )
    return Page(
        "AI policy", (*blocks, *((Table(("commit", "verdict", "classes", "tool", "because"), rows),) if rows else ()))
    )


def _new(session: Session, root: Path, name: str, *, dry_run: bool) -> JobResult:
    """Ask what a team must answer; what stays open stays a question in the file."""
    folder = Folder(root)
    if folder.exists(name):
        raise UsageError(f"{name} is there already", next_step="edit it, or name another with --policy")
    text = session.kind("policy").templates[""]
    answers = dict(_answers(session, record_reader.record(name, text, {}, otherwise="policy")))
    written = fill(text, answers)
    if not dry_run:
        folder.write_artefact(name, written)
    note = Callout(
        "Nothing was written."
        if dry_run
        else f"Written to {name}. Now give it classes: which paths, and how AI may be used there."
    )
    return JobResult(Page("A policy to begin with", (note, CodeBlock(written))), {"path": name, "text": written})


def _answers(session: Session, record: Record) -> Iterator[tuple[str, str]]:
    for slot in slots(record.text):
        given = session.console.ask(slot.prompt).strip()
        if given:
            yield slot.name, given.replace('"', "'")


JOB = Job("policy", run, group="Team practices", interactive_only=("dry_run",))
