"""How options score: a table, a picture, and what would flip the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.decisions.scoring import Score, ScoringTable, TippingPoint, flips, scores, scoring_table, winners
from upward.model.page import BandChart, Block, Callout, Heading, Meter, Prose, Table, Tone
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
        "score": None if each.missing else each.total,
        "score_range": [each.total, each.most],
        "dominated_by": list(each.dominated_by),
        "wins": each.wins if each.wins == each.wins_most else None,
        "wins_range": [each.wins, each.wins_most],
        "interval": [each.low, each.high],
        "missing": list(each.missing),
        "fails_musts": list(each.failed_musts),
    }


def _flip(each: TippingPoint) -> Mapping[str, Any]:
    return {"scenario": each.scenario, "share": each.share, "flips_at": each.flips_at, "to": each.to or None}


def blocks(record: Record, seed: int) -> Iterator[Block]:
    made = scoring_table(record)
    yield Heading(record.title)
    found = scores(made, seed)
    chosen = next((each for each in found if each.option == made.chosen), None)
    if chosen is not None and chosen.failed_musts:
        musts = ", ".join(chosen.failed_musts)
        yield Callout(f"The chosen option, {made.options[chosen.option]}, fails a must: {musts}.", Tone.BAD)
    for each in found:
        mark = " (chosen)" if each.option == made.chosen else ""
        yield Meter(f"{made.options[each.option]}{mark}", each.total, _caption(each, made))
    if not made.is_complete:
        lacking = "; ".join(
            f"{made.options[each.option]} for {', '.join(each.missing)}" for each in found if each.missing
        )
        yield Callout(
            f"Verdicts are missing: {lacking}. Add them to `x-results`. Until then shares are given from the worst to "
            "the best case, and where the winner flips is not known.",
            Tone.WARN,
        )
        return
    yield from _flips(made)


def _caption(each: Score, made: ScoringTable) -> str:
    """Say what is known of an option; a range where it hangs on verdicts that are missing."""
    if made.is_complete:
        said = [f"best in {each.wins:.0%} of all weightings ({each.low:.0%}-{each.high:.0%})"]
    elif each.wins == each.wins_most:
        said = [f"best in {each.wins:.0%} of all weightings whatever the missing verdicts are"]
    else:
        said = [f"best in {each.wins:.0%} to {each.wins_most:.0%} of all weightings, by the missing verdicts"]
    if each.missing:
        said.insert(0, f"{each.total:.2f} to {each.most:.2f}: no verdict for {', '.join(each.missing)}")
    if each.failed_musts:
        said.append(f"fails a must: {', '.join(each.failed_musts)}")
    if each.dominated_by:
        said.append(f"never better than {', '.join(made.options[other] for other in each.dominated_by)}")
    return "; ".join(said)


def _flips(made: ScoringTable) -> Iterator[Block]:
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
        yield Prose("Which option wins as the weight of one scenario grows from 0 to 100 %, the others in proportion:")
        yield _bands(made)


def _bands(made: ScoringTable) -> BandChart:
    order, whole = list(made.options), sum(made.weights.values()) or 1.0
    rows = tuple(
        (name, tuple((stop, order.index(option)) for stop, option in winners(made, name)), weight / whole)
        for name, weight in made.weights.items()
    )
    return BandChart(tuple(made.options.values()), rows)
