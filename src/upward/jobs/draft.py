"""Draft a story from evidence: facts are filled in, and you are asked for what only you know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from upward.analysis.growth.rubric_signals import match_criteria
from upward.analysis.narrative import story_draft
from upward.analysis.narrative.evidence_links import linked_evidence_ids
from upward.model.errors import NothingFoundError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Heading, Items, Page, Prose
from upward.model.record import Record
from upward.session.session import Session
from upward.text.template_slots import open_slots

# One word that a text and a theme share says nothing of what the work was about.
MIN_WORDS = 2
# Of less, readers of drafts found no story in it, however users were told of it. In lines added or deleted.
LARGE = 40


def run(
    session: Session,
    evidence: Annotated[
        tuple[str, ...],
        "Ids of evidence; by default the best episode or effort that no story uses yet",
        Names.RECORD,
    ] = (),
    *,
    template: Annotated[
        Literal["auto", "technical-direction", "mentorship", "cross-team-alignment", "crisis"],
        "The template of the story; by default the one that fits the kind of work",
    ] = "auto",
    title: Annotated[str, "The story's title; by default the evidence's"] = "",
    dry_run: Annotated[bool, "Show the draft, and write nothing"] = False,
) -> JobResult:
    """Write the draft of a story into the logbook."""
    chosen = [session.record(ident, "evidence") for ident in evidence] or [_weightiest(session)]
    name = story_draft.template_for(chosen) if template == "auto" else template
    source = session.kind("story").templates[name]
    made = story_draft.draft_story(chosen, name, source, title, chosen=template != "auto")
    ident, path = session.free_id("story", made.id)
    if not dry_run:
        session.folder.create(path, made.text)
        session.invalidate()
    prompts = {slot.name: slot.prompt for slot in open_slots(made.text)}
    suggested = _suggestions(session, chosen)
    blocks: tuple[Block, ...] = (
        Prose(
            f"{'Would write' if dry_run else 'Wrote'} {path} from {', '.join(record.id for record in chosen)}, "
            f"with the template {name}."
        ),
        Heading(story_draft.questions_open(made)),
        Items(tuple(f"{each}: {prompts[each]}" for each in made.open)),
        *(
            [Prose(f"It may show {', '.join(suggested)}: add those you agree with to its front matter.")]
            if suggested
            else []
        ),
        Prose(f"Answer each in the file, then run `upward check {path}`."),
    )
    data = {
        "id": ident,
        "path": path,
        "text": made.text,
        "open": list(made.open),
        "template": name,
        "suggested": suggested,
    }
    return JobResult(Page(title or chosen[0].title, blocks), data)


def _suggestions(session: Session, evidence: Sequence[Record]) -> list[str]:
    """Give the themes and the principle that the kind of work or two of its words speak for; none below one half."""
    text = "\n".join(map(story_draft.own_words, evidence))
    tags = {tag for record in evidence for tag in record.strings("tags")}
    found = ["failure-recovery"] if tags & story_draft.SETBACKS else []
    for name, most in (("story-themes", 2), ("amazon-principles", 1)):
        rubric = session.rubrics.get(name)
        labels = match_criteria(text, rubric, least=0.5, words=MIN_WORDS)[:most] if rubric else []
        found += [label.criterion for label in labels if label.criterion not in found]
    return found


def _weightiest(session: Session) -> Record:
    """Give the evidence most worth telling: tagged first, then what stood out when it was mined, then the latest."""
    known = linked_evidence_ids(session.corpus)
    left: Sequence[Record] = [record for record in session.corpus.records("evidence") if record.id not in known]
    if not left:
        why = "every piece of evidence is used in a story" if known else "there is no evidence yet"
        raise NothingFoundError(
            "There is nothing to draft from",
            why=why,
            next_step="run `upward mine PATH --save` or `upward add evidence`",
        )
    return max(
        left,
        key=lambda record: (
            "episode" in record.strings("tags"),
            len(record.strings("criteria")),
            _lines(record) >= LARGE,
            _significance(record),
            record.string("date"),
            record.id,
        ),
    )


def _lines(record: Record) -> int:
    """Give how many lines mined work changed; of other evidence, as many as a large one."""
    values = [str(each.get("value")) for each in record.mappings("measures") if each.get("id") == "lines"]
    return int(values[0]) if values and values[0].isdecimal() else LARGE


def _significance(record: Record) -> float:
    try:
        return float(record.string("significance") or 0)
    except ValueError:
        return 0.0


JOB = Job("draft", run, group="Write")
