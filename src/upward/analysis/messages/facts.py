"""The numbers of a message against those of the record it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.quantity import Quantity, QuantityKind
from upward.model.record import Record
from upward.text.moments import minutes_between, parse_moment
from upward.text.quantities import quantities, same_amount


def source_text(record: Record) -> str:
    """Give all that a record says, front matter included, with the minutes between its moments spelled out."""
    moments = {key: parse_moment(record.string(key)) for key in ("onset", "detected", "mitigated", "identified")}
    spans = [
        f"{minutes:.0f} minutes"
        for start, stop in (
            ("onset", "detected"),
            ("onset", "mitigated"),
            ("onset", "identified"),
            ("detected", "mitigated"),
        )
        if (minutes := minutes_between(moments[start], moments[stop])) is not None
    ]
    return "\n".join([_values(record), record.prose, *spans])


def _values(record: Record) -> str:
    """Give the scalars of the front matter, a line each."""
    lines: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            lines.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, (list, tuple)):
            for each in value:
                walk(each)

    for each in record.fields.values():
        walk(each)
    return ".\n".join(lines)


def unsupported_numbers(record: Record, source: Record) -> Iterator[Quantity]:
    """Yield the numbers in a message's text that its source does not have; what is asked for is new, and no fact."""
    asks = [section.body for section in record.sections if "need" in section.title.lower()]
    held = [each for each in quantities(source_text(source)) if each.is_number]
    for each in quantities(record.text, record.body):
        is_asked = any(span.start <= each.span.start < span.stop for span in asks)
        if each.is_number and not is_asked and not any(_agrees(each, other) for other in held):
            yield each


def _agrees(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers say the same: in any unit, and "412 orders" agrees with "412 of 3,900 orders"."""
    if same_amount(one, other):
        return True
    if one.kind not in _COUNTED or other.kind not in _COUNTED:
        return False
    nouns_differ = bool(one.noun and other.noun and one.noun != other.noun)
    return not nouns_differ and _figures(one) <= _figures(other)


_COUNTED = {QuantityKind.COUNT, QuantityKind.RATIO, QuantityKind.BARE}


def _figures(each: Quantity) -> set[float]:
    return {figure for figure in (each.value, each.whole, each.high) if figure is not None}
