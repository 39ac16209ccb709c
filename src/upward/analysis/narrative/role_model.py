"""The roles of sentences by a linear model: what each sentence of a story tells, with a probability for each role.

The weights are data (`weights/roles.json`, in hundredths), made by `scripts/train_roles.py`; a sentence may have
several roles, since a clause of the situation often names the obstacle, so that each role is a logistic regression
of its own.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

HUNDREDTHS = 100
# Bits that hold the sum of a sentence's weights for one role.
FIELD = 32
HALF_FIELD = 1 << FIELD - 1
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
    # What someone would do or usually does, instead of what they did.
    HABIT = "H"


@dataclass(frozen=True)
class RoleModel:
    """The weights of each feature for all roles as one whole number, a role every `FIELD` bits, and biases.

    One addition a feature then does for all roles what a loop would do for each.
    """

    roles: tuple[Role, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, int]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> RoleModel:
        """Read a model from what `scripts/train_roles.py` wrote."""
        roles = tuple(Role(letter) for letter in data["roles"])
        place = {str(role): FIELD * number for number, role in enumerate(roles)}
        weights = {
            feature: sum(weight << place[letter] for letter, weight in said.items())
            for feature, said in data["weights"].items()
        }
        return cls(roles, tuple(data["bias"]), weights)

    def probabilities(self, features: Sequence[str]) -> dict[Role, float]:
        """Give the probability of each role for a sentence with these features."""
        known = self.weights
        # With half a field added to each, none is negative, and none borrows from the one above it.
        packed = sum(filter(None, map(known.get, set(features))), self.zero)
        totals = struct.unpack(self.layout, packed.to_bytes(struct.calcsize(self.layout), "little"))
        exp = math.exp
        found = [
            1 / (1 + exp(-((total - HALF_FIELD) / HUNDREDTHS + bias)))
            for total, bias in zip(totals, self.bias, strict=True)
        ]
        return dict(zip(self.roles, found, strict=True))

    @cached_property
    def zero(self) -> int:
        """Half a field for each role."""
        return sum(HALF_FIELD << FIELD * number for number in range(len(self.roles)))

    @cached_property
    def layout(self) -> str:
        """How the fields of a sum lie in its bytes: 32 bits each, the first role lowest."""
        return f"<{len(self.roles)}I"


@lru_cache(maxsize=1)
def shipped_model() -> RoleModel:
    """Read the weights that come with upward, once and only where a story is looked at."""
    return RoleModel.of(json.loads(files("upward").joinpath("weights", FILE).read_text("utf-8")))
