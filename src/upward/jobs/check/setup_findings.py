"""Findings about the set-up: unknown settings, and custom rules and extensions that can't be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from upward.model.finding import Finding, Severity
from upward.model.span import Location, Span
from upward.session.session import Session


def setup_findings(session: Session, problems: Sequence[tuple[str, str]], *, isolated: bool) -> Iterator[Finding]:
    """Yield unknown settings (unless `isolated`), `problems` of custom rules by path, and extensions that failed."""
    for source, key in () if isolated else session.settings.unknown:
        yield _finding(
            "UP711", "unknown-setting", Severity.WARNING, f"Unknown setting: {key}. It has no effect.", source
        )
    for path, problem in problems:
        yield _finding("UP713", "own-rule", Severity.ERROR, problem, path)
    for failure in session.catalogue.failures:
        message = f"The {failure.group} {failure.name} could not be loaded: {failure.cause}"
        yield _finding("UP712", "failed-extension", Severity.ERROR, message, "(installed packages)")


def _finding(code: str, name: str, severity: Severity, message: str, path: str) -> Finding:
    begin = Location(1, 1)
    return Finding(
        code=code, name=name, severity=severity, message=message, path=path, span=Span(0, 0), start=begin, end=begin
    )
