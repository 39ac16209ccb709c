"""Escape sequences and turned text of a record never reach a terminal or a CI log, and each defence is seen to matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from upward.render import findings, terminal
from upward.text import terminal_text

HOSTILE = (
    '---\ntitle: "T \\e[31mred \\u202e turned \\e]8;;http://evil.example\\e\\\\link"\ntags: ["\\e[5mblink"]\ndate: 2026-03-02\n---\n\n'
    "\u202eWe did \x1b[31mred\x1b[0m and \x1b]8;;http://evil.example\x1b\\a link\x1b]8;;\x1b\\. The token xoxb-1234567890ab was good.\n"
)
RAW = re.compile("\x1b\\[31mred|\x1b\\[5m|\x1b\\]8;;http://evil|[\u202e\x07]")
FORMS = ("text", "json", "jsonl", "markdown", "html")
# Verbs that show a record, by the forms that they are asked for.
SHOWN = (
    *((words, FORMS) for words in (("list",), ("show", "hostile"), ("check",))),
    *((words, ("text", "markdown")) for words in (("show", "hostile", "--raw"), ("search", "red"), ("claims", "hostile"), ("today",))),
    *((("export", form, "--reach", "mine"), ("text",)) for form in ("brag", "json_lines")),
    *((("check", "--output-format", form), ("",)) for form in ("concise", "grouped", "junit", "github", "gitlab", "sarif")),
)  # fmt: skip


@pytest.fixture
def printed(upward: Callable[..., Any], logbook: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Give all that verbs print about a hostile record, with colours and without."""
    for other in (logbook / "stories").iterdir():
        other.unlink()
    (logbook / "stories" / "hostile.md").write_text(HOSTILE, "utf-8")

    def said(verbs: Sequence[tuple[tuple[str, ...], Sequence[str]]]) -> str:
        found = []
        for colour in ("0", "1"):
            monkeypatch.setenv("FORCE_COLOR", colour)
            for words, forms in verbs:
                found += ["".join(upward(*words, *(("--format", form) if form else ()))[1:]) for form in forms]
        assert any("hostile" in each for each in found), "the record is among what is shown"
        return "\n".join(found)

    return said


def test_nothing_of_a_hostile_record_is_printed_raw_in_any_form(printed: Callable[..., str]) -> None:
    assert not RAW.search(printed(SHOWN))


@pytest.mark.parametrize(
    "words", [("list", "--no-such-\x1b[31mred\u202e"), ("list", "\x1b[31mred\u202e"), ("\x1b[31mred",)]
)
def test_what_was_typed_is_not_repeated_raw(upward: Callable[..., Any], words: tuple[str, ...]) -> None:
    upward("init")
    code, out, err = upward(*words)
    assert code == 2
    assert not RAW.search(out + err)


@pytest.mark.parametrize(
    ("module", "defence", "words", "form"),
    [
        (terminal_text, "harmless", ("list",), "text"),
        (terminal, "plain", ("list",), "text"),
        (findings, "plain", ("check",), "text"),
    ],
)
def test_without_a_defence_it_would_be(
    printed: Callable[..., str], monkeypatch: pytest.MonkeyPatch, module: Any, defence: str, words: tuple[str, ...], form: str
) -> None:  # fmt: skip
    assert not RAW.search(printed([(words, [form])]))
    monkeypatch.setattr(module, defence, lambda text, **_: text)
    assert RAW.search(printed([(words, [form])]))
