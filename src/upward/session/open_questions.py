"""What an interviewer would ask: questions not met yet, and what a story leaves open by its claims and findings."""

from __future__ import annotations

from upward.analysis.lint.runner import lint_records
from upward.analysis.narrative.claims import Claim, ClaimStanding, claims_of, open_result_claims
from upward.analysis.narrative.story_text import parse_story
from upward.analysis.questions.matching import NEAREST, StoryBank
from upward.analysis.rehearsal.cross_examination import Hole, follow_ups
from upward.analysis.rehearsal.question_draw import company_labels, draw_questions
from upward.model.record import Record
from upward.session.interview_history import tellings, with_interviews
from upward.session.session import Session
from upward.text.level_names import level_name


def open_claims(session: Session, story: Record) -> list[Claim]:
    """Give the claims that are asked about, since they rest on the person's word alone, in the order of the text.

    Of its numbers those that `check` names, too: of the Result, and large enough to be doubted.
    """
    parsed = parse_story(story)
    claims = claims_of(parsed, session.corpus, session.me)
    first = open_result_claims(parsed, claims)
    return [
        claim
        for claim in claims
        if claim.standing is ClaimStanding.STATED and (claim.kind != "number" or claim in first)
    ]


def open_findings(session: Session, story: Record) -> set[str]:
    """Give the names of the rules that have a finding in a story."""
    rules = [rule for rule in session.catalogue.rules.values() if not rule.preview]
    return {finding.name for finding in lint_records([story], rules, session.context())}


def draw_for(session: Session, number: int, level: str = "", company: str = "", *, loop: str = "") -> list[str]:
    """Draw questions not met in a run or a real interview, for the company and where no story is tagged.

    The runs of the mock interview `loop` don't count, so that its questions stay the same while it goes on.
    """
    bank = session.rubrics["question-bank"].questions
    runs = session.corpus.records("rehearsal")
    questions = [run.string("question") for run in runs if not loop or run.string("loop") != loop]
    questions += [
        str(item.get("question", "")) for held in session.corpus.records("interview") for item in held.mappings("asked")
    ]
    stories = session.corpus.records("story")
    tagged = {tag for story in stories for key in ("principles", "themes") for tag in story.strings(key)}
    known = {label for question in bank for label in (*question.principles, *question.themes)}
    drawn = draw_questions(
        bank,
        level_name(level or session.settings.level),
        number,
        already=questions,
        wanted=company_labels(company, session.rubrics),
        weak=known - tagged,
        seed=f"{session.today} {len(questions)}",
    )
    return [question.text for question in drawn]


def runs_of_loop(session: Session, loop: str) -> dict[str, Record]:
    """Give the runs of a mock interview by question, in the order told; of several, the last one that was finished."""
    runs = [run for run in session.corpus.records("rehearsal") if run.string("loop") == loop]
    runs.sort(key=lambda run: (run.string("date"), run.id))
    by_question = {run.string("question"): run for run in runs}
    return by_question | {run.string("question"): run for run in runs if run.string("state") != "unfinished"}


def follow_ups_for(session: Session, story: Record, most: int) -> list[Hole]:
    """Give the follow-up questions on a story, those not met in its runs first."""
    runs = [run for run in session.corpus.records("rehearsal") if run.string("story") == story.id]
    met = {str(item.get("id", "")) for run in runs for item in run.mappings("follow-ups")}
    return follow_ups(story, open_claims(session, story), open_findings(session, story), most, met)


def better_story(session: Session, bank: StoryBank, question: str, told_story: str) -> str:
    """Give the id of the story that matches a question best, if it is an answer and another than the one told.

    One that went well for it in a real interview comes first.
    """
    ranked = with_interviews(bank.rank_stories(question, NEAREST), tellings(session))
    best = ranked.matches[0].story if ranked.answerable else ""
    return best if best != told_story else ""
