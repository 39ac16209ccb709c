"""What a packet says, sealed so that each statement can be derived again; and its comparison with available records."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from upward.analysis.narrative.claims import claims_of
from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import Corpus, MemoryCorpus
from upward.model.page import BandChart, Block, Callout, CodeBlock, FactList, Heading, Items, Meter, Page, Prose, Table
from upward.model.record import Record
from upward.text.html_passages import html_passages, plain
from upward.text.words import count_noun

VERSION = "upward-packet-1"
TITLE = "For verification"
# What the same standing does not say.
_UNVERIFIED = {
    "stated": "; the statement is the writer's word, and no record shows it",
    "self-reported": "; it rests on the writer's own metric, and no record shows it",
}
# A passage is named by this many digits of its hash.
DIGITS = 16


class Outcome(StrEnum):
    """What came of deriving a statement again."""

    MATCH = "match"
    DIFFERS = "differs"
    CANNOT_LOOK = "cannot look"


class Checked(NamedTuple):
    """A statement of a packet, its result, and why."""

    what: str
    outcome: Outcome
    because: str


class Packet(NamedTuple):
    """A packet that was read: its visible passages, and its seal, empty where it has none."""

    passages: tuple[str, ...]
    seal: Mapping[str, Any]


def passages(page: Page) -> list[str]:
    """Give the passages of a page as its HTML form shows them, in order."""
    return [plain(page.title), *(text for block in page.blocks for each in _strings(block) if (text := plain(each)))]


def _strings(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, _) | Callout(text, _):
            yield text
        case Prose(text):
            yield from text.split("\n\n")
        case Items(items, _):
            yield from items
        case Table(columns, rows):
            yield from (*columns, *(cell for row in rows for cell in row))
        case FactList(pairs):
            yield from (text for pair in pairs for text in pair)
        case Meter(label, value, caption):
            yield from (label, f"{value:.0%}", caption)
        case BandChart() | CodeBlock():
            return


def commitment(digest: str, salt: str) -> str:
    """Commit to a record by the hash of its bytes and a salt: it shows nothing, and can be opened later."""
    return hashlib.sha256(f"{salt}:{digest}".encode()).hexdigest()


def sealed(
    page: Page,
    shown: Sequence[Record],
    hidden: Sequence[Record],
    me: frozenset[str],
    salts: Mapping[str, str],
    made: Mapping[str, str],
) -> Page:
    """Give a page with its seal: hashes of passages, statements with standing, and a commitment for each record.

    `shown` records are named with their salt; `hidden` ones are only committed to. `salts` gives a salt
    for each id, `made` how it was exported (form, day, name, level).
    Statements rest on the shown records alone, so that nothing of a hidden one stands in the seal.
    """
    corpus = MemoryCorpus.of(shown)
    hashes = [_short(each) for each in passages(page)]
    lines: list[dict[str, Any]] = [{"version": VERSION, "made": dict(made), "passages": hashes}]
    for record in shown:
        lines.append(_record_line(record, salts[record.id]))
        lines += (
            [{**each, "story": record.id} for each in statements(record, corpus, me)] if record.kind == "story" else []
        )
    lines += [{"confidential": commitment(record.digest, salts[record.id])} for record in hidden]
    lines.append({"seal": _seal_of(lines)})
    text = "\n".join(json.dumps(line, sort_keys=True, ensure_ascii=True) for line in lines)
    return Page(page.title, (*page.blocks, Heading(TITLE), CodeBlock(text)))


def _short(passage: str) -> str:
    return hashlib.sha256(passage.encode()).hexdigest()[:DIGITS]


def _seal_of(lines: Sequence[Mapping[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()


def _record_line(record: Record, salt: str) -> dict[str, Any]:
    measures = {str(each.get("id", "")): str(each.get("value", "")) for each in record.mappings("measures")}
    return {
        "record": record.id,
        "kind": record.kind,
        "salt": salt,
        "commitment": commitment(record.digest, salt),
        "commits": [origin.removeprefix("git:") for origin in record.strings("origins") if origin.startswith("git:")],
        "people": sorted(str(each.get("name", "")) for each in record.mappings("people")),
        "part": record.string("part"),
        "measures": measures,
    }


def statements(story: Record, corpus: Corpus, me: frozenset[str]) -> list[dict[str, Any]]:
    """Give the numbers, scopes and verbs of a story with their standing, as a packet states them."""
    return [
        {"statement": claim.text, "kind": claim.kind, "standing": claim.standing.value, "records": list(claim.evidence)}
        for claim in claims_of(parse_story(story), corpus, me)
    ]


def read_packet(text: str) -> Packet:
    """Read a packet's HTML; never raises."""
    shown, code = html_passages(text)
    lines = [line for each in code for line in each.splitlines() if line.strip()]
    found: list[dict[str, Any]] = []
    for line in lines:
        try:
            value = json.loads(line)
        except json.JSONDecodeError:
            value = {"broken": line[:80]}
        found.append(value if isinstance(value, dict) else {"broken": line[:80]})
    seen = [each for each in shown if each != TITLE]
    return Packet(tuple(seen), {"lines": found} if found else {})


def check_text(packet: Packet) -> Iterator[Checked]:
    """Compare the visible passages with their hashes, and the seal with itself; needs no records."""
    lines = packet.seal.get("lines", [])
    head = next((line for line in lines if line.get("version") == VERSION), None)
    if head is None:
        yield Checked("the packet", Outcome.CANNOT_LOOK, "it has no seal: export it with --verifiable")
        return
    given = next((str(line["seal"]) for line in lines if "seal" in line), "")
    whole = given == _seal_of([line for line in lines if "seal" not in line])
    yield Checked(
        "the seal",
        Outcome.MATCH if whole else Outcome.DIFFERS,
        "it is whole" if whole else "a line was changed, removed or added",
    )
    expected = [str(each) for each in head.get("passages", [])]
    have = [_short(each) for each in packet.passages]
    added = Counter(have) - Counter(expected)
    missing = Counter(expected) - Counter(have)
    for each in packet.passages:
        if added[_short(each)]:
            added[_short(each)] -= 1
            yield Checked(f'"{each[:70]}"', Outcome.DIFFERS, "this passage was changed or added after the export")
    if missing:
        yield Checked("the text", Outcome.DIFFERS, f"{missing.total()} passages are gone or were changed")
    elif have != expected and not +added:
        yield Checked("the text", Outcome.DIFFERS, "passages stand in another order")
    else:
        yield Checked("the text", Outcome.MATCH, f"{count_noun(len(expected), 'passage')} as exported")


def made_with(packet: Packet) -> Mapping[str, str]:
    """Give how a packet was exported: its form, day, name and level; empty where the seal does not say."""
    heads: list[Mapping[str, Any]] = [line for line in packet.seal.get("lines", []) if line.get("version") == VERSION]
    made = heads[0].get("made", {}) if heads else {}
    return {str(key): str(value) for key, value in made.items()} if isinstance(made, Mapping) else {}


def named_records(packet: Packet, corpus: Corpus) -> list[Record] | None:
    """Give the records that a packet names; None where one of them is not available."""
    names = {str(line["record"]) for line in packet.seal.get("lines", []) if "record" in line}
    held = [record for record in corpus.records() if record.id in names]
    return held if len({record.id for record in held}) == len(names) else None


def check_derived(packet: Packet, again: Page) -> Iterator[Checked]:
    """Compare the visible passages with those of the packet made again from the available records."""
    derived = Counter(passages(again))
    seen = Counter(packet.passages)
    for each in (seen - derived).elements():
        yield Checked(f'"{each[:70]}"', Outcome.DIFFERS, "the available records do not lead to this passage")
    missing = derived - seen
    if missing:
        yield Checked(
            "the text", Outcome.DIFFERS, f"{missing.total()} passages derived from the records are missing from it"
        )
    elif not seen - derived:
        yield Checked("the text, derived again", Outcome.MATCH, "the available records lead to the same packet")


def check_records(packet: Packet, corpus: Corpus, me: frozenset[str], opened: Mapping[str, str]) -> Iterator[Checked]:
    """Compare the committed records and the statements of stories with the available records.

    `opened` holds commitments of confidential records that were opened, with the digest and salt they come to.
    """
    lines = packet.seal.get("lines", [])
    for line in lines:
        if "record" in line:
            yield _record(line, corpus)
        elif "confidential" in line:
            known = opened.get(str(line["confidential"]), "")
            outcome = Outcome.MATCH if known else Outcome.CANNOT_LOOK
            yield Checked("a confidential record", outcome, known or "it is committed to and was not opened to you")
    named = {str(line["record"]) for line in lines if "record" in line}
    corpus = MemoryCorpus.of([record for record in corpus.records() if record.id in named])
    for ident in dict.fromkeys(str(line["story"]) for line in lines if "story" in line):
        yield from _statements(ident, [line for line in lines if line.get("story") == ident], corpus, me)


def _record(line: Mapping[str, Any], corpus: Corpus) -> Checked:
    ident = str(line["record"])
    held = [record for record in corpus.named(ident) if record.kind == line.get("kind")]
    if not held:
        return Checked(f"record {ident}", Outcome.CANNOT_LOOK, "it is not in this logbook")
    same = any(commitment(record.digest, str(line.get("salt", ""))) == line.get("commitment") for record in held)
    stated = _record_line(held[0], str(line.get("salt", "")))
    changed = [key for key in ("kind", "commits", "people", "part", "measures") if stated[key] != line.get(key)]
    if same and not changed:
        return Checked(f"record {ident}", Outcome.MATCH, "this record is the one it was made from")
    why = f"it states other {', '.join(changed)}" if changed else "this record differs from the one it was made from"
    return Checked(f"record {ident}", Outcome.DIFFERS, why)


def _statements(
    ident: str, lines: Sequence[Mapping[str, Any]], corpus: Corpus, me: frozenset[str]
) -> Iterator[Checked]:
    held = corpus.named(ident)
    if not held:
        yield Checked(f"statements of {ident}", Outcome.CANNOT_LOOK, "the story is not in this logbook")
        return
    derived = [json.dumps(each, sort_keys=True) for each in statements(held[0], corpus, me)]
    left = Counter(derived)
    for line in lines:
        stated = json.dumps({key: value for key, value in line.items() if key != "story"}, sort_keys=True)
        name = f"{ident}: {line.get('statement', '')}"
        if left[stated]:
            left[stated] -= 1
            standing = str(line.get("standing", ""))
            yield Checked(
                name, Outcome.MATCH, f"its standing, {standing}, is the same again{_UNVERIFIED.get(standing, '')}"
            )
        else:
            yield Checked(name, Outcome.DIFFERS, "the available records do not lead to this")
    if +left:
        yield Checked(f"statements of {ident}", Outcome.DIFFERS, f"{left.total()} statements are missing in the packet")
