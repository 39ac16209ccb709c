"""`--output FILE` writes what a verb makes, in the form of the file's ending, and nothing about it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest


def test_a_resume_is_a_json_resume_with_its_lines(upward, logbook: Path) -> None:
    assert upward("export", "resume", "--output", "r.json")[0] == 0
    made = json.loads((logbook / "r.json").read_text())
    assert "jsonresume" in made["$schema"]
    assert made["projects"]


def test_a_story_bank_written_to_a_file_is_imported_again_with_the_same_titles(
    upward, logbook: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = tmp_path_factory.mktemp("elsewhere") / "bank.md"
    assert upward("export", "story_bank", "--output", str(bank))[0] == 0
    titles = {row["title"] for row in json.loads(upward("list", "story", "--format", "json")[1])}
    monkeypatch.chdir(bank.parent)
    upward("init", "new", "--quiet")
    monkeypatch.chdir(bank.parent / "new")
    upward("import", str(bank), "--save")
    assert {row["title"] for row in json.loads(upward("list", "story", "--format", "json")[1])} == titles


def test_records_as_json_lines_are_a_record_a_line(upward, logbook: Path) -> None:
    assert upward("export", "json_lines", "--output", "all.jsonl")[0] == 0
    rows = [json.loads(line) for line in (logbook / "all.jsonl").read_text().splitlines()]
    assert {"example-crisis", "example-mentorship"} <= {row["id"] for row in rows}


@pytest.mark.parametrize(
    ("name", "begins"), [("p.md", b"# "), ("p.html", b"<!"), ("p.pdf", b"%PDF"), ("p.docx", b"PK")]
)
def test_a_packet_takes_the_form_of_its_ending(upward, logbook: Path, name: str, begins: bytes) -> None:
    assert upward("export", "packet", "--output", name)[0] == 0
    assert (logbook / name).read_bytes().startswith(begins)


def test_a_converted_decision_is_the_record_and_converts_back_to_the_same_bytes(upward, logbook: Path) -> None:
    source = logbook / "decisions" / "example-decision.md"
    assert upward("decide", "convert", str(source), "--to", "nygard", "--output", "7.md")[0] == 0
    assert (logbook / "7.md").read_text().lstrip("-\n").strip()
    assert "```" not in (logbook / "7.md").read_text().splitlines()[0]
    assert upward("decide", "convert", "7.md", "--to", "madr", "--output", "8.md")[0] == 0
    assert (logbook / "8.md").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("name", ["form.md", "form.docx", "form.html"])
def test_a_form_for_an_assessor_is_the_form(upward, logbook: Path, name: str) -> None:
    assert upward("assess", "--role", "manager", "--output", name)[0] == 0
    content = (logbook / name).read_bytes()
    if name.endswith("docx"):
        content = zipfile.ZipFile(logbook / name).read("word/document.xml")
    assert b"Weighs trade-offs explicitly" in content


def test_a_radar_is_a_table_a_drawing_or_a_page(upward, logbook: Path) -> None:
    for name in ("radar.csv", "radar.svg", "radar.html", "radar.json"):
        assert upward("radar", "show", "--output", name)[0] == 0
    assert (logbook / "radar.csv").read_text().startswith("name,")
    assert (logbook / "radar.svg").read_text().startswith("<svg")
    assert (logbook / "radar.html").read_text().lower().startswith("<!doctype html>")
    assert json.loads((logbook / "radar.json").read_text())


def test_a_target_that_is_a_link_is_written_through(upward, logbook: Path) -> None:
    (logbook / "link.json").symlink_to("target.json")
    (logbook / "target.json").write_text("{}")
    assert upward("export", "resume", "--output", "link.json")[0] == 0
    assert (logbook / "link.json").is_symlink()
    assert json.loads((logbook / "target.json").read_text())["projects"]


@pytest.mark.parametrize("name", ["senior-path", "question-bank", "reading-list", "amazon-principles"])
def test_a_rubric_written_to_a_file_and_taken_back_is_the_same_rubric(upward, logbook: Path, name: str) -> None:
    assert upward("rubric", name, "--output", "x.yaml")[0] == 0
    assert upward("rubric", "ours", "--from", "x.yaml")[0] == 0
    assert upward("rubric", "ours", "--output", "y.yaml")[0] == 0
    assert (logbook / "x.yaml").read_text().startswith(f"id: {name}\n")
    assert (logbook / "y.yaml").read_text().splitlines()[1:] == (logbook / "x.yaml").read_text().splitlines()[1:]


def test_a_record_shown_into_a_file_is_the_record(upward, logbook: Path) -> None:
    assert upward("show", "example-crisis", "--output", "x.md")[0] == 0
    assert (logbook / "x.md").read_bytes() == next(logbook.glob("stories/example-crisis.md")).read_bytes()


@pytest.mark.parametrize("verb", ["review", "check"])
def test_findings_written_to_a_file_that_ends_in_sarif_are_sarif(upward, logbook: Path, verb: str) -> None:
    (logbook / "a.py").write_text("import requests\nrequests.get('https://a.test')\n")
    upward(verb, "a.py" if verb == "review" else "stories", "--output", "x.sarif")
    assert json.loads((logbook / "x.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.xml", b"<?xml"), ("x.html", b"<!"), ("x.md", b"# Findings"), ("x.pdf", b"%PDF"), ("x.jsonl", b"{")],
)
def test_findings_written_to_a_file_take_the_form_of_its_ending(
    upward, logbook: Path, name: str, begins: bytes
) -> None:
    (logbook / "we.md").write_text("## Action\n\nWe did it together.\n\n## Result\n\nIt is faster by 50%.\n")
    assert upward("check", "we.md", "--output", name)[0] == 1
    assert (logbook / name).read_bytes().startswith(begins)
    assert b"Only" in (logbook / name).read_bytes() or name == "x.pdf"


def test_a_form_asked_for_stays_in_a_file_with_its_ending(upward, logbook: Path) -> None:
    upward("check", "--output-format", "gitlab", "--output", "quality.json")
    assert all("fingerprint" in each for each in json.loads((logbook / "quality.json").read_text()))


@pytest.mark.parametrize("name", ["x.xml", "x.yaml", "x.doc"])
def test_what_no_verb_writes_is_refused(upward, logbook: Path, name: str) -> None:
    assert upward("list", "--output", name)[0] == 2
    assert not (logbook / name).exists()


def test_a_form_that_a_verb_does_not_make_is_refused_and_no_text_takes_its_name(upward, logbook: Path) -> None:
    code, _, said = upward("list", "--output", "x.svg")
    assert code == 2
    assert "no output in the form .svg" in said
    assert not (logbook / "x.svg").exists()
