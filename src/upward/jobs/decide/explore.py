"""Find more options for a decision with an assistant, and read its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from upward.analysis.decisions import option_exploration
from upward.jobs.decide._log import one_decision, rewrite_decision
from upward.model.errors import SourceError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, CodeBlock, Items, Page, Prose, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.import_source import PathImportSource


def run(
    session: Session,
    path: Annotated[str, "The decision", PLACE],
    *,
    from_: Annotated[str, "Read the assistant's answer from this file", PLACE] = "",
    dry_run: Annotated[bool, "With --from: show, and write nothing"] = False,
) -> JobResult:
    """Print a prompt for an assistant, or add the options from its answer, marked as AI-made and without a verdict."""
    record = one_decision(session, path, "explore")
    if from_:
        return _add_options(session, record, from_, dry_run=dry_run)
    prompt = option_exploration.exploration_prompt(record)
    said = Prose("Give this prompt to your assistant, save its answer, and read it with --from FILE:")
    return JobResult(Page(record.title, (said, CodeBlock(prompt))), {"path": record.path, "prompt": prompt})


def _add_options(session: Session, record: Record, answer: str, *, dry_run: bool) -> JobResult:
    text = PathImportSource(str(session.here / Path(answer).expanduser())).text()
    found = option_exploration.parse_proposals(text, record)
    if not found.ideas:
        raise SourceError(
            f"{answer} has no usable option",
            why=" ".join(found.faults),
            next_step="ask the assistant again for JSON in the form given in the prompt",
        )
    changed = option_exploration.add_proposals(record, found, session.today.isoformat())
    if not dry_run:
        rewrite_decision(session, record, changed)
    blocks: list[Block] = [
        Prose(f"{'Would add' if dry_run else 'Added'} to {record.path}, marked as AI-made:"),
        Items(tuple(idea.title for idea in found.ideas)),
    ]
    blocks += [Callout(fault, Tone.BAD) for fault in found.faults]
    blocks.append(Callout("No verdict was added: rate each option in each scenario yourself, with evidence."))
    data = {
        "path": record.path,
        "options": [{"id": idea.id, "title": idea.title} for idea in found.ideas],
        "faults": list(found.faults),
        "text": changed,
    }
    return JobResult(Page("What the assistant proposed", tuple(blocks)), data)


JOB = Job("decide explore", run)
