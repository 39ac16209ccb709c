"""A linear model whose weights are data: small, and each of its answers can be explained by its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class Linear:
    """A weight for each feature, a beginning, and where the numbers come from."""

    bias: float
    of: Mapping[str, float]
    about: str
    # The file in `weights/` that comes with upward.
    FILE: ClassVar[str] = ""

    @classmethod
    def shipped(cls) -> Self:
        """Read the weights that come with upward."""
        return cls.read(json.loads(files("upward").joinpath("weights", cls.FILE).read_text("utf-8")))

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Take the weights from data."""
        return cls(float(data["bias"]), {name: float(value) for name, value in data["weights"].items()}, data["about"])

    def total(self, found: Mapping[str, float]) -> float:
        """Give the sum of what is found, weighted; what has no weight counts nothing."""
        return self.bias + sum(self.of.get(name, 0.0) * value for name, value in found.items())
