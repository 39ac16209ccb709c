"""Asks at a terminal who "I" am if neither an option nor the settings say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from upward.model.errors import InputEndedError
from upward.model.ports import Console, Terminal

UNNAMED = "Whose work in "
_PERSON = re.compile(r"[^,:<>]+ <(?P<email>[^<>]+)>")


def ask_author(console: Console, failed: Sequence[tuple[str, str, str]]) -> str:
    """Ask which of the authors of a repository the user is; empty where no one can be asked, or the answer is none.

    `failed` are the refusals of a run, of which one may be that no author is known.
    """
    unnamed = next((why for what, why, _ in failed if what.startswith(UNNAMED)), "")
    people = list(_PERSON.finditer(unnamed))
    if not people or not isinstance(console, Terminal) or not console.is_terminal:
        return ""
    for number, each in enumerate(people, start=1):
        console.say(f"{number}. {each.group().strip()}")
    try:
        said = console.ask("Whose work? Type a number, an address or a name").strip()
    except InputEndedError:
        return ""
    chosen = people[int(said) - 1]["email"] if said.isdecimal() and 0 < int(said) <= len(people) else said
    if chosen:
        console.say(f'To skip this question from now on, add `emails = ["{chosen}"]` to .upward/config.toml.')
    return chosen
