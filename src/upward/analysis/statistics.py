"""The few statistics that judgements carry: an interval of a share, and how well probabilities held."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z_95 = 1.96


def wilson_interval(hits: float, tries: int, z: float = Z_95) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson, 1927); (0, 1) without tries."""
    if tries <= 0:
        return 0.0, 1.0
    share, square = hits / tries, z * z / tries
    middle, width = share + square / 2, z * math.sqrt(share * (1 - share) / tries + square / (4 * tries))
    return round(max(0.0, (middle - width) / (1 + square)), 4), round(min(1.0, (middle + width) / (1 + square)), 4)


def brier_score(pairs: Sequence[tuple[float, bool]]) -> float:
    """Give the mean squared distance of probability and outcome (Brier, 1950); a coin's is .25, less is better."""
    return sum((probability - outcome) ** 2 for probability, outcome in pairs) / len(pairs)
