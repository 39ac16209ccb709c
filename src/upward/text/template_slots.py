"""Slots: places in a template that wait for an answer, written `{{name: question}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from upward.model.record import Record
from upward.model.span import Span
from upward.text.markdown import blanked_text

_SLOT = re.compile(r"\{\{[ \t]*(?P<name>[a-z][a-z0-9-]*)[ \t]*:[ \t]*(?P<prompt>[^{}]*?)[ \t]*\}\}")

_BRACES = re.compile(r"\{(?=\{)")


class Slot(NamedTuple):
    """A slot, its question and its place."""

    name: str
    prompt: str
    span: Span


def open_slots(text: str) -> Iterator[Slot]:
    """Give the slots of a text in order."""
    if "{{" not in text:
        return
    for match in _SLOT.finditer(text):
        yield Slot(match["name"], " ".join(match["prompt"].split()), Span(*match.span()))


def fill_slots(text: str, answers: Mapping[str, str]) -> str:
    """Put answers in their slots; a slot without one stays as it is."""
    return _SLOT.sub(lambda match: answers.get(match["name"], match.group()), text)


def blank_slots(text: str) -> str:
    """Give `text` with slots blanked out, every other offset unchanged."""
    if "{{" not in text or not _SLOT.search(text):
        return text
    return _SLOT.sub(lambda match: re.sub(r"[^\r\n]", " ", match.group()), text)


def text_without_slots(record: Record) -> str:
    """Give a record's prose as its owner wrote it: without the questions of open slots, comments and code."""
    return blank_slots(blanked_text(record.prose))


def neutralised(text: str, limit: int) -> str:
    """Give text of others so that it opens no slot and no comment: without control characters, cut at `limit`."""
    kept = "".join(each for each in text if each.isprintable() or each in "\n\t")
    # Between any two braces: of three, the last two would open one again.
    return _BRACES.sub("{ ", kept).replace("<!--", "< !--")[:limit]


def written(record: Record, key: str) -> str:
    """Give a text field of a record; empty while it is a slot that was not filled yet."""
    value = record.string(key)
    return "" if next(open_slots(value), None) is not None else value
