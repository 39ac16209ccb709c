"""Begin a decision."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Job, JobResult
from upward.model.page import Items, Page, Prose
from upward.session.session import Session
from upward.text.record_template import fill_template
from upward.text.record_writer import slug
from upward.text.template_slots import open_slots


def run(
    session: Session,
    title: Annotated[str, "The decision in one line"],
    *,
    dry_run: Annotated[bool, "Show the record, and write nothing"] = False,
) -> JobResult:
    """Write a decision record in MADR, with questions for what is not known yet."""
    template = session.kind("decision").templates[""]
    text = fill_template(template, {"title": title, "date": session.today.isoformat()})
    ident, place = session.free_id("decision", slug(title))
    if not dry_run:
        session.folder.create(place, text)
        session.invalidate()
    prompts = tuple(slot.prompt for slot in open_slots(text))
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {place}. Questions to answer in it:")
    following = Prose(f"Then run `upward decide explore {ident}` for more options, and `upward decide check`.")
    return JobResult(Page(title, (said, Items(prompts), following)), {"id": ident, "path": place, "text": text})


JOB = Job("decide new", run)
