"""How options score: a table, a picture, and what would flip the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.decisions.scoring import Score, ScoringTable, TippingPoint, flips, scores, scoring_table, winners
from upward.model.page import BandChart, Block, Heading, Meter, Prose, Table
from upward.model.record import Record


def scored(record: Record, seed: int) -> dict[str, Any]:
    made = scoring_table(record)
    return {
        "path": record.path,
        "title": record.title,
        "chosen": made.chosen or None,
        "weights": dict(made.weights),
        "options": [_option(each, made) for each in scores(made, seed)],
        "flips": [_flip(each) for each in flips(made)],
    }


def _option(each: Score, made: ScoringTable) -> dict[str, Any]:
    return {
        "id": each.option,
        "title": made.options[each.option],
        "score": each.total,
        "dominated_by": list(each.dominated_by),
        "wins": each.wins,
        "interval": [each.low, each.high],
    }


def _flip(each: TippingPoint) -> Mapping[str, Any]:
    return {"scenario": each.scenario, "share": each.share, "flips_at": each.flips_at, "to": each.to or None}


def blocks(record: Record, seed: int) -> Iterator[Block]:
    made = scoring_table(record)
    yield Heading(record.title)
    for each in scores(made, seed):
        caption = f"best in {each.wins:.0%} of all weightings ({each.low:.0%}-{each.high:.0%})"
        worse = f"; never better than {', '.join(each.dominated_by)}" if each.dominated_by else ""
        mark = " (chosen)" if each.option == made.chosen else ""
        yield Meter(f"{made.options[each.option]}{mark}", each.total, caption + worse)
    rows = tuple(
        (
            each.scenario,
            f"{each.share:.0%}",
            f"{each.flips_at:.0%}" if each.flips_at is not None else "never",
            made.options.get(each.to, ""),
        )
        for each in flips(made)
    )
    yield Table(("scenario", "weight now", "winner flips at", "to"), rows)
    if made.options and made.weights:
        yield Prose("Who wins as one scenario's weight goes from none to all of it, the others in proportion:")
        yield _bands(made)


def _bands(made: ScoringTable) -> BandChart:
    order, whole = list(made.options), sum(made.weights.values()) or 1.0
    rows = tuple(
        (name, tuple((stop, order.index(option)) for stop, option in winners(made, name)), weight / whole)
        for name, weight in made.weights.items()
    )
    return BandChart(tuple(made.options.values()), rows)
