"""What a linked record shows: its quantities with their subjects, the person's part in it, and what others said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from upward.analysis.narrative import subjects
from upward.model.quantity import Quantity
from upward.model.record import Record
from upward.model.span import Span
from upward.text.quantities import quantities
from upward.text.template_slots import text_without_slots

# Kinds of record that tell of work done; a story, a question or a plan shows nothing by itself.
WORK_KINDS = frozenset({"evidence", "incident", "review", "concern", "mentoring", "standard", "decision"})
# Origins that a system keeps, and the person can't write alone.
_KEPT_ELSEWHERE = re.compile(r"(?:git|github|gitlab|jira|gerrit|bitbucket|azure|linear):|https?://")
# What the person wrote about it themselves, in these sections, is their own word.
_OWN_WORDS = re.compile(r"(?i)only you know|notes?\b|my view|reflection|why it matter")
# Counts of the work itself, which a history gives for every change.
WORK_NOUNS = frozenset({"commit", "file", "line"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity that a record holds: its subject, its words, and who says so (empty: the record)."""

    quantity: Quantity
    terms: frozenset[str]
    said: str
    by: str = ""
    title: str = ""


@dataclass(frozen=True)
class RecordFacts:
    """What one linked record shows."""

    record: Record
    # Whether a system keeps the record, apart from the person's own notes.
    is_traceable: bool
    facts: tuple[Fact, ...]
    # What others said: name and words.
    said: tuple[tuple[str, str], ...]


def facts_of(record: Record, me: frozenset[str] = frozenset()) -> RecordFacts:
    """Read a record; `me` holds the person's names and addresses in lower case."""
    return _facts(record, me)


@lru_cache(maxsize=512)
def _cached(key: tuple[str, str, frozenset[str]]) -> list[RecordFacts]:
    del key
    return []


def _facts(record: Record, me: frozenset[str]) -> RecordFacts:
    held = _cached((record.path, record.digest, me))
    if not held:
        said = tuple(_said(record, me))
        origins = record.strings("origins")
        traceable = record.kind in WORK_KINDS and any(_KEPT_ELSEWHERE.match(origin) for origin in origins)
        found = (*_measured(record), *_in_prose(record), *_in_words(said))
        held.append(RecordFacts(record, traceable, found, said))
    return held[0]


def _said(record: Record, me: frozenset[str]) -> Iterator[tuple[str, str]]:
    for each in record.mappings("said"):
        name, words = str(each.get("by", "")).strip(), str(each.get("text", "")).strip()
        if name and words and name.lower() not in me | {"me", "i", "myself", "self"}:
            yield name, words


def _measured(record: Record) -> Iterator[Fact]:
    for measure in record.mappings("measures"):
        get = {
            key: str(measure.get(key, ""))
            for key in ("id", "value", "unit", "baseline", "status", "method", "confirmed-by")
        }
        if get["status"] in {"estimate", "unproven"} or not get["value"]:
            continue
        unit = get["unit"]
        text = f"{get['value']} {unit}".strip()
        if get["baseline"]:
            bare = re.fullmatch(r"[\d.,]+", get["baseline"])
            text += f" instead of {get['baseline']}" + (f" {unit}" if bare and unit else "")
        about = subjects.terms(f"{get['id']} {unit}") or subjects.terms(record.title)
        for quantity in quantities(text):
            if quantity.is_number:
                yield Fact(quantity, about, f"{get['id']} {text}", get["confirmed-by"], record.title)


def _in_prose(record: Record) -> Iterator[Fact]:
    """Yield the quantities of what the record tells, outside of the person's own remarks."""
    if record.kind == "decision":
        return
    body = text_without_slots(record)
    # A ticket's title says what is wanted; a commit's says what was done.
    committed = any(origin.startswith("git:") for origin in record.strings("origins"))
    title = record.title if committed else " " * len(record.title)
    text = f"{title}.\n\n{body}"
    whole = Span(0, len(text))
    for quantity in quantities(text):
        if not quantity.is_number or _in_own_words(record, quantity.span.start - len(record.title) - 3):
            continue
        said = subjects.context(text, quantity.span, whole)
        if not subjects.is_unreal(said, subjects.sentence(text, quantity.span, whole).cut(text)):
            yield Fact(quantity, subjects.quantity_terms(quantity, said), said, "", record.title)


def _in_own_words(record: Record, offset: int) -> bool:
    place = record.body.start + offset
    sections = [section for section in record.sections if section.body.start <= place < section.body.stop]
    return any(_OWN_WORDS.search(section.title) for section in sections)


def _in_words(said: tuple[tuple[str, str], ...]) -> Iterator[Fact]:
    for name, words in said:
        for quantity in quantities(words):
            context = subjects.context(words, quantity.span, Span(0, len(words)))
            if quantity.is_number and not subjects.is_unreal(context, words):
                yield Fact(quantity, subjects.quantity_terms(quantity, context), context, name)
