"""The smallest bank of stories that covers the most.

Set cover with a budget as a mixed-integer program solved exactly by HiGHS (the extra `cover`). Where
the solver does not finish in its time, the answer says how far from the best it may be; without the solver, stories are
chosen greedily, and the answer is not called the best (`gap` is None).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SECONDS = 20.0
# From so many pairs of item and story on the proof takes minutes (1,000 stories: 4 of them): the solver gets less time.
MANY_PAIRS, SECONDS_FOR_MANY = 20_000, 6.0
# What an item counts that is covered; a story costs less than the least of them, and strength decides the rest.
STORY_COST = 0.01
STRENGTH = 0.0001
GAP = 1e-6
# In a graded bank a story must add at least so much of one item; an item counts as covered from this strength on.
GRADED_COST = 0.2
COVERED_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Cover:
    """Chosen stories, what they cover and what nothing covers, and how sure it is that no choice is better."""

    chosen: tuple[str, ...]
    covered: Mapping[str, tuple[str, ...]]
    uncovered: tuple[str, ...]
    optimal: bool
    gap: float | None


@dataclass
class _Program:
    """A mixed-integer program being written down: columns with a gain, rows with bounds."""

    solver: Any
    infinity: float
    columns: int = 0
    _whole: list[int] = field(default_factory=list)

    @classmethod
    def new(cls, seconds: float = SECONDS) -> _Program:
        import highspy

        # `Highs` of 1.16 prints a banner while it is made, into what may be JSON; the class below it does not.
        solver: Any = highspy.Highs.__bases__[0]()
        solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the solver's form
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        return cls(solver, highspy.kHighsInf)

    def column(self, gain: float) -> int:
        """Add a yes or no that gains something; give its number."""
        import highspy

        self.solver.addCol(gain, 0.0, 1.0, 0, [], [])
        self.solver.changeColIntegrality(self.columns, highspy.HighsVarType.kInteger)
        self.columns += 1
        return self.columns - 1

    def row(self, most: float, terms: Mapping[int, float]) -> None:
        """Add: the sum of the terms is at most `most`."""
        self.solver.addRow(-self.infinity, most, len(terms), list(terms), list(terms.values()))

    def solved(self) -> tuple[list[bool], bool, float]:
        """Solve; give each column's value, whether it is proven best, and the gap that remains."""
        import highspy

        self.solver.run()
        values = [value > 0.5 for value in self.solver.getSolution().col_value]  # noqa: PLR2004 - yes or no
        best = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        gap = 0.0 if best else float(self.solver.getInfo().mip_gap)
        return values or [False] * self.columns, best and gap <= GAP, gap


def _has_solver() -> bool:
    from importlib.util import find_spec

    return find_spec("highspy") is not None


def _greedy_bank(items: Mapping[str, Mapping[str, float]], stories: Sequence[str], size: int) -> Cover:
    """Take the story that covers most of what is still uncovered, again and again (Chvátal 1979: within ln n)."""
    covers = {story: {item for item, each in items.items() if story in each} for story in stories}
    chosen: list[str] = []
    met: set[str] = set()
    while len(chosen) < size:
        best = max(stories, key=lambda story: (len(covers[story] - met), sum(items[i][story] for i in covers[story])))
        if not covers[best] - met:
            break
        chosen.append(best)
        met |= covers[best]
    held = {story: tuple(item for item in items if item in covers[story]) for story in chosen}
    return Cover(tuple(chosen), held, tuple(item for item in items if item not in met), optimal=False, gap=None)


def smallest_bank(items: Mapping[str, Mapping[str, float]], size: int) -> Cover:
    """Choose at most `size` stories that cover the most items; of such choices the one with the fewest stories.

    `items` gives, for each item, how strongly each story covers it (0 to 1; absent is not at all).
    """
    stories = sorted({story for each in items.values() for story in each})
    if not stories or size < 1:
        return Cover((), {}, tuple(items), optimal=True, gap=0.0)
    if not _has_solver():
        return _greedy_bank(items, stories, size)
    program = _Program.new()
    strength = {story: sum(each.get(story, 0.0) for each in items.values()) / (len(items) or 1) for story in stories}
    picked = {story: program.column(STRENGTH * strength[story] - STORY_COST / len(stories)) for story in stories}
    program.row(size, dict.fromkeys(picked.values(), 1.0))
    for each in items.values():
        if each:
            met = program.column(1.0)
            program.row(0.0, {met: 1.0, **{picked[story]: -1.0 for story in each}})
    values, optimal, gap = program.solved()
    chosen = tuple(story for story in stories if values[picked[story]])
    covered = {story: tuple(item for item, each in items.items() if story in each) for story in chosen}
    met_items = {item for each in covered.values() for item in each}
    return Cover(chosen, covered, tuple(item for item in items if item not in met_items), optimal, gap)


def graded_bank(items: Mapping[str, Mapping[str, float]], size: int) -> Cover:
    """Choose at most `size` stories by how strongly the best of them covers each item, so that no threshold decides.

    The sum over items of the strongest chosen story, less `GRADED_COST` a story, is the most possible (a facility
    location problem). An item is covered from `COVERED_FROM` on; below, it is given as uncovered.
    """
    stories = sorted({story for each in items.values() for story in each})
    if not stories or size < 1:
        return Cover((), {}, tuple(items), optimal=True, gap=0.0)
    if not _has_solver():
        return _cover(items, _greedy_graded(items, stories, size), optimal=False, gap=None)
    if sum(map(len, items.values())) >= MANY_PAIRS:
        return _large_bank(items, size)
    chosen, optimal, gap, _ = _solved_bank(items, stories, size, SECONDS)
    return _cover(items, chosen, optimal=optimal, gap=gap)


def _large_bank(items: Mapping[str, Mapping[str, float]], size: int) -> Cover:
    """Choose from a bank too large for a proof: the better of the solver's choice and the greedy one, with its gap."""
    kept = undominated(items)
    fewer = {item: {story: each[story] for story in kept if story in each} for item, each in items.items()}
    chosen, optimal, gap, limit = _solved_bank(fewer, kept, size, SECONDS_FOR_MANY)
    if optimal:
        return _cover(items, chosen, optimal=True, gap=gap)
    greedy = _greedy_graded(fewer, kept, size)
    best = max(chosen, greedy, key=lambda each: _bank_value(fewer, each))
    value, most = _bank_value(fewer, best), min(limit, _most(fewer, greedy, kept, size))
    return _cover(items, best, optimal=False, gap=max(0.0, most / value - 1) if value > 0 else 1.0)


def undominated(items: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Give the stories, by name, that no other story replaces: one that covers each item at least as strongly.

    Of stories that are alike in everything the first is kept. Some best bank holds none of the others.
    """
    names = list(items)
    rows: dict[str, dict[str, float]] = {}
    for item in names:
        for story, strength in items[item].items():
            rows.setdefault(story, {})[item] = strength
    kept: list[str] = []
    for story in sorted(rows, key=lambda each: (-sum(rows[each].values()), each)):
        row = rows[story]
        if not any(all(rows[other].get(item, 0.0) >= value for item, value in row.items()) for other in kept):
            kept.append(story)
    return sorted(kept)


def _bank_value(items: Mapping[str, Mapping[str, float]], chosen: Sequence[str]) -> float:
    """Give what a choice is worth: the strongest story of each item, less what the stories cost."""
    best = sum(max((each.get(story, 0.0) for story in chosen), default=0.0) for each in items.values())
    return best - GRADED_COST * len(chosen)


def _most(items: Mapping[str, Mapping[str, float]], held: Sequence[str], stories: Sequence[str], size: int) -> float:
    """Give a worth that no choice exceeds: `held`, and the most that `size` stories could each add to it."""
    best = {item: max((each.get(story, 0.0) for story in held), default=0.0) for item, each in items.items()}
    gains = sorted(
        (sum(max(0.0, each.get(story, 0.0) - best[item]) for item, each in items.items()) for story in stories),
        reverse=True,
    )
    return sum(best.values()) + sum(max(0.0, gain - GRADED_COST) for gain in gains[:size])


def _solved_bank(
    items: Mapping[str, Mapping[str, float]], stories: Sequence[str], size: int, seconds: float
) -> tuple[list[str], bool, float, float]:
    """Solve for the chosen stories; give also whether they are proven best, the gap, and the most possible worth."""
    program = _Program.new(seconds)
    picked = {story: program.column(-GRADED_COST) for story in stories}
    program.row(size, dict.fromkeys(picked.values(), 1.0))
    for each in items.values():
        pairs = {story: program.column(strength) for story, strength in each.items()}
        if pairs:
            program.row(1.0, dict.fromkeys(pairs.values(), 1.0))
        for story, number in pairs.items():
            program.row(0.0, {number: 1.0, picked[story]: -1.0})
    values, optimal, gap = program.solved()
    limit = float(program.solver.getInfo().mip_dual_bound)
    return [story for story in stories if values[picked[story]]], optimal, gap, limit


def _greedy_graded(items: Mapping[str, Mapping[str, float]], stories: Sequence[str], size: int) -> list[str]:
    """Take the story that adds the most strength, again and again, while it adds more than it costs."""
    chosen: list[str] = []
    best: dict[str, float] = dict.fromkeys(items, 0.0)
    while len(chosen) < size:
        gains = {
            story: sum(max(0.0, each.get(story, 0.0) - best[item]) for item, each in items.items()) for story in stories
        }
        story = max(gains, key=lambda name: (gains[name], name))
        if gains[story] <= GRADED_COST:
            break
        chosen.append(story)
        best = {item: max(best[item], each.get(story, 0.0)) for item, each in items.items()}
    return chosen


def _cover(
    items: Mapping[str, Mapping[str, float]], chosen: Sequence[str], *, optimal: bool, gap: float | None
) -> Cover:
    covered = {
        story: tuple(item for item, each in items.items() if each.get(story, 0.0) >= COVERED_FROM) for story in chosen
    }
    met = {item for each in covered.values() for item in each}
    return Cover(tuple(chosen), covered, tuple(item for item in items if item not in met), optimal, gap)


def stories_to_write(uncovered: Sequence[str], ideas: Mapping[str, Sequence[str]]) -> Cover:
    """Choose the fewest ideas for new stories that close what is uncovered; `ideas` says what each would cover."""
    items = {item: {idea: 1.0 for idea, covers in ideas.items() if item in covers} for item in uncovered}
    return smallest_bank(items, len(ideas))
