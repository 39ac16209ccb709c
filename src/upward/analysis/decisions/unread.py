"""Values of a decision's scoring that cannot be read, so that a score leaves them out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from upward.analysis.decisions.scoring import IMPORTANCE, ScoringTable, scoring_table
from upward.model.record import Record


class UnreadValue(NamedTuple):
    """What is wrong with a value, and where it stands in the front matter."""

    message: str
    path: tuple[str | int, ...]


def unread_values(record: Record) -> Iterator[UnreadValue]:
    """Yield each value of the `x-` keys that a score leaves out without a word."""
    made = scoring_table(record)
    for number, each in enumerate(record.mappings("x-scenarios")):
        importance = str(each.get("importance", "medium"))
        if importance not in IMPORTANCE:
            said = f"The importance {importance!r} is not one of {', '.join(IMPORTANCE)}; it counts as medium."
            yield UnreadValue(said, ("x-scenarios", number))
    named = record.string("x-chosen")
    if named and made.options and not made.chosen:
        yield UnreadValue(f"`x-chosen` names {named!r}, which is not one of the options.", ("x-chosen",))
    yield from _contradictions(record)
    yield from _weights(record, made)
    for number, each in enumerate(record.mappings("x-predictions")):
        if not str(each.get("probability", "")).strip():
            said = "A prediction has no `probability`, such as 80 %, so no outcome can be compared with it."
            yield UnreadValue(said, ("x-predictions", number))


def _contradictions(record: Record) -> Iterator[UnreadValue]:
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for number, each in enumerate(record.mappings("x-results")):
        option, scenario = str(each.get("option", "")), str(each.get("scenario", ""))
        before = seen[option, scenario]
        before.add(str(each.get("verdict", "")))
        if len(before) > 1:
            said = f"{option} has two verdicts for {scenario}, {' and '.join(sorted(before))}; the last one counts."
            yield UnreadValue(said, ("x-results", number))


def _weights(record: Record, made: ScoringTable) -> Iterator[UnreadValue]:
    given = record.fields.get("x-weights", {})
    for name, value in given.items() if isinstance(given, Mapping) else ():
        if name not in made.weights:
            yield UnreadValue(f"`x-weights` names the scenario {name!r}, which is not there.", ("x-weights", name))
            continue
        try:
            weight = float(str(value))
        except ValueError:
            weight = math.nan
        if not math.isfinite(weight) or weight < 0:
            said = f"The weight {value!r} of {name} is not a number from 0 on; its importance counts instead."
            yield UnreadValue(said, ("x-weights", name))
