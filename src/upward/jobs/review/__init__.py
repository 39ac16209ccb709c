"""Review code for production readiness: five dimensions, and what was not checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from upward.analysis.code_review.merging import Equivalents
from upward.analysis.code_review.sarif import ToolFindings, parse_sarif
from upward.jobs.review import _report
from upward.jobs.review._compare import compare as compared
from upward.jobs.review._examination import Setup, examine
from upward.jobs.review._targets import Targets, changed, files_at, files_below, standing
from upward.jobs.review._tools import TOOLS, RuleMap
from upward.model.errors import NothingFoundError, SourceError, UsageError
from upward.model.job import PLACE, FindingsReport, Job, JobResult
from upward.model.page import Page
from upward.session.session import Session
from upward.store.git.repository import open_repository
from upward.store.import_source import PathImportSource
from upward.text.words import count_noun


def run(
    session: Session,
    target: Annotated[str, "A file, a folder, or BASE..HEAD of the repository here", PLACE],
    *,
    repo: Annotated[str, "The repository of BASE..HEAD", PLACE] = ".",
    everything: Annotated[bool, "With BASE..HEAD: whole files, not only changed lines"] = False,
    all_rules: Annotated[
        bool, "Show the findings of rules that are hidden by default, such as S608, E722 and T201"
    ] = False,
    with_: Annotated[tuple[str, ...], "Run bandit or mypy, too (bandit,mypy): needs the extra `analysers`"] = (),
    from_: Annotated[tuple[str, ...], "Read findings of another tool from its SARIF file; repeatable", PLACE] = (),
    compare: Annotated[
        bool, "With BASE..HEAD: compare changes marked as AI-generated with all others, commit by commit"
    ] = False,
    sarif: Annotated[bool, "Answer in SARIF"] = False,
) -> JobResult:
    """Give for each dimension what was found, that there are no findings, or that nothing was checked."""
    setup = _setup(session, with_, all_rules=all_rules)
    is_range = ".." in target and not (session.here / target).exists()
    if is_range:
        repository = open_repository((session.here / Path(repo).expanduser()).resolve())
        if compare:
            return compared(session, repository, target, setup)
        targets = changed(repository, target, everything=everything)
        setup.load = files_at(repository, target)
    else:
        place = session.here / Path(target).expanduser()
        if not place.is_file() and not place.is_dir():
            what = "is not a regular file" if place.exists() else "does not exist"
            raise SourceError(f"{target} {what}", next_step="check the path; a range is written BASE..HEAD")
        endings = {".py", ".pyi", *(ending for family in setup.families for ending in family.languages)}
        targets = standing(place, session.here, endings)
        setup.load = files_below(session.here)
        if repo != ".":
            raise UsageError(
                f"--repo is for a range, and {target} is none", next_step="leave --repo out, or name BASE..HEAD"
            )
    if not targets.files:
        next_step = "name files of a supported language, or a range with changes"
        raise NothingFoundError(
            f"There is nothing to review in {target}", why="; ".join(_left(targets)), next_step=next_step
        )
    dimensions = session.catalogue.dimensions
    examined = examine(targets.files, setup, [_taken(session, name, dimensions["rows"]) for name in from_])
    # A review that could look at nothing does not pass.
    passed = not examined.found and bool(examined.looked_at)
    if sarif:
        report = FindingsReport("sarif", _report.findings(examined.found), {})
        return JobResult(Page("Review"), None, succeeded=passed, report=report)
    review = _report.review_of(examined, targets.files, _left(targets), dimensions["version"])
    rows = [found for each in review.dimensions.values() for found in each.findings]
    return JobResult(_report.page(review), review, rows=rows, succeeded=passed)


def _setup(session: Session, tools: Sequence[str], *, all_rules: bool) -> Setup:
    named = [name.strip() for each in tools for name in each.split(",") if name.strip()]
    for name in named:
        if name not in TOOLS:
            raise UsageError(
                f"--with: unknown tool {name}", next_step=f"give {' or '.join(TOOLS)}; others through --from"
            )
    catalogue = session.catalogue
    rules = RuleMap.of(catalogue.dimensions, all_rules=all_rules)
    return Setup(list(catalogue.patterns.values()), rules, Equivalents(catalogue.equivalent_rules["groups"]), named)


def _taken(session: Session, name: str, rows: Sequence[dict[str, object]]) -> ToolFindings:
    try:
        return parse_sarif(PathImportSource(str(session.here / Path(name).expanduser())).text(), rows)
    except ValueError as error:
        raise SourceError(f"{name} is not SARIF", why=str(error), next_step="let the tool write SARIF 2.1.0") from error


def _left(targets: Targets) -> list[str]:
    why = {"too large, too many or gone": targets.left, "generated or third-party": targets.made}
    left = [f"{count_noun(len(names), 'file')} {said}, such as {names[0]}" for said, names in why.items() if names]
    return [*targets.unreadable, *left]


JOB = Job("review", run, group="Team practices")
