"""The text of a story: its prose without slots and code, its parts, its sentences, and the patterns in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from upward.analysis.narrative.patterns import agency, confidential, design_docs, lesson_patterns, part_patterns
from upward.analysis.narrative.patterns.pattern import Pattern
from upward.model.quantity import Quantity
from upward.model.record import Record
from upward.model.span import Span
from upward.text.language import ENGLISH, language_of
from upward.text.markdown import hidden_spans, with_spans_blanked
from upward.text.pattern_search import Segment, compile_finder, compile_test, search_segments
from upward.text.story_parts import HINT, Part, story_parts
from upward.text.template_slots import blank_slots
from upward.text.words import count_words, sentences, spoken_words

_ALL = [
    each
    for room in (part_patterns, agency, lesson_patterns, design_docs, confidential)
    for each in vars(room).values()
    if isinstance(each, Pattern)
]
_PATTERNS = (*(pattern.prefilter_regex for pattern in _ALL), HINT)
_NUMBERS = {pattern.name: number for number, pattern in enumerate(_ALL)}
_LABEL = len(_ALL)
# From so many words on a note without a title is a story written out.
MIN_STORY_WORDS = 150
# A story of three minutes has fewer characters.
MAX_SPOKEN_CHARACTERS = 4096
_VISIBLE = re.compile(r"\S")
# Code is blanked out by then, so that a line that looks like a heading is one.
_HEAD = re.compile(r"^[ ]{0,3}#{1,6}(?:[ \t][^\n]*)?$", re.MULTILINE)


@dataclass(eq=False)
class StoryText:
    """A story made ready for rules, each thing when first asked for; offsets are those of the record's text."""

    record: Record
    text: str
    body: Span
    # Comments and code, blanked out in `text`.
    masked_spans: Sequence[Span] = ()
    # Whether slots still wait for an answer: what is missing may be in it.
    has_open_slots: bool = False
    # Several rules ask the same of the same part.
    _answers: dict[tuple[str, tuple[Span, ...] | None], bool] = field(default_factory=dict)

    @cached_property
    def segments(self) -> list[Segment]:
        """The segments of the body, each with the patterns found in it: the one pass over the text."""
        return search_segments(self.text, self.body.start, self.body.stop, _PATTERNS)

    @cached_property
    def matched_patterns(self) -> frozenset[str]:
        """The names of the patterns that occur in the body, by their prefilters: never too few."""
        return frozenset[str]().union(*[_names(segment.found) for segment in self.segments])

    @cached_property
    def parts(self) -> Mapping[Part, Span]:
        """The labelled parts; none where no line looks like a label."""
        where = [
            self._line(place)
            for segment in self.segments
            if _LABEL in segment.found
            for place, _ in compile_finder(HINT)(self.text, segment.start, segment.stop)
        ]
        return story_parts(self.record, _merged(where)) if where else {}

    def _line(self, place: int) -> Span:
        """Give the line that holds a place, with the next one, which may underline it."""
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", max(place, start))
        end = self.text.find("\n", end + 1) if end >= 0 else -1
        return Span(max(start, self.body.start), end if end >= 0 else self.body.stop)

    @cached_property
    def pieces(self) -> list[tuple[Span, Part | None]]:
        """The body without headings and labels, cut at the labelled parts; each piece with its part."""
        heads = [Span(*match.span()) for match in _HEAD.finditer(self.text, *self.body)]
        spans = list(self.parts.values())
        return [(piece, self._part_at(piece.start)) for piece in _pieces(self.body, heads, spans)]

    def _part_at(self, place: int) -> Part | None:
        return next((part for part, span in self.parts.items() if span.start <= place < span.stop), None)

    @cached_property
    def quantities(self) -> Sequence[Quantity]:
        """The quantities of the body: several rules count with them."""
        # Many texts have no story rule that counts, and its patterns take long to import.
        from upward.text.quantities import quantities

        return tuple(quantities(self.text, self.body))

    @cached_property
    def language(self) -> str:
        """The English name of the language of its beginning."""
        return language_of(self.text[self.body.start : min(self.body.stop, self.body.start + MAX_SPOKEN_CHARACTERS)])

    @property
    def is_foreign(self) -> bool:
        """Whether it is written in another language than English, which is what rules about the telling read."""
        return self.language != ENGLISH

    def unread(self, what: str = "the rules about wording") -> str:
        """Say that something was not checked because of the language; empty for English."""
        return f"Not checked ({self.language}): {what} work on English text only." if self.is_foreign else ""

    @cached_property
    def words(self) -> int:
        """The number of words of the whole story, roughly: what is far too long is reckoned from its beginning."""
        size = self.body.stop - self.body.start
        if size <= MAX_SPOKEN_CHARACTERS:
            return len(self.text_of(self.body).split())
        return (
            len(self.text[self.body.start : self.body.start + MAX_SPOKEN_CHARACTERS].split())
            * size
            // MAX_SPOKEN_CHARACTERS
        )

    def quantities_in(self, span: Span) -> Sequence[Quantity]:
        """Give the quantities that begin in a span of the body."""
        first = bisect_left(self.quantities, span.start, key=lambda each: each.span.start)
        last = bisect_left(self.quantities, span.stop, key=lambda each: each.span.start)
        return self.quantities[first:last]

    def text_of(self, span: Span) -> str:
        """Give the text of a span."""
        return self.text[span.start : span.stop]

    def length(self, part: Part) -> int:
        """Count the words of a part."""
        return self._lengths.get(part, 0)

    @cached_property
    def _lengths(self) -> Mapping[Part, int]:
        return {part: count_words(self.text_of(span)) for part, span in self.parts.items()}

    @cached_property
    def spoken(self) -> int:
        """The number of words said aloud, of the labelled parts where there are any."""
        spans = set(self.parts.values()) or {self.body}
        return sum(spoken_words(self.text_of(span)) for span in spans)

    def within(self, *names: Part) -> list[Span]:
        """Give the spans of these parts, where they are labelled."""
        return [self.parts[part] for part in names if part in self.parts]

    def without(self, *names: Part) -> list[Span]:
        """Give the body without these parts."""
        holes = sorted(self.within(*names))
        edges = [self.body.start, *(edge for hole in holes for edge in hole), self.body.stop]
        return [Span(start, stop) for start, stop in zip(edges[::2], edges[1::2], strict=True) if start < stop]

    def tail(self, share: int) -> Span:
        """Give the end of the body: its later half with a share of 2, its last third with one of 3; no word is cut."""
        start = self.body.stop - (self.body.stop - self.body.start) // share
        word = max(self.text.rfind(white, self.body.start, start) + 1 for white in " \n")
        return Span(word or self.body.start, self.body.stop)

    def contains(self, pattern: Pattern, spans: Sequence[Span] | None = None) -> bool:
        """Whether a pattern occurs in one of these spans; in the whole body if none is given."""
        if pattern.name not in self.matched_patterns or (spans is None and not pattern.prefilter):
            return pattern.name in self.matched_patterns
        where = tuple(spans) if spans is not None else None
        known = self._answers.get((pattern.name, where))
        if known is None:
            known = self._answers[pattern.name, where] = any(
                self._holds(pattern, start, stop, whole=whole) for start, stop, whole in self._looked_at(pattern, where)
            )
        return known

    def _holds(self, pattern: Pattern, start: int, stop: int, *, whole: bool) -> bool:
        # The one pass searched a whole segment for the pattern itself unless it has a prefilter.
        return (whole and not pattern.prefilter) or compile_test(pattern.pattern)(self.text[start:stop])

    def _looked_at(self, pattern: Pattern, spans: Sequence[Span] | None) -> Iterator[tuple[int, int, bool]]:
        """Give where a pattern may occur in these spans, and whether that is a whole segment."""
        number = _NUMBERS[pattern.name]
        for first, last in [self.body] if spans is None else spans:
            for start, stop, found in self.segments:
                if number in found and start < last and first < stop:
                    whole = first <= start and stop <= last
                    yield (start, stop, True) if whole else (max(start, first), min(stop, last), False)

    def occurrences(self, pattern: Pattern, spans: Sequence[Span] | None = None) -> Iterator[Span]:
        """Give where a pattern occurs in these spans, in order."""
        if pattern.name not in self.matched_patterns:
            return
        find = compile_finder(pattern.pattern)
        for start, stop, _ in self._looked_at(pattern, spans):
            for place in find(self.text, start, stop):
                yield Span(*place)

    def sentence_at(self, place: Span) -> Span:
        """Give the sentence that holds a place, looking no further than its paragraph."""
        start = max(self.body.start, self.text.rfind("\n\n", self.body.start, place.start))
        stop = self.text.find("\n\n", place.stop, self.body.stop)
        for head in _HEAD.finditer(self.text, start, place.start):
            start = min(head.end(), place.start)
        paragraph = Span(start, stop if stop >= 0 else self.body.stop)
        return next((each for each in sentences(self.text, paragraph) if place.start < each.stop), place)

    @cached_property
    def last_line(self) -> Span:
        """The last line with anything on it: where what is missing would stand."""
        stop = self.body.start + len(self.record.text[self.body.start : self.body.stop].rstrip())
        start = max(self.body.start, self.record.text.rfind("\n", self.body.start, stop) + 1)
        return Span(min(start, stop), stop)

    def first_line(self, span: Span) -> Span:
        """Give the first line of a span with anything on it."""
        found = _VISIBLE.search(self.text, span.start, span.stop)
        if found is None:
            return Span(span.start, span.start)
        stop = self.text.find("\n", found.start(), span.stop)
        return Span(found.start(), stop if stop >= 0 else span.stop)


def is_written_out(story: StoryText) -> bool:
    """Whether a text is written to be spoken, and no quick note: a record with a title, or a long text."""
    return "title" in story.record.fields or story.words >= MIN_STORY_WORDS


@lru_cache(maxsize=4096)
def _names(found: frozenset[int]) -> frozenset[str]:
    return frozenset(_ALL[number].name for number in found if number != _LABEL)


def parse_story(record: Record) -> StoryText:
    """Make a record ready for the story rules."""
    masked = list(hidden_spans(record.text))
    whole = blank_slots(record.text)
    return StoryText(
        record, with_spans_blanked(whole, masked), record.body, masked, has_open_slots=whole is not record.text
    )


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Join spans that overlap or touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].stop + 1:
            joined[-1] = Span(joined[-1].start, max(joined[-1].stop, span.stop))
        else:
            joined.append(span)
    return joined


def _pieces(body: Span, heads: list[Span], labelled: list[Span]) -> Iterator[Span]:
    """Cut a part of the body where headings and parts begin and end, and leave headings and labels out."""
    inside = sorted({span for span in labelled if span.start < span.stop})
    # Between the end of one part and the start of the next stands the label of the next.
    labels = [Span(one.stop, other.start) for one, other in pairwise(inside) if one.stop < other.start]
    start = body.start
    for hole in sorted({*heads, *labels}):
        if hole.stop <= body.start or hole.start >= body.stop:
            continue
        if start < hole.start:
            yield Span(start, hole.start)
        start = max(start, hole.stop)
    edges = [span.start for span in inside if start <= span.start < body.stop]
    for stop in [*edges, body.stop]:
        if start < stop:
            yield Span(start, stop)
        start = max(start, stop)
