"""A growth plan from the gaps: what to do, in which work of one's own, what would show it, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from upward.analysis.growth import rubric_signals
from upward.analysis.growth.opportunities import Opportunity, opportunities
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.record import Record
from upward.model.rubric import Book, Criterion, Rubric
from upward.text.dates import parse_date

# Hours that a step takes, as a first guess the owner may change: a word of confirmation, a story, a piece of work
# that shows something new, and the part of a book that is read for it.
CONFIRM, TELL, SHOW, READ = 0.5, 2.0, 6.0, 3.0
DAYS = 7


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step: what it is for, what to do where, what would show it, and when."""

    criterion: str
    title: str
    step: str
    where: str
    shows: str
    reading: str
    hours: float
    due: date


@dataclass(frozen=True, slots=True)
class Progress:
    """How a step of a plan stands: open, late, done or dropped, and the evidence that came since."""

    criterion: str
    step: str
    due: str
    standing: str
    evidence: tuple[str, ...]


def plan_steps(
    judged: Sequence[Readiness],
    rubric: Rubric,
    records: Sequence[Record],
    books: Mapping[str, Book],
    hours: float,
    today: date,
    weeks: int,
) -> tuple[list[PlanStep], int]:
    """Give the steps that fit `weeks` weeks of `hours` hours, and how many more gaps there are."""
    # The work that mattered most first: it is named where nothing lies nearer.
    order = {record.id: record.string("significance") or "0" for record in records}
    chances = sorted(opportunities(records, today), key=lambda each: (order[each.record], each.text), reverse=True)
    steps: list[PlanStep] = []
    spent = 0.0
    gaps = list(_gaps(judged, rubric))
    for each in gaps:
        criterion = rubric.criterion(each.criterion)
        if criterion is None:
            continue
        made = _step(each, criterion, rubric, chances, books)
        spent += made[-1]
        due = today + timedelta(days=max(1, round(spent / hours * DAYS)))
        if due > today + timedelta(weeks=weeks):
            break
        steps.append(PlanStep(each.criterion, criterion.title or criterion.text, *made, due))
    return steps, len(gaps) - len(steps)


def _gaps(judged: Sequence[Readiness], rubric: Rubric) -> Iterator[Readiness]:
    """Yield what only needs a word first, then what is nearly there, then the gaps of each area in turn."""
    ranked = []
    seen: Counter[tuple[int, str]] = Counter()
    for each in judged:
        if each.standing is CriterionStanding.STRONG:
            continue
        criterion = rubric.criterion(each.criterion)
        key = (_nearness(each), criterion.area if criterion else "")
        ranked.append(((key[0], seen[key]), each))
        seen[key] += 1
    yield from (each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def _nearness(each: Readiness) -> int:
    """Give how near a gap is to being closed: 0 needs a word, 3 everything."""
    if each.standing is CriterionStanding.SOME:
        return 1 if any(item.confirmed for item in each.support) else 0
    return 2 if each.standing is CriterionStanding.FADED else 3


def _step(
    each: Readiness, criterion: Criterion, rubric: Rubric, chances: Sequence[Opportunity], books: Mapping[str, Book]
) -> tuple[str, str, str, str, float]:
    """Give what to do, where, what would show it, what to read, and the hours."""
    looks = criterion.looks_like[0] if criterion.looks_like else criterion.text
    suggested = next((item for item in each.support if not item.confirmed), None)
    if suggested is not None and not any(item.confirmed for item in each.support):
        return f"Say whether {suggested.evidence} shows it, and tag it", suggested.title, looks, "", CONFIRM
    told = any("told in a story" in item.because for item in each.support)
    if each.standing is CriterionStanding.SOME and not told:
        first = each.support[0]
        return f"Tell it: `upward draft {first.evidence}`", first.title, "A story that rests on it", "", TELL
    book = next((books[ident] for ident in criterion.reading if ident in books), None)
    reading = f"{book.title}: {book.why}" if book else ""
    step = criterion.next_step or f"Aim for this: {looks}"
    return step, _where(criterion, rubric, chances), looks, reading, SHOW + (READ if reading else 0.0)


def _where(criterion: Criterion, rubric: Rubric, chances: Sequence[Opportunity]) -> str:
    """Name what lies nearest in one's own work: an opportunity, not an invention."""
    best, most = "", 0.0
    for each in chances:
        labels = rubric_signals.match_criteria(each.words, rubric, each.areas, criterion.level, 0.0)
        strength = next((label.strength for label in labels if label.criterion == criterion.id), 0.0) * each.weight
        if strength > most:
            best, most = each.text, strength
    return best or (chances[0].text if chances else "")


def plan_progress(record: Record, evidence: Sequence[Record], today: date) -> list[Progress]:
    """Give how each step of a saved plan stands; evidence for its criterion, newer than the plan, counts as done."""
    made = parse_date(record.string("date")) or date.min
    found = []
    for step in record.mappings("steps"):
        criterion, due = str(step.get("criterion", "")), str(step.get("due", ""))
        since = tuple(
            item.id
            for item in evidence
            if criterion in item.strings("criteria") and (parse_date(item.string("date")) or date.min) > made
        )
        state = str(step.get("state") or "open")
        late = (parse_date(due) or date.max) < today
        standing = (
            "done"
            if state == "done" or (since and state == "open")
            else state
            if state != "open"
            else "late"
            if late
            else "open"
        )
        found.append(Progress(criterion, str(step.get("step", "")), due, standing, since))
    return found
