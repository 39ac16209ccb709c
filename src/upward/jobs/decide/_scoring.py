"""How options score: a table, a picture, and what would change the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from upward.analysis.decisions.scoring import Score, ScoringTable, flips, scores, scoring_table, winners
from upward.model.page import BandChart, Block, Callout, Heading, Meter, Prose, Table, Tone
from upward.model.record import Record


class ScoredOption(NamedTuple):
    """An option's score and its share of wins; ranges where verdicts are missing, and then no single figure."""

    id: str
    title: str
    score: float | None
    score_range: tuple[float, float]
    dominated_by: tuple[str, ...]
    wins: float | None
    wins_range: tuple[float, float]
    interval: tuple[float, float]
    missing: tuple[str, ...]
    fails_musts: tuple[str, ...]


class Flip(NamedTuple):
    """The share of all weight at which a scenario would make the option `to` win; None where none would."""

    scenario: str
    share: float
    flips_at: float | None
    to: str | None


@dataclass(frozen=True, slots=True)
class ScoredDecision:
    """A decision's options, scored against its scenarios, and what would change the winner."""

    path: str
    title: str
    chosen: str | None
    weights: Mapping[str, float]
    options: tuple[ScoredOption, ...]
    flips: tuple[Flip, ...]


def score_decision(record: Record, seed: int) -> ScoredDecision:
    """Score a decision; `seed` is of the drawn weightings."""
    made = scoring_table(record)
    return ScoredDecision(
        record.path,
        record.title,
        made.chosen or None,
        made.weights,
        tuple(_option(each, made) for each in scores(made, seed)),
        tuple(Flip(each.scenario, each.share, each.flips_at, each.to or None) for each in flips(made)),
    )


def _option(each: Score, made: ScoringTable) -> ScoredOption:
    return ScoredOption(
        id=each.option,
        title=made.options[each.option],
        score=None if each.missing else each.total,
        score_range=(each.total, each.most),
        dominated_by=each.dominated_by,
        wins=each.wins if each.wins == each.wins_most else None,
        wins_range=(each.wins, each.wins_most),
        interval=(each.low, each.high),
        missing=each.missing,
        fails_musts=each.failed_musts,
    )


def blocks(found: ScoredDecision, made: ScoringTable) -> Iterator[Block]:
    """Show a scored decision; `made` is the table that it was scored from."""
    yield Heading(found.title)
    chosen = next((each for each in found.options if each.id == found.chosen), None)
    if chosen is not None and chosen.fails_musts:
        musts = ", ".join(chosen.fails_musts)
        yield Callout(f"The chosen option, {chosen.title}, fails a must: {musts}.", Tone.BAD)
    for each in found.options:
        mark = " (chosen)" if each.id == found.chosen else ""
        yield Meter(f"{each.title}{mark}", each.score_range[0], _caption(each, made))
    if found.options and all(each.fails_musts for each in found.options):
        yield Callout("Every option fails a must: find another option, or a must that is none.", Tone.BAD)
    if not made.is_complete:
        lacking = "; ".join(f"{each.title} for {', '.join(each.missing)}" for each in found.options if each.missing)
        yield Callout(
            (
                f"Verdicts are missing: {lacking}. Add them to `x-results`. Until then shares are given "
                "as a range from the worst to the best case, and the weights at which the winner changes "
                "are not known."
            ),
            Tone.WARN,
        )
        return
    yield from _flips(found, made)


def _caption(each: ScoredOption, made: ScoringTable) -> str:
    """Say what is known of an option; a range where it hangs on verdicts that are missing."""
    (least, most), (low, high) = each.wins_range, each.interval
    if made.is_complete:
        said = [f"{each.score_range[0]:.2f} of 1"]
        if each.id in made.rivals:
            said.append(f"best in {least:.0%} of all weightings ({low:.0%}-{high:.0%})")
    elif each.wins is not None:
        said = [f"best in {each.wins:.0%} of all weightings whatever the missing verdicts are"]
    else:
        said = [f"best in {least:.0%} to {most:.0%} of all weightings, by the missing verdicts"]
    if each.missing:
        worst, best = each.score_range
        said.insert(0, f"{worst:.2f} to {best:.2f}: no verdict for {', '.join(each.missing)}")
    if each.fails_musts:
        out = "" if each.id in made.rivals else ", so it cannot be chosen"
        said.append(f"fails a must: {', '.join(each.fails_musts)}{out}")
    if each.dominated_by:
        said.append(f"never better than {', '.join(made.options[other] for other in each.dominated_by)}")
    return "; ".join(said)


def _flips(found: ScoredDecision, made: ScoringTable) -> Iterator[Block]:
    rows = tuple(
        (
            each.scenario,
            f"{each.share:.0%}",
            f"{each.flips_at:.0%}" if each.flips_at is not None else "never",
            made.options.get(each.to or "", ""),
        )
        for each in found.flips
    )
    yield Table(("scenario", "weight now", "winner flips at", "to"), rows)
    if made.options and made.weights:
        yield Prose("The winning option as the weight of one scenario grows from 0 to 100 %, the others in proportion:")
        yield _bands(made)


def _bands(made: ScoringTable) -> BandChart:
    order, whole = list(made.options), sum(made.weights.values()) or 1.0
    rows = tuple(
        (name, tuple((stop, order.index(option)) for stop, option in winners(made, name)), weight / whole)
        for name, weight in made.weights.items()
    )
    return BandChart(tuple(made.options.values()), rows)
