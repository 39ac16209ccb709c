"""Escape sequences and turned text of a record never reach a terminal or a CI log, and each defence is seen to matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from upward.render import findings, terminal
from upward.text import terminal_text

HOSTILE = r"""---
title: "T \e[31mred \u202e turned \e]8;;http://evil.example\e\\link"
tags: ["\e[5mblink"]
date: 2026-03-02
---

We did \x1b[31mred\x1b[0m and \x1b]8;;http://evil.example\x1b\\a link\x1b]8;;\x1b\\ \u202eturned. The token xoxb-1234567890ab was good.
""".replace(r"\x1b", "\x1b").replace("\u202eturned. ", "\u202eturned. ")
RAW = re.compile("\x1b\\[31mred|\x1b\\[5m|\x1b\\]8;;http://evil|[\u202e\x07]")
SHOWN = (
    ("list",), ("show", "hostile"), ("show", "hostile", "--raw"), ("search", "red"), ("claims", "hostile"), ("today",), ("match", "red"),
    ("export", "brag", "--reach", "mine"), ("export", "json_lines", "--reach", "mine"), ("readiness",), ("check",),
    *(("check", "--output-format", form) for form in ("concise", "grouped", "json", "json-lines", "junit", "github", "gitlab", "sarif")),
)  # fmt: skip
FORMS = ("text", "json", "jsonl", "markdown", "html")


@pytest.fixture
def everything_shown(upward: Callable[..., Any], logbook: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Give all that the verbs print about a hostile record, in every form, with colours and without."""
    text = HOSTILE.replace("We did", "\u202eWe did")
    (logbook / "stories" / "hostile.md").write_text(text, "utf-8")

    def shown() -> str:
        said = []
        for colour in ("0", "1"):
            monkeypatch.setenv("FORCE_COLOR", colour)
            for words in SHOWN:
                forms = FORMS if "--output-format" not in words else ("",)
                said += ["".join(upward(*words, *(("--format", form) if form else ()))[1:]) for form in forms]
            said.append("".join(upward("list", "\x1b[31mred\u202e", "--no-such-\x1b[31mred")[1:]))
        assert sum("hostile" in each for each in said) > len(FORMS), "the record is among what is shown"
        return "\n".join(said)

    return shown


def test_nothing_of_a_hostile_record_is_printed_raw_in_any_form(everything_shown: Callable[[], str]) -> None:
    assert not RAW.search(everything_shown())


@pytest.mark.parametrize(("module", "defence"), [(terminal_text, "harmless"), (terminal, "plain"), (findings, "plain")])
def test_without_a_defence_it_would_be(
    everything_shown: Callable[[], str], monkeypatch: pytest.MonkeyPatch, module: Any, defence: str
) -> None:
    monkeypatch.setattr(module, defence, lambda text, **_: text)
    assert RAW.search(everything_shown())
