"""YAML front matter, read as strings and lists and mappings of strings, with positions.

Read from the parser's events instead of through a loader: that gives every value its
place, keeps `no` and `012` as they are written, and lets duplicate keys, tags and
anchors be distinguished from data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from upward.model.record import Problem, Value
from upward.model.span import Span

Path: TypeAlias = tuple[str | int, ...]

# A front matter is a page at most; more is an attack or a mistake.
MOST_CHARACTERS = 256 * 1024
MOST_NODES = 10_000
MOST_DEPTH = 40

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a front matter holds. Spans are characters of the whole text.

    `values` and `keys` give the place of the value, and of the key, at a path such as
    `("metrics", 0, "unit")`.
    """

    span: Span
    fields: Mapping[str, Value] = field(default_factory=dict)
    values: Mapping[Path, Span] = field(default_factory=dict)
    keys: Mapping[Path, Span] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class _TooMuchError(Exception):
    """The document is larger when expanded than any front matter should be."""

    def __init__(self, message: str, mark: Any) -> None:
        super().__init__(message)
        self.mark = mark


def front_matter_limits(text: str) -> tuple[Span, int] | None:
    """Give the span of the YAML and where the body begins; None without front matter.

    An opening line that is never closed gives a body that begins at the end of the text.
    """
    # Most notes have none, and it is asked for several times.
    if not text.startswith(("---", "\ufeff")):
        return None
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start, stop = _closing(text, opening.end())
    return Span(opening.end(), start), stop


# An open text is asked for it by each rule that looks at the front matter, and may be long and never closed.
@lru_cache(maxsize=4)
def _closing(text: str, start: int) -> tuple[int, int]:
    closing = _CLOSING.search(text, start)
    return closing.span() if closing else (len(text), len(text))


_NOTHING = FrontMatter(Span(0, 0))


def parse_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a record's whole text; never raises."""
    found = front_matter_limits(text)
    if found is None:
        return _NOTHING
    span, body = found
    return _read(text[:body], span, is_open=body == len(text) and span.stop == body)


# Twenty rules ask for the same one, and an editor for one that stays while the text below it changes.
@lru_cache(maxsize=16)
def _read(text: str, span: Span, *, is_open: bool) -> FrontMatter:
    if span.stop - span.start > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS // 1024} KiB"
        return FrontMatter(
            span, problems=(Problem("front-matter-size", f"The front matter is longer than {most}.", Span(0, 3)),)
        )
    reader = _Reader(span.start)
    fields = reader.read(_SURROGATE.sub("\ufffd", span.cut(text)))
    problems = list(reader.problems)
    if is_open:
        problems.append(Problem("front-matter-open", "The front matter has no closing line `---`.", Span(0, 3)))
    return FrontMatter(span, fields, reader.values, reader.keys, tuple(problems))


class _Reader:
    """Builds values from the parser's events, noting places on the way."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.problems: list[Problem] = []
        self.nodes = 0
        self.anchors: dict[str, tuple[Value, int]] = {}

    def read(self, source: str) -> Mapping[str, Value]:
        # Most notes have no front matter, and the parser takes longer to import than one of them to check.
        import yaml

        parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        fields: dict[str, Value] = {}
        try:
            events: Iterator[Any] = yaml.parse(source, Loader=parser)
            for event in events:
                if _is(event, "MappingStartEvent"):
                    self._mapping(event, events, (), fields)
                    break
                if _is(event, "ScalarEvent", "SequenceStartEvent"):
                    self._problem("broken-yaml", "The front matter is not a list of `key: value` lines.", event)
                    break
        except yaml.MarkedYAMLError as error:
            self._broken(error, source)
        except yaml.YAMLError as error:
            place = min(int(getattr(error, "position", 0)), len(source))
            message = "The front matter holds a character that YAML does not allow."
            self.problems.append(Problem("broken-yaml", message, self._at(place, place + 1)))
        except _TooMuchError as error:
            self.problems.append(Problem("yaml-bomb", str(error), self._at(error.mark.index, error.mark.index + 1)))
        return fields

    def _at(self, start: int, stop: int) -> Span:
        return Span(self.base + start, self.base + max(start, stop))

    def _span(self, event: Any) -> Span:
        return self._between(event, event)

    def _between(self, opening: Any, closing: Any) -> Span:
        return self._at(opening.start_mark.index, closing.end_mark.index)

    def _problem(self, slug: str, message: str, event: Any) -> None:
        self.problems.append(Problem(slug, message, self._span(event)))

    def _broken(self, error: Any, source: str) -> None:
        mark = error.problem_mark or error.context_mark
        place = mark.index if mark else 0
        cause = error.problem or "it can't be parsed"
        if source[place : place + 1] == "\t" or "'\\t'" in cause:
            cause = "a tab is used where YAML requires spaces"
        self.problems.append(
            Problem("broken-yaml", f"The front matter is not valid YAML: {cause}.", self._at(place, place + 1))
        )

    def _count(self, number: int, event: Any) -> None:
        self.nodes += number
        if self.nodes > MOST_NODES:
            message = f"The front matter expands to more than {MOST_NODES} values: such anchors are not read."
            raise _TooMuchError(message, event.start_mark)

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Value:
        """Build the value that begins with `event`, and remember its place."""
        if len(path) > MOST_DEPTH:
            message = f"The front matter is nested more than {MOST_DEPTH} levels deep."
            raise _TooMuchError(message, event.start_mark)
        if _is(event, "AliasEvent"):
            value, weight = self.anchors.get(str(event.anchor), ("", 1))
            if event.anchor not in self.anchors:
                self._problem("broken-yaml", f"The alias *{event.anchor} names no finished value before it.", event)
            self._count(weight, event)
            self.values[path] = self._span(event)
            return value
        if event.tag is not None and event.tag not in {"!", "?"}:
            self._problem("yaml-tag", f"The tag {event.tag} is not supported; the value is read as plain text.", event)
        before = self.nodes
        self._count(1, event)
        value = self._collection(event, events, path)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.nodes - before)
        return value

    def _collection(self, event: Any, events: Iterator[Any], path: Path) -> Value:
        if _is(event, "MappingStartEvent"):
            mapping: dict[str, Value] = {}
            self._mapping(event, events, path, mapping)
            return mapping
        if _is(event, "SequenceStartEvent"):
            items: list[Value] = []
            for each in events:
                if _is(each, "SequenceEndEvent"):
                    self.values[path] = self._between(event, each)
                    break
                items.append(self._value(each, events, (*path, len(items))))
            return items
        self.values[path] = self._span(event)
        return str(event.value)

    def _mapping(self, opening: Any, events: Iterator[Any], path: Path, into: dict[str, Value]) -> None:
        """Fill `into` pair by pair, so that what stood before an error is kept."""
        for event in events:
            if _is(event, "MappingEndEvent"):
                self.values[path] = self._between(opening, event)
                return
            key = self._key(event, events, path)
            place = self._span(event)
            value = self._value(next(events), events, (*path, key))
            if key in into:
                message = f"The key `{key}` is repeated here; the first value is used."
                self.problems.append(Problem("duplicate-key", message, place))
                continue
            self.keys[*path, key] = place
            into[key] = value

    def _key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        if _is(event, "ScalarEvent"):
            return str(event.value)
        self._problem("broken-yaml", "A key must be plain text.", event)
        return str(self._value(event, events, (*path, "")))


def _is(event: Any, *kinds: str) -> bool:
    return type(event).__name__ in kinds


def plain_values(value: Value) -> Any:
    """Give a value as strings, lists and dicts, such as JSON takes."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: plain_values(item) for key, item in value.items()}
    return [plain_values(item) for item in value] if isinstance(value, Sequence) else value
