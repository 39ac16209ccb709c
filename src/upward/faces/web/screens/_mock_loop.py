"""Where one is in a mock interview of several questions: its runs carry its name, the address the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from upward.session.open_questions import draw_for, runs_of_loop
from upward.session.session import Session

# As `rehearse mock` does; a whole interview has five.
MOST_QUESTIONS = 10
_LOOP = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}")


class MockLoop(NamedTuple):
    """A mock interview: its name, how many questions it has, and what was asked for."""

    name: str
    of: int
    level: str
    company: str
    story: str

    @classmethod
    def of_fields(cls, fields: Mapping[str, str], now: datetime) -> MockLoop | None:
        """Read an address or a form; a new interview gets its name from the time. None for a single question."""
        number = fields.get("of", "")
        of = min(int(number), MOST_QUESTIONS) if number.isascii() and number.isdigit() else 1
        if of <= 1:
            return None
        name = loop_name(fields.get("loop", "")) or f"{now:%Y-%m-%d-%H%M%S}"
        return cls(name, of, *(fields.get(each, "") for each in ("level", "company", "story")))

    @property
    def fields(self) -> dict[str, str]:
        """What an address or a form carries from screen to screen."""
        given = {"level": self.level, "company": self.company, "story": self.story}
        return {"loop": self.name, "of": str(self.of), **{name: value for name, value in given.items() if value}}

    @property
    def query(self) -> str:
        """The fields as part of an address."""
        return urlencode(self.fields)

    def ahead(self, session: Session) -> tuple[int, str]:
        """Give the number of the question that comes next, and the question; empty where all were answered."""
        runs = runs_of_loop(session, self.name)
        answered = [question for question, run in runs.items() if run.string("state") != "unfinished"]
        drawn = draw_for(session, self.of, self.level, self.company, loop=self.name)
        left = [question for question in drawn if question not in answered] if len(answered) < self.of else []
        return len(answered) + 1, left[0] if left else ""


def loop_name(text: object) -> str:
    """Give the name of a mock interview as it was sent; empty where it is none."""
    return text if isinstance(text, str) and _LOOP.fullmatch(text) else ""
