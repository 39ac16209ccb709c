"""Findings about the set-up: unknown settings, and custom rules and extensions that can't be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from upward.model.finding import Finding, Severity
from upward.model.span import Location, Span
from upward.session.known_levels import level_problem
from upward.session.session import Session
from upward.store.config import FILE


def setup_findings(session: Session, problems: Sequence[tuple[str, str]], *, isolated: bool) -> Iterator[Finding]:
    """Yield unknown settings (unless `isolated`), `problems` of custom rules by path, and extensions that failed."""
    for source, key in () if isolated else session.settings.unknown:
        yield _finding(
            "UP711",
            "unknown-setting",
            Severity.WARNING,
            f"Unknown setting: {key}. It has no effect.",
            source,
            _line(session, key.split(" ")[0], source),
        )
    problem = "" if isolated or session.root is None else level_problem(session)
    if problem:
        level = session.settings.level
        yield _finding("UP711", "unknown-setting", Severity.WARNING, f"{problem}.", FILE, _line(session, level))
    for path, problem in problems:
        yield _finding("UP713", "own-rule", Severity.ERROR, problem, path)
    for failure in session.catalogue.failures:
        message = f"The {failure.group} {failure.name} could not be loaded: {failure.cause}"
        yield _finding("UP712", "failed-extension", Severity.ERROR, message, "(installed packages)")


def _line(session: Session, word: str, source: str = "") -> int:
    """Give the line, from 1, of the logbook's settings that holds a word; the first where none does."""
    if session.root is None or (source and not source.endswith(FILE)) or not session.folder.exists(FILE):
        return 1
    lines = session.folder.read(FILE).decode("utf-8", "replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line.replace("-", "_").split("#")[0]), 1)


def _finding(code: str, name: str, severity: Severity, message: str, path: str, row: int = 1) -> Finding:
    begin = Location(row, 1)
    return Finding(
        code=code, name=name, severity=severity, message=message, path=path, span=Span(0, 0), start=begin, end=begin
    )
