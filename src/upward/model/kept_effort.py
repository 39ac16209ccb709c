"""An effort kept as the line that `mine --format jsonl` prints: of tens of thousands, a few are ever looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from upward.model.effort import EffortSummary
from upward.model.importer import Candidate
from upward.model.record import Value


class KeptEffort(Candidate):
    """A candidate that is taken apart when it is asked; what orders it stands before its line.

    A line is its score, its last day, whether the person wrote any of it and whether its lines are known (0 or 1
    each), with tabs between them, and the row as JSON.
    """

    __slots__ = ("line", "looks")
    line: bytes
    looks: tuple[str, ...]

    def __init__(self, line: bytes, similar: Sequence[str] = ()) -> None:
        object.__setattr__(self, "line", line)
        object.__setattr__(self, "looks", tuple(similar))

    def __reduce__(self) -> tuple[type[KeptEffort], tuple[bytes, tuple[str, ...]]]:
        return KeptEffort, (self.line, self.looks)

    @staticmethod
    def line_of(effort: EffortSummary) -> bytes:
        """Give the line of an effort."""
        head = f"{effort.score!r}\t{effort.ended[:10]}\t{effort.written:d}{effort.counted:d}\t"
        return (head + json.dumps(effort.row(), ensure_ascii=True)).encode("ascii")

    @property
    def json_line(self) -> str:
        """The row as JSON."""
        plain = self.line.split(b"\t", 3)[3].decode("ascii")
        return f'{plain[:-1]}, "looks_like_you": {json.dumps(list(self.looks))}}}' if self.looks else plain

    @property
    def row(self) -> dict[str, Any]:
        """The row."""
        found: dict[str, Any] = json.loads(self.json_line)
        return found

    @property
    def is_effort(self) -> bool:
        """Whether it is work found in a history: always."""
        return True

    @property
    def score(self) -> float:
        """How much it stands out, from 0 to 1."""
        return float(self.line[: self.line.index(b"\t")])

    @property
    def day(self) -> str:
        """The last day."""
        return self.line.split(b"\t", 2)[1].decode("ascii")

    @property
    def effort(self) -> EffortSummary:
        """The effort."""
        flags = self.line.split(b"\t", 3)[2]
        return EffortSummary.of_row(self.row, written=flags[:1] == b"1", counted=flags[1:] == b"1")

    @property
    def _whole(self) -> Candidate:
        return Candidate.of_effort(self.effort, self.looks)

    kind = "evidence"
    body = ""
    episode = None
    weight = 0.0

    @property
    def title(self) -> str:
        """The effort's title."""
        return self.effort.title

    @property
    def origins(self) -> tuple[str, ...]:
        """The commits."""
        return self._whole.origins

    @property
    def fields(self) -> Mapping[str, Value]:
        """What a record of it would begin with."""
        return self._whole.fields

    @property
    def similar(self) -> tuple[str, ...]:
        """Identities that look like the person's own."""
        return self.looks
