"""The lines of a history and what each merge on them brought in, followed from the head as commits come."""

from __future__ import annotations

from dataclasses import dataclass, field

from upward.analysis.history.merge_messages import read_merge
from upward.model.effort import RawCommit

MOST_LIVE = 4096
MOST_MESSAGE = 4096


@dataclass(slots=True)
class Mainline:
    """The first-parent line from the head, and those of branches that go on, which were merged into it.

    A merge of such a branch (a release line, the main branch itself) brings in no piece of work: what was merged on
    that line is given by the merges there. Commits must come children before parents.
    """

    tips: set[bytes]
    place: int = 0
    pending: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    # The merges that something still to come may have come in with.
    live: dict[bytes, RawCommit] = field(default_factory=dict)

    def merge_of(self, raw: RawCommit) -> bytes:
        """Give the merge that brought a commit in; empty for one on a line itself."""
        parents = raw.parents.split()
        if raw.oid in self.tips:
            self.tips.discard(raw.oid)
            self.pending.pop(raw.oid, None)
            self.tips.update(parents[:1])
            self.place += 1
            if parents[1:]:
                self._merged(raw, parents[1:])
            return b""
        found = self.pending.pop(raw.oid, None)
        if found is not None:
            for parent in parents:
                if found[0] >= self.pending.get(parent, (0, b""))[0]:
                    self.pending[parent] = found
        return found[1] if found else b""

    def _merged(self, raw: RawCommit, parents: list[bytes]) -> None:
        if read_merge(raw.message[:MOST_MESSAGE].decode("utf-8", "replace"), brief=True).lasting:
            self.tips.update(parents)
            return
        if len(self.live) >= MOST_LIVE:
            needed = {oid for _, oid in self.pending.values()}
            self.live = {oid: each for oid, each in self.live.items() if oid in needed}
        self.live[raw.oid] = raw._replace(message=raw.message[:MOST_MESSAGE])
        for parent in parents:
            # An older merge comes later, and is the one that brought it in.
            self.pending[parent] = (self.place, raw.oid)
