"""Check standards over repositories, and show how adoption changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.concerns.series import Point, format_points, parse_series, sparkline
from upward.analysis.standards.checking import StandardResult, Violation, check_standard, wanted_paths
from upward.analysis.standards.standard import Standard, parse_standard
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, Heading, Page, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.git.commits import contents
from upward.store.git.history import GitHistory
from upward.store.git.repository import Repository, open_repository
from upward.text.record_reader import decode_text, text_digest

MOST_SHOWN = 12


def run(
    session: Session,
    standard: Annotated[str, "The standard's id; by default all that are not retired", Names.RECORD] = "",
    *,
    repo: Annotated[tuple[str, ...], "A repository to check; repeatable; by default the one you are in", PLACE] = (),
    dry_run: Annotated[bool, "Check, and append nothing to the series of adoption"] = False,
) -> JobResult:
    """Check the latest commit of each repository; `?` if a person must look; exit code 1 if one is not met.

    So does a check that cannot be read.
    """
    records = (
        [session.record(standard, "standard")]
        if standard
        else [each for each in session.corpus.records("standard") if each.string("status") != "retired"]
    )
    if not records:
        raise UsageError("There are no standards yet", next_step="begin one with `upward add standard TITLE`")
    opened = [open_repository((session.here / Path(name).expanduser()).resolve()) for name in repo or (".",)]
    rows: list[dict[str, Any]] = []
    is_broken = False
    blocks: list[Block] = []
    for record in session.progress(records, "Checking standards", total=len(records)):
        held = parse_standard(record)
        found = {each.name: _check(session, held, each) for each in opened}
        series = _series(session, record, found, dry_run=dry_run)
        is_broken = is_broken or any(each.is_broken for each in found.values())
        rows += [_row(record, name, result) for name, result in found.items()]
        blocks += _blocks(record, found, series)
    kept = not is_broken and all(not row["violations"] for row in rows)
    return JobResult(Page("Standards", tuple(blocks)), rows, rows=rows, succeeded=kept)


def _check(session: Session, standard: Standard, repository: Repository) -> StandardResult:
    paths = sorted(GitHistory(repository).files())
    if standard.check.sarif:
        return _sarif(standard, repository)
    wanted = wanted_paths(standard.check, paths)
    texts = contents(repository, repository.head, wanted) if wanted else {}
    return check_standard(standard, repository.name, paths, texts, session.today)


def _sarif(standard: Standard, repository: Repository) -> StandardResult:
    """Look into a SARIF log that the repository holds."""
    text = contents(repository, repository.head, [standard.check.sarif]).get(standard.check.sarif)
    if text is None:
        return StandardResult(0, (), 0, f"{standard.check.sarif} is not in the repository", is_broken=True)
    try:
        results = [each for part in json.loads(text)["runs"] for each in part.get("results", [])]
        bad = [
            each for each in results if standard.check.rule in ("", each.get("ruleId")) and not each.get("suppressions")
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return StandardResult(0, (), 0, f"{standard.check.sarif} is not a SARIF log", is_broken=True)
    return StandardResult(
        1, tuple(Violation(standard.check.sarif, 0, str(each.get("ruleId", "result"))) for each in bad), 0
    )


def _series(
    session: Session, record: Record, found: Mapping[str, StandardResult], *, dry_run: bool
) -> Mapping[str, Sequence[Point]]:
    """Append the adoption in percent to the CSV beside the standard, and give what is there a repository."""
    path = record.path.removesuffix(".md") + ".csv"
    text = decode_text(session.folder.read(path)) if session.folder.exists(path) else ""
    now = session.clock.now()
    points = [
        Point(now, name, None if result.adoption is None else result.adoption * 100, "percent", result.because)
        for name, result in found.items()
    ]
    if not dry_run:
        whole = text + format_points(points, with_head=not text)
        if text:
            session.folder.replace(path, whole, text_digest(text))
        else:
            session.folder.create(path, whole)
    before, _ = parse_series(text)
    return {name: [each for each in (*before, *points) if each.indicator == name] for name in found}


def _row(record: Record, name: str, result: StandardResult) -> dict[str, Any]:
    rest = as_json(result, "looked_at", "adoption", "exempt", "because", "violations")
    return {"id": record.id, "repository": name, **rest}


def _note(result: StandardResult) -> str:
    if result.because:
        return result.because
    exempt = f"{result.exempt} exempt" if result.exempt else ""
    return exempt if result.looked_at else ", ".join(filter(None, ("no file it is about", exempt)))


def _blocks(record: Record, found: Mapping[str, StandardResult], series: Mapping[str, Sequence[Point]]) -> list[Block]:
    rows = tuple(
        (
            name,
            "?" if result.adoption is None else f"{result.adoption:.0%}",
            str(result.looked_at),
            str(len(result.violations)),
            sparkline(series[name]),
            _note(result),
        )
        for name, result in found.items()
    )
    blocks: list[Block] = [
        Heading(record.title), Table(("repository", "adoption", "looked at", "violations", "over time", "note"), rows)
    ]  # fmt: skip
    places = [(name, each) for name, result in found.items() for each in result.violations]
    if places:
        shown = tuple((name, each.place, each.because) for name, each in places[:MOST_SHOWN])
        blocks.append(Table(("repository", "where", "what"), shown))
        if len(places) > MOST_SHOWN:
            blocks.append(Callout(f"{len(places) - MOST_SHOWN} more are in --format json.", Tone.PLAIN))
    return blocks


JOB = Job("standard check", run)
