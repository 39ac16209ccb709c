"""Plan what to rehearse, and time a story told aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from upward.analysis.questions.matching import StoryBank
from upward.analysis.rehearsal import schedule
from upward.model.errors import NothingFoundError, UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.judgement import Due
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Prose, Table, Tone
from upward.model.record import Record, Value
from upward.session.session import Session
from upward.text import record_writer
from upward.text.story_parts import Part, story_parts

RATINGS = ("again", "hard", "good", "easy")


def run(
    session: Session,
    action: Annotated[
        Literal["plan", "run", "note"], "plan what is due; run a story against the clock; note a run done elsewhere"
    ] = "plan",
    story: Annotated[str, "The story's id; without one, the most urgent", Names.RECORD] = "",
    *,
    question: Annotated[str, "The question it answers"] = "",
    seconds: Annotated[int, "With note: how long it took"] = 0,
    rating: Annotated[Literal["", "again", "hard", "good", "easy"], "With note: how it went"] = "",
    text: Annotated[str, "With note: what to say differently"] = "",
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Plan, run or note; every run is saved as a record, and the plan is made from those."""
    stories = session.corpus.records("story")
    if not stories:
        raise NothingFoundError(
            "There is no story to rehearse", next_step="run `upward draft`, or `upward init --examples` to see some"
        )
    dues = schedule.due_reviews(stories, session.corpus.records("rehearsal"), session.clock.now())
    if action == "plan":
        return _plan(session, dues)
    told = session.record(story or dues[0].story, "story")
    if action == "note":
        if not seconds or not rating:
            raise UsageError(
                "a note needs --seconds and --rating",
                next_step=f"write for example `upward rehearse note {told.id} --seconds 150 --rating good`",
            )
        return _saved(
            session, told, question, "noted", {"duration": str(seconds), "rating": rating}, text, dry_run=dry_run
        )
    return _run(session, told, question or _asked(session, told), dry_run=dry_run)


def _plan(session: Session, dues: Sequence[Due]) -> JobResult:
    now = session.clock.now()
    ripe = [due for due in dues if due.due is None or due.due <= now]
    rows = tuple(
        (
            due.title,
            due.what,
            "now" if due.due is None or due.due <= now else due.due.astimezone().date().isoformat(),
            due.because,
        )
        for due in dues
    )
    data = [
        {
            "story": due.story,
            "what": due.what,
            "due": due.due.isoformat() if due.due else None,
            "recall": due.recall,
            "now": due in ripe,
            "because": due.because,
        }
        for due in dues
    ]
    blocks: list[Block] = [Prose(f"{len(ripe)} of {len(dues)} due."), Table(("story", "what", "due", "because"), rows)]
    if ripe:
        blocks.append(Callout(f"Start with `upward rehearse run {ripe[0].story}`."))
    return JobResult(Page("What to rehearse", tuple(blocks)), data, rows=data)


def _asked(session: Session, story: Record) -> str:
    """Give the question of the bank that this story answers best among those of its level."""
    bank = session.rubrics["question-bank"].questions
    level = story.string("level") or "senior"
    single = StoryBank.of([story], session.catalogue.labeller, bank)
    scored = [(single.answer(item.text, 1).matches, item.text) for item in bank if item.level == level]
    return max(
        ((matches[0].strength, text) for matches, text in scored if matches), default=(0.0, "Tell me about it.")
    )[1]


def _run(session: Session, story: Record, question: str, *, dry_run: bool) -> JobResult:
    console, clock = session.console, session.clock
    console.say(f"They ask: {question}")
    console.say("Tell it aloud. Press Enter at the end of each part.")
    console.ask("Enter to start")
    times: dict[str, str] = {}
    begun = last = clock.seconds()
    told: list[Part | None] = [each for each in Part if each in story_parts(story)]
    for part in told or [None]:
        console.ask(f"  {part.value.title() if part else 'The whole story'} … Enter at its end")
        now = clock.seconds()
        if part:
            times[part.value] = f"{now - last:.0f}"
        last = now
    total = last - begun
    console.say(schedule.advice(total))
    recalled = _recall(session, story)
    rating = ""
    while rating not in RATINGS:
        rating = console.ask(f"How did it go? {', '.join(RATINGS)}").strip().lower()
    note = console.ask("What will you say differently? (Enter for nothing)")
    fields: dict[str, Value] = {"duration": f"{total:.0f}", "rating": rating, "parts": times, "recalled": recalled}
    return _saved(session, story, question, "terminal", fields, note, dry_run=dry_run)


def _recall(session: Session, story: Record) -> list[Value]:
    found: list[Value] = []
    for metric in story.mappings("metrics"):
        name, value = str(metric.get("id", "")), str(metric.get("value", ""))
        unit = f", in {metric['unit']}" if metric.get("unit") else ""
        said = session.console.ask(f"By heart: {name}{unit}?").strip()
        verdict = "missed" if not said else "correct" if schedule.same_number(said, value) else "wrong"
        session.console.say("  right" if verdict == "correct" else f"  it is {value}")
        found.append({"metric": name, "verdict": verdict, "heard": said})
    return found


def _saved(
    session: Session, story: Record, question: str, mode: str, fields: Mapping[str, Value], note: str, *, dry_run: bool
) -> JobResult:
    now = session.clock.now()
    front: dict[str, Value] = {
        "date": now.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "story": story.id,
        "question": question,
        "mode": mode,
        **fields,
    }
    ident, path = session.free_id("rehearsal", record_writer.slug(f"{now.date()} {story.id}"))
    if not dry_run:
        session.folder.create(path, record_writer.record(front, note))
        session.invalidate()
    seconds = float(str(fields["duration"]))
    wrong = [item for item in fields.get("recalled", ()) if isinstance(item, Mapping) and item["verdict"] != "correct"]
    blocks: list[Block] = [
        FactList(
            (
                ("took", f"{seconds:.0f} s"),
                ("went", str(fields["rating"])),
                ("saved", "nowhere (dry run)" if dry_run else path),
            )
        ),
        Callout(schedule.advice(seconds), Tone.PLAIN),
    ]
    if wrong:
        blocks += [
            Heading("Learn by heart"),
            Items(tuple(f"{item['metric']}: {_value(story, str(item['metric']))}" for item in wrong)),
        ]
    return JobResult(
        Page(story.title, tuple(blocks)),
        {"id": ident, "path": path, "story": story.id, "duration": seconds, "rating": fields["rating"]},
    )


def _value(story: Record, name: str) -> str:
    return next(
        (
            f"{metric.get('value')} {metric.get('unit', '')}".strip()
            for metric in story.mappings("metrics")
            if metric.get("id") == name
        ),
        "",
    )


JOB = Job("rehearse", run, group="Interview")
