"""How well each source guessed: accuracy in its first one and three guesses, calibration, and minutes.

AC@k is the share of incidents whose cause is among a source's k most confident guesses (as in RCAEval, Pham et al.
2024). Brier's score is the mean of (confidence - outcome)², 0.25 for always saying 50 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from upward.analysis.incidents.incident import Hypothesis, Incident
from upward.analysis.incidents.sealing import sealed_in_time
from upward.analysis.statistics import brier_score, wilson_interval
from upward.text.moments import minutes_between

# Below this many resolved incidents a share says nothing about a source: at 9, Wilson's interval is over .5 wide.
MIN_INCIDENTS = 10
LAST_CHANGE = "baseline: last change before onset"
LARGEST_DEVIATION = "baseline: largest deviation"


class SourceKind(StrEnum):
    """What a source is."""

    PERSON = "person"
    TOOL = "tool"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of `n` incidents were hit; the share and its 95 % Wilson interval only from `MIN_INCIDENTS` on."""

    hits: int
    n: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough incidents for a share to say something."""
        return self.n >= MIN_INCIDENTS

    @property
    def share(self) -> float | None:
        """The share that was hit."""
        return round(self.hits / self.n, 4) if self.is_enough else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share."""
        return wilson_interval(self.hits, self.n) if self.is_enough else None


@dataclass(frozen=True, slots=True)
class SourceScore:
    """What one source's guesses came to. Minutes are sums over incidents; None where no time was recorded."""

    source: str
    kind: SourceKind
    first: Accuracy
    first_three: Accuracy
    brier: float | None
    guesses: int
    minutes_ahead: float | None
    minutes_lost: float | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One source's guesses in one incident, best first."""

    incident: Incident
    kind: SourceKind
    components: tuple[str, ...]
    guesses: tuple[Hypothesis, ...] = ()


def score_sources(incidents: Sequence[Incident]) -> list[SourceScore]:
    """Score every source over the resolved incidents it guessed in: people and tools by name, then the baselines."""
    entries: dict[str, list[_Entry]] = {}
    for incident in incidents:
        if incident.is_resolved:
            for source, entry in (*_sources(incident), *_baselines(incident)):
                entries.setdefault(source, []).append(entry)
    order = list(SourceKind)
    scores = [_score(source, found) for source, found in entries.items()]
    return sorted(scores, key=lambda each: (each.kind is SourceKind.BASELINE, order.index(each.kind), each.source))


def _sources(incident: Incident) -> Iterator[tuple[str, _Entry]]:
    by_source: dict[str, list[Hypothesis]] = {}
    for each in sealed_in_time(incident):
        by_source.setdefault(each.source, []).append(each)
    for source, guesses in by_source.items():
        ranked = sorted(
            guesses, key=lambda each: (-(each.confidence if each.confidence is not None else 0), each.number)
        )
        kind = SourceKind.TOOL if guesses[0].tool_version else SourceKind.PERSON
        components = tuple(dict.fromkeys(each.component for each in ranked))
        yield source, _Entry(incident, kind, components, tuple(guesses))


def _baselines(incident: Incident) -> Iterator[tuple[str, _Entry]]:
    onset = incident.onset
    changes = [
        (event.at, event.change)
        for event in incident.timeline
        if event.change and event.at is not None and onset is not None and event.at <= onset
    ]
    if changes:
        latest = sorted(changes, key=lambda each: each[0], reverse=True)
        components = tuple(dict.fromkeys(component for _, component in latest))
        yield LAST_CHANGE, _Entry(incident, SourceKind.BASELINE, components)
    if incident.deviations:
        ranked = sorted(incident.deviations, key=lambda each: -each[1])
        components = tuple(dict.fromkeys(component for component, _ in ranked))
        yield LARGEST_DEVIATION, _Entry(incident, SourceKind.BASELINE, components)


def _score(source: str, entries: Sequence[_Entry]) -> SourceScore:
    pairs = [
        (guess.confidence, entry.incident.is_cause(guess.component))
        for entry in entries
        for guess in entry.guesses
        if guess.confidence is not None
    ]
    return SourceScore(
        source,
        entries[0].kind,
        Accuracy(sum(_hit(entry, 1) for entry in entries), len(entries)),
        Accuracy(sum(_hit(entry, 3) for entry in entries), len(entries)),
        round(brier_score(pairs), 4) if pairs else None,
        sum(len(entry.guesses) for entry in entries),
        _total([_minutes_ahead(source, entry) for entry in entries]),
        _total([_minutes_lost(entry) for entry in entries]),
    )


def _hit(entry: _Entry, k: int) -> bool:
    return any(entry.incident.is_cause(component) for component in entry.components[:k])


def _minutes_ahead(source: str, entry: _Entry) -> float | None:
    """Give the minutes from a source's first right guess to the next source's, or to when the cause was known."""
    right = [each for each in sealed_in_time(entry.incident) if entry.incident.is_cause(each.component) and each.moment]
    own = min((each.moment for each in right if each.source == source and each.moment), default=None)
    known = [each.moment for each in right if each.source != source and each.moment]
    if entry.incident.identified is not None:
        known.append(entry.incident.identified)
    ahead = minutes_between(own, min(known, default=None))
    return max(0.0, ahead) if ahead is not None else None


def _minutes_lost(entry: _Entry) -> float | None:
    """Give the minutes spent on testing a source's wrong guesses."""
    wrong = {each.id for each in entry.guesses if not entry.incident.is_cause(each.component)}
    spent = [event.minutes for event in entry.incident.timeline if event.tests in wrong and event.minutes is not None]
    return sum(spent) if spent else None


def _total(found: Sequence[float | None]) -> float | None:
    known = [each for each in found if each is not None]
    return round(sum(known), 1) if known else None
