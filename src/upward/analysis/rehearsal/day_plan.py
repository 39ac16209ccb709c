"""The days up to an interview: what to do on which, within the hours there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

# How long a step takes, in minutes. Estimates of the project, not measured.
WRITE, TELL, GRILL, MOCK, NUMBERS, EVENING = 90, 15, 20, 45, 10, 55
# The plan looks no further back than this from the interview, in days.
MAX_DAYS = 28
# A story written on the last days is not told well in the interview; an assumption of the project.
_ENOUGH_DAYS = 3


class Task(NamedTuple):
    """A step of the preparation: what to do, the command for it, and how long it takes in minutes."""

    what: str
    command: str
    minutes: int


class PlannedDay(NamedTuple):
    """A day and its steps."""

    day: date
    tasks: tuple[Task, ...]

    @property
    def minutes(self) -> int:
        """How long the day's steps take."""
        return sum(task.minutes for task in self.tasks)


class DayPlan(NamedTuple):
    """The planned days, and the steps that do not fit in them."""

    days: tuple[PlannedDay, ...]
    left_out: tuple[Task, ...]


def preparation_tasks(
    gaps: Sequence[str], stories: Sequence[tuple[str, str]], *, numbers: int, days: int = MAX_DAYS
) -> list[Task]:
    """Give the steps in the order of their worth: gaps to write, then each story told and questioned, a mock, numbers.

    `gaps` are questions without a story, `stories` pairs of id and title, `numbers` how many figures these hold. With
    fewer than three `days` left, what exists is rehearsed before anything is written.
    """
    write = [Task(f"Write a story for: {question}", "upward add story", WRITE) for question in gaps]
    tasks = write if days >= _ENOUGH_DAYS or not stories else []
    tasks = list(tasks)
    tasks += [Task(f"Tell: {title}", f"upward rehearse run {ident}", TELL) for ident, title in stories]
    tasks += [Task(f"Answer questions on: {title}", f"upward grill {ident}", GRILL) for ident, title in stories]
    if stories:
        tasks.append(Task("Mock interview of five questions", "upward rehearse mock --loop 5", MOCK))
    if numbers:
        tasks.append(Task(f"Recall {numbers} numbers", "upward rehearse drill", NUMBERS))
    return tasks if tasks[: len(write)] == write else [*tasks, *write]


def plan_days(tasks: Sequence[Task], today: date, interview: date, minutes: int) -> DayPlan:
    """Put the steps on the days before the interview; `minutes` is the time there is in all.

    The evening before is kept for a last run. Steps go to the emptiest day, in their order: a step never stands
    before one that is worth more. What does not fit is left out.
    """
    days = [today + timedelta(days=number) for number in range(min(MAX_DAYS, max(0, (interview - today).days)))]
    if not days:
        return DayPlan((), tuple(tasks))
    evening = Task("The evening before: the stories and numbers on one page", "upward rehearse sheet", EVENING)
    budget = minutes - evening.minutes
    kept: list[Task] = []
    for task in tasks:
        # A step that does not fit leaves its time to those behind it.
        if task.minutes <= budget:
            kept.append(task)
            budget -= task.minutes
    working = days[:-1] or days
    share = sum(task.minutes for task in kept) / len(working)
    filled: list[list[Task]] = [[] for _ in working]
    number = spent = 0
    for task in kept:
        # On to the next day where this step's middle lies behind this day's share.
        while number < len(working) - 1 and spent + task.minutes / 2 > share * (number + 1):
            number += 1
        filled[number].append(task)
        spent += task.minutes
    planned = {day: tuple(steps) for day, steps in zip(working, filled, strict=True)}
    planned[days[-1]] = (*planned.get(days[-1], ()), evening)
    made = tuple(PlannedDay(day, planned.get(day, ())) for day in days if planned.get(day))
    return DayPlan(made, tuple(task for task in tasks if task not in kept))
