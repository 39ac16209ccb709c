"""Review code for production readiness: five dimensions, and what was not checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.code_review.merging import Equivalents
from upward.analysis.code_review.sarif import ToolFindings, parse_sarif
from upward.jobs.review import _gate as gate
from upward.jobs.review import _report
from upward.jobs.review._compare import compare as compared
from upward.jobs.review._examination import Setup, examine
from upward.jobs.review._gate import FailOn
from upward.jobs.review._targets import (
    MOST_BYTES,
    MOST_FILES,
    Targets,
    changed,
    files_at,
    files_below,
    is_range,
    standing,
)
from upward.jobs.review._tools import TOOLS, RuleMap
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.job import PLACE, FindingsReport, Job, JobResult
from upward.model.page import Page
from upward.session.session import Session
from upward.store.git.repository import Repository, open_repository
from upward.store.import_source import PathImportSource
from upward.text.words import count_noun


def run(
    session: Session,
    target: Annotated[tuple[str, ...], "Files and folders, or one BASE..HEAD of the repository you are in", PLACE],
    *,
    repo: Annotated[str, "The repository that contains BASE..HEAD", PLACE] = ".",
    everything: Annotated[bool, "With BASE..HEAD: review whole files, not only changed lines"] = False,
    all_rules: Annotated[
        bool, "Show the findings of rules that are hidden by default, such as S608, E722 and T201"
    ] = False,
    with_: Annotated[tuple[str, ...], "Also run bandit or mypy (bandit,mypy); needs the extra `analysers`"] = (),
    from_: Annotated[tuple[str, ...], "Read the findings of another tool from its SARIF file; repeatable", PLACE] = (),
    compare: Annotated[
        bool, "With BASE..HEAD: compare changes marked as AI-made with all others, commit by commit"
    ] = False,
    fail_on: Annotated[FailOn, "The lowest severity of a finding that leads to exit code 1"] = "note",
    baseline: Annotated[str, "Leave out the findings that this file lists", PLACE] = "",
    write_baseline: Annotated[str, "Write all findings to this file, so that later runs leave them out", PLACE] = "",
    output_format: Annotated[
        Literal["page", "github", "gitlab", "sarif"],
        "github prints annotations, gitlab code quality, sarif a SARIF log",
    ] = "page",
    sarif: Annotated[bool, "Answer in SARIF"] = False,
) -> JobResult:
    """Say for each dimension what was found, that nothing was found, or that nothing was checked."""
    setup = _setup(session, with_, all_rules=all_rules)
    ranges = [each for each in target if is_range(each, session.here)]
    if ranges and compare:
        return compared(session, _repository(session, repo), _alone(target), setup)
    targets = _changed(session, _alone(target), repo, setup, everything=everything) if ranges else None
    targets = targets or _standing(session, target, repo, setup)
    dimensions = session.catalogue.dimensions
    taken = [_taken(session, name, dimensions["rows"]) for name in from_]
    examined = examine(targets.files, setup, taken, targets.others)
    held = {each.path: each for each in (*targets.files, *targets.others)}
    if write_baseline:
        gate.write_baseline(session, write_baseline, examined, held)
        said = f"{count_noun(len(examined.found), 'finding')} written to the baseline {write_baseline}"
        return JobResult(Page(said), {"known": len(examined.found)})
    if baseline:
        examined = gate.without_known(examined, gate.read_baseline(session, baseline), held)
    fails = gate.is_failing([each.severity for _, each in examined.found], fail_on)
    # A review that could look at nothing, or whose checkers failed, does not pass; a change without code in a language
    # with checks has nothing to look at.
    checkable = [each for each in targets.files if each.path.endswith(_endings(setup))]
    passed = not fails and not examined.failures and bool(examined.looked_at or (ranges and not checkable))
    left = _left(targets)
    if sarif or output_format != "page":
        form = "sarif" if sarif else output_format
        notes = (*examined.not_checked, *left)
        found = _report.findings(examined.found)
        report = FindingsReport(form, found, {}, not_checked=notes, is_complete=not examined.failures)
        return JobResult(Page("Review"), None, succeeded=passed, report=report)
    review = _report.review_of(examined, targets.files, left, dimensions["version"], is_change=bool(ranges))
    rows = [found for each in review.dimensions.values() for found in each.findings]
    return JobResult(_report.page(review), review, rows=rows, succeeded=passed)


def _alone(target: Sequence[str]) -> str:
    if len(target) > 1:
        raise UsageError(
            "A range must be the only target",
            why=f"{len(target)} targets were given",
            next_step="give BASE..HEAD alone",
        )
    return target[0]


def _repository(session: Session, repo: str) -> Repository:
    return open_repository((session.here / Path(repo).expanduser()).resolve())


def _changed(session: Session, revisions: str, repo: str, setup: Setup, *, everything: bool) -> Targets:
    """Take what a range changed; raises NothingFoundError where all of it is too large or gone."""
    repository = _repository(session, repo)
    targets = changed(repository, revisions, everything=everything)
    setup.load = files_at(repository, revisions)
    if not targets.files and targets.left:
        raise _nothing(revisions, targets)
    return targets


def _standing(session: Session, names: Sequence[str], repo: str, setup: Setup) -> Targets:
    """Take files and folders as they stand; raises NothingFoundError where there is nothing to look at."""
    if repo != ".":
        named = ", ".join(names)
        raise UsageError(
            f"--repo needs a range, and {named} is a path", next_step="leave out --repo, or give BASE..HEAD"
        )
    targets = Targets()
    for name in names:
        place = session.here / Path(name).expanduser()
        if not place.is_file() and not place.is_dir():
            what = "is not a regular file" if place.exists() else "does not exist"
            raise SourceError(f"{name} {what}", next_step="check the path; a range is written BASE..HEAD")
        targets.take(standing(place, session.here, _endings(setup)))
    setup.load = files_below(session.here)
    if not targets.files:
        raise _nothing(", ".join(names), targets)
    return targets


def _endings(setup: Setup) -> tuple[str, ...]:
    """Give the endings of files in languages with checks."""
    return (".py", ".pyi", *(ending for family in setup.families for ending in family.languages))


def _nothing(name: str, targets: Targets) -> NothingFoundError:
    return NothingFoundError(
        f"There is nothing to review in {name}",
        why="; ".join(_left(targets)),
        next_step="name files in a supported language, or a range with changes",
    )


def _setup(session: Session, tools: Sequence[str], *, all_rules: bool) -> Setup:
    named = [name.strip() for each in tools for name in each.split(",") if name.strip()]
    for name in named:
        if name not in TOOLS:
            raise UsageError(
                f"--with: unknown tool {name}", next_step=f"use {' or '.join(TOOLS)}; read other tools with --from"
            )
    catalogue = session.catalogue
    rules = RuleMap.of(catalogue.dimensions, all_rules=all_rules)
    return Setup(list(catalogue.patterns.values()), rules, Equivalents(catalogue.equivalent_rules["groups"]), named)


def _taken(session: Session, name: str, rows: Sequence[dict[str, object]]) -> ToolFindings:
    try:
        return parse_sarif(PathImportSource(str(session.here / Path(name).expanduser())).text(), rows)
    except ValueError as error:
        raise SourceError(
            f"{name} is not a SARIF file", why=str(error), next_step="make the tool write SARIF 2.1.0"
        ) from error


def _left(targets: Targets) -> list[str]:
    why = {
        f"over {MOST_BYTES // 1024**2} MiB, of a submodule, or beyond the first {MOST_FILES:,}": targets.left,
        "generated or third-party": targets.made,
    }
    left = [f"{count_noun(len(names), 'file')} {said}, such as {names[0]}" for said, names in why.items() if names]
    return [*targets.unreadable, *left]


JOB = Job("review", run, group="Team practices", interactive_only=("write_baseline",))
