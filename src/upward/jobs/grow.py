"""Plan how to grow: one step for each gap, in your own work, within the hours you have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from upward.analysis.growth.growth_plan import PlanStep, plan_progress, plan_steps
from upward.analysis.growth.readiness import readiness
from upward.model.errors import NothingFoundError, UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Page, Prose, Table, Tone
from upward.session.session import Session
from upward.text import record_writer
from upward.text.words import count_noun


def run(
    session: Session,
    *,
    hours: Annotated[int, "Hours a week that you have for it"] = 2,
    weeks: Annotated[int, "How many weeks to plan"] = 13,
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "The level you aim at"] = "",
    save: Annotated[bool, "Save the plan as a record"] = False,
    track: Annotated[bool, "Show the progress of the newest plan"] = False,
    dry_run: Annotated[bool, "With --save: show, and write nothing"] = False,
) -> JobResult:
    """Turn the gaps that `readiness` finds into dated steps, or show the progress of a saved plan."""
    if track:
        return _track(session)
    if hours < 1 or weeks < 1:
        raise UsageError(f"{hours} hours in {weeks} weeks are too few", next_step="give at least 1 of each")
    chosen = session.rubric(rubric)
    wanted = level or (session.settings.level if session.settings.level in chosen.levels else "")
    books = {book.id: book for each in session.rubrics.values() for book in each.books}
    records = session.corpus.records()
    titles = {ident: book.title for ident, book in books.items()}
    judged = readiness(records, chosen, wanted, session.today, titles, session.me)
    steps, later = plan_steps(judged, chosen, records, books, hours, session.today, weeks)
    ident = ""
    if save and not dry_run and steps:
        ident, path = session.free_id("plan", f"plan-{session.today.isoformat()}")
        title = f"{count_noun(len(steps), 'step')} towards {chosen.title}"
        fields = {
            "title": title,
            "date": session.today.isoformat(),
            "rubric": chosen.id,
            "level": wanted,
            "hours": str(hours),
        }
        kept = [_fields(step) for step in steps]
        session.folder.create(
            path,
            record_writer.compose_record(
                {**fields, "steps": kept}, "## Why now\n\n{{why: What makes this the time for it?}}"
            ),
        )
        session.invalidate()
    data: dict[str, Any] = {
        "rubric": chosen.id,
        "level": wanted,
        "hours": hours,
        "weeks": weeks,
        "steps": [_fields(step) for step in steps],
        "later": later,
        "saved": ident,
    }
    return JobResult(Page("How to grow", tuple(_blocks(steps, later, hours, weeks, ident))), data, rows=data["steps"])


def _fields(step: PlanStep) -> dict[str, str]:
    found = {
        "criterion": step.criterion,
        "step": step.step,
        "where": step.where,
        "shows": step.shows,
        "reading": step.reading,
        "hours": f"{step.hours:g}",
        "due": step.due.isoformat(),
        "state": "open",
    }
    return {key: value for key, value in found.items() if value}


def _blocks(steps: Sequence[PlanStep], later: int, hours: int, weeks: int, ident: str) -> list[Block]:
    if not steps:
        return [
            Callout(
                ("No step is planned: there are no gaps left, or the first step takes more hours than you have."),
                Tone.WARN,
            )
        ]
    blocks: list[Block] = [Prose(f"{count_noun(hours, 'hour')} a week for {count_noun(weeks, 'week')}.")]
    for step in steps:
        pairs = (
            ("do", step.step),
            ("where", step.where),
            ("what would count", step.shows),
            ("read", step.reading),
            ("takes", f"{step.hours:g} hours"),
            ("now", step.because),
        )
        blocks += [
            Heading(f"{step.due.isoformat()}: {step.title}", 3),
            FactList(tuple(pair for pair in pairs if pair[1])),
        ]
    if later:
        blocks.append(Callout(f"{count_noun(later, 'more gap')} not scheduled: a quarter has at most three steps."))
    blocks.append(
        Callout(
            f"Saved as {ident}; `upward grow --track` shows its progress."
            if ident
            else "`--save` saves it, so that it can be tracked."
        )
    )
    return blocks


def _track(session: Session) -> JobResult:
    plans = sorted(session.corpus.records("plan"), key=lambda record: (record.string("date"), record.id))
    if not plans:
        raise NothingFoundError("There is no plan yet", next_step="make one with `upward grow --save`")
    rubric = session.rubrics.get(plans[-1].string("rubric"))
    found = plan_progress(plans[-1], rubric, session.corpus.records(), session.today, session.me)
    count = Counter(each.standing for each in found)
    rows = tuple((each.due, each.criterion, each.step, each.standing, ", ".join(each.evidence)) for each in found)
    data: dict[str, Any] = {
        "plan": plans[-1].id,
        "steps": [
            {"criterion": each.criterion, "due": each.due, "standing": each.standing, "evidence": list(each.evidence)}
            for each in found
        ],
    }
    said = ", ".join(f"{number} {standing}" for standing, number in count.most_common())
    note = Callout(f"{plans[-1].title}: {said}.", Tone.WARN if count["late"] else Tone.GOOD)
    page = Page("Progress of the plan", (note, Table(("due", "criterion", "step", "standing", "evidence since"), rows)))
    return JobResult(page, data, rows=data["steps"], succeeded=not count["late"])


JOB = Job("grow", run, group="Grow")
