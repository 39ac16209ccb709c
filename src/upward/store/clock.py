"""The real time."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import datetime

from upward.model.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The computer's clock; `UPWARD_NOW` sets it, so that a whole session can be made again."""

    def now(self) -> datetime:
        """Give the present moment with its offset from UTC."""
        fixed = os.environ.get("UPWARD_NOW")
        if not fixed:
            return datetime.now().astimezone()
        try:
            return datetime.fromisoformat(fixed).astimezone()
        except ValueError as error:
            why = "it must be a date and time such as 2026-03-01T09:00:00+00:00"
            raise ConfigurationError(
                f"UPWARD_NOW={fixed} can't be used", why=why, next_step="correct or unset it"
            ) from error

    def seconds(self) -> float:
        """Give a stopwatch's reading."""
        return time.monotonic()
