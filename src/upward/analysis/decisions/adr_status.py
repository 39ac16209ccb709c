"""The status of a decision record as its authors wrote it: front matter, a line, a table or a section, never an example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from upward.model.record import NOWHERE, Record
from upward.model.span import Span
from upward.text import frontmatter
from upward.text.blocks import Block, BlockKind, parse_blocks


class AdrStatus(StrEnum):
    """What a status means, whatever word a team uses for it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    ON_HOLD = "on hold"


# Words of the logs of konflux-ci, govuk, JabRef, MADR, log4brains and adr-tools.
_WORDS = {
    AdrStatus.DRAFT: "draft|wip|work in progress|in progress",
    AdrStatus.PROPOSED: "proposed|pending|proposal|open|rfc|in review|under review|review|under discussion|discussion|in discussion",
    AdrStatus.ACCEPTED: (
        "accepted|approved|implemented|implementable|adopted|decided|done|active|final|in force|agreed|completed|applied|amended|provisional"
    ),
    AdrStatus.REJECTED: "rejected|declined|withdrawn|abandoned|cancelled|canceled|not accepted",
    AdrStatus.DEPRECATED: "deprecated|obsolete|retired|expired|archived",
    AdrStatus.SUPERSEDED: "superseded|superceded|superseeded|replaced|partly superseded|partially superseded",
    AdrStatus.ON_HOLD: "on hold|deferred|postponed|paused",
}
_MEANING = {word: status for status, words in _WORDS.items() for word in words.split("|")}
_KNOWN = re.compile(rf"(?:{'|'.join(sorted(_MEANING, key=len, reverse=True))})\b", re.IGNORECASE)
_RELATION = re.compile(
    r"(?i)\b(?P<verb>(?:partly |partially )?(?:superseded|superceded|replaced|amended|clarified|extended|deprecated) by|supersedes|supercedes|replaces|amends|clarifies|extends)\b"
    r"[ \t:]*(?P<rest>[^\n;]*)"
)
_TARGET = re.compile(
    r"\[(?P<text>[^\]\n]*)\](?:\((?P<url>[^)\s]+)[^)]*\))?|(?P<name>(?:ADR|MADR)[- ]?\d+|[\w./-]*\d[\w./-]*)",
    re.IGNORECASE,
)
# "Superseded by ADR-0009 (2026-05-24)": the day is no record.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHOICES = re.compile(r"[|{\[].*\|")


class AdrRelation(NamedTuple):
    """What a record says about another: the verb, in lower case, and the names that its links lead to."""

    verb: str
    to: tuple[str, ...]


class StatusLine(NamedTuple):
    """A status as written, its place, and the lines below it that name other records."""

    text: str
    span: Span
    relations: tuple[AdrRelation, ...] = ()

    def meaning(self, own: Sequence[str] = ()) -> AdrStatus | None:
        """Give what the status means; None for a word that neither upward nor the list of the team knows."""
        plain = plain_status(self.text)
        if any(plain.startswith(word.lower()) for word in own if word):
            return AdrStatus.ACCEPTED
        match = _KNOWN.match(plain)
        return _MEANING[match.group().lower()] if match else None


def plain_status(text: str) -> str:
    """Give a status in lower case, without mark-up, emoji and links around it."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"^[^\w]+|[*_`\s]+$", "", plain.replace("**", "").replace("__", "")).lower()


def is_choice(text: str) -> bool:
    """Whether a status is the list of choices of a template."""
    return bool(_CHOICES.search(text)) or "{{" in text


def status_of(record: Record) -> StatusLine:
    """Give the status of a record; an empty one where it has none."""
    given = record.string("status") or next(iter(record.strings("status")), "")
    if given:
        place = frontmatter.parse_front_matter(record.text).values.get(("status",), NOWHERE)
        return StatusLine(given, place, tuple(relations_in(given)))
    return status_in(record.text, record.body.start)


@lru_cache(maxsize=64)
def status_in(text: str, start: int) -> StatusLine:
    """Give the status that the body of a text says, by a line, a table, a heading or a section."""
    blocks = parse_blocks(text, start)
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and (said := _in_heading(block, text)):
            return said
        if block.kind is BlockKind.HEADING and block.text.strip(" :").lower() == "status":
            lines = list(_lines(text, _below(blocks, number)))
            first = lines[0] if lines else ("", block.span)
            found = [relation for line, _ in lines for relation in relations_in(line)]
            return StatusLine(first[0], first[1], tuple(found))
    for block in blocks:
        if found_line := _field(block, text, "status"):
            return StatusLine(found_line[0], found_line[1], tuple(relations_in(found_line[0])))
    return StatusLine("", NOWHERE)


def field_of(record: Record, key: str) -> tuple[str, Span]:
    """Give another field of a record, such as its date: from front matter, or a line or table of its body."""
    if record.string(key):
        return record.string(key), frontmatter.parse_front_matter(record.text).values.get((key,), NOWHERE)
    for block in parse_blocks(record.text, record.body.start):
        if found := _field(block, record.text, key):
            return found
    return "", NOWHERE


def relations_in(line: str) -> Iterator[AdrRelation]:
    """Yield what a line says about other records; a link's target counts, not its text."""
    for match in _RELATION.finditer(line):
        targets = []
        for target in _TARGET.finditer(match["rest"]):
            url = target["url"]
            if url is None or "://" not in url:
                targets.append(_name(url or target["name"] or target["text"] or ""))
        verb = re.sub(r"^(?:partly|partially) ", "", match["verb"].lower()).replace("superced", "supersed")
        yield AdrRelation(verb, tuple(each for each in targets if each and not _DAY.fullmatch(each)))


def _name(target: str) -> str:
    plain = target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].strip().strip("`'\"")
    return re.sub(r"^(?:\./)+|\.(?:md|markdown|html?)$", "", plain, flags=re.IGNORECASE)


def _in_heading(block: Block, text: str) -> StatusLine | None:
    match = re.match(r"(?i)status[ \t]*[:–—-][ \t]*(?P<value>\S.*)$", block.text)
    if match is None:
        return None
    raw = block.span.cut(text)
    at = raw.lower().rfind(match["value"].lower().strip())
    span = Span(block.span.start + at, block.span.start + at + len(match["value"])) if at >= 0 else block.span
    return StatusLine(match["value"].strip(), span, tuple(relations_in(raw)))


def _below(blocks: Sequence[Block], number: int) -> Iterator[Block]:
    for block in blocks[number + 1 :]:
        if block.kind is BlockKind.HEADING:
            return
        yield block


def _lines(text: str, blocks: Iterable[Block]) -> Iterator[tuple[str, Span]]:
    """Yield the lines of paragraphs and items as they are written, with their places."""
    for block in blocks:
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            continue
        place = block.span.start
        for line in block.span.cut(text).splitlines(keepends=True):
            bare = re.sub(r"^[ \t]*(?:[-*+][ \t]+)?", "", line.rstrip("\r\n"))
            begin = place + line.find(bare) if bare else place
            place += len(line)
            if bare.strip():
                yield bare.strip(), Span(begin, begin + len(bare.rstrip()))


def _field(block: Block, text: str, key: str) -> tuple[str, Span] | None:
    if block.kind is BlockKind.TABLE:
        return _in_table(block, text, key)
    for line, span in _lines(text, [block]):
        match = re.match(rf"(?i)[*_`]{{0,3}}{key}[*_`]{{0,3}}[ \t]*[:：][*_`]{{0,3}}[ \t]*(?P<value>\S.*)$", line)
        if match:
            return match["value"].strip(), Span(span.start + match.start("value"), span.stop)
    return None


# What stands beside a status or a date in the header of a table with a record a row.
_COLUMNS = frozenset("date deciders author authors owner title decision id number last updated reviewers".split())


def _in_table(block: Block, text: str, key: str) -> tuple[str, Span] | None:
    header = [cell.strip("*_: ").lower() for cell in block.rows[0]] if block.rows else []
    if key in header and (header.index(key) > 0 or {*header} & _COLUMNS) and len(block.rows) > 1:
        value = block.rows[1][header.index(key)]
    else:
        value = next((row[1] for row in block.rows if len(row) > 1 and row[0].strip("*_: ").lower() == key), "")
    at = block.span.cut(text).find(value) if value else -1
    return (value, Span(block.span.start + at, block.span.start + at + len(value))) if at >= 0 else None


_TEMPLATES = re.compile(
    r"(?i)^(?:readme|index|template|adr-template|madr-template|decision-template|summary|toc|contributing|changelog|license|(?:0{3,4}[-_])?(?:adr[-_])?template.*|.*[-_]template)$"
)


def is_decision(record: Record) -> bool:
    """Whether a file of a log is a decision: neither an index nor a template, by its name or its list of statuses."""
    if _TEMPLATES.match(record.id):
        return False
    return not is_choice(status_of(record).text)


def is_own(record: Record) -> bool:
    """Whether upward's own kind wrote a record: only that asks for a status and a day to look back."""
    return record.string("kind") == "decision" or any(key.startswith("x-") for key in record.fields)


def is_named(target: str, ident: str) -> bool:
    """Whether a link's target is the record of that id: by its file's name, or by its number alone."""
    name, own = target.rsplit("/", 1)[-1].lower(), ident.lower()
    if name == own:
        return True
    number = re.fullmatch(r"(?:m?adr[- ]?)?0*(?P<number>\d+)", name)
    mine = re.match(r"(?:m?adr[- ]?)?0*(?P<number>\d+)(?=\D|$)", own)
    return number is not None and mine is not None and number["number"] == mine["number"]
