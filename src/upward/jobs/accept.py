"""Look at what an assistant proposed to write, and accept or drop it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from upward.model.job import Job, JobResult
from upward.model.page import Block, Callout, CodeBlock, Heading, Items, Page, Tone
from upward.session.session import Session
from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import Proposal, Write
from upward.text.record_reader import decoded
from upward.text.words import count_noun


def run(
    session: Session,
    ids: Annotated[tuple[str, ...], "The proposals to accept; without any, all that wait are shown"] = (),
    *,
    drop: Annotated[tuple[str, ...], "Forget this proposal instead; again for another"] = (),
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Nothing an assistant proposes is in the logbook before it is accepted here; each is shown as a difference."""
    folder = session.folder
    wanted = [proposals.proposal(folder, ident) for ident in ids]
    unwanted = [proposals.proposal(folder, ident) for ident in drop]
    if not wanted and not unwanted:
        return _waiting(folder, list(proposals.proposals(folder)))
    if dry_run:
        return _waiting(folder, wanted)
    written = [path for chosen in wanted for path in proposals.accept(folder, chosen)]
    for chosen in unwanted:
        proposals.drop(folder, chosen)
    session.invalidate()
    blocks: list[Block] = [Heading("Written"), Items(tuple(written))] if written else []
    blocks += [Callout(f"Dropped {', '.join(chosen.id for chosen in unwanted)}.")] if unwanted else []
    data = {"written": written, "dropped": [chosen.id for chosen in unwanted]}
    return JobResult(Page("Proposals", tuple(blocks)), data)


def _waiting(folder: Folder, waiting: Sequence[Proposal]) -> JobResult:
    rows = [_row(chosen) for chosen in waiting]
    blocks = [block for chosen in waiting for block in _blocks(folder, chosen)]
    blocks += (
        [Callout("Accept one with `upward accept ID`, or forget it with `upward accept --drop ID`.")]
        if rows
        else [Callout("No proposal waits.", Tone.GOOD)]
    )
    return JobResult(Page("What was proposed", tuple(blocks)), {"proposals": rows}, rows=rows)


def _row(chosen: Proposal) -> dict[str, Any]:
    return {
        "id": chosen.id,
        "by": chosen.by,
        "verb": chosen.verb,
        "day": chosen.day,
        "paths": [write.path for write in chosen.writes],
    }


def _blocks(folder: Folder, chosen: Proposal) -> Iterator[Block]:
    yield Heading(f"{chosen.id}: {chosen.verb}, {count_noun(len(chosen.writes), 'file')}, {chosen.day}, by {chosen.by}")
    yield CodeBlock("".join(line for write in chosen.writes for line in _difference(folder, write)))


def _difference(folder: Folder, write: Write) -> Iterator[str]:
    before = ""
    if folder.exists(write.path):
        before = decoded(folder.read(write.path))
    lines = (before.splitlines(keepends=True), write.text.splitlines(keepends=True))
    yield from difflib.unified_diff(*lines, write.path if before else "/dev/null", write.path)


JOB = Job("accept", run, group="Set up", interactive_only=("ids", "drop", "dry_run"))
