"""The options that a decision names, and the one that it says it chose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.model.record import Record
from upward.model.span import Span
from upward.text.blocks import Block, BlockKind, parse_blocks

_CHOSEN = re.compile(
    r"(?im)^[ \t]*(?:[-*+>][ \t]+)?[*_]{0,3}(?:chosen|selected|we chose) option[*_]{0,3}[ \t]*(?::|is)[*_ \t]*(?P<title>[^\n]+)"
)
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_QUOTED = re.compile(r"^[\"“”'‘`*_ ]+(?P<inner>.+?)[\"“”'’`*_]+(?=[,.;: ]|$)")
_OPTIONS = re.compile(r"(?i)^(?:considered|possible|evaluated)?[ \t]*options?(?:[ \t]+considered)?$")
# The share of the shorter name's words that two names of one option have in common.
LEAST_OVERLAP = 0.5
_FILLERS = frozenset("a an the of for to in on with and or use using option our we as by via into".split())


class ChosenOption(NamedTuple):
    """The chosen option as the sentence names it, and its place."""

    title: str
    span: Span


def chosen_option(record: Record) -> ChosenOption | None:
    """Give the option that "Chosen option: …" names, without quotes, bold and links; None without such a sentence."""
    for block in parse_blocks(record.text, record.body.start):
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            continue
        match = _CHOSEN.search(block.span.cut(record.text))
        if match:
            start, stop = (block.span.start + place for place in match.span("title"))
            return ChosenOption(_name(match["title"]), Span(start, stop))
    return None


def _name(said: str) -> str:
    plain = _LINK.sub(r"\1", said).strip()
    quoted = _QUOTED.match(plain)
    if quoted:
        return quoted["inner"].strip(" .")
    return re.split(r"[*_]{2}|,|;| because\b| – | — |\. |\.$", plain, maxsplit=1)[0].strip(" *_\"'“”.:")


def considered_options(record: Record) -> list[str]:
    """Give the options that a decision lists below "Considered Options", or heads sections with there."""
    blocks = parse_blocks(record.text, record.body.start)
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and _OPTIONS.match(block.text.strip(" :")):
            below = list(_section(blocks[number + 1 :], block.level))
            items = [each for each in below if each.kind is BlockKind.ITEM]
            heads = [each.text for each in below if each.kind is BlockKind.HEADING and each.level == block.level + 1]
            first = next((at for at, each in enumerate(below) if each.kind is BlockKind.HEADING), len(below))
            listed = [_item(each) for each in below[:first] if each.kind is BlockKind.ITEM]
            return [each for each in (listed or heads or [_item(item) for item in items]) if each]
    return []


def _section(blocks: Sequence[Block], level: int) -> Iterator[Block]:
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.level <= level:
            return
        yield block


def _item(block: Block) -> str:
    line = block.text.split("\n", 1)[0]
    # "**Postgres** – known": the bold words are the name.
    return (
        block.bold if block.bold and line.startswith(block.bold) else re.split(r" [–—] | - ", line, maxsplit=1)[0]
    ).strip(" .:")


def is_same_option(one: str, other: str) -> bool:
    """Whether two names are of one option: one holds the other, or they share half of the shorter one's words."""
    first, second = (" ".join(re.findall(r"[\w.+#]+", name.lower())) for name in (one, other))
    if not first or not second or first in second or second in first:
        return True
    words = [{_stem(word) for word in name.split()} - _FILLERS for name in (first, second)]
    least = min(len(each) for each in words)
    return least > 0 and len(words[0] & words[1]) / least >= LEAST_OVERLAP


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s|e)$", "", word) if len(word) > 4 else word  # noqa: PLR2004 - letters
