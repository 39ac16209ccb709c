"""A rule: a check of records, and what it may ask for besides the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from upward.model.corpus import Corpus
from upward.model.finding import Remark, Severity
from upward.model.kind import Kind
from upward.model.record import Record

if TYPE_CHECKING:
    # A type alone; it would be imported at every start.
    from upward.model.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may ask for besides the record."""

    corpus: Corpus
    today: date
    kinds: Mapping[str, Kind]
    rubrics: Mapping[str, Rubric]
    words_per_minute: int = 140
    # How long a story may take when it is spoken, at least and at most, in seconds.
    spoken_seconds: tuple[int, int] = (120, 180)
    # Whether the corpus is a whole logbook: only then is a record that is not there missing.
    whole: bool = True
    # Names that must not leave the house: customers, projects, people.
    confidential: tuple[str, ...] = ()
    # Words that the team's decisions use as their status, besides the usual ones.
    decision_statuses: tuple[str, ...] = ()
    # The person's own names and addresses, in lower case.
    me: frozenset[str] = frozenset()
    # The person's name as it is shown, and the level aimed at.
    name: str = ""
    level: str = ""
    # Gives the ids of the evidence that stories link.
    linked_evidence: Callable[[], frozenset[str]] = frozenset


@dataclass(frozen=True, slots=True)
class Rule:
    """A check. Its module's docstring is its page; `## Bad` and `## Good` there are its tests.

    `check` takes what it uses, by the names of its parameters: `record` (a Record), `story` (the record's
    StoryText, parsed once for all rules) and `context` (a Context).
    """

    code: str
    name: str
    check: Callable[..., Iterable[Remark]]
    kinds: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    page: str = ""
    # Still changing: it runs only where it is asked for.
    preview: bool = False
    # Names of patterns (`analysis/narrative/patterns`): where none occurs in the prose, the rule is not run.
    requires_patterns: tuple[str, ...] = ()
    # Keys of the front matter: where none is present, the rule is not run.
    requires_keys: tuple[str, ...] = ()
    # It asks for the day, or for all records of a kind: what it finds is not kept with the text of the record.
    volatile: bool = False

    def applies_to(self, record: Record) -> bool:
        """Whether the rule is meant for records of this kind; no kinds means all."""
        return not self.kinds or record.kind in self.kinds
