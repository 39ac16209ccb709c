"""Write an AI-use policy by answering what a team must decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from upward.analysis.lint.schema import schema_violations
from upward.jobs.policy._file import FILE
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.kind import Kind
from upward.model.page import Block, Callout, CodeBlock, Page, Prose, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.store.logbook.folder import Folder
from upward.text import record_reader
from upward.text.template_slots import fill_slots, open_slots
from upward.text.words import count_noun


def run(
    session: Session,
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The file to write; by default AI_POLICY.md", PLACE] = "",
    dry_run: Annotated[bool, "Show the policy, and write nothing"] = False,
) -> JobResult:
    """Write the policy from your answers; unanswered questions stay in the file."""
    folder = Folder((session.here / Path(repo).expanduser()).resolve())
    name = policy or FILE
    if folder.exists(name):
        raise UsageError(f"{name} already exists", next_step="edit it, or choose another file with --policy")
    kind = session.kind("policy")
    text = kind.templates[""]
    answers = dict(_answers(session, kind, record_reader.parse_record(name, text, {}, otherwise="policy")))
    written = fill_slots(text, answers)
    if not dry_run:
        folder.write_artefact(name, written)
    still = [slot.name for slot in open_slots(written)]
    blocks: list[Block] = [Callout("Nothing was written." if dry_run else f"Written to {name}.")]
    if still:
        blocks.append(Callout(f"{count_noun(len(still), 'question')} open: {', '.join(still)}.", Tone.WARN))
    step = (
        f"Answer them in {name}: until then `policy check` refuses it." if still else "It decides once it is committed."
    )
    more = "More classes name other paths; the last that matches a path decides."
    blocks += [Prose(f"{step} {more}"), CodeBlock(written)]
    return JobResult(Page("AI policy", tuple(blocks)), {"path": name, "text": written, "open": still})


def _answers(session: Session, kind: Kind, record: Record) -> Iterator[tuple[str, str]]:
    """Ask each question, again while the answer is no value of the field it stands in."""
    keys = {
        slot.name: key for key, value in record.fields.items() if isinstance(value, str) for slot in open_slots(value)
    }
    for slot in open_slots(record.text):
        while given := session.console.ask(slot.prompt).strip().replace('"', "'"):
            fault = _fault(session, kind, keys.get(slot.name, ""), given)
            if not fault:
                yield slot.name, given
                break
            session.console.say(f"{fault} Press Enter to leave it open.")


def _fault(session: Session, kind: Kind, key: str, given: str) -> str:
    """Say why an answer is no value of a field; empty where it is, and for the text below the front matter."""
    found = schema_violations({key: given}, kind, session.rubrics) if key else ()
    return next((each.message for each in found if each.path == (key,)), "")


JOB = Job("policy new", run, interactive_only=("dry_run",))
