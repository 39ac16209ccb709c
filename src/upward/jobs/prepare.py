"""Prepare an interview: what the advert asks for, a story for each likely question, and a plan by day."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from upward.analysis.questions.matching import NEAREST, StoryBank
from upward.analysis.rehearsal.advert import (
    MIN_ADVERT_WORDS,
    Advert,
    advert_text,
    asked_text,
    likely_questions,
    read_advert,
)
from upward.analysis.rehearsal.advert_subjects import Subject, subjects
from upward.analysis.rehearsal.day_plan import MAX_DAYS, DayPlan, plan_days, preparation_tasks
from upward.model.errors import InputEndedError, SourceError, UsageError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Prose, Table, Tone
from upward.model.record import Record, Value
from upward.session.interview_history import tellings, with_interviews
from upward.session.session import Session
from upward.session.writing import create_record
from upward.store.import_source import PathImportSource, decoded_text
from upward.text import edits
from upward.text.level_names import level_name
from upward.text.template_slots import text_without_slots
from upward.text.words import count_noun

MAX_QUESTIONS, MAX_LABELS, MAX_PHRASES = 10, 8, 3
# In bytes; an advert of more is a whole site.
MAX_ADVERT = 2 * 1024 * 1024
_WENT = ("badly", "so-so", "well")


class AskedLabel(NamedTuple):
    """A theme or principle that an advert asks for, how clearly, and the phrases that say so."""

    label: str
    points: int
    phrases: tuple[str, ...]


class Answered(NamedTuple):
    """A likely question, its points in the advert, the story that answers it (or "") and its fit."""

    question: str
    points: int
    story: str
    title: str
    fit: str = ""


def run(
    session: Session,
    *,
    advert: Annotated[str, "The job advert: text, Markdown or HTML; - reads standard input", PLACE] = "",
    date: Annotated[date | None, "The day of the interview"] = None,
    company: Annotated[str, "The company"] = "",
    hours: Annotated[float, "How many hours you have in total"] = 6.0,
    level: Annotated[
        Literal["", "intermediate", "mid", "senior", "staff"],
        "The level; by default the one in the advert, or else your own",
    ] = "",
    save: Annotated[bool, "Save the interview, so that the rehearsal schedule ends on its day"] = False,
    debrief: Annotated[str, "Record what was asked in this interview, and how it went", Names.RECORD] = "",
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Read a job advert and make a plan; exit code 1 if a likely question has no story. Nothing is downloaded."""
    if debrief:
        return _debrief(session, debrief, dry_run=dry_run)
    if not advert or hours <= 0:
        raise UsageError(
            "prepare needs --advert FILE, and --hours above 0",
            next_step="save the advert as a file, or paste it with `upward prepare --advert - --date 2026-07-10`",
        )
    if date is not None and date < session.today:
        raise UsageError(f"{date} is past", next_step="after an interview, use `upward prepare --debrief ID`")
    text = advert_text(_source(session, advert))
    read = read_advert(text)
    if read.words < MIN_ADVERT_WORDS:
        raise SourceError(
            f"{advert} contains no job advert",
            why=f"only {count_noun(read.words, 'word')} of text could be read",
            next_step="save the page's text, or copy the advert into a file",
        )
    company = company or read.company
    wanted = level_name(level or read.level or session.settings.level)
    answered = list(_answers(session, read, wanted))
    stories = {item.story: item.title for item in answered if item.story}
    gaps = [item.question for item in answered if not item.story]
    numbers = sum(len(session.record(ident, "story").mappings("metrics")) for ident in stories)
    days = (date - session.today).days if date else MAX_DAYS
    tasks = preparation_tasks(gaps, list(stories.items()), numbers=numbers, days=days)
    plan = plan_days(tasks, session.today, date, round(hours * 60)) if date else None
    made = _saved(session, read, company, wanted, date, advert, list(stories), dry_run=dry_run) if save and date else ""
    return _result(read, company, wanted, answered, plan, date, made, named=_subjects(session, text, company))


def _subjects(session: Session, text: str, company: str) -> list[Subject]:
    """Give the technologies and the words of the field that the advert names, each with the stories that tell of it."""
    records = session.corpus.records("story") if session.root else ()
    told = {story.id: f"{story.title}. {text_without_slots(story)}" for story in records}
    return subjects(asked_text(text), company, told)


def _source(session: Session, advert: str) -> str:
    if advert == "-":
        raw = sys.stdin.buffer.read(MAX_ADVERT + 1)
        if len(raw) > MAX_ADVERT:
            raise SourceError("Standard input is larger than 2 MiB", next_step="paste only the advert")
        try:
            return decoded_text(raw)
        except UnicodeDecodeError as error:
            raise SourceError("Standard input is not UTF-8 text", next_step="paste the advert as text") from error
    return PathImportSource(str(session.here / Path(advert).expanduser())).text()[:MAX_ADVERT]


def _answers(session: Session, advert: Advert, level: str) -> Iterator[Answered]:
    past = tellings(session)
    bank: StoryBank | None = session.bank() if session.root and session.corpus.records("story") else None
    for question, points in likely_questions(advert, session.rubrics["question-bank"].questions, level, MAX_QUESTIONS):
        ranked = with_interviews(bank.rank_stories(question.text, NEAREST), past) if bank else None
        best = ranked.matches[0] if ranked and ranked.answerable else None
        yield Answered(question.text, points, *((best.story, best.title, str(best.fit)) if best else ("", "")))


def _saved(
    session: Session,
    advert: Advert,
    company: str,
    level: str,
    day: date,
    source: str,
    stories: Sequence[str],
    *,
    dry_run: bool,
) -> str:
    known = _recorded(session, company, day)
    if known:
        return known
    named = f" at {company}" if company and company.lower() not in advert.title.lower() else ""
    fields: dict[str, Value] = {
        "title": f"{advert.title or 'Interview'}{named}",
        "date": day.isoformat(),
        "company": company,
        "level": level,
        "state": "planned",
        "advert": "standard input" if source == "-" else source,
        "looks-for": [item.label for item in advert.labels[:MAX_LABELS]],
        "stories": list(stories),
    }
    body = "What the advert asks for:\n\n" + "\n".join(
        f"- {label}: {phrases}" for label, phrases in _labels_with_phrases(advert)
    )
    return create_record(session, "interview", fields, body, dry_run=dry_run).path


def _recorded(session: Session, company: str, day: date) -> str:
    """Give the path of the interview that is recorded for this day and company, empty where there is none."""
    for record in session.corpus.records("interview"):
        if record.string("date")[:10] == day.isoformat() and record.string("company").lower() == company.lower():
            return record.path
    return ""


def _result(
    advert: Advert,
    company: str,
    level: str,
    answered: Sequence[Answered],
    plan: DayPlan | None,
    day: date | None,
    path: str,
    *,
    named: Sequence[Subject],
) -> JobResult:
    gaps = [item.question for item in answered if not item.story]
    facts = [("role", advert.title), ("company", company or "not named"), ("level", level)]
    facts += [("interview", day.isoformat())] if day else []
    facts += [("saved", path)] if path else []
    blocks: list[Block] = [FactList(tuple(facts)), Heading("What it asks for")]
    blocks.append(Table(("asks for", "because it says"), tuple(_labels_with_phrases(advert))))
    blocks += list(_named(named))
    blocks += [Heading("Likely questions")]
    rows = tuple((item.question, item.title or "no story yet", item.fit) for item in answered)
    blocks.append(
        Table(("question", "your story", "fit"), rows) if rows else Prose("No question in the bank fits this advert.")
    )
    if gaps:
        blocks += [Heading("Stories to write first"), Items(tuple(gaps[:3]))]
    if plan is not None:
        blocks += list(_plan(plan))
    elif day is None:
        blocks.append(Callout("To get a plan by day, give the date of the interview with --date."))
    data = {
        "title": advert.title,
        "company": company,
        "level": level,
        "asks_for": [
            AskedLabel(item.label, item.points, tuple(phrase.text for phrase in item.phrases)) for item in advert.labels
        ],
        "subjects": named,
        "questions": answered,
        "gaps": gaps,
        "days": [as_json(each, "day", "minutes", "tasks") for each in (plan.days if plan else ())],
        "left_out": [task.what for task in plan.left_out] if plan else [],
        "path": path,
    }
    return JobResult(Page("Interview preparation", tuple(blocks)), data, succeeded=not gaps)


def _labels_with_phrases(advert: Advert) -> Iterator[tuple[str, str]]:
    for item in advert.labels[:MAX_LABELS]:
        yield item.label, "; ".join(f"“{phrase.text}”" for phrase in item.phrases[:MAX_PHRASES])


def _named(named: Sequence[Subject]) -> Iterator[Block]:
    told = tuple((each.name, ", ".join(each.stories)) for each in named if each.stories)
    if told:
        yield Table(("it names", "told in"), told)
    untold = [each.name for each in named if not each.stories]
    if untold:
        yield Callout(f"No story names {', '.join(untold)}.")


def _plan(plan: DayPlan) -> Iterator[Block]:
    yield Heading("Days")
    rows = tuple(
        (each.day.strftime("%a %Y-%m-%d") if number == 0 else "", task.what, f"{task.minutes} min", task.command)
        for each in plan.days
        for number, task in enumerate(each.tasks)
    )
    yield Table(("day", "what", "takes", "command"), rows)
    if plan.left_out:
        left = ", ".join(task.what for task in plan.left_out[:4])
        more = f" and {len(plan.left_out) - 4} more" if len(plan.left_out) > 4 else ""  # noqa: PLR2004 - as many as are named
        yield Callout(f"Not planned in these hours: {left}{more}. To include them, give more --hours.", Tone.WARN)


def _debrief(session: Session, ident: str, *, dry_run: bool) -> JobResult:
    """Ask what was asked, until an empty question; each is saved at once."""
    record = session.record(ident, "interview")
    console, ended, added = session.console, False, 0
    stories = [story.id for story in session.corpus.records("story")]
    console.say("Stories: " + ", ".join(stories))
    try:
        while question := console.ask("What were you asked? (Enter to end)").strip():
            story = _choice(session, "  Which story did you tell? (Enter for none)", [*stories, ""])
            went = _choice(session, f"  How did it go? {', '.join(_WENT)}", _WENT)
            note = console.ask("  What would you do differently? (Enter for nothing)").strip()
            item = {"question": question, "story": story, "went": went, "note": note}
            record = _add_question(
                session, record, {key: value for key, value in item.items() if value}, dry_run=dry_run
            )
            added += 1
    except InputEndedError:
        ended = True
    said = f"{count_noun(added, 'question')} noted in {record.path}."
    blocks: list[Block] = [Prose(said)]
    if ended:
        blocks.insert(
            0, Callout("The input ended before all questions were answered; the answers are saved.", Tone.WARN)
        )
    blocks.append(
        Callout("`upward rehearse` now counts these stories as told, and a mock interview asks other questions.")
    )
    return JobResult(Page(record.title, tuple(blocks)), {"id": record.id, "added": added}, succeeded=not ended)


def _add_question(session: Session, record: Record, item: dict[str, str], *, dry_run: bool) -> Record:
    changes = [edits.add_to_list(record.text, "asked", item)]
    if record.string("state") != "held":
        changes.append(edits.set_value(record.text, "state", "held"))
    text = edits.apply_edits(changes, record.text)
    if dry_run:
        return record
    session.folder.replace(record.path, text, record.digest)
    session.invalidate()
    return session.record(record.id, "interview")


def _choice(session: Session, prompt: str, known: Sequence[str]) -> str:
    while (said := session.console.ask(prompt).strip()) not in known:
        session.console.say(f"  Write one of {', '.join(name for name in known if name)}.")
    return said


JOB = Job("prepare", run, group="Interview", interactive_only=("save", "debrief"))
