"""The parts of a story, however it labels them: headings, `S:`, `**Task**`, `**S (Situation):**`."""

from __future__ import annotations

# ruff: noqa: E501
# Word lists.
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from upward.model.record import Record, Section
from upward.model.span import Span
from upward.text.markdown import blanked


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
_JOIN = r"\s*(?:/|&|\+|and)\s*"
# A label opens a line: perhaps a bullet, perhaps bold, a word or a letter, and then a colon or the end of the bold.
_LABEL = re.compile(
    rf"^[ \t]*(?:[-*+>][ \t]+|\d+[.)][ \t]+)?(?P<open>[*_]{{1,3}})?(?:"
    rf"(?P<letter>[STARL](?:/[STARL])?)[ \t]*(?:[(\[–—-][ \t]*(?:{_WORDS})[ \t]*[)\]]?)?"
    rf"|(?P<word>(?:{_WORDS})(?:{_JOIN}(?:{_WORDS}))?)[ \t]*(?:\([^)\n]{{0,30}}\))?"
    rf")[ \t]*(?:[:：][ \t]*[*_]{{0,3}}|(?P<close>[*_]{{1,3}})[ \t]*(?:[:：]|[–—-][ \t])?|[ \t][–—-][ \t]|[)][ \t])",
    re.IGNORECASE | re.MULTILINE,
)


def parts(record: Record) -> Mapping[Part, Span]:
    """Give the parts a story labels, each with its text; a part labelled twice counts from its first place."""
    return _parts(record.text, record.body, record.sections)


@lru_cache(maxsize=256)
def _parts(text: str, body: Span, sections: tuple[Section, ...]) -> Mapping[Part, Span]:
    found: dict[Part, Span] = {}
    for section in sections:
        for part in named(section.title):
            found.setdefault(part, section.body)
    if len(found) > 1:
        return found
    labelled = _labelled(blanked(text), body)
    return labelled if len(labelled) > len(found) else found


def named(title: str) -> tuple[Part, ...]:
    """Give the parts that a heading names: "S (Situation)", "Result & impact", "Situation/Task"."""
    plain = re.sub(r"[*_:`]|^\d+[.)]\s*", "", title).strip().lower()
    plain = re.sub(r"^([starl])\s*[(–—-]+\s*(.*?)\)?$", r"\2", plain)
    if plain in _PART_OF:
        return (_PART_OF[plain],)
    if plain in _LETTERS:
        return (_LETTERS[plain],)
    pieces = [piece for piece in re.split(_JOIN + r"|\s*,\s*|\s*[(–—:-]\s*", plain) if piece]
    known = [_PART_OF.get(piece, _LETTERS.get(piece)) for piece in pieces]
    return tuple(part for part in dict.fromkeys(known) if part) if known and known[0] else ()


def _labelled(text: str, body: Span) -> dict[Part, Span]:
    labels: list[tuple[tuple[Part, ...], re.Match[str]]] = []
    for match in _LABEL.finditer(text, body.start, body.stop):
        letter, word = match.group("letter"), match.group("word")
        if letter and match.group("close") is None and letter != letter.upper():
            continue
        which = tuple(_LETTERS[each] for each in letter.lower().split("/")) if letter else named(word)
        if which:
            labels.append((which, match))
    if len({part for which, _ in labels for part in which}) < 2:  # noqa: PLR2004 - a lone "A:" or "Goal:" is no story
        return {}
    found: dict[Part, Span] = {}
    for number, (which, match) in enumerate(labels):
        stop = labels[number + 1][1].start() if number + 1 < len(labels) else body.stop
        for part in which:
            found.setdefault(part, Span(match.end(), stop))
    return found
