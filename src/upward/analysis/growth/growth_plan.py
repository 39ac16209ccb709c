"""A growth plan: suggestions to decide on, then at most three steps a quarter, each with place, lead time and hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from upward.analysis.growth.occasions import TaggedRecords, occasions
from upward.analysis.growth.opportunities import Opportunity, opportunities
from upward.analysis.growth.reading_choice import Chapter, chapter_for
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.record import Record
from upward.model.rubric import Book, Criterion, Rubric
from upward.text.dates import parse_date
from upward.text.words import count_noun

# Hours, as a first guess the person may change: deciding on ten suggestions, a piece of work that shows something
# new, and asking for another person's word.
TEN_DECISIONS, SHOW, ASK = 0.5, 6.0, 1.0
# More growth steps than this in a quarter are not done beside the work.
STEPS_A_QUARTER, QUARTER_WEEKS = 3, 13
# Weeks until a step can be done: work must be found and finished, a second occasion must be distinct from the first.
LEAD_NEW, LEAD_AGAIN, LEAD_ASK, LEAD_DECIDE = 6, 4, 2, 1
CHOOSE = "choose where: no recorded work fits yet"
_WORTH = {
    CriterionStanding.NONE: 0.0,
    CriterionStanding.ONCE: 1.0,
    CriterionStanding.REPEATED: 2.0,
    CriterionStanding.VOUCHED: 3.0,
}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step: what it is for, what to do where, what would show it, when, and why it comes now."""

    criterion: str
    title: str
    step: str
    where: str
    shows: str
    reading: str
    hours: float
    due: date
    because: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a step of a plan stands: open, late, done or dropped, and the occasions that came since."""

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
    """Give the steps that fit `weeks` weeks of `hours` hours, the weakest area first, and how many gaps are left."""
    chances = sorted(opportunities(records, today), key=lambda each: -each.weight)
    decide = _decide_step(judged, today)
    steps = [decide] if decide else []
    most = STEPS_A_QUARTER * max(1, round(weeks / QUARTER_WEEKS))
    gaps = _ranked(judged, rubric, chances)
    spent = decide.hours if decide else 0.0
    grown = 0
    for each, criterion in gaps:
        if grown == most:
            break
        spread = timedelta(weeks=weeks * grown / most)
        step = _step(each, criterion, chances, chapter_for(criterion, books, records), today + spread)
        earliest = today + timedelta(days=round((spent + step.hours) / hours * 7))
        due = max(step.due, earliest)
        if earliest > today + timedelta(weeks=weeks):
            break
        spent += step.hours
        grown += 1
        steps.append(replace(step, due=min(due, today + timedelta(weeks=weeks))))
    return steps, len(gaps) - grown


def _decide_step(judged: Sequence[Readiness], today: date) -> PlanStep | None:
    """Give the one step in which all suggestions are confirmed or rejected."""
    number = sum(len(each.suggested) for each in judged)
    if not number:
        return None
    step = (
        f"Confirm or reject {count_noun(number, 'suggestion')}: `upward readiness` lists them with the option for each"
    )
    hours = max(TEN_DECISIONS, round(number / 10 * TEN_DECISIONS * 2) / 2)
    return PlanStep(
        "", "Decide on suggestions", step, "your own records", "", "", hours, today + timedelta(weeks=LEAD_DECIDE)
    )


def _ranked(
    judged: Sequence[Readiness], rubric: Rubric, chances: Sequence[Opportunity]
) -> list[tuple[Readiness, Criterion]]:
    """Give the gaps in order: areas in turn, the weakest first; in an area what recorded work can show comes first."""
    by_area: dict[str, list[tuple[Readiness, Criterion]]] = {area.id: [] for area in rubric.areas}
    value: dict[str, float] = dict.fromkeys(by_area, 0.0)
    size: Counter[str] = Counter()
    for each in judged:
        criterion = rubric.criterion(each.criterion)
        if criterion is None:
            continue
        value[criterion.area] = value.get(criterion.area, 0.0) + _WORTH[each.standing]
        size[criterion.area] += 1
        if each.standing is not CriterionStanding.VOUCHED:
            by_area.setdefault(criterion.area, []).append((each, criterion))
    reachable = {ident for chance in chances for ident in chance.criteria}
    for gaps in by_area.values():
        gaps.sort(
            key=lambda gap: (
                gap[1].id not in reachable,
                gap[0].standing is CriterionStanding.REPEATED,
                gap[1].aspect == "behaviour",
            )
        )
    areas = sorted((area for area in by_area if by_area[area]), key=lambda area: value[area] / size[area])
    return [gap for row in zip_longest(*(by_area[area] for area in areas)) for gap in row if gap is not None]


def _step(
    each: Readiness, criterion: Criterion, chances: Sequence[Opportunity], chapter: Chapter | None, start: date
) -> PlanStep:
    title = criterion.title or criterion.text
    looks = criterion.looks_like[0] if criterion.looks_like else criterion.text
    chance = next((found for found in chances if criterion.id in found.criteria), None)
    where = chance.text if chance else CHOOSE
    if each.standing is CriterionStanding.REPEATED:
        first = each.support[0]
        step = "Ask a person who was there for their word, and record it under `said`, or give them `upward assess`"
        return PlanStep(
            criterion.id,
            title,
            step,
            first.title,
            "Their words or rating",
            "",
            ASK,
            start + timedelta(weeks=LEAD_ASK),
            each.because,
        )
    step = criterion.next_step or f"Aim for this: {looks}"
    if each.standing is CriterionStanding.ONCE:
        step = f"Show it again on another project or with another team: {step[:1].lower()}{step[1:]}"
        return PlanStep(
            criterion.id, title, step, where, looks, "", SHOW, start + timedelta(weeks=LEAD_AGAIN), each.because
        )
    reading, read_hours = chapter or ("", 0.0)
    hours = SHOW + read_hours
    return PlanStep(
        criterion.id, title, step, where, looks, reading, hours, start + timedelta(weeks=LEAD_NEW), each.because
    )


def plan_progress(
    record: Record, rubric: Rubric | None, records: Sequence[Record], today: date, me: frozenset[str] = frozenset()
) -> list[Progress]:
    """Give how each step of a saved plan stands; an occasion of its criterion, newer than the plan, counts as done."""
    made = parse_date(record.string("date")) or date.min
    found, tagged = [], TaggedRecords.of(records)
    for step in record.mappings("steps"):
        ident, due = str(step.get("criterion", "")), str(step.get("due", ""))
        criterion = rubric.criterion(ident) if rubric else None
        counted = occasions(criterion, tagged, me)[0] if criterion else []
        since = tuple(each.evidence for each in counted if (each.day or date.min) > made)
        found.append(Progress(ident, str(step.get("step", "")), due, _state(step, due, today, done=bool(since)), since))
    return found


def _state(step: Mapping[str, object], due: str, today: date, *, done: bool) -> str:
    state = str(step.get("state") or "open")
    if state != "open":
        return state
    if done:
        return "done"
    return "late" if (parse_date(due) or date.max) < today else "open"
