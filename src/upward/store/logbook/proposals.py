"""Writes that an assistant proposes and the logbook's owner accepts: kept beside the records until then.

A proposal is one JSON file in `.upward/proposals`: who made it, when, with which verb, and
each file it would write. A file that was read before is written only where it is still
what it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from upward.model.errors import NoSuchRecordError, RecordChangedError, UnsafePathError
from upward.store.logbook.folder import Folder
from upward.text import record_reader
from upward.text.data_file import parse_json
from upward.text.record_reader import decode_text, text_digest

BELOW = ".upward/proposals"
# Origins of work that was dismissed, one a line: it is not proposed again.
DISMISSED = ".upward/dismissed"
_HIDDEN = re.compile(r"(?:^|/)\.")
# An owner reads every one of them; an assistant that makes more than this has lost its way.
MOST = 200


@dataclass(frozen=True, slots=True)
class Write:
    """One file to be written; `expected` is the digest of what it replaces, empty for a new one."""

    path: str
    text: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an assistant would write, and the name it gives itself."""

    id: str
    by: str
    verb: str
    day: str
    writes: tuple[Write, ...]


@dataclass(frozen=True, slots=True)
class Proposing(Folder):
    """A logbook's folder in which every write becomes part of one proposal."""

    writes: list[Write] = field(default_factory=list)

    def create(self, path: str, text: str) -> None:
        """Propose a new file; raises RecordChangedError where there is one."""
        _check(path)
        if self.exists(path):
            raise RecordChangedError(f"{path} already exists", next_step="choose another title")
        self.writes.append(Write(path, text))

    def exists(self, path: str) -> bool:
        """Whether something is at that path, or is proposed for it."""
        return Folder.exists(self, path) or any(write.path == path for write in self.writes)

    def replace(self, path: str, text: str, expected: str, *, lock: bool = True) -> None:  # noqa: ARG002 - as a folder
        """Propose another text for a file."""
        _check(path)
        self.writes.append(Write(path, text, expected))

    def write_artefact(self, path: str, text: str | bytes) -> None:  # noqa: ARG002 - as a folder
        """Refuse: what is written whatever was there can't be proposed."""
        raise UnsafePathError(f"{path} can't be written from here", next_step="run the command in a terminal")


def _check(path: str) -> None:
    if _HIDDEN.search(path) or not path.endswith(".md"):
        raise UnsafePathError(f"{path} is not a record", why="only records can be proposed", next_step="name a record")


def keep_proposal(folder: Folder, by: str, verb: str, day: str, writes: Sequence[Write]) -> Proposal:
    """Keep a proposal beside the records; raises UnsafePathError where there are too many."""
    numbers = [
        int(ident) for ident in (proposal_named.id for proposal_named in waiting_proposals(folder)) if ident.isdigit()
    ]
    if len(numbers) >= MOST:
        raise UnsafePathError(
            f"{MOST} proposals are waiting already", next_step="ask the owner of the logbook to run `upward accept`"
        )
    made = Proposal(f"{max(numbers, default=0) + 1:04}", by, verb, day, tuple(writes))
    folder.create(f"{BELOW}/{made.id}.json", json.dumps(asdict(made), indent=1, ensure_ascii=False) + "\n")
    return made


def waiting_proposals(folder: Folder) -> Iterator[Proposal]:
    """Yield the proposals that wait, in order; a file that is none is passed over."""
    for path, _ in folder.walk(BELOW, ".json"):
        try:
            found, problem = parse_json(decode_text(folder.read(path)))
            if problem:
                continue
            writes = tuple(
                Write(str(each["path"]), str(each["text"]), str(each["expected"])) for each in found["writes"]
            )
            yield Proposal(Path(path).stem, str(found["by"]), str(found["verb"]), str(found["day"]), writes)
        except (ValueError, KeyError, TypeError):
            continue


def proposal_named(folder: Folder, ident: str) -> Proposal:
    """Give one proposal; raises NoSuchRecordError."""
    found = next((each for each in waiting_proposals(folder) if each.id == ident), None)
    if found is None:
        raise NoSuchRecordError(f"No proposal is called {ident}", next_step="`upward accept` lists those that wait")
    return found


def accept_proposal(folder: Folder, chosen: Proposal) -> Sequence[str]:
    """Write what was proposed, then forget the proposal; raises RecordChangedError before anything is written."""
    for write in chosen.writes:
        _check(write.path)
        if not write.expected and folder.exists(write.path):
            raise RecordChangedError(f"{write.path} already exists", next_step=f"drop proposal {chosen.id}")
        if write.expected:
            folder.require_unchanged(write.path, write.expected)
    for write in chosen.writes:
        if write.expected:
            folder.replace(write.path, write.text, write.expected)
        else:
            folder.create(write.path, write.text)
    drop_proposal(folder, chosen)
    return [write.path for write in chosen.writes]


def drop_proposal(folder: Folder, chosen: Proposal) -> None:
    """Forget a proposal."""
    folder.remove(f"{BELOW}/{chosen.id}.json")


def revise(folder: Folder, chosen: Proposal, writes: Sequence[Write]) -> Proposal:
    """Keep other writes under the same id."""
    made = Proposal(chosen.id, chosen.by, chosen.verb, chosen.day, tuple(writes))
    path = f"{BELOW}/{chosen.id}.json"
    text = json.dumps(asdict(made), indent=1, ensure_ascii=False) + "\n"
    folder.replace(path, text, text_digest(decode_text(folder.read(path))))
    return made


def pending_origins(folder: Folder) -> frozenset[str]:
    """Give the origins of all records that are proposed."""
    waiting = (write for proposal_named in waiting_proposals(folder) for write in proposal_named.writes)
    return frozenset(
        each for write in waiting for each in record_reader.parse_record(write.path, write.text, {}).strings("origins")
    )


def dismissed(folder: Folder) -> frozenset[str]:
    """Give the origins of work that was dismissed."""
    if not folder.exists(DISMISSED):
        return frozenset()
    return frozenset(decode_text(folder.read(DISMISSED)).split())


def dismiss(folder: Folder, origins: Iterable[str]) -> None:
    """Remember that work of these origins is not to be proposed again."""
    held = dismissed(folder)
    new = [origin for origin in dict.fromkeys(origins) if origin not in held and not any(map(str.isspace, origin))]
    if not new:
        return
    before = decode_text(folder.read(DISMISSED)) if folder.exists(DISMISSED) else ""
    text = before + "".join(f"{origin}\n" for origin in new)
    if before:
        folder.replace(DISMISSED, text, text_digest(before))
    else:
        folder.create(DISMISSED, text)


def undismiss(folder: Folder, origins: Iterable[str]) -> None:
    """Forget that work of these origins was dismissed."""
    gone = frozenset(origins)
    if not gone or not folder.exists(DISMISSED):
        return
    before = decode_text(folder.read(DISMISSED))
    after = "".join(f"{origin}\n" for origin in before.split() if origin not in gone)
    if after != before:
        folder.replace(DISMISSED, after, text_digest(before))
