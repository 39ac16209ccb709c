"""Without a known author, a person at a terminal is asked; nothing else is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from upward.jobs.mine._who import ask_author

REFUSED = [
    (
        "Whose work in shop? No author was given, and none of your addresses is known",
        "authors there: Ada Example <ada@example.com>, Bo Example <bo@example.com> and 3 more",
        "give an address or a name with --author, or --everyone for all",
    )
]


@dataclass
class Person:
    answer: str
    is_terminal: bool = True
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        return self.answer


@pytest.mark.parametrize(
    ("answer", "chosen"), [("2", "bo@example.com"), ("cy@example.com", "cy@example.com"), ("", ""), ("9", "9")]
)
def test_a_person_at_a_terminal_is_asked_and_may_answer_by_number(answer: str, chosen: str) -> None:
    person = Person(answer)
    assert ask_author(person, REFUSED) == chosen
    assert person.said[:2] == ["1. Ada Example <ada@example.com>", "2. Bo Example <bo@example.com>"]


def test_a_timer_is_not_asked_and_neither_is_who_gave_another_reason() -> None:
    assert ask_author(Person("1", is_terminal=False), REFUSED) == ""
    assert ask_author(Person("1"), [("/x does not exist", "", "check the path")]) == ""
