"""Find the story for a question, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.matching import Bank
from upward.model.errors import UsageError
from upward.model.extension import Candidate, Job, Outcome, Wish
from upward.model.page import Block, Heading, Items, Note, Page, Prose, Table, Tone
from upward.model.verdict import Answer
from upward.session import Session
from upward.store.source import PathSource


def run(
    session: Session,
    question: Annotated[str, "The question as it was asked"] = "",
    *,
    questions: Annotated[str, "A file with questions: YAML, CSV, or one a line"] = "",
    most: Annotated[int, "How many stories to give for each"] = 3,
) -> Outcome:
    """Rank the stories for one question or many; exit code 1 where a question has no story."""
    if bool(question) == bool(questions):
        raise UsageError(
            "match needs a question or --questions FILE, one of the two",
            next_step='try `upward match "Tell me about a failure"`',
        )
    asked = [question] if question else list(_listed(session, questions))
    bank = Bank.of(session.corpus.records("story"), session.catalogue.rubrics)
    answers = [bank.answer(each, most) for each in session.progress(asked, "Matching", total=len(asked))]
    rows = [_row(answer) for answer in answers]
    blocks = [block for answer in answers for block in _blocks(answer)] if question else [_overview(answers)]
    page = Page("Which story" if question else "Which story for which question", tuple(blocks))
    return Outcome(
        page, rows[0] if question else rows, rows=rows, fulfilled=all(answer.answerable for answer in answers)
    )


def _listed(session: Session, name: str) -> Iterator[str]:
    path = session.here / Path(name).expanduser()
    source = PathSource(str(path))
    text = source.text()
    importer = session.catalogue.importers.get("question_list")
    if importer is not None and importer.recognises(source):
        candidates: Iterator[Candidate] = iter(importer.read(source, Wish()))
        yield from (candidate.title for candidate in candidates)
    else:
        yield from (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _row(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "labels": [
            {"criterion": label.criterion, "strength": label.strength, "because": label.because}
            for label in answer.labels
        ],
        "matches": [
            {"story": match.story, "title": match.title, "strength": match.strength, "because": list(match.because)}
            for match in answer.matches
        ],
        "answerable": answer.answerable,
        "advice": answer.advice,
    }


def _blocks(answer: Answer) -> list[Block]:
    asks = ", ".join(label.criterion for label in answer.labels[:4])
    blocks: list[Block] = [Prose(answer.question)]
    if asks:
        blocks.append(Prose(f"It asks for: {asks}."))
    if not answer.answerable:
        blocks.append(Note(answer.advice, Tone.WARN))
    for number, match in enumerate(answer.matches, start=1):
        blocks += [
            Heading(f"{number}. {match.title} ({match.strength:.0%})", 3),
            Items((*match.because, f"upward show {match.story}")),
        ]
    return blocks


def _overview(answers: Sequence[Answer]) -> Block:
    rows = tuple(
        (
            answer.question,
            answer.matches[0].title if answer.answerable else "no story yet",
            f"{answer.matches[0].strength:.0%}" if answer.matches else "",
        )
        for answer in answers
    )
    return Table(("question", "story", "strength"), rows)


JOB = Job("match", run)
