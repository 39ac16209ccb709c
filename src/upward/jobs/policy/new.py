"""Begin an AI-use policy by answering what a team must decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from upward.jobs.policy._file import FILE
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, CodeBlock, Page
from upward.model.record import Record
from upward.session.session import Session
from upward.store.logbook.folder import Folder
from upward.text import record_reader
from upward.text.template_slots import fill_slots, open_slots


def run(
    session: Session,
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The file to write; by default AI_POLICY.md", PLACE] = "",
    dry_run: Annotated[bool, "Show the policy, and write nothing"] = False,
) -> JobResult:
    """Write the policy with the answers; a question without one stays in the file."""
    folder = Folder((session.here / Path(repo).expanduser()).resolve())
    name = policy or FILE
    if folder.exists(name):
        raise UsageError(f"{name} is there already", next_step="edit it, or name another with --policy")
    text = session.kind("policy").templates[""]
    answers = dict(_answers(session, record_reader.parse_record(name, text, {}, otherwise="policy")))
    written = fill_slots(text, answers)
    if not dry_run:
        folder.write_artefact(name, written)
    note = Callout(
        "Nothing was written."
        if dry_run
        else f"Written to {name}. Now give it classes: which paths, and how AI may be used there."
    )
    return JobResult(Page("A policy to begin with", (note, CodeBlock(written))), {"path": name, "text": written})


def _answers(session: Session, record: Record) -> Iterator[tuple[str, str]]:
    for slot in open_slots(record.text):
        given = session.console.ask(slot.prompt).strip()
        if given:
            yield slot.name, given.replace('"', "'")


JOB = Job("policy new", run, interactive_only=("dry_run",))
