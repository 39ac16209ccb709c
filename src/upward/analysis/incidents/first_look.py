"""A first look at logs without any model: error templates, when each was first seen, and how its rate changed.

Chunks of bytes go in, so that memory stays flat however large a log is; only lines with a word of failure are parsed.
"""

from __future__ import annotations

import importlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cache
from typing import Any

from upward.analysis.incidents.log_lines import LogLine, parse_log_line
from upward.analysis.incidents.log_templates import MOST_TEMPLATES, TemplateTree

# Only lines with one of these are parsed; the rest is counted.
_FAILURE = (
    rb"(?i:err|warn|fatal|crit|exception|panic|fail|time.?out|traceback|severe|refused|emerg|alert)|<1?\d{1,2}>"
    rb"|\" 5\d\d "
)
# A line longer than this is cut: whatever has no line ends is no log.
MOST_LINE_BYTES = 64 * 1024
# How far from the onset rates are compared, in minutes.
WINDOW_MINUTES = 60
# Pairs of template and component that are counted apart, and characters of a component's name: memory stays flat in a
# hostile log, too.
MOST_COUNTS = 20_000
MOST_NAME = 120
MIN_RATE_MINUTES = 1.0
# Marks a component that is only the name of the file: no line holds a NUL.
_OF_FILE = "\0"


@dataclass(slots=True)
class _Counts:
    before: int = 0
    after: int = 0
    undated: int = 0
    first: float | None = None


@dataclass(frozen=True, slots=True)
class ErrorTemplate:
    """A template of error messages. Rates are a minute; `first_seen` is in seconds since 1970."""

    template: str
    component: str
    before: int
    after: int
    undated: int
    rate_before: float
    rate_after: float
    first_seen: float | None
    example: str

    @property
    def is_new(self) -> bool:
        """Whether it was never seen before the onset."""
        return self.before == 0 and self.after > 0

    @property
    def deviation(self) -> float:
        """How far the rate moved, in standard deviations of a Poisson count; one event is added to the past."""
        return _deviation(self.rate_before, self.rate_after)


@dataclass(slots=True)
class FirstLook:
    """What was seen so far. `onset` in seconds since 1970; without one, everything counts as after it."""

    onset: float | None
    year: int
    # The offset of times that are written without one.
    zone: tzinfo = UTC
    lines: int = 0
    errors: int = 0
    binary: list[str] = field(default_factory=list)
    _tree: TemplateTree = field(default_factory=TemplateTree)
    _counts: dict[tuple[int, str], _Counts] = field(default_factory=dict)
    _files: list[str] = field(default_factory=list)
    _earliest: float | None = None
    _latest: float | None = None

    def read(self, name: str, chunks: Iterable[bytes]) -> None:
        """Take in a log, chunk by chunk; a file with NUL bytes at its beginning is named in `binary` and left out."""
        component = _OF_FILE + re.sub(r"(\.log|\.jsonl?|\.gz|\.txt|[-.]\d+)+$", "", name.rpartition("/")[2]).strip("-")
        self._files.append(component)
        rest, is_first = b"", True
        for chunk in chunks:
            if is_first and b"\0" in chunk[:4096]:
                self.binary.append(name)
                return
            is_first = False
            data = rest + chunk
            cut = data.rfind(b"\n") + 1
            if not cut and len(data) > MOST_LINE_BYTES:
                # Keep its beginning as one line, and pass over what follows up to the next line end.
                data, cut = data[:MOST_LINE_BYTES], MOST_LINE_BYTES
            rest = data[cut:]
            self._block(data[:cut], component)
        self._block(rest, component)

    def _block(self, block: bytes, component: str) -> None:
        if not block:
            return
        self.lines += block.count(b"\n") + (not block.endswith(b"\n"))
        # The last line counts too: logs that were joined are not in the order of time.
        lines = block.rstrip(b"\n")
        for line in (lines[: lines.find(b"\n") + 1 or len(lines)], lines[lines.rfind(b"\n") + 1 :]):
            self._seen(parse_log_line(line.decode("utf-8", "replace"), self.year, self.zone).at)
        for line in _failing_lines(block):
            found = parse_log_line(line.decode("utf-8", "replace"), self.year, self.zone)
            self._seen(found.at)
            if found.is_error:
                self._count(found, component)

    def _seen(self, at: float | None) -> None:
        if at is not None:
            self._earliest = at if self._earliest is None else min(self._earliest, at)
            self._latest = at if self._latest is None else max(self._latest, at)

    def _count(self, line: LogLine, component: str) -> None:
        self.errors += 1
        key = self._tree.add(line.message), (line.component or component)[:MOST_NAME]
        if key not in self._counts and len(self._counts) >= MOST_COUNTS:
            key = MOST_TEMPLATES, component[:MOST_NAME]
        counts = self._counts.setdefault(key, _Counts())
        if line.at is None:
            counts.undated += 1
            return
        counts.first = line.at if counts.first is None else min(counts.first, line.at)
        if self.onset is None or line.at >= self.onset:
            counts.after += self.onset is None or line.at < self.onset + WINDOW_MINUTES * 60
        else:
            counts.before += 1

    @property
    def minutes(self) -> tuple[float, float]:
        """How many minutes of log there are before the onset, and within the window after it."""
        if self._earliest is None or self._latest is None:
            return MIN_RATE_MINUTES, MIN_RATE_MINUTES
        onset = self._earliest if self.onset is None else self.onset
        before = max(MIN_RATE_MINUTES, (min(onset, self._latest) - self._earliest) / 60)
        after = min(float(WINDOW_MINUTES), (self._latest - max(onset, self._earliest)) / 60)
        return before, max(MIN_RATE_MINUTES, after)

    def templates(self) -> list[ErrorTemplate]:
        """Give the error templates: new ones first, then by how far their rate moved."""
        before, after = self.minutes
        found = [
            ErrorTemplate(
                self._tree.text(number), self._named(component), counts.before, counts.after, counts.undated,
                counts.before / before, counts.after / after, counts.first, self._tree.example(number),
            )
            for (number, component), counts in self._counts.items()
        ]  # fmt: skip
        return sorted(found, key=lambda each: (-each.deviation, -each.after, -each.undated, each.template))

    def _named(self, component: str) -> str:
        """Give a component's name; that of a file says something only beside other files."""
        return "" if self._files == [component] else component.removeprefix(_OF_FILE)

    @property
    def has_past(self) -> bool:
        """Whether there is anything before the onset that what came after it can be compared with."""
        return self._earliest is not None and self.onset is not None and self._earliest < self.onset

    @property
    def is_dated(self) -> bool:
        """Whether any time could be read, so that before and after the onset can be distinguished."""
        return self._earliest is not None

    def deviations(self) -> list[tuple[str, float]]:
        """Give the components whose rate of errors rose, by how far, largest first."""
        before, after = self.minutes
        sums: Counter[str] = Counter()
        past: Counter[str] = Counter()
        for (_, component), counts in self._counts.items():
            sums[self._named(component)] += counts.after
            past[self._named(component)] += counts.before
        found = [(name, round(_deviation(past[name] / before, sums[name] / after), 3)) for name in sums if name]
        return sorted((each for each in found if each[1] > 0), key=lambda each: (-each[1], each[0]))


def _deviation(before: float, after: float) -> float:
    # The deviation of a Poisson count is its root; one event a window keeps a first error from being infinite.
    return (after - before) / math.sqrt(before + 1 / WINDOW_MINUTES)


def _failing_lines(block: bytes) -> Iterator[bytes]:
    """Yield the lines of a block that hold a word of failure, each once."""
    search, place = _failure_search(), 0
    while (found := search(block, place)) is not None:
        start = block.rfind(b"\n", 0, found.start()) + 1
        stop = block.find(b"\n", found.end())
        stop = len(block) if stop < 0 else stop
        yield block[start:stop]
        place = stop + 1


@cache
def _failure_search() -> Callable[[bytes, int], Any]:
    """Give the search for a word of failure: by RE2 at 500 MB/s, by `re` where it is missing at 12."""
    try:
        re2: Any = importlib.import_module("re2")
    except ImportError:
        return re.compile(_FAILURE).search
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    search: Callable[[bytes, int], Any] = re2.compile(_FAILURE, options).search
    return search
