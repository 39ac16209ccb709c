"""The parts of a story, however it labels them: headings, `S:`, `**Task**`, `**S (Situation):**`."""

from __future__ import annotations

# ruff: noqa: E501
# Word lists.
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from upward.model.record import Record
from upward.model.span import Span
from upward.text.markdown import blanked_text


class Part(StrEnum):
    """A part of a story."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    LEARNING = "learning"


_NAMES = {
    Part.SITUATION: "situation|situations|context|background|setting|scenario|the situation|what was going on|where things stood",
    Part.TASK: "task|tasks|goal|goals|objective|objectives|my task|my role|my goal|responsibility|my responsibility|assignment|target|mission|challenge",
    Part.ACTION: "action|actions|approach|what i did|what we did|steps|steps taken|actions taken|my actions|solution|execution|implementation|how",
    Part.RESULT: "result|results|outcome|outcomes|impact|the result|effect|what happened|results and impact|result and impact|impact and results",
    Part.LEARNING: (
        "learning|learnings|lesson|lessons|lessons learned|lesson learned|what i learned|what i learnt|takeaway|takeaways|"
        "reflection|reflections|what i would do differently|growth|insight|insights|key learning|key takeaway|looking back"
    ),
}
_PART_OF = {name: part for part, names in _NAMES.items() for name in names.split("|")}
_LETTERS = {"s": Part.SITUATION, "t": Part.TASK, "a": Part.ACTION, "r": Part.RESULT, "l": Part.LEARNING}
_WORDS = "|".join(sorted((re.escape(name) for name in _PART_OF), key=len, reverse=True))
# A heading of more characters is a sentence, whatever word it holds.
LONGEST = 60
_LETTER_RUN = re.compile(r"[a-z]+")
_FIRST = {name.split()[0] for name in _PART_OF} | set(_LETTERS)
_JOIN = r"\s*(?:/|&|\+|and)\s*"


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    """Give what opens a line: perhaps a bullet, perhaps bold, a word or a letter, and then a colon or the bold's end."""
    # Made when first asked for: it takes longer to compile than a short note to check.
    return re.compile(
        rf"^[ \t]*(?:[-*+>][ \t]+|\d+[.)][ \t]+)?(?P<open>[*_]{{1,3}})?(?:"
        rf"(?P<letter>[STARL](?:/[STARL])?)[ \t]*(?:[(\[–—-][ \t]*(?:{_WORDS})[ \t]*[)\]]?)?"
        rf"|(?P<word>(?:{_WORDS})(?:{_JOIN}(?:{_WORDS}))?)[ \t]*(?:\([^)\n]{{0,30}}\))?"
        rf")[ \t]*(?:[:：][ \t]*[*_]{{0,3}}|(?P<close>[*_]{{1,3}})[ \t]*(?:[:：]|[–—-][ \t])?|[ \t][–—-][ \t]|[)][ \t])",
        re.IGNORECASE | re.MULTILINE,
    )


# A label in the midst of a line, behind the end of a sentence: "S: It was slow. T: Halve it. A: I …".
_INLINE = re.compile(
    r"(?<=[.!?;…])[ \t]+(?P<open>[*_]{1,3})?(?:(?P<letter>[STARL])|(?P<word>[A-Z][a-z]+(?: [a-z]+){0,3}))"
    r"(?:(?P<close>[*_]{1,3})?[ \t]*[:：][ \t]*[*_]{0,3}|(?(open)[*_]{1,3}[ \t]|(?!)))"
)
# A line that could label a part: what `parts` needs at least two of. In RE2's syntax, so that it can be
# looked for in one pass with everything else.
_HEAD = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+([^\n]+)|^([^\n]+)(?=\n[ ]{0,3}(?:=+|-+)[ \t]*$)", re.MULTILINE)
_OWN = re.compile(r"(?:\W|\b[STARL]\b)*(?:situation|task|action|result|learning)s?\W*$", re.IGNORECASE)
HINT = (
    r"(?m)^[ \t>*_#+\d.()\[-]*(?:[STARL][ \t]*(?:[:/)*_(–—-]|$)"
    rf"|(?i:{_WORDS})(?:[ \t]*[:：*_/&+(,)–—-]|[ \t\r]*$|[ \t]+and\b))"
)


def story_parts(record: Record, where: Sequence[Span] | None = None) -> Mapping[Part, Span]:
    """Give the parts a story labels, each with its text; a part labelled twice counts from its first place.

    `where` names the stretches, whole lines, outside of which no line looks like a label (see `HINT`).
    """
    found: dict[Part, Span] = {}
    # Finding headings for certain takes a Markdown parser; most texts have none that could name a part.
    heads = [match[1] or match[2] for span in where or [record.body] for match in _HEAD.finditer(record.text, *span)]
    # A lone "Goals" or "How" heads a chapter of anything, a lone "Result" a story's.
    has_heads = len({part for head in heads for part in parts_named_by(head)}) > 1 or any(
        _OWN.match(head) for head in heads
    )
    for section in record.sections if has_heads else ():
        for part in parts_named_by(section.title):
            found.setdefault(part, section.body)
    if len(found) > 1:
        return _with_labels_before(record, found, where or [record.body])
    labelled = _labelled(blanked_text(record.text), record.body, where or [record.body])
    return labelled if len(labelled) > len(found) else found


def _with_labels_before(record: Record, found: dict[Part, Span], where: Sequence[Span]) -> Mapping[Part, Span]:
    """Add the parts that stand under a label of a line before the first heading: "Situation: …", then "## Action"."""
    first = min(span.start for span in found.values())
    head = record.text.rfind("\n", 0, max(0, first - 1)) + 1
    before = Span(record.body.start, head)
    stretches = [Span(span.start, min(span.stop, head)) for span in where if span.start < head]
    if Part.SITUATION in found or not stretches:
        return found
    return _labelled(blanked_text(record.text), before, stretches, least=1) | found


@lru_cache(maxsize=512)
def parts_named_by(title: str) -> tuple[Part, ...]:
    """Give the parts that a heading names: "S (Situation)", "Result & impact", "Situation/Task"."""
    if len(title) > LONGEST or _FIRST.isdisjoint(_LETTER_RUN.findall(title.lower())):
        return ()
    plain = re.sub(r"[*_:`]|^\d+[.)]\s*", "", title).strip().lower()
    plain = re.sub(r"^([starl])\s*[(–—-]+\s*(.*?)\)?$", r"\2", plain)
    if plain in _PART_OF:
        return (_PART_OF[plain],)
    if plain in _LETTERS:
        return (_LETTERS[plain],)
    pieces = [piece for piece in re.split(_JOIN + r"|\s*,\s*|\s*[(–—:-]\s*", plain) if piece]
    known = [_PART_OF.get(piece, _LETTERS.get(piece)) for piece in pieces]
    return tuple(part for part in dict.fromkeys(known) if part) if known and known[0] else ()


def _labels(text: str, where: Sequence[Span]) -> Iterator[re.Match[str]]:
    """Give what looks like a label in these lines, in order; in the midst of a line only behind one at its beginning."""
    for span in where:
        for match in _label().finditer(text, span.start, span.stop):
            yield match
            end = text.find("\n", match.end(), span.stop)
            yield from _INLINE.finditer(text, match.end(), end if end >= 0 else span.stop)


def _labelled(text: str, body: Span, where: Sequence[Span], least: int = 2) -> dict[Part, Span]:
    labels: list[tuple[tuple[Part, ...], re.Match[str]]] = []
    for match in _labels(text, where):
        letter, word = match.group("letter"), match.group("word")
        if letter and match.group("close") is None and letter != letter.upper():
            continue
        which = tuple(_LETTERS[each] for each in letter.lower().split("/")) if letter else parts_named_by(word)
        if which:
            labels.append((which, match))
    # A lone "A:" or "Goal:" is no story.
    if len({part for which, _ in labels for part in which}) < least:
        return {}
    found: dict[Part, Span] = {}
    for number, (which, match) in enumerate(labels):
        stop = labels[number + 1][1].start() if number + 1 < len(labels) else body.stop
        for part in which:
            found.setdefault(part, Span(match.end(), stop))
    return found
