"""What a pull request touches: collected from the logbook, the repository, and the verbs `policy` and `review`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upward.analysis.pull_requests.notes import NotedCommit, ReplacedNote, replaced_notes
from upward.analysis.pull_requests.relevance import Touched, touched_concerns, touched_decisions
from upward.analysis.standards.checking import Violation, check_standard, wanted_paths
from upward.analysis.standards.standard import parse_standard
from upward.model.errors import NoPolicyError, UpwardError
from upward.model.record import Record
from upward.session.session import Session
from upward.store.git.commits import NOTES, CommitData, contents, notes_in, paths_at, read_commits
from upward.store.git.repository import Repository
from upward.text import record_reader

# Where repositories keep their decisions.
DECISION_FOLDERS = (
    "docs/adr/", "docs/decisions/", "doc/adr/", "adr/", "docs/architecture/decisions/", "docs/explanation/decisions/"
)  # fmt: skip
MOST_NOTES = 500
MOST_DECISIONS = 500


@dataclass(slots=True)
class Parts:
    """What was found; `not_checked` says what could not be looked at, and why.

    `incomplete` are those reasons with which a change does not pass: a checker of the review is missing or crashed.
    """

    commits: list[CommitData]
    paths: tuple[str, ...]
    decisions: list[Touched] = field(default_factory=list)
    concerns: list[Touched] = field(default_factory=list)
    standards: list[tuple[Record, Violation]] = field(default_factory=list)
    policy: list[dict[str, Any]] = field(default_factory=list)
    policy_notes: list[str] = field(default_factory=list)
    review: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    noted: int = 0
    replaced: list[ReplacedNote] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def gather(
    session: Session, repository: Repository, oids: Sequence[str], revisions: str, repo: str, policy: str
) -> Parts:
    """Look at everything a range touches; what fails is said in `not_checked`, and the rest goes on."""
    found = list(read_commits(repository, oids))
    parts = Parts(found, tuple(dict.fromkeys(path for commit in found for path in commit.paths)))
    head = oids[-1]
    own: Mapping[str, Sequence[Record]] = {
        kind: session.corpus.records(kind) if session.root is not None else ()
        for kind in ("decision", "concern", "standard")
    }
    if session.root is None:
        parts.not_checked.append("standards and concerns were not checked: there is no logbook here")
    tree = paths_at(repository, head)
    parts.decisions = list(
        touched_decisions([*own["decision"], *_decisions(repository, head, tree)], parts.paths, tree)
    )
    parts.concerns = list(touched_concerns(own["concern"], parts.paths))
    parts.standards = list(_standards(session, own["standard"], repository, head, parts))
    _policy(session, parts, revisions, repo, policy)
    _review(session, parts, revisions, repo)
    _notes(repository, parts)
    return parts


def _decisions(repository: Repository, head: str, tree: Collection[str]) -> Iterator[Record]:
    names = [path for path in sorted(tree) if path.startswith(DECISION_FOLDERS) and path.endswith(".md")]
    for path, text in contents(repository, head, names[:MOST_DECISIONS]).items():
        record = record_reader.parse_record(path, text, {}, otherwise="decision")
        if not path.lower().endswith(("readme.md", "index.md", "template.md")):
            yield record


def _standards(
    session: Session, records: Sequence[Record], repository: Repository, head: str, parts: Parts
) -> Iterator[tuple[Record, Violation]]:
    """Yield what the changed files break of the standards; only files that the change touched are looked at."""
    for record in records:
        standard = parse_standard(record)
        if record.string("status") == "retired" or not (standard.check.must or standard.check.must_not):
            continue
        wanted = wanted_paths(standard.check, parts.paths)
        texts = contents(repository, head, wanted) if wanted else {}
        result = check_standard(standard, repository.name, list(parts.paths), texts, session.today)
        yield from ((record, violation) for violation in result.violations)
        if result.because:
            parts.not_checked.append(f"standard {record.id}: {result.because}")


def _policy(session: Session, parts: Parts, revisions: str, repo: str, policy: str) -> None:
    job = session.catalogue.job("policy check")
    if job is None:
        return
    try:
        result = job.run(session, revisions, repo=repo, policy=policy)
    except NoPolicyError as error:
        # Any other fault of a policy, or of one that was named, stops here: leaving it out would be taken for a pass.
        if policy:
            raise
        # The comment is for others: where the repository lies on this machine is not.
        place = str((session.here / Path(repo).expanduser()).resolve())
        parts.not_checked.append(f"policy: {error.what.replace(f' at {place}', '').replace(place, 'the repository')}")
        return
    parts.policy = list(result.data["commits"])
    parts.policy_notes = list(result.data["policy"]["notes"])
    parts.not_checked += [f"policy: {each}" for each in result.data["not_checked"]]


def _review(session: Session, parts: Parts, revisions: str, repo: str) -> None:
    job = session.catalogue.job("review")
    if job is None:
        return
    try:
        result = job.run(session, (revisions,), repo=repo)
        dimensions = result.data["dimensions"].values()
        parts.review = [row for each in dimensions for row in each["findings"]]
        parts.questions = [row for each in dimensions for row in each["questions"]]
        parts.absent = list(result.data["absent"])
        parts.incomplete = list(result.data["failures"])
        parts.not_checked += [f"review: {each}" for each in result.data["not_checked"]]
    except UpwardError as error:
        said = f"review: {error.what}{f' ({error.why})' if error.why else ''}"
        parts.incomplete.append(said)
        parts.not_checked.append(said)


def _notes(repository: Repository, parts: Parts) -> None:
    """Count the commits with notes, and find notes on commits that a rebase or squash replaced: moved on, or lost."""
    held: dict[str, tuple[str, ...]] = {}
    for ref in NOTES:
        for oid in notes_in(repository, ref):
            held[oid] = (*held.get(oid, ()), ref)
    here = [NotedCommit(each.oid, each.author[0], each.message, held.get(each.oid, ())) for each in parts.commits]
    parts.noted = sum(bool(each.refs) for each in here)
    if not held:
        return
    known = set(repository.run(["rev-list", repository.head]).decode().split()) if repository.head else set()
    strays = [oid for oid in held if oid not in known]
    present = _present(repository, strays[:MOST_NOTES])
    elsewhere = [
        NotedCommit(each.oid, each.author[0], each.message, held[each.oid])
        for each in read_commits(repository, present)
    ]
    parts.replaced = replaced_notes(here, elsewhere)
    missing = min(len(strays), MOST_NOTES) - len(present)
    if missing:
        parts.not_checked.append(f"notes: {missing} are on commits that are not in this clone")
    if len(strays) > MOST_NOTES:
        parts.not_checked.append(f"notes: {len(strays) - MOST_NOTES} more are on commits outside of this history")


def _present(repository: Repository, oids: Sequence[str]) -> list[str]:
    feed = "".join(f"{oid}\n" for oid in oids).encode()
    raw = repository.run(["cat-file", "--batch-check"], feed).decode() if oids else ""
    return [line.split()[0] for line in raw.splitlines() if " commit " in line]
