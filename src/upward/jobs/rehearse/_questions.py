"""Questions to the person at the keyboard: a number, a card, how it went."""

from __future__ import annotations

from upward.analysis.rehearsal.cards import COMPARED, Aspect, Card
from upward.analysis.rehearsal.recall import is_same_number
from upward.analysis.rehearsal.schedule import RATINGS
from upward.model.ports import Console
from upward.model.record import Value
from upward.session.run_log import RunLog

_YES = frozenset({"y", "yes"})


def ask_card(console: Console, card: Card) -> dict[str, Value]:
    """Ask a card of a metric and give what goes into the record; an empty answer counts as missed.

    A value is compared; of anything else the person says whether they had it.
    """
    said = console.ask(f"  {card.prompt}").strip()
    aspect = card.aspect or Aspect.VALUE
    row: dict[str, Value] = {"metric": card.metric}
    if aspect is not Aspect.VALUE:
        row["aspect"] = aspect.value
    if aspect in COMPARED:
        right = bool(said) and is_same_number(said, card.answer, card.unit)
        console.say("    correct" if right else f"    it is {card.answer} {card.unit}".rstrip())
        verdict = "correct" if right else "wrong" if said else "missed"
    else:
        console.say(f"    {card.answer}")
        answer = console.ask("    Did you remember it? y/n").strip().lower() if said else ""
        verdict = "correct" if answer in _YES else "wrong" if said else "missed"
    return {**row, "verdict": verdict, "heard": said}


def ask_rating(console: Console, prompt: str = "How did it go?") -> str:
    """Ask until one of the ratings is given; its first letter is enough."""
    while True:
        said = console.ask(f"{prompt} {', '.join(RATINGS)}").strip().lower()
        found = next((rating for rating in RATINGS if said and rating.startswith(said)), "")
        if found:
            return found
        console.say(f"  Write one of {', '.join(RATINGS)}.")


def recall_numbers(log: RunLog, cards: list[Card]) -> None:
    """Ask the cards one by one; the run is saved after each."""
    for card in cards:
        log.recalled.append(ask_card(log.session.console, card))
        log.save()
