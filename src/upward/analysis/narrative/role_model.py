"""The roles of sentences by a linear model: what each sentence of a story tells, with a probability for each role.

The weights are data (`weights/roles.json`, in hundredths), made by `scripts/train_roles.py`; a sentence may have
several roles, since a clause of the situation often names the obstacle, so that each role is a logistic regression
of its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

HUNDREDTHS = 100
FILE = "roles.json"


class Role(StrEnum):
    """What a sentence tells; the letters are those of the labels and the weights."""

    SITUATION = "S"
    TASK = "T"
    # Something done, by whomever: who it was, the grammar says.
    ACTION = "A"
    # A problem with stakes, a constraint, opposition, a setback.
    OBSTACLE = "B"
    # A result with a quantity.
    MEASURED = "M"
    # A result that another person could check: adopted, approved, on time, promoted.
    CHECKABLE = "C"
    # A result told by a mood: it went well, they were happy.
    MOOD = "V"
    # A lesson one can act on; what is done differently since.
    LESSON = "L"
    # A lesson that fits any story: communication matters.
    GENERIC = "G"
    # An explanation, a question, something beside the story.
    ASIDE = "N"
    # What one would do, or usually does, instead of what one did.
    HABIT = "H"


@dataclass(frozen=True, slots=True)
class RoleModel:
    """A weight for each feature and role, in hundredths, and a bias for each role."""

    roles: tuple[Role, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[tuple[int, int]]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> RoleModel:
        """Read a model from what `scripts/train_roles.py` wrote."""
        roles = tuple(Role(letter) for letter in data["roles"])
        place = {str(role): number for number, role in enumerate(roles)}
        weights = {
            feature: [(place[letter], weight) for letter, weight in said.items()]
            for feature, said in data["weights"].items()
        }
        return cls(roles, tuple(data["bias"]), weights)

    def probabilities(self, features: Sequence[str]) -> dict[Role, float]:
        """Give the probability of each role for a sentence with these features."""
        totals = [0] * len(self.roles)
        known = self.weights
        for feature in set(features):
            if feature in known:
                for number, weight in known[feature]:
                    totals[number] += weight
        return {
            role: 1 / (1 + math.exp(-(total / HUNDREDTHS + bias)))
            for role, total, bias in zip(self.roles, totals, self.bias, strict=True)
        }


@lru_cache(maxsize=1)
def shipped_model() -> RoleModel:
    """Read the weights that come with upward, once and only where a story is looked at."""
    return RoleModel.of(json.loads(files("upward").joinpath("weights", FILE).read_text("utf-8")))
