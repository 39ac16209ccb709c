"""Check commits against the repository's AI-use policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from upward.analysis.ai_policy.agent_records import marks_for, marks_in_notes, marks_in_traces
from upward.analysis.ai_policy.attribution import AiMark, AiRole, denies_ai_use, find_ai_marks
from upward.analysis.ai_policy.evaluation import CommitVerdict, PolicyCommit, evaluate_commit
from upward.analysis.ai_policy.policy import Policy
from upward.jobs.policy._file import FILE, DecidingPolicy, deciding_policy
from upward.jobs.policy._radar import radar_claims
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.finding import Finding, Severity
from upward.model.job import PLACE, FindingsReport, Job, JobResult
from upward.model.page import Block, Callout, Heading, Page, Prose, Table, Tone
from upward.model.span import Location, Span
from upward.session.session import Session
from upward.store.git.commits import CommitData, added_lines, contents, paths_of_merge, read_commits, read_notes
from upward.store.git.repository import Repository, open_repository
from upward.store.git.revisions import NO_COMMIT, resolve_range, revisions_between
from upward.store.import_source import PathImportSource

# How many undeclared commits are listed.
MOST_LISTED = 20
_UNDECLARED = "A commit without an AI trailer may still contain AI-generated code."


class ShownMark(NamedTuple):
    """A sign of a tool in a commit; `source` says where it stands."""

    tool: str
    by: str
    source: str
    role: AiRole


class CommitRow(NamedTuple):
    """The verdict on a commit, with its subject, the classes of code it touches, and the reasons."""

    oid: str
    verdict: str
    classes: tuple[str, ...]
    ai: tuple[ShownMark, ...]
    because: tuple[str, ...]
    subject: str


def run(
    session: Session,
    revisions: Annotated[str, "BASE..HEAD, one commit, or `pushed` in a pre-push hook of pre-commit"] = "HEAD",
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The policy; by default AI_POLICY.md at the repository's root", PLACE] = "",
    traces: Annotated[str, "A file with Agent Trace JSON", PLACE] = "",
    output_format: Annotated[
        Literal["page", "github", "sarif"], "github prints annotations, sarif prints a SARIF log"
    ] = "page",
) -> JobResult:
    """Give pass, fail or undeclared for each commit, with the reason; exit code 1 if one fails.

    The policy of the range's base is used, so that no change is judged by its own policy.
    """
    root = (session.here / Path(repo).expanduser()).resolve()
    repository = open_repository(root)
    wanted = _pushed(session) if revisions == "pushed" else revisions
    oids = revisions_between(repository, wanted)
    if not oids and revisions != "pushed":
        step = "use BASE..HEAD with the older end first, such as main..HEAD"
        raise NothingFoundError(f"{revisions} contains no commits", next_step=step)
    decides = deciding_policy(session, repository, root, policy, resolve_range(repository, wanted))
    rules = decides.rules
    traced = _traced(session, traces)
    noted = read_notes(repository)
    wants = any(each.content for each in rules.classes)
    radar = radar_claims(session) if any(each.claims for each in rules.classes) else None
    unchecked: dict[str, None] = {}
    rows: list[CommitRow] = []
    shared: dict[Any, Any] = {}
    count: Counter[str] = Counter()
    judged: list[CommitVerdict] = []
    for raw in session.progress(read_commits(repository, oids), "Reading", total=len(oids)):
        verdict = evaluate_commit(_commit(repository, raw, noted, traced, wants=wants), rules, radar)
        rows.append(_commit_row(verdict, raw.message.partition("\n")[0], shared))
        count[verdict.verdict] += 1
        unchecked.update(dict.fromkeys(verdict.unchecked))
        # Of a long history most commits are undeclared, and nothing more is asked of them than their rows.
        judged += [verdict] if verdict.verdict != "undeclared" else []
    failed = [each for each in judged if each.verdict == "fail"]
    stands = {"path": decides.path, "commit": decides.commit, "change": decides.change, "notes": list(decides.notes)}
    data = {"commits": rows, "not_checked": list(unchecked), "policy": stands}
    if output_format != "page":
        report = FindingsReport(output_format, [*_changes(decides), *(_finding(each) for each in failed)], {})
        return JobResult(Page("AI policy"), data, succeeded=not failed, report=report)
    undeclared = [row for row in rows if row.verdict == "undeclared"]
    notes = [Callout(each, Tone.WARN) for each in decides.notes]
    blocks = (*notes, *_blocks(count, judged, list(unchecked)), *_undeclared(undeclared, rules))
    return JobResult(Page("AI policy", blocks), data, rows=rows, succeeded=not failed)


def _pushed(session: Session) -> str:
    """Give the range that pre-commit says is being pushed; raises UsageError outside of its hook."""
    base, head = (session.environment.get(f"PRE_COMMIT_{end}_REF", "") for end in ("FROM", "TO"))
    branch = session.environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    if branch and not head:
        # The first push of a repository: pre-commit names the branch alone, and all of its commits are pushed.
        return f"{NO_COMMIT}..{branch}"
    if not base or not head:
        raise UsageError(
            "There is no push in progress",
            why="PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF are not set",
            next_step="name a range, such as main..HEAD",
        )
    return f"{base}..{head}"


def _finding(each: CommitVerdict) -> Finding:
    """Give a judgement as a finding; a commit is in no file, so it stands at the policy it breaks."""
    return _at_policy(f"Commit {each.oid[:12]}: {'; '.join(each.because)}", Severity.ERROR, each.oid)


def _changes(decides: DecidingPolicy) -> Iterator[Finding]:
    """Yield what the range does to the policy it is judged by."""
    if decides.change in {"changed", "removed"}:
        yield _at_policy(decides.notes[0], Severity.WARNING, decides.change)


def _at_policy(message: str, severity: Severity, sentence: str) -> Finding:
    start = Location(1, 1)
    return Finding(
        code="ai-policy", name="ai-policy", severity=severity, message=message, path=FILE, span=Span(0, 0),
        start=start, end=start, sentence=sentence,
    )  # fmt: skip


def _traced(session: Session, name: str) -> Mapping[str, Sequence[AiMark]]:
    if not name:
        return {}
    try:
        return marks_in_traces(PathImportSource(str(session.here / Path(name).expanduser())).text())
    except ValueError as error:
        raise SourceError(
            f"{name} is not Agent Trace JSON", why=str(error), next_step="give one record, a list, or one record a line"
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
        *marks_for(traced, raw.oid),
    ]
    ai = tuple(dict.fromkeys(found))
    # What a merge took from its parents is judged in their commits; what it changes itself is its own.
    paths = paths_of_merge(repository, raw.oid) if ai and len(raw.parents) > 1 else raw.paths
    held = contents(repository, raw.oid, paths) if wants else None
    return PolicyCommit(
        raw.oid, raw.author, raw.day, raw.message, paths, ai, denies_ai_use(raw.message), held,
        lambda tests: added_lines(repository, raw.oid, tests),
    )  # fmt: skip


def _commit_row(each: CommitVerdict, subject: str, shared: dict[Any, Any]) -> CommitRow:
    """Give a row; the commits of a long history say the same few things, which are held once."""
    marks = tuple(ShownMark(mark.tool, mark.by, mark.place, mark.role) for mark in each.ai)
    classes, ai, because = (shared.setdefault(given, given) for given in (each.classes, marks, each.because))
    return CommitRow(each.oid, each.verdict, classes, ai, because, subject)


def _blocks(count: Counter[str], judged: Sequence[CommitVerdict], unchecked: Sequence[str]) -> Iterator[Block]:
    said = ", ".join(f"{count[verdict]} {verdict}" for verdict in ("pass", "fail", "undeclared") if count[verdict])
    tone = Tone.BAD if count["fail"] else Tone.GOOD
    yield Callout(f"{said or 'No commit to look at'}. {_UNDECLARED}", tone)
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
    if rows:
        yield Table(("commit", "verdict", "classes", "tool", "because"), rows)
    yield from (Callout(f"Not checked: {each}.", Tone.WARN) for each in unchecked)


def _undeclared(rows: Sequence[CommitRow], rules: Policy) -> Iterator[Block]:
    """List the commits that say nothing about AI, the newest first, and how to declare it."""
    if not rows:
        return
    yield Heading("Undeclared")
    yield Table(
        ("commit", "classes", "subject"),
        tuple((row.oid[:12], ", ".join(row.classes), row.subject) for row in rows[: -MOST_LISTED - 1 : -1]),
    )
    if len(rows) > MOST_LISTED:
        yield Prose(f"The newest {MOST_LISTED} of {len(rows)}; `--format json` lists all.")
    usual = not rules.accept or "assisted-by" in rules.accept
    trailer = f"{'Assisted-by' if usual else min(rules.accept).capitalize()}: TOOL:MODEL"
    yield Prose(
        f"If a tool was used, add `{trailer}` (to the last commit: `git commit --amend --trailer "
        f'"{trailer}"`); if none was used, write "No AI was used".'
    )


JOB = Job("policy check", run)
