"""List proposed records, and accept, merge, split, rename or discard them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from upward.analysis.history.triage import merge_records, split_record
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, CodeBlock, Heading, Items, Page, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.logbook import proposals, triage_undo
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import Proposal, Write
from upward.store.logbook.triage_undo import Decision
from upward.text import edits, record_reader
from upward.text.record_reader import decode_text, text_digest
from upward.text.words import count_noun

# So many proposals at least are merged.
MERGED = 2


def run(
    session: Session,
    ids: Annotated[tuple[str, ...], "The proposals to accept; by default all waiting proposals are listed"] = (),
    *,
    drop: Annotated[tuple[str, ...], "Discard this proposal instead; repeatable"] = (),
    dismiss: Annotated[tuple[str, ...], "Discard this proposal, and do not propose this work again"] = (),
    merge: Annotated[tuple[str, ...], "Merge these proposals into one; two or more"] = (),
    split: Annotated[str, "Split this proposal in two: --origin names what goes into the second"] = "",
    origin: Annotated[tuple[str, ...], "With --split: an origin that goes into the second proposal; repeatable"] = (),
    rename: Annotated[str, "Rename this proposal to --title"] = "",
    title: Annotated[str, "With --rename and --merge: the title"] = "",
    undo: Annotated[bool, "Undo the last decision: the proposals it was about wait again"] = False,
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Nothing that is proposed is in the logbook before it is accepted here; each is shown as a difference."""
    folder = session.folder
    if undo and not dry_run:
        restored = triage_undo.undo(folder)
        session.invalidate()
        return _waiting(folder, restored)
    wanted, unwanted, dismissed, merged = (
        [proposals.proposal_named(folder, ident) for ident in given] for given in (ids, drop, dismiss, merge)
    )
    apart = proposals.proposal_named(folder, split) if split else None
    renamed = proposals.proposal_named(folder, rename) if rename else None
    if not (wanted or unwanted or dismissed or merged or apart or renamed):
        return _waiting(folder, list(proposals.waiting_proposals(folder)))
    if dry_run:
        return _waiting(folder, wanted)
    changed = _changed(session, merged, apart, renamed, origin, title)
    if changed:
        return _waiting(folder, changed)
    return _decided(session, wanted, unwanted, dismissed)


def _changed(
    session: Session,
    merged: Sequence[Proposal],
    apart: Proposal | None,
    renamed: Proposal | None,
    origins: Sequence[str],
    title: str,
) -> list[Proposal]:
    if merged:
        made = [_merge(session, merged, title)]
    elif apart is not None:
        made = _split(session, apart, origins)
    elif renamed is not None:
        made = [_rename(session, renamed, title)]
    else:
        return []
    before = (*merged, *([apart] if apart else []), *([renamed] if renamed else []))
    triage_undo.remember(session.folder, Decision(before, after=tuple(each.id for each in made)))
    return made


def _decided(
    session: Session, wanted: Sequence[Proposal], unwanted: Sequence[Proposal], dismissed: Sequence[Proposal]
) -> JobResult:
    folder = session.folder
    written = [path for chosen in wanted for path in proposals.accept_proposal(folder, chosen)]
    for chosen in (*unwanted, *dismissed):
        proposals.drop_proposal(folder, chosen)
    # What was dismissed before stays dismissed when this is undone.
    held = proposals.dismissed(folder)
    origins = [each for chosen in dismissed for each in _origins(session, chosen) if each not in held]
    proposals.dismiss(folder, origins)
    triage_undo.remember(folder, _decision(wanted, (*unwanted, *dismissed), origins))
    session.invalidate()
    blocks: list[Block] = [Heading("Written"), Items(tuple(written))] if written else []
    gone = [chosen.id for chosen in (*unwanted, *dismissed)]
    blocks += [Callout(f"Dropped {', '.join(gone)}.")] if gone else []
    return JobResult(Page("Proposals", tuple(blocks)), {"written": written, "dropped": gone})


def _decision(wanted: Sequence[Proposal], dropped: Sequence[Proposal], origins: Sequence[str]) -> Decision:
    """Give what can be undone: a proposal that changed a record that was there stays accepted."""
    new = [each for each in wanted if not any(write.expected for write in each.writes)]
    written = tuple((write.path, text_digest(write.text)) for each in new for write in each.writes)
    return Decision((*new, *dropped), dismissed=tuple(origins), written=written)


def _record(session: Session, chosen: Proposal) -> Record:
    """Give the one new record that a proposal would write; raises UsageError for any other proposal."""
    if len(chosen.writes) != 1 or chosen.writes[0].expected:
        raise UsageError(
            f"Proposal {chosen.id} can't be changed",
            why="only a proposal of one new record can be merged, split or renamed",
            next_step=f"accept or drop it: `upward accept {chosen.id}`",
        )
    write = chosen.writes[0]
    return record_reader.parse_record(write.path, write.text, session.record_folders.kinds)


def _origins(session: Session, chosen: Proposal) -> Iterator[str]:
    for write in chosen.writes:
        yield from record_reader.parse_record(write.path, write.text, session.record_folders.kinds).strings("origins")


def _merge(session: Session, chosen: Sequence[Proposal], title: str) -> Proposal:
    if len(chosen) < MERGED:
        raise UsageError("One proposal can't be merged", next_step="name two or more with --merge")
    records = [_record(session, each) for each in chosen]
    made = Write(chosen[0].writes[0].path, merge_records(records, title))
    kept = proposals.revise(session.folder, chosen[0], [made])
    for each in chosen[1:]:
        proposals.drop_proposal(session.folder, each)
    return kept


def _split(session: Session, chosen: Proposal, origins: Sequence[str]) -> list[Proposal]:
    record = _record(session, chosen)
    try:
        left, apart = split_record(record, origins)
    except ValueError:
        known = ", ".join(record.strings("origins"))
        raise UsageError(
            f"Proposal {chosen.id} can't be split this way",
            why=f"its origins are {known}",
            next_step="name some with --origin",
        ) from None
    path = chosen.writes[0].path
    kept = proposals.revise(session.folder, chosen, [Write(path, left)])
    other = Write(f"{path.removesuffix('.md')}-part.md", apart)
    return [kept, proposals.keep_proposal(session.folder, chosen.by, chosen.verb, chosen.day, [other])]


def _rename(session: Session, chosen: Proposal, title: str) -> Proposal:
    if not title:
        raise UsageError("The title is missing", next_step="give it with --title")
    record = _record(session, chosen)
    text = edits.apply_edits([edits.set_value(record.text, "title", title)], record.text)
    return proposals.revise(session.folder, chosen, [Write(record.path, text)])


def _waiting(folder: Folder, waiting: Sequence[Proposal]) -> JobResult:
    rows = [_row(chosen) for chosen in waiting]
    blocks = [block for chosen in waiting for block in _blocks(folder, chosen)]
    blocks += (
        [Callout("Accept one with `upward accept ID`, or discard it with `upward accept --drop ID`.")]
        if rows
        else [Callout("No proposals are waiting.", Tone.GOOD)]
    )
    return JobResult(Page("Proposed changes", tuple(blocks)), {"proposals": rows}, rows=rows)


def _row(chosen: Proposal) -> dict[str, Any]:
    return {**as_json(chosen, "id", "by", "verb", "day"), "paths": [write.path for write in chosen.writes]}


def _blocks(folder: Folder, chosen: Proposal) -> Iterator[Block]:
    yield Heading(f"{chosen.id}: {chosen.verb}, {count_noun(len(chosen.writes), 'file')}, {chosen.day}, by {chosen.by}")
    yield CodeBlock("".join(line for write in chosen.writes for line in _difference(folder, write)))


def _difference(folder: Folder, write: Write) -> Iterator[str]:
    before = ""
    if folder.exists(write.path):
        before = decode_text(folder.read(write.path))
    lines = (before.splitlines(keepends=True), write.text.splitlines(keepends=True))
    yield from difflib.unified_diff(*lines, write.path if before else "/dev/null", write.path)


JOB = Job(
    "accept",
    run,
    group="Set up",
    interactive_only=("ids", "drop", "dismiss", "merge", "split", "origin", "rename", "title", "undo", "dry_run"),
)
