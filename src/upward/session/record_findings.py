"""What the rules find in the records of a logbook, kept by content: only what changed is checked again.

A finding may rest on other records, too: those that a rule looked up by their id are kept with it. Rules that look at
the day or at all records (`Rule.volatile`), and rules from outside of upward, run each time.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from upward import __version__
from upward.analysis.lint.runner import lint_record
from upward.analysis.lint.suppression import SIGN
from upward.model.finding import Finding
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.store.check_cache import finding_of, finding_row
from upward.store.logbook.kept_answers import KeptAnswers


@dataclass
class LookedUp:
    """The records in memory; `looked_up` are the ids that were looked up since it was emptied."""

    all: Sequence[Record]
    looked_up: set[str] = field(default_factory=set)
    _kinds: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    _ids: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for record in self.all:
            self._kinds[record.kind].append(record)
            self._ids[record.id].append(record)

    def records(self, kind: str | None = None) -> Sequence[Record]:
        """Give the records of one kind, or all, ordered by path."""
        return self.all if kind is None else self._kinds.get(kind, ())

    def named(self, ident: str) -> Sequence[Record]:
        """Give the records with that id."""
        self.looked_up.add(ident)
        return self._ids.get(ident, ())

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        """Raise LookupError: what is found by words can't be kept with the text of one record."""
        raise LookupError(f"{words!r} can't be searched here, up to {limit} records")

    def state(self, ident: str) -> str:
        """Give what tells whether an id still leads to the same records with the same texts."""
        return " ".join(f"{record.path}:{record.digest[:16]}" for record in self._ids.get(ident, ()))


@dataclass
class RecordFindings:
    """The findings of each record of a logbook by rules of upward, from what is kept or worked out now."""

    rules: Sequence[Rule]
    context: Context
    kept: KeptAnswers
    corpus: LookedUp

    @classmethod
    def over(
        cls, root: Path, rules: Iterable[Rule], context: Context, records: Sequence[Record], subject: str = "findings"
    ) -> RecordFindings:
        """Take the rules whose findings can be kept, in a context over these records; `subject` names what is kept."""
        steady = sorted((rule for rule in rules if is_steady(rule)), key=lambda rule: rule.code)
        corpus = LookedUp(records)
        kept = KeptAnswers(root, subject, _about(steady, context))
        kept.load()
        return cls(steady, replace(context, corpus=corpus), kept, corpus)

    def of(self, record: Record) -> list[Finding] | None:
        """Give the findings in a record, ordered by place; None for a text with comments that suppress some."""
        if SIGN in record.text:
            return None
        known = self.known(record)
        if known is not None:
            return known
        self.corpus.looked_up.clear()
        found = lint_record(record, self.rules, self.context)
        # Each record asks for others of its own id; that is kept, too, since a second one may come.
        looked = [[ident, self.corpus.state(ident)] for ident in sorted(self.corpus.looked_up)]
        rows = [finding_row(finding) for finding in found]
        self.kept.learn(record.path, record.digest, json.dumps([looked, rows], separators=(",", ":")))
        return found

    def known(self, record: Record) -> list[Finding] | None:
        """Give the findings in a record that are kept; None where they would have to be worked out."""
        text = self.kept.known(record.path, record.digest)
        if text is None:
            return None
        looked, rows = json.loads(text)
        if any(self.corpus.state(ident) != state for ident, state in looked):
            return None
        return [finding_of(row, record.path) for row in rows]

    def save(self) -> None:
        """Write what was worked out."""
        self.kept.save()


def is_steady(rule: Rule) -> bool:
    """Whether what a rule finds rests on the record, those it names, and the settings alone."""
    return not rule.volatile and not rule.preview and rule.check.__module__.startswith("upward.")


def _about(rules: Sequence[Rule], context: Context) -> str:
    """Give a digest of whatever a finding depends on besides records."""
    # The logbook's own rubrics come together in one.
    own = repr(context.rubrics["own"]) if "own" in context.rubrics else ""
    made_of: list[Any] = [
        __version__,
        [(rule.code, rule.name, rule.severity, rule.page) for rule in rules],
        [context.words_per_minute, context.spoken_seconds, context.whole, context.confidential],
        [context.decision_statuses, sorted(context.me), context.name, context.level],
        sorted(context.kinds), sorted(context.rubrics), own, own_code(),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(made_of).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def own_code() -> str:
    """Give a digest of upward's own analysis, so that a developer's change is noticed without a new version."""
    root = Path(__file__).parents[1]
    stamps = sorted(
        (path.name, path.stat().st_mtime_ns)
        for room in ("analysis", "text", "rules", "kinds", "weights")
        for path in (root / room).rglob("*.*")
        if path.suffix != ".pyc"
    )
    return hashlib.sha256(json.dumps(stamps).encode()).hexdigest()
