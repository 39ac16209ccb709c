"""`upward import`: what is read, taken and left is counted and shown before it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def answer(out: str) -> Any:
    return json.loads(out)


def test_ten_notes_are_ten(tmp_path: Path, upward) -> None:
    upward("init", ".")
    (tmp_path / "notes.txt").write_text(
        "\n\n".join(f"Note of work number {number}, which I did." for number in range(10))
    )
    code, out, _ = upward("import", "notes.txt", "--format", "json")
    assert (code, answer(out)["read"], len(answer(out)["taken"]), answer(out)["left"]) == (0, 10, 10, [])
    assert not list((tmp_path / "stories").glob("*.md"))
    upward("import", "notes.txt", "--save")
    assert len(list((tmp_path / "stories").glob("*.md"))) == 10


def test_importing_twice_doubles_nothing_and_says_so(tmp_path: Path, upward) -> None:
    upward("init", ".")
    (tmp_path / "t.csv").write_text("date,title\n2026-03-09,Fixed it\n2026-03-09,Fixed it\n")
    upward("import", "t.csv", "--save")
    assert len(list((tmp_path / "evidence").glob("*.md"))) == 2
    code, out, _ = upward("import", "t.csv", "--save", "--format", "json")
    assert code == 0
    assert {each["why"] for each in answer(out)["left"]} == {"already in the logbook"}
    assert len(list((tmp_path / "evidence").glob("*.md"))) == 2


def test_nothing_that_could_be_read_is_not_everything_known(tmp_path: Path, upward) -> None:
    upward("init", ".")
    (tmp_path / "t.csv").write_text("date,title\nsoon,Fixed it\n")
    for verb in ("import", "mine"):
        code, out, _ = upward(verb, "t.csv", "--save")
        assert "already" not in out.replace("0 already in the logbook", "")
        assert "t.csv:2: Fixed it: 'soon' is not a date" in out
    assert code == 0
    assert upward("import", "t.csv")[0] == 1


def test_a_file_of_an_unknown_form_is_refused_by_name(tmp_path: Path, upward) -> None:
    (tmp_path / "slides.pptx").write_bytes(b"PK\x03\x04")
    code, _, err = upward("import", "slides.pptx")
    assert code == 2
    assert "slides.pptx" in err


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("Sent", "From kim@example.com Tue Mar  3 10:00:00 2026\nFrom: Kim <kim@example.com>\nSubject: Re\n\nThanks, great work!\n", "a mailbox"),
        ("mail.txt", "Return-Path: <kim@example.com>\nDelivered-To: ada@example.com\nSubject: Re\n\nThanks!\n", "a mailbox"),
        ("export.json", '[{"type": "message", "user": "U1", "text": "shipped it", "ts": "1772445600.0001"}]', "a Slack export"),
        ("board.json", '{"cards": [{"name": "x"}], "lists": []}', "a Trello board"),
        ("gh.json", '[{"number": 7, "title": "Crash", "url": "https://github.com/a/b/issues/7"}]', "a list of GitHub's issues or pull requests"),
        ("a.xlsx", "PK", "a spreadsheet"),
    ],
)  # fmt: skip
def test_a_known_form_that_is_not_read_is_told_by_name(tmp_path: Path, upward, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text)
    code, out, err = upward("import", name)
    assert (code, out) == (2, "")
    assert f"{name} is {what}, which is not read" in err


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, upward) -> None:
    (tmp_path / "a.txt").write_text("I mentored Bo for a year.\n")
    code, out, _ = upward("import", "gone.txt", "a.txt", "--format", "json")
    assert (code, len(answer(out)["taken"]), len(answer(out)["left"])) == (1, 1, 1)


def test_a_value_that_the_kind_does_not_know_becomes_a_tag(tmp_path: Path, upward) -> None:
    upward("init", ".")
    (tmp_path / "q.csv").write_text("question,themes,level\nTell me about a failure,Grit,L5\n")
    upward("import", "q.csv", "--save")
    text = next((tmp_path / "questions").glob("*.md")).read_text()
    assert "tags: [L5, Grit]" in text
    assert upward("check", "--select", "wrong-value,unknown-key,unreadable")[0] == 0


LINES = st.lists(
    st.sampled_from(
        [
            "# 2026",
            "## Goals",
            "- did it: {{x: y}}",
            "- [ ] todo",
            "S: slow",
            "R: 9 % <!-- x",
            "\x1b[31mred",
            "2026-03-09 fixed: it",
            "| a | b |",
            "| - | - |",
            "```",
            "---",
            "",
            "Zoë's “quote”",
            "https://example.com/a b",
            "key: [1, 2",
        ]
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, ending=st.sampled_from([".md", ".txt", ".csv"]))
def test_what_an_import_writes_passes_the_check_of_its_form(lines: list[str], ending: str, names) -> None:
    from upward.catalogue.catalogue import Catalogue
    from upward.model.importer import Candidate, ImportQuery
    from upward.text import record_writer

    class Text:
        path = f"x{ending}"
        is_folder = False

        def text(self) -> str:
            return "\n".join(lines)

    for importer in Catalogue().importers.values():
        if importer.name not in {"git", "github", "gitlab", "jira"} and importer.recognises(Text()):  # type: ignore[arg-type]
            for each in importer.read(Text(), ImportQuery()):  # type: ignore[arg-type]
                if isinstance(each, Candidate):
                    found = names(
                        record_writer.compose_record(each.fields, each.body),
                        "wrong-value",
                        "unknown-key",
                        "unreadable",
                        "impossible-date",
                        otherwise=each.kind,
                    )
                    assert found == []


@pytest.mark.parametrize("path", ["~nobody-of-this-name/x", "a\0b", "x" * 5000])
def test_an_odd_path_is_refused_in_a_sentence(path: str, upward) -> None:
    code, _, err = upward("import", path)
    assert (code, err.count("\n")) == (2, 1)
