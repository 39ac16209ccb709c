"""How long a story and each of its parts should take, and which light shows while it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from upward.text.story_parts import Part

# Shares of a telling: 20, 10, 60 and 10 percent for S, T, A and R are what the career office of MIT advises
# ("The STAR method for behavioral interviews"); ten points of the Action go to the Learning here.
PART_SHARES: Mapping[Part, float] = {
    Part.SITUATION: 0.2,
    Part.TASK: 0.1,
    Part.ACTION: 0.5,
    Part.RESULT: 0.1,
    Part.LEARNING: 0.1,
}
# A part is off target if it takes less than half or more than one and a half times its target, and it matters
# only from this many seconds on.
_SHORT, _LONG, _NOTICEABLE = 0.5, 1.5, 8


class Light(StrEnum):
    """What a timekeeper would show, by the convention of speaking clubs."""

    OFF = "off"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Limits(NamedTuple):
    """When the lights come on, in seconds: enough was said, come to an end, too long."""

    green: int = 120
    yellow: int = 150
    red: int = 180

    def light(self, seconds: float) -> Light:
        """Give the light that is on after so many seconds."""
        if seconds >= self.red:
            return Light.RED
        if seconds >= self.yellow:
            return Light.YELLOW
        return Light.GREEN if seconds >= self.green else Light.OFF


def part_targets(parts: Sequence[Part], limits: Limits) -> dict[Part, int]:
    """Give the target of each part in seconds; together they take as long as the yellow light."""
    whole = sum(PART_SHARES[part] for part in parts)
    return {part: round(limits.yellow * PART_SHARES[part] / whole) for part in parts}


class PartTiming(NamedTuple):
    """A part's time against its target, in seconds; `advice` is empty where it fits."""

    part: Part
    seconds: float
    target: int
    advice: str


def compare_parts(times: Mapping[Part, float], limits: Limits) -> list[PartTiming]:
    """Compare the time of each part with its target in a whole story."""
    rows = []
    targets = part_targets(list(PART_SHARES), limits)
    for part, seconds in times.items():
        target, advice = targets[part], ""
        if abs(seconds - target) >= _NOTICEABLE:
            if seconds > target * _LONG:
                advice = f"cut {seconds - target:.0f} s"
            elif seconds < target * _SHORT:
                advice = f"add {target - seconds:.0f} s"
        rows.append(PartTiming(part, seconds, target, advice))
    return rows


def length_advice(seconds: float, limits: Limits) -> str:
    """Give what to do about a telling's length."""
    span = f"target {clock_time(limits.green)}–{clock_time(limits.red)}"
    if seconds < limits.green:
        return f"Too short: {seconds:.0f} s ({span}). Describe what you did in more steps."
    if seconds > limits.red:
        return f"Too long: {seconds:.0f} s ({span}). Cut the Situation first."
    return f"Length is on target: {seconds:.0f} s ({span})."


def clock_time(seconds: float) -> str:
    """Give seconds as minutes and seconds: 95 is "1:35"."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def clock_line(seconds: float, parts: Sequence[Part], done: int, limits: Limits) -> str:
    """Give the line that stands on the screen while a story is told: the time, the light, the part due by now.

    `done` is how many parts were marked as finished; with none marked the part is the one due by its target.
    """
    light = limits.light(seconds)
    shown = f"{clock_time(seconds)}  {'' if light is Light.OFF else light.value.upper()}".rstrip()
    if not parts:
        return shown
    ends, total = [], 0
    for part, target in part_targets(parts, limits).items():
        total += target
        ends.append((part, total))
    now = (
        min(done, len(ends) - 1) if done else next((n for n, row in enumerate(ends) if seconds < row[1]), len(ends) - 1)
    )
    part, end = ends[now]
    return f"{shown}  {part.value.title()} until {clock_time(end)}"
