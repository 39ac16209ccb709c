"""A standard's record as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from upward.model.record import Record, Value
from upward.text.dates import parse_date


@dataclass(frozen=True, slots=True)
class StandardCheck:
    """What is looked at: files by pattern (`only_if` narrows them), what each must hold or not, a file, a CI step."""

    files: tuple[str, ...] = ()
    only_if: str = ""
    must: str = ""
    must_not: str = ""
    exists: str = ""
    ci: str = ""
    sarif: str = ""
    rule: str = ""
    human: str = ""

    @property
    def is_automatic(self) -> bool:
        """Whether a computer can look."""
        return bool(self.must or self.must_not or self.exists or self.ci or self.sarif)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Paths or a repository that a standard does not hold for, until a day."""

    number: int
    where: str
    until: date | None
    owner: str
    why: str

    def holds(self, today: date) -> bool:
        """Whether it still counts; one without an end does not."""
        return self.until is not None and self.until >= today


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """An item of a checklist."""

    id: str
    text: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard, read."""

    id: str
    title: str
    check: StandardCheck
    exemptions: tuple[Exemption, ...]
    items: tuple[ChecklistItem, ...]


def parse_standard(record: Record) -> Standard:
    """Read a standard's record; what is missing or broken is empty, and nothing raises."""
    held = record.fields.get("check", {})
    check = held if isinstance(held, Mapping) else {}
    return Standard(
        record.id,
        record.title,
        StandardCheck(
            _texts(check, "files"),
            *(_text(check, key) for key in ("if", "must", "must-not", "exists", "ci", "sarif", "rule", "human")),
        ),
        tuple(_exemption(number, each) for number, each in enumerate(record.mappings("exceptions"), 1)),
        tuple(_item(number, each) for number, each in enumerate(record.mappings("items"), 1)),
    )


def _text(mapping: Mapping[str, Value], key: str) -> str:
    value = mapping.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def _texts(mapping: Mapping[str, Value], key: str) -> tuple[str, ...]:
    value = mapping.get(key, ())
    if isinstance(value, str):
        return (value,) if value else ()
    return () if isinstance(value, Mapping) else tuple(each for each in value if isinstance(each, str))


def _exemption(number: int, each: Mapping[str, Value]) -> Exemption:
    until = parse_date(_text(each, "until"))
    return Exemption(number, _text(each, "where"), until, _text(each, "owner"), _text(each, "why"))


def _item(number: int, each: Mapping[str, Value]) -> ChecklistItem:
    is_optional = _text(each, "optional").lower() in {"true", "yes", "on", "1"}
    return ChecklistItem(_text(each, "id") or f"i{number}", _text(each, "text"), not is_optional)
