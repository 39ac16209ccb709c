"""The last decision about proposals, so that it can be undone: what waited before, and the outcome."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from upward.model.errors import NothingFoundError, RecordChangedError
from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import BELOW, Proposal, Write
from upward.text.record_reader import decode_text, text_digest

FILE = ".upward/last-decision.json"


@dataclass(frozen=True, slots=True)
class Decision:
    """Proposals as they waited before, the ids of those that came of them, origins dismissed, files written.

    `written` holds the path of each new record and the digest of its text.
    """

    before: tuple[Proposal, ...]
    after: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    written: tuple[tuple[str, str], ...] = ()


def remember(folder: Folder, decision: Decision) -> None:
    """Keep a decision in place of the one before; nothing of one that changed no proposal can be undone."""
    if not decision.before:
        folder.remove(FILE)
        return
    text = json.dumps(asdict(decision), ensure_ascii=False) + "\n"
    if folder.exists(FILE):
        folder.replace(FILE, text, text_digest(decode_text(folder.read(FILE))))
    else:
        folder.create(FILE, text)


def last_decision(folder: Folder) -> Decision | None:
    """Give the last decision; None where there is none that can be undone."""
    if not folder.exists(FILE):
        return None
    try:
        found = json.loads(decode_text(folder.read(FILE)))
        before = tuple(
            Proposal(
                each["id"], each["by"], each["verb"], each["day"], tuple(Write(**write) for write in each["writes"])
            )
            for each in found["before"]
        )
        written = tuple((str(path), str(digest)) for path, digest in found["written"])
        return Decision(before, tuple(found["after"]), tuple(found["dismissed"]), written)
    except (ValueError, KeyError, TypeError):
        return None


def undo(folder: Folder) -> Sequence[Proposal]:
    """Put back what waited before the last decision.

    Raises NothingFoundError where there is none, and RecordChangedError, before anything is done, where a record that
    was accepted has changed since.
    """
    decision = last_decision(folder)
    if decision is None:
        raise NothingFoundError("There is nothing to undo", next_step="`upward accept` lists the proposals that wait")
    for path, digest in decision.written:
        if not folder.exists(path):
            raise RecordChangedError(f"{path} is gone", next_step="the last decision can't be undone any more")
        folder.require_unchanged(path, digest)
    for path, _ in decision.written:
        folder.remove(path)
    waiting = {each.id: each for each in proposals.waiting_proposals(folder)}
    for ident in decision.after:
        if ident in waiting:
            proposals.drop_proposal(folder, waiting.pop(ident))
    restored = [_restored(folder, each, taken=each.id in waiting) for each in decision.before]
    proposals.undismiss(folder, decision.dismissed)
    folder.remove(FILE)
    return restored


def _restored(folder: Folder, chosen: Proposal, *, taken: bool) -> Proposal:
    if taken:
        return proposals.keep_proposal(folder, chosen.by, chosen.verb, chosen.day, chosen.writes)
    folder.create(f"{BELOW}/{chosen.id}.json", json.dumps(asdict(chosen), indent=1, ensure_ascii=False) + "\n")
    return chosen
