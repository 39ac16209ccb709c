"""Links of decisions: to each other, and to the files that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pathspec

from upward.analysis.decisions.adr_dialects import parse_adr, with_field
from upward.model.record import Record
from upward.model.span import Lines
from upward.text import edits
from upward.text.blocks import BlockKind, parse_blocks

# A path has a slash or an ending; a word in backticks alone is a name.
_PATH = re.compile(r"(?<![\w:/.@-])(?:\.{0,2}/)?(?:[\w.*@{},-]+/)+[\w.*@{},-]*|(?<=`)[\w.*-]+\.[A-Za-z]\w{0,5}(?=`)")
_LISTED = ("x-paths", "paths", "applies_to", "applies-to", "affects")


class Mention(NamedTuple):
    """Where a decision names a path, and how that fits the file asked for."""

    row: int
    because: str


def with_supersession(old: Record, new: Record, there: str, back: str) -> tuple[str, str]:
    """Give the texts of two records, the first superseded by the second; `there` and `back` are the links between."""
    dialect = parse_adr(old.text).dialect
    link = f"[{_bare(new.title)}]({there})"
    status = f"Superseded by {link}" if dialect == "nygard" else f"superseded by {link}"
    return with_field(old.text, "status", status), _with_back_link(new, f"[{_bare(old.title)}]({back})")


def _bare(title: str) -> str:
    return re.sub(r"[\[\]]", "", title).strip()


def _with_back_link(new: Record, link: str) -> str:
    text, end = new.text, edits.line_ending(new.text)
    line = f"Supersedes {link}"
    if line in text:
        return text
    adr = parse_adr(text)
    if adr.dialect == "nygard":
        place = next(each for each in adr.carriers if each.key == "status").value
        stop = place.start + len(place.cut(text).rstrip())
        return f"{text[:stop]}{end}{end}{line}{text[stop:]}"
    blocks = parse_blocks(text, new.body.start)
    head = next(
        (each for each in blocks if each.kind is BlockKind.HEADING and each.text.lower() == "more information"), None
    )
    if head is not None:
        return f"{text[: head.span.stop]}{end}{line}{end}{text[head.span.stop :]}"
    return f"{text.rstrip()}{end}{end}## More Information{end}{end}{line}{end}"


def mentions_of(record: Record, file: str) -> Iterator[Mention]:
    """Yield where a decision names a file, its folder, or a pattern that it matches, each path once."""
    lines = Lines.of(record.text)
    seen: set[str] = set()
    for key in _LISTED:
        for said in record.strings(key):
            if (how := _fits(said, file)) and said not in seen:
                seen.add(said)
                yield Mention(1, f"{key} {how}")
    for match in _PATH.finditer(record.text, record.body.start):
        named = match.group().strip("`").rstrip(".,")
        if named not in seen and (how := _fits(named, file)):
            seen.add(named)
            row, _ = lines.locate(match.start())
            yield Mention(row, f"line {row} {how}")


def _fits(named: str, file: str) -> str:
    """Give how a path that is named fits a file; empty where it does not."""
    plain = re.sub(r"^(?:\.{1,2}/)+|^/", "", named).rstrip("/")
    if not plain or plain in {"*", "**"}:
        return ""
    if plain == file or file.endswith(f"/{plain}") or plain.endswith(f"/{file}"):
        return f"names {named}"
    if "*" in plain and pathspec.PathSpec.from_lines("gitignore", [plain]).match_file(file):
        return f"names {named}, which it matches"
    if "/" in named and (file.startswith(f"{plain}/") or f"/{plain}/" in f"/{file}"):
        return f"names its folder {named}"
    return f"names {named} below it" if plain.startswith(f"{file}/") else ""
