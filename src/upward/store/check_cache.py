"""What was found in a text before: by its content, so that an unchanged file is not checked again.

Kept only for loose notes, whose findings depend on nothing but their text, their path, the
rules and the day. It is a cache: any damage to it empties it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from upward.model.finding import Applicability, Edit, Finding, Fix, Severity
from upward.model.span import Location, Span

MOST_ROWS = 50_000


def place(environment: Mapping[str, str]) -> Path:
    """Give the file, by the XDG base directory specification."""
    base = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "."), ".cache")
    return Path(base) / "upward" / "checks.sqlite3"


@dataclass(slots=True)
class CheckCache:
    """Findings by the digest of a text, its path, and `about`: whatever else they depend on."""

    path: Path
    about: str
    _held: dict[str, str] = field(default_factory=dict)
    _new: list[tuple[str, str]] = field(default_factory=list)

    def load(self) -> None:
        """Read what is held for these rules."""
        with suppress(sqlite3.Error, OSError):
            database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
            try:
                self._held = dict(database.execute("SELECT key, found FROM verdicts WHERE about = ?", (self.about,)))
            finally:
                database.close()

    def known(self, digest: str, path: str) -> list[Finding] | None:
        """Give what was found; None where the text was not checked before."""
        text = self._held.get(f"{digest} {path}")
        return None if text is None else [finding_of(row, path) for row in json.loads(text)]

    def learn(self, digest: str, path: str, findings: list[Finding]) -> None:
        """Remember what was found."""
        self._new.append((f"{digest} {path}", json.dumps([finding_row(finding) for finding in findings])))

    def save(self) -> None:
        """Write what was learnt; a disk that refuses costs the next run its head start, and nothing else."""
        if not self._new:
            return
        try:
            self._write()
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=5)
        try:
            with database:
                database.execute(
                    "CREATE TABLE IF NOT EXISTS verdicts (key TEXT, about TEXT, found TEXT, PRIMARY KEY (key, about))"
                )
                database.execute("DELETE FROM verdicts WHERE about != ?", (self.about,))
                if database.execute("SELECT count(*) FROM verdicts").fetchone()[0] > MOST_ROWS:
                    database.execute("DELETE FROM verdicts")
                rows = [(key, self.about, found) for key, found in self._new]
                database.executemany("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", rows)
        finally:
            database.close()


def finding_row(finding: Finding) -> list[object]:
    """Give a finding as a row of JSON, without its path."""
    fix = finding.fix
    made = [fix.message, fix.applicability, [[*edit.span, edit.text] for edit in fix.edits]] if fix else None
    return [
        finding.code,
        finding.name,
        finding.severity,
        finding.message,
        *finding.span,
        *finding.start,
        *finding.end,
        made,
        finding.line,
        finding.sentence,
    ]


def finding_of(row: list[object], path: str) -> Finding:
    """Give the finding that a row of JSON holds."""
    code, name, severity, message, start, stop, row_, column, end_row, end_column, made, line, sentence = row
    fix = None
    if isinstance(made, list):
        edits = tuple(Edit(Span(first, last), text) for first, last, text in made[2])
        fix = Fix(str(made[0]), edits, Applicability(made[1]))
    span, begin, end = Span(start, stop), Location(row_, column), Location(end_row, end_column)  # type: ignore[arg-type]
    return Finding(
        code=str(code),
        name=str(name),
        severity=Severity(str(severity)),
        message=str(message),
        path=path,
        span=span,
        start=begin,
        end=end,
        fix=fix,
        line=str(line),
        sentence=str(sentence),
    )
