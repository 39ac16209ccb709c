"""Whether a linked record has the same quantity as a story: the same amount, unit and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.analysis.narrative import subjects
from upward.analysis.narrative.record_facts import WORK_NOUNS, Fact, RecordFacts
from upward.analysis.narrative.subjects import Direction
from upward.model.quantity import Quantity, QuantityKind
from upward.text.dates import parse_date
from upward.text.quantities import same_amount

# "About 2,100" may stand for what lies within a twentieth of it.
ABOUT = 0.05
# A computed share is rounded to a whole percent, or to what is written.
WHOLE_PERCENT = 1.0
_HELPING = frozenset({"reviewer", "merger", "committer", "tester", "participant", "attendee"})
_I_DID = re.compile(r"\bI\s+(?:\w+ly\s+|also\s+)?\w+")
# What says that files, lines and commits are those of a change, and not files that were lost or lines of a log.
_OF_A_CHANGE = re.compile(
    r"(?i)\b(?:chang\w*|commit\w*|diff\w*|patch\w*|touch\w*|edit\w*|add\w*|delet\w*|remov\w*|wrote|writ\w*|rewr\w*"
    r"|refactor\w*|code|source|modules?|merg\w*|pull requests?|PRs?|repositor\w*|migrat\w*|moved?|renam\w*|replac\w*"
    r"|split|spread|review\w*|implement\w*|built|fix\w*)\b"
)
_OF_OTHERS = re.compile(
    r"(?i)\b(?:lost|missing|corrupt\w*|damaged|leak\w*|uploaded|downloaded|logs?|customers?|users?|clients?|bug|crash\w*"
    r"|backups?|as in)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Nouns that many different counts share: "12 engineers" came, or were hired.
_COMMON = frozenset(
    "person people engineer developer team customer client user service day item thing case change issue ticket "
    "incident bug error request order member employee page system".split()
)
_PAST = (
    "was",
    "were",
    "before",
    "from",
    "used to",
    "took",
    "had",
    "instead",
    "until",
    "previously",
    "at first",
    "initially",
)


class Trace(NamedTuple):
    """A record that has a quantity: its id, why, and who says so (empty: the record itself)."""

    record: str
    because: str
    by: str = ""


class Claimed(NamedTuple):
    """A quantity of a story: what is said of it, and the quantity it is the baseline of."""

    quantity: Quantity
    said: str
    after: Quantity | None = None

    @property
    def ends(self) -> tuple[Quantity, Quantity] | None:
        """What it was before and what came after, where the story tells both."""
        if self.after is not None:
            return self.quantity, self.after
        return (self.quantity.baseline, self.quantity) if self.quantity.baseline is not None else None


def traces(claimed: Claimed, linked: Sequence[RecordFacts]) -> Iterator[Trace]:
    """Yield the linked records that show a quantity."""
    if claimed.quantity.kind is QuantityKind.BARE or subjects.is_future(claimed.said):
        return
    about = subjects.quantity_terms(claimed.quantity, claimed.said)
    for item in linked:
        if _is_anothers(claimed.said, item) or _is_another_time(claimed.said, item):
            continue
        for fact in item.facts:
            if not (item.is_traceable or fact.by):
                continue
            reason = _same(claimed, about, fact) or _derived(claimed.quantity, about, claimed.said, fact)
            if reason:
                yield Trace(item.record.id, reason, fact.by)
                break


def look_alike(claimed: Claimed, linked: Sequence[RecordFacts]) -> str:
    """Ask about a linked record with the same figure that does not show the claim; empty where there is none."""
    for item in linked:
        for fact in item.facts:
            if claimed.quantity.value and same_amount(claimed.quantity, fact.quantity):
                return f"same number as in {item.record.id} ({fact.said.strip()}), another thing?"
    return ""


def _is_anothers(said: str, item: RecordFacts) -> bool:
    """Whether the story says "I did" of what the record has the person only helping with."""
    return item.record.string("part").lower() in _HELPING and _I_DID.search(said) is not None


def _is_another_time(said: str, item: RecordFacts) -> bool:
    """Whether the story names a year in which the record's work was long over, or not begun."""
    years = [int(year) for year in _YEAR.findall(said)]
    day = parse_date(item.record.string("date"))
    return bool(years) and day is not None and all(abs(year - day.year) > 1 for year in years)


def _same(claimed: Claimed, about: frozenset[str], fact: Fact) -> str:
    """Give why a record's quantity is the story's; empty where it is not."""
    quantity, held = claimed.quantity, fact.quantity
    if not _fits(claimed.said, quantity, fact):
        return ""
    if _has_both_ends(claimed, fact) and (about & fact.terms or (quantity.noun and quantity.noun == held.noun)):
        return f"the record has {held.text}"
    same = _is_equal(quantity, held, about, fact) and _is_about(claimed.quantity, about, claimed.said, fact)
    return f"the record has {held.text}" if same and _is_same_end(claimed, held) else ""


def _is_same_end(claimed: Claimed, held: Quantity) -> bool:
    """Whether one amount does not stand for the start of a change here and for its end there."""
    quantity = claimed.quantity
    if quantity.baseline is not None:
        return held.baseline is None and not held.is_baseline
    if quantity.is_baseline:
        return held.baseline is None and not (held.is_baseline and claimed.after is not None)
    return not held.is_baseline or any(word in claimed.said.lower() for word in _PAST)


def _has_both_ends(claimed: Claimed, fact: Fact) -> bool:
    """Whether story and record tell the same change, from the same to the same."""
    if claimed.ends is None or fact.quantity.baseline is None:
        return False
    return all(
        _is_as_much(one, other)
        for one, other in zip(claimed.ends, (fact.quantity.baseline, fact.quantity), strict=True)
    )


def _is_as_much(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are as much, where only one of them may say what it counts or per which time."""
    if one.kind is not other.kind or (one.per and other.per and one.per != other.per):
        return False
    if one.kind is QuantityKind.MONEY and one.unit != other.unit:
        return False
    if one.kind is QuantityKind.COUNT and one.noun not in {"", "time", other.noun} and other.noun not in {"", "time"}:
        return False
    step = max(one.precision * one.size, other.precision * other.size) if one.unit != other.unit else 0.0
    return abs(one.magnitude - other.magnitude) <= step / 2 + 1e-9


def _is_equal(quantity: Quantity, held: Quantity, about: frozenset[str], fact: Fact) -> bool:
    if quantity.noun in {"", "time"} and quantity.kind is held.kind is QuantityKind.COUNT and quantity.per == held.per:
        # "11 times a week", "11 a week" of something that the record counts by its name.
        return quantity.value == held.value and bool(about & (subjects.terms(held.noun) | fact.terms))
    return _amounts(quantity, held)


def _amounts(quantity: Quantity, held: Quantity) -> bool:
    if quantity.high is not None or held.high is not None:
        return quantity.high == held.high and same_amount(quantity, held)
    if same_amount(quantity, held):
        return True
    if (
        not quantity.approximate
        or quantity.kind is not held.kind
        or quantity.per != held.per
        or quantity.whole != held.whole
    ):
        return False
    same_unit = quantity.unit == held.unit or quantity.kind in {QuantityKind.DURATION, QuantityKind.SIZE}
    return same_unit and abs(quantity.magnitude - held.magnitude) <= ABOUT * abs(held.magnitude)


def _fits(said: str, quantity: Quantity, fact: Fact) -> bool:
    """Whether both speak of the same statistic, and of the same direction."""
    mine, theirs = subjects.qualifiers(said), subjects.qualifiers(fact.said)
    if mine and theirs and not mine & theirs:
        return False
    if quantity.noun in WORK_NOUNS:
        named = [kind for kind in ("added", "deleted", "wrote", "removed") if kind[:4] in said.lower()]
        return not named or (all(kind in fact.said for kind in named) and "added or deleted" not in fact.said)
    if quantity.kind is QuantityKind.PERCENT and subjects.is_change(said, quantity) != subjects.is_change(
        fact.said, fact.quantity
    ):
        return False
    own, others = subjects.names(said), subjects.names(fact.said)
    if own and others and not own & others:
        return False
    one, other = subjects.direction(said), subjects.direction(fact.said)
    return Direction.NONE in {one, other} or one is other


def _is_about(quantity: Quantity, about: frozenset[str], said: str, fact: Fact) -> bool:
    """Whether both speak of the same thing: a shared term, or a counted noun that says it all."""
    if quantity.noun in WORK_NOUNS and not _is_work(quantity, said):
        return False
    if quantity.noun in WORK_NOUNS or about & fact.terms:
        return True
    if quantity.noun in {"", "time"} or quantity.noun != fact.quantity.noun:
        return False
    tells_all = quantity.noun not in _COMMON and (
        not about or subjects.terms(quantity.noun) <= subjects.terms(fact.title)
    )
    return tells_all or bool(quantity.per)


def _is_work(quantity: Quantity, said: str) -> bool:
    """Whether counted commits, files or lines are those of a change."""
    return quantity.noun == "commit" or (_OF_A_CHANGE.search(said) is not None and not _OF_OTHERS.search(said))


def _derived(quantity: Quantity, about: frozenset[str], said: str, fact: Fact) -> str:
    """Give how a change follows from a record's two ends; empty where it does not."""
    held = fact.quantity
    base = held.baseline
    if base is None or not base.magnitude or quantity.is_baseline or quantity.baseline is not None:
        return ""
    if not _is_about(quantity, about, said, fact) or subjects.qualifiers(said) - subjects.qualifiers(fact.said):
        return ""
    change = held.magnitude - base.magnitude
    way = subjects.direction(said)
    if (way is Direction.DOWN and change > 0) or (
        way is Direction.UP and change < 0 and quantity.kind is not QuantityKind.FACTOR
    ):
        return ""
    computed, step = _computed(quantity, held, base, said)
    if computed is None or abs(abs(quantity.magnitude) - computed) > step:
        return ""
    return f"computed from {base.text} and {held.text} in the record"


def _computed(quantity: Quantity, held: Quantity, base: Quantity, said: str) -> tuple[float | None, float]:
    """Give the value that the record's two ends come to in the story's unit, and how far it may be off."""
    one, other = base.magnitude, held.magnitude
    half = quantity.precision / 2
    way = subjects.direction(said)
    match quantity.kind:
        case QuantityKind.PERCENT if way is not Direction.NONE:
            return abs(one - other) / one * 100, max(half, WHOLE_PERCENT / 2) * (2 if quantity.approximate else 1)
        case QuantityKind.FACTOR if other:
            ratio = max(one, other) / min(one, other)
            wanted = 1 / quantity.value if quantity.value < 1 else quantity.value
            return (quantity.value, half) if abs(ratio - wanted) <= max(half, ABOUT * ratio) else (None, 0.0)
        case QuantityKind.RATIO if quantity.whole and not quantity.noun:
            left = min(one, other) / max(one, other)
            part = 1 - left if re.search(rf"\bby\s+{re.escape(quantity.text)}", said) else left
            return (quantity.value, half) if abs(part - quantity.value / quantity.whole) <= ABOUT / 2 else (None, 0.0)
        case QuantityKind.POINTS if held.kind is QuantityKind.PERCENT:
            return abs(one - other), max(half, held.precision)
        case kind if kind is held.kind and quantity.unit == held.unit and way is not Direction.NONE:
            return abs(one - other), half * quantity.size
        case _:
            return None, 0.0
