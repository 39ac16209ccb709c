"""Complete a standard's checklist for a launch or the like, and sign it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from upward.analysis.standards.standard import ChecklistItem, parse_standard
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, Page, Prose, Table, Tone
from upward.session.session import Session
from upward.session.writing import draft_evidence, rewrite
from upward.text import edits


def run(
    session: Session,
    standard: Annotated[str, "The standard's id", Names.RECORD],
    *,
    subject: Annotated[str, "What it is signed for, such as a launch"] = "",
    by: Annotated[str, "Who signs; by default you"] = "",
    done: Annotated[tuple[str, ...], "An item that is done; `all` for all items"] = (),
    left_open: Annotated[tuple[str, ...], "An open item, as ITEM: REASON"] = (),
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Sign a checklist: each item is done, or open with a reason; an open required item means no go (exit code 1)."""
    record = session.record(standard, "standard")
    items = parse_standard(record).items
    signer = by or session.settings.name
    if not items:
        raise UsageError(f"{record.id} has no checklist", next_step=f"write `items` into {record.path}")
    ticked, reasons, silent = _answers(record.id, items, done, left_open)
    rows = tuple((each.id, each.text, "done" if each.id in ticked else reasons.get(each.id) or "?") for each in items)
    table = Table(("item", "what", "answer"), rows)
    if silent or not subject or not signer:
        data = {"id": record.id, "signed": False, "unanswered": silent}
        return JobResult(Page(record.title, (table, Prose(_missing(silent, subject, signer)))), data, succeeded=False)
    blocking = [each.id for each in items if each.is_required and each.id not in ticked]
    entry = {
        "for": subject, "date": session.today.isoformat(), "by": signer,
        "done": ", ".join(each.id for each in items if each.id in ticked),
        "open": "; ".join(f"{name}: {why}" for name, why in reasons.items() if name not in ticked),
    }  # fmt: skip
    text = edits.apply_edits([edits.add_to_list(record.text, "sign-offs", entry)], record.text)
    blocks: list[Block] = [table]
    evidence = None
    if blocking:
        blocks.append(Callout(f"No go: {', '.join(blocking)} must be done first. Signed by {signer}.", Tone.BAD))
    else:
        made = draft_evidence(
            session, record, title=f"Signed {record.title!r} for {subject}", people=[signer],
            what=f"{record.title}, for {subject}: {len(ticked)} of {len(items)} items done.", dry_run=dry_run,
        )  # fmt: skip
        evidence = made.id
        text = edits.apply_edits([edits.add_to_list(text, "evidence", made.id)], text)
        blocks.append(Callout(f"Go for {subject}, signed by {signer}. Evidence drafted in {made.path}.", Tone.GOOD))
    rewrite(session, record, text, dry_run=dry_run)
    data = {"id": record.id, "signed": True, "go": not blocking, "blocking": blocking, "evidence": evidence}
    return JobResult(Page(record.title, tuple(blocks)), data, succeeded=not blocking)


def _missing(silent: Sequence[str], subject: str, signer: str) -> str:
    """Say what is still to be given before a checklist is signed."""
    answers = f"Answer {', '.join(silent)}: --done ITEM, or --left-open 'ITEM: REASON'." if silent else ""
    names = [option for option, given in (("--subject WHAT", subject), ("--by WHO", signer)) if not given]
    signing = f"Sign with {' and '.join(names)}." if names else ""
    return f"{answers} {signing}".strip()


def _answers(
    ident: str, items: Sequence[ChecklistItem], done: Sequence[str], left_open: Sequence[str]
) -> tuple[set[str], dict[str, str], list[str]]:
    """Give the items that are done, the reasons of open ones, and those without an answer; raises UsageError."""
    known = [each.id for each in items]
    reasons = {name.strip(): why.strip() for name, _, why in (each.partition(":") for each in left_open)}
    ticked = set(known) - reasons.keys() if "all" in done else set(done)
    both = ticked & reasons.keys()
    if both:
        raise UsageError(f"{min(both)} is given as done and as left open", next_step="give one of them")
    unknown = (ticked | reasons.keys()) - set(known)
    if unknown:
        raise UsageError(f"{ident} has no item {min(unknown)}", next_step=f"there are {', '.join(known)}")
    return ticked, reasons, [name for name in known if name not in ticked and not reasons.get(name)]


# A signature is a person's.
JOB = Job("standard sign", run, interactive_only=("dry_run",))
