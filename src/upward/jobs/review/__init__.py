"""Review code for production readiness: five dimensions, and what was not checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from upward.analysis.sarif import Taken
from upward.analysis.sarif import read as read_sarif
from upward.jobs.review import _report
from upward.jobs.review._compare import compare as compared
from upward.jobs.review._engine import examine
from upward.jobs.review._targets import Targets, changed, standing
from upward.model.errors import NothingFoundError, SourceError
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
    take: Annotated[tuple[str, ...], "Take in what another tool found, from its SARIF; again for another", PLACE] = (),
    compare: Annotated[bool, "With BASE..HEAD: changes marked as AI's against all others, commit by commit"] = False,
    sarif: Annotated[bool, "Answer in SARIF"] = False,
) -> JobResult:
    """Say for each dimension what was found, that these checks were clean, or that nothing was checked; never one sum."""
    families = list(session.catalogue.patterns.values())
    is_range = ".." in target and not (session.here / target).exists()
    if is_range:
        repository = open_repository((session.here / Path(repo).expanduser()).resolve())
        if compare:
            return compared(session, repository, target, families)
        targets = changed(repository, target, everything=everything)
    else:
        endings = {".py", ".pyi", *(ending for family in families for ending in family.languages)}
        targets = standing(session.here / Path(target).expanduser(), session.here, endings)
    if not targets.files:
        next_step = "name files of a language that is known, or a range with changes"
        raise NothingFoundError(
            f"There is nothing to review in {target}", why="; ".join(_left(targets)), next_step=next_step
        )
    dimensions = session.catalogue.dimensions
    examined = examine(targets.files, families, [_taken(session, name, dimensions["rows"]) for name in take])
    if sarif:
        report = FindingsReport("sarif", _report.findings(examined.found), {})
        return JobResult(Page("Review"), None, succeeded=not examined.found, report=report)
    data = _report.data(examined, targets.files, dimensions["version"])
    data["not_checked"] += _left(targets)
    rows = [row for each in data["dimensions"].values() for row in each["findings"]]
    return JobResult(_report.page(data), data, rows=rows, succeeded=not rows)


def _taken(session: Session, name: str, rows: Sequence[dict[str, object]]) -> Taken:
    try:
        return read_sarif(PathImportSource(str(session.here / Path(name).expanduser())).text(), rows)
    except ValueError as error:
        next_step = "let the tool write SARIF 2.1.0"
        raise SourceError(f"{name} is no SARIF", why=str(error), next_step=next_step) from error


def _left(targets: Targets) -> list[str]:
    why = {"too large, too many or gone": targets.left, "made by a machine or brought from elsewhere": targets.made}
    return [f"{count_noun(len(names), 'file')} {said}, such as {names[0]}" for said, names in why.items() if names]


JOB = Job("review", run, group="Team practices")
