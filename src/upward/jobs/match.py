"""Find the story for a question, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

from upward.analysis.narrative.evidence_links import linked_evidence_ids
from upward.analysis.questions.matching import NEAREST, StoryBank
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.json_value import as_json
from upward.model.judgement import RankedStories
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Table, Tone
from upward.session.interview_history import tellings, with_interviews
from upward.session.session import Session

# Of the evidence, what is looked at and what is named.
MOST_RAW, MOST_NAMED, LIKELY = 500, 3, 0.35
# A story that is the best answer to more questions than this, and to more than this share of them, is overused.
OFTEN, SHARE = 3, 0.25


def run(
    session: Session,
    question: Annotated[str, "The question as the interviewer asked it"] = "",
    *,
    questions: Annotated[str, "A file with questions: YAML, CSV, or one question a line", PLACE] = "",
    limit: Annotated[int, "The number of stories for each question"] = 3,
) -> JobResult:
    """Rank the stories for one question or several; exit code 1 if a question has no story."""
    if limit < 1:
        raise UsageError(f"--limit {limit} returns no story", next_step="give 1 or more")
    if bool(question) == bool(questions):
        raise UsageError(
            "match needs a question, or --questions FILE",
            next_step='try `upward match "Tell me about a failure"`',
        )
    wanted = [question] if question else list(session.questions(questions))
    bank = session.bank()
    past = tellings(session)
    ranked = [
        bank.rank_stories(each, max(limit, NEAREST)) for each in session.progress(wanted, "Matching", total=len(wanted))
    ]
    answers = [_first(with_interviews(each, past), limit) for each in ranked]
    open_answers = [answer for answer in answers if answer.asks_for_story and answer.matches and not answer.answerable]
    raw = _raw(session) if open_answers else None
    has_evidence = bool(session.corpus.records("evidence"))
    answers = [
        _advised(answer, raw, has_evidence=has_evidence) if raw is not None and answer in open_answers else answer
        for answer in answers
    ]
    answers = [_with_suggestions(session, answer) for answer in answers]
    rows = [_row(answer) for answer in answers]
    blocks = [block for answer in answers for block in _blocks(answer)] if question else list(_overview(answers))
    page = Page("Which story" if question else "Which story for which question", tuple(blocks))
    return JobResult(
        page, rows[0] if question else rows, rows=rows, succeeded=all(answer.answerable for answer in answers)
    )


def _first(answer: RankedStories, limit: int) -> RankedStories:
    return replace(answer, matches=answer.matches[:limit])


def _raw(session: Session) -> StoryBank:
    """Give the evidence that no story tells yet, made ready to be matched: what a new story could rest on."""
    used = linked_evidence_ids(session.corpus)
    left = [record for record in session.corpus.records("evidence") if record.id not in used]
    left.sort(key=lambda record: record.string("significance") or "0", reverse=True)
    return StoryBank.of(left[:MOST_RAW], session.catalogue.labeller)


def _advised(answer: RankedStories, raw: StoryBank, *, has_evidence: bool) -> RankedStories:
    """Add to "no story yet" which evidence could become one."""
    found = raw.rank_stories(answer.question, MOST_NAMED).matches
    likely = [match for match in found if match.strength >= LIKELY]
    names = ", ".join(match.story for match in likely or found)
    if likely:
        step = f" Evidence that could become a story: {names}; begin with `upward draft {likely[0].story}`."
    elif found:
        step = f" No evidence fits well either; the closest is: {names}."
    else:
        known = " No other evidence could become a story" if has_evidence else " The logbook has no evidence yet"
        step = f"{known}: collect some with `upward mine`, or write it with `upward add evidence`."
    return replace(answer, advice=answer.advice + step, evidence=tuple(match.story for match in likely))


def _with_suggestions(session: Session, answer: RankedStories) -> RankedStories:
    """Say of each story which suggested tags ask for confirmation here; they moved nothing."""
    criteria = {label.criterion for label in answer.labels}
    keys = [f"suggested-{key}" for key in ("themes", "principles", "leadership")]
    tags = {
        story.id: [tag for key in keys for tag in story.strings(key) if tag in criteria]
        for story in session.corpus.records("story")
    }
    matches = tuple(
        replace(match, because=(*match.because, f"suggested, not confirmed: {', '.join(tags[match.story])}"))
        if tags.get(match.story)
        else match
        for match in answer.matches
    )
    return replace(answer, matches=matches)


def _row(answer: RankedStories) -> Any:
    return as_json(answer, "question", "labels", "matches", "answerable", "asks_for_story", "advice", "evidence")


def _blocks(answer: RankedStories) -> list[Block]:
    asks = ", ".join(label.criterion for label in answer.labels[:4])
    blocks: list[Block] = [Prose(answer.question)]
    if asks:
        blocks.append(Prose(f"It asks for: {asks}."))
    if not answer.answerable:
        blocks.append(Callout(answer.advice, Tone.WARN))
        blocks += [Prose("The nearest stories, none of which answers it:")] if answer.matches else []
    for number, match in enumerate(answer.matches, start=1):
        blocks += [
            Heading(f"{number}. {match.title} ({match.fit})", 3),
            Items((*match.because, f"upward show {match.story}")),
        ]
    return blocks


def _overview(answers: Sequence[RankedStories]) -> Iterator[Block]:
    rows = tuple(
        (
            answer.question,
            answer.matches[0].title
            if answer.answerable
            else "no story yet"
            if answer.asks_for_story
            else "asks for no story",
            str(answer.matches[0].fit) if answer.answerable else "",
        )
        for answer in answers
    )
    yield Table(("question", "story", "fit"), rows)
    first = Counter(answer.matches[0].title for answer in answers if answer.answerable)
    worn = [f"{title} ({count})" for title, count in first.most_common() if count > max(OFTEN, len(answers) * SHARE)]
    if worn:
        step = "`upward cover --loop FILE` plans an interview so that no story is told twice."
        yield Callout(f"Chosen for many questions: {', '.join(worn)}. {step}", Tone.WARN)


JOB = Job("match", run, group="Interview")
