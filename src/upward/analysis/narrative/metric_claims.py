"""Whether a story's own metric holds one of its numbers: the same amount, unit and subject, and reported in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from upward.analysis.narrative import subjects
from upward.analysis.narrative.story_text import StoryText
from upward.model.quantity import Quantity, QuantityKind
from upward.text.quantities import quantities, same_amount
from upward.text.words import words

# What a metric needs to count as reported: with one of these missing it is only stated.
METRIC_KEYS = ("value", "unit", "baseline", "period", "method")


class MetricMatch(NamedTuple):
    """The metric that holds a number; `why_not` says why a metric with the same figure does not."""

    metric: Mapping[str, Any] | None = None
    why_not: str = ""

    @property
    def lacking(self) -> str:
        """What keeps it from being reported; empty for a complete metric."""
        if self.metric is None:
            return self.why_not
        name = _name(self.metric)
        missing = [needed for needed in METRIC_KEYS if not self.metric.get(needed)]
        if "unit" in missing and any(each.has_unit for each in measured(str(self.metric.get("value")))):
            missing.remove("unit")
        if missing:
            return f"the metric {name} lacks {', '.join(missing)}"
        return f"the metric {name} is marked unproven" if self.metric.get("status") == "unproven" else ""

    @property
    def source(self) -> str:
        """Which metric it is and how that was measured; empty where there is none."""
        if self.metric is None:
            return ""
        estimate = " (an estimate)" if self.metric.get("status") == "estimate" else ""
        return f"the metric {_name(self.metric)}{estimate}, by {self.metric.get('method')}"


def metric_of(story: StoryText, quantity: Quantity, after: Quantity | None = None) -> MetricMatch:
    """Give the metric that holds a number of the story; `after` is what it became, where it is a baseline.

    An equal figure is not enough: the metric names what the sentence is about, or story and metric tell the same
    change from the same to the same, or neither says what it measures and the figure stands in the story only once.
    A baseline of 0 holds nothing by itself: every new thing begins there.
    """
    why_not = ""
    for metric in story.record.mappings("metrics"):
        if _has_both_ends(metric, quantity, after):
            return MetricMatch(metric)
        for key in ("value", "baseline"):
            held = next(_held(metric, key), None)
            if held is None or (key == "baseline" and not held.value):
                continue
            if _is_as_much(story, metric, held, quantity):
                if _is_about(story, metric, quantity):
                    return MetricMatch(metric)
                why_not = why_not or (
                    f"same number as the metric {_name(metric)} ({_told(metric, key)}), another thing? "
                    "Name in the sentence what the metric measures if it is the same"
                )
            elif _differs_in_unit(metric, held, quantity):
                why_not = why_not or (
                    f"the unit differs from the metric {_name(metric)}: {quantity.text} / {_told(metric, key)}"
                )
    return MetricMatch(None, why_not)


def _name(metric: Mapping[str, Any]) -> str:
    return str(metric.get("id") or "without an id")


def _told(metric: Mapping[str, Any], key: str) -> str:
    return f"{metric[key]} {metric.get('unit') or ''}".strip()


def _held(metric: Mapping[str, Any], key: str) -> Iterator[Quantity]:
    """Yield the quantity of a metric's value or baseline, in its own unit where it has one ("2.1 s")."""
    value, unit = metric.get(key), metric.get("unit")
    if value is None or value == "":
        return
    own = [each for each in measured(str(value)) if each.has_unit]
    yield from own or measured(f"{value} {unit}" if unit else str(value))


@lru_cache(maxsize=1024)
def measured(text: str) -> tuple[Quantity, ...]:
    """Give the quantities of a metric's value: asked again for each number of its story."""
    return tuple(quantities(text))


def _has_both_ends(metric: Mapping[str, Any], quantity: Quantity, after: Quantity | None) -> bool:
    """Whether a number is one end of a change that the metric tells, from the same to the same."""
    before, now = (quantity, after) if after is not None else (quantity.baseline, quantity)
    value, base = next(_held(metric, "value"), None), next(_held(metric, "baseline"), None)
    if before is None or now is None or value is None or base is None:
        return False
    return _same_figure(base, before) and _same_figure(value, now)


def _same_figure(held: Quantity, quantity: Quantity) -> bool:
    """Whether two ends of a change are as much; what is counted may have another name in each."""
    counted = held.kind is QuantityKind.BARE or (held.kind is quantity.kind is QuantityKind.COUNT)
    return same_amount(held, quantity) or (
        counted and held.value == quantity.value and (not held.per or not quantity.per or held.per == quantity.per)
    )


def _differs_in_unit(metric: Mapping[str, Any], held: Quantity, quantity: Quantity) -> bool:
    """Whether a metric has the same figure of the same thing in another unit: "invoices", "invoices a day"."""
    if held.value != quantity.value or held.kind is not quantity.kind or not held.value:
        return False
    return held.kind is not QuantityKind.COUNT or bool(subjects.terms(quantity.noun) & _own_terms(metric))


def _own_terms(metric: Mapping[str, Any]) -> frozenset[str]:
    return subjects.terms(f"{metric.get('id', '')} {metric.get('unit', '')}")


def _is_as_much(story: StoryText, metric: Mapping[str, Any], held: Quantity, quantity: Quantity) -> bool:
    """Whether a metric's figure is the number, its unit in the same word or its words in the same sentence."""
    if same_amount(quantity, held):
        return True
    if held.value != quantity.value or held.high != quantity.high or held.whole != quantity.whole:
        return False
    if held.kind is QuantityKind.BARE:
        return True
    if held.kind is not quantity.kind or held.kind is not QuantityKind.COUNT:
        return False
    said = frozenset(words(_sentence(story, quantity)))
    # "1,100 invoices went out a day late" tells each word of "invoices a day late".
    unit = [word for word in words(str(metric.get("unit") or "")) if not word[:1].isdigit()]
    same_noun = quantity.noun in {"", "time"} or bool(subjects.terms(quantity.noun) & _own_terms(metric))
    return bool(unit) and (said >= frozenset(unit) or (same_noun and quantity.per == held.per))


def _is_about(story: StoryText, metric: Mapping[str, Any], quantity: Quantity) -> bool:
    said = subjects.context(story.text, quantity.span, story.body)
    named = f"{metric.get('id', '')} {metric.get('unit', '')}"
    own, about = _own_terms(metric), subjects.terms(said)
    mine, theirs = subjects.qualifiers(said), subjects.qualifiers(named)
    if mine and theirs and not mine & theirs:
        return False
    if own & about or mine & theirs:
        return True
    return (not own or not about or bool(own & subjects.terms(_sentence(story, quantity)))) and _is_alone(
        story.quantities, quantity
    )


def _is_alone(every: Sequence[Quantity], quantity: Quantity) -> bool:
    """Whether no other number of the story is as much."""
    return not any(each.span != quantity.span and same_amount(each, quantity) for each in every)


def _sentence(story: StoryText, quantity: Quantity) -> str:
    return subjects.sentence(story.text, quantity.span, story.body).cut(story.text)
