"""When a review fails: the severity that stops a merge, and the findings that a baseline already lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

from upward.analysis.code_review.finding import CodeFinding
from upward.analysis.code_review.merging import Found
from upward.analysis.lint.baseline import format_counts, parse_baseline
from upward.jobs.review._examination import Examined
from upward.jobs.review._targets import Target
from upward.model.errors import SourceError
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.store.output_file import write_output

FailOn: TypeAlias = Literal["note", "warning", "error", "nothing"]
# The least severity at which a finding fails, from the slightest on.
_LEVELS: Sequence[str] = ("note", "warning", "error", "nothing")


def is_failing(severities: Sequence[str], fail_on: FailOn) -> bool:
    """Whether one of the severities is at least the one that fails."""
    return any(_LEVELS.index(each) >= _LEVELS.index(fail_on) for each in severities)


def read_baseline(session: Session, name: str) -> Counter[str]:
    """Read a baseline; raises SourceError where it is none."""
    try:
        return parse_baseline(PathImportSource(str(session.here / Path(name).expanduser())).text())
    except ValueError as error:
        step = "write one with `upward review TARGET --write-baseline FILE`"
        raise SourceError(f"{name} is not a baseline", why=str(error), next_step=step) from error


def without_known(examined: Examined, known: Counter[str], texts: Mapping[str, Target]) -> Examined:
    """Leave out the findings that a baseline holds; of three alike where it holds two, one stays."""
    left = Counter(known)
    fresh: Found = []
    for path, finding in examined.found:
        mark = _mark(path, finding, texts)
        if left[mark] > 0:
            left[mark] -= 1
        else:
            fresh.append((path, finding))
    return replace(examined, found=fresh)


def write_baseline(session: Session, name: str, examined: Examined, texts: Mapping[str, Target]) -> None:
    """Write a baseline that holds the findings; lines may move afterwards."""
    marks = Counter(_mark(path, finding, texts) for path, finding in examined.found)
    write_output(session.here / Path(name).expanduser(), format_counts(marks))


def _mark(path: str, finding: CodeFinding, texts: Mapping[str, Target]) -> str:
    return finding.fingerprint(path, texts[path].text if path in texts else "")
