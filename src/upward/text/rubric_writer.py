"""Rubrics to YAML, so that `rubric_reader` reads the same rubric back."""

from __future__ import annotations

import dataclasses
from typing import Any

from upward.model.rubric import Rubric

# Characters of a line before YAML folds a text: as wide as the rubrics that come with upward are written.
_WIDTH = 120


def rubric_as_yaml(rubric: Rubric) -> str:
    """Give the file of a rubric: its fields in order, without those that are empty."""
    # It takes longer to import than most notes to check.
    import yaml

    return yaml.safe_dump(_plain(rubric), sort_keys=False, allow_unicode=True, width=_WIDTH)


def _plain(value: Any) -> Any:
    if not dataclasses.is_dataclass(value):
        return [_plain(each) for each in value] if isinstance(value, tuple) else value
    fields = {field.name.replace("_", "-"): getattr(value, field.name) for field in dataclasses.fields(value)}
    # The reach at each level is a mapping in the file.
    found = {name: dict(each) if name == "scope" else _plain(each) for name, each in fields.items()}
    return {name: each for name, each in found.items() if each}
