"""Plan what to practise, tell stories against the clock, and rehearse whole interviews."""

from __future__ import annotations

from typing import Annotated, Literal

from upward.jobs.rehearse import analyse, drill, mock, note, plan, progress, sheet, telling
from upward.jobs.rehearse._request import Request
from upward.model.job import Job, JobResult
from upward.session.session import Session


def run(
    session: Session,
    action: Annotated[
        Literal["plan", "run", "mock", "drill", "note", "analyse", "progress", "sheet"],
        "plan what is due; run a story against the clock; mock an interview; drill the numbers; note a run done "
        "elsewhere; analyse a recording or transcript; progress over the runs; sheet to print for the evening before",
    ] = "plan",
    target: Annotated[str, "A story's id; with analyse, a recording or transcript"] = "",
    *,
    story: Annotated[str, "With analyse: the id of the story that was told"] = "",
    question: Annotated[str, "The question to answer"] = "",
    level: Annotated[Literal["", "mid", "senior", "staff"], "With mock: the level; by default your own"] = "",
    company: Annotated[str, "With mock: the company, of which amazon, google and meta have known principles"] = "",
    loop: Annotated[int, "With mock: how many questions, each with its story"] = 1,
    same_story: Annotated[bool, "With mock: tell one story to each of the questions"] = False,
    read_aloud: Annotated[bool, "With mock: let espeak-ng read the questions"] = False,
    minutes: Annotated[int, "With sheet: how long the evening before is"] = 55,
    seconds: Annotated[int, "With note: how long it took"] = 0,
    rating: Annotated[Literal["", "again", "hard", "good", "easy"], "With note: how it went"] = "",
    text: Annotated[str, "With note: what to say differently"] = "",
    engine: Annotated[str, "With analyse: what transcribes, faster-whisper by default, or none"] = "",
    model: Annotated[str, "With analyse: the folder of the engine's model"] = "",
    save: Annotated[bool, "With analyse: ask about doubtful numbers and save the run"] = False,
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Practise stories and their numbers; every run is saved as it goes, and the plan is made from the runs."""
    request = Request(
        target=target,
        story=story,
        question=question,
        level=level,
        company=company,
        loop=loop,
        same_story=same_story,
        read_aloud=read_aloud,
        minutes=minutes,
        seconds=seconds,
        rating=rating,
        text=text,
        engine=engine,
        model=model,
        save=save,
        dry_run=dry_run,
    )
    actions = {
        "plan": plan.run,
        "run": telling.run,
        "mock": mock.run,
        "drill": drill.run,
        "note": note.run,
        "analyse": analyse.run,
        "progress": progress.run,
        "sheet": sheet.run,
    }
    return actions[action](session, request)


JOB = Job("rehearse", run)
