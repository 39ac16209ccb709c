"""The command: exit codes, one-line errors with a next step, machine formats with stable keys."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import Repo


def data(answer):
    return json.loads(answer[1])


def test_the_main_job_end_to_end(upward, repo: Repo, tmp_path: Path) -> None:
    repo.commit("Add retries to uploads (#4)", {"src/upload.py": "x\n" * 80})
    repo.commit("Test the retries, see #4", {"tests/test_upload.py": "y\n" * 40}, when="2026-03-08T12:00:00Z")
    os.chdir(tmp_path)
    assert upward("init", "log")[0] == 0
    os.chdir(tmp_path / "log")
    assert "Add retries to uploads" in upward("mine", str(repo.path), "--author", "ada@example.com")[1]
    assert data(upward("list", "--format", "json")) == []
    saved = data(upward("mine", str(repo.path), "--author", "ada@example.com", "--save", "--format", "json"))
    assert saved["written"] == ["2026-03-08-add-retries-to-uploads"]
    drafted = data(upward("draft", "--format", "json"))
    assert "2026-03-01 to 2026-03-08, 8 days" in drafted["text"]
    assert {"problem", "outcome", "learning"} <= set(drafted["open"])
    code, out, _ = upward("check", "stories", "--output-format", "json")
    assert code == 1
    assert {row["name"] for row in json.loads(out)} == {"unfilled-slot"}
    assert (
        data(upward("match", "Tell me about a system you made more reliable", "--format", "json"))["matches"][0][
            "story"
        ]
        == drafted["id"]
    )
    assert data(upward("rehearse", "--format", "json"))[0]["story"] == drafted["id"]
    noted = upward("rehearse", "note", drafted["id"], "--seconds", "150", "--rating", "good", "--format", "json")
    assert data(noted)["duration"] == 150
    told = next(card for card in data(upward("rehearse", "--format", "json")) if card["kind"] == "story")
    assert told["recall"] == 1.0
    ready = data(upward("readiness", "--format", "json"))
    assert len(ready["criteria"]) == 40
    tests = next(row for row in ready["criteria"] if row["criterion"] == "senior-standards-testing")
    assert (tests["standing"], tests["confirmed"], tests["suggested"]) == ("none", [], [])


def test_mine_prints_efforts_as_lines_with_the_documented_keys(upward, repo: Repo) -> None:
    repo.commit("Add x", {"a.py": "1\n"})
    _, out, _ = upward("mine", str(repo.path), "--author", "ada@example.com", "--format", "jsonl")
    keys = "repo title author author_email people commits refs started ended score because areas files added deleted"
    assert set(keys.split()) <= set(json.loads(out.splitlines()[0]))


def test_mining_twice_saves_once_and_a_dry_run_saves_nothing(upward, logbook: Path, repo: Repo) -> None:
    repo.commit("Add x", {"a.py": "1\n"})
    arguments = ("mine", str(repo.path), "--author", "ada@example.com", "--save", "--format", "json")
    assert len(data(upward(*arguments, "--dry-run"))["written"]) == 1
    assert len(data(upward(*arguments))["written"]) == 1
    assert data(upward(*arguments))["written"] == []


def test_one_broken_source_does_not_stop_the_others(upward, repo: Repo) -> None:
    repo.commit("Add x", {"a.py": "1\n"})
    code, out, _ = upward("mine", "nowhere", str(repo.path), "--author", "ada@example.com")
    assert code == 1
    assert "Add x" in out
    assert "nowhere does not exist" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list",), "There is no logbook here"),
        (("list", "--logbook", "nowhere"), "nowhere is not a logbook (there is no such folder)"),
        (("mine", "nowhere"), "nowhere does not exist"),
        (("chekc",), "Unknown verb: chekc; did you mean check?"),
        (("completion", "elvish"), "one of bash, zsh, tcsh, fish, powershell"),
    ],
)
def test_wrong_use_is_one_line_on_standard_error_and_exit_code_2(upward, arguments, said: str) -> None:
    code, out, err = upward(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("upward: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "exmaple-crisis"), "did you mean example-crisis?"),
        (("list", "storys"), "did you mean story?"),
        (("readiness", "--rubric", "senior"), "did you mean senior-path?"),
        (("readiness", "--level", "boss"), "there are intermediate, senior"),
        (("readiness", "--rubric", "question-bank"), "has no criteria"),
        (("export", "htlm"), "did you mean html?"),
        (("check", "--select", "we-without-u"), "did you mean we-without-i?"),
        (("rule", "no-learnin"), "did you mean no-learning?"),
        (("add", "story", "--template", "crises"), "known: crisis"),
        (("add", "story", "--set", "level"), "KEY=VALUE"),
        (("match",), "needs a question"),
        (("rehearse", "note", "example-crisis"), "needs --seconds"),
        (("rehearse", "note", "example-crisis", "--seconds", "9999", "--rating", "good"), "longer than 30 minutes"),
        (("rehearse", "note", "example-crisis", "--seconds", "2 min", "--rating", "good"), "is not a duration"),
        (("--logbok", "x"), "did you mean --logbook?"),
        (("rehearse", "mock", "--loop", "0"), "must be 1 to 10"),
    ],
)
def test_a_name_that_is_nearly_right_is_suggested(upward, logbook: Path, arguments, said: str) -> None:
    code, _, err = upward(*arguments)
    assert code == 2
    assert said in err


def test_nothing_to_draft_from_is_not_fulfilled_and_says_what_to_do(upward, tmp_path: Path) -> None:
    upward("init")
    code, _, err = upward("draft")
    assert code == 1
    assert "run `upward mine PATH --save`" in err
    code, _, err = upward("rehearse")
    assert code == 1


def test_a_question_no_story_fits_is_answered_honestly(upward, logbook: Path) -> None:
    code, out, _ = upward("match", "What is your favourite colour?", "--format", "json")
    assert code == 1
    assert json.loads(out)["answerable"] is False


def test_the_right_story_for_questions_of_the_bank(upward, logbook: Path) -> None:
    asked = {
        "Tell me about the worst production incident you led.": "example-crisis",
        "Tell me about someone who grew because of what you did.": "example-mentorship",
        "Tell me about a problem that belonged to no one and that you took on.": "example-cross-team-alignment",
        "Tell me about a time you set the technical direction for more than yourself.": "example-technical-direction",
    }
    for question, story in asked.items():
        assert data(upward("match", question, "--format", "json"))["matches"][0]["story"] == story


def test_a_file_of_questions_gives_a_line_each(upward, logbook: Path) -> None:
    (logbook / "q.csv").write_text("question\nTell me about a failure.\nTell me about a mentee.\n")
    _, out, _ = upward("match", "--questions", "q.csv", "--format", "jsonl")
    assert [json.loads(line)["question"] for line in out.splitlines()] == [
        "Tell me about a failure.",
        "Tell me about a mentee.",
    ]
    (logbook / "q.txt").write_text("# mine\nWhy here?\n")
    assert "Why here?" in upward("match", "--questions", "q.txt")[1]


def test_check_reads_standard_input_under_a_name(upward, logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"## Action\nWe decided to use a queue.\n")))
    code, out, _ = upward(
        "check", "-", "--stdin-filename", "stories/x.md", "--select", "we-without-i", "--output-format", "json"
    )
    row = json.loads(out)[0]
    assert code == 1
    assert (row["filename"], row["location"], row["end_location"]) == (
        "stories/x.md",
        {"row": 2, "column": 1},
        {"row": 2, "column": 27},
    )
    assert set(row) == {"code", "name", "severity", "message", "url", "filename", "location", "end_location", "fix"}


def test_fix_mends_what_is_safe_and_touches_nothing_else(upward, logbook: Path) -> None:
    text = "---\nkind: question\ntitle: Why?  # asked twice\nlevl:   mid\nmine: 1\n---\r\nBody\xa0\n"
    (logbook / "questions" / "q.md").write_text(text, "utf-8", newline="")
    code, out, _ = upward("check", "questions", "--diff")
    assert code == 1
    assert "+level:   mid" in out
    assert (logbook / "questions" / "q.md").read_bytes() == text.encode()
    upward("check", "questions", "--fix")
    assert (logbook / "questions" / "q.md").read_bytes() == text.replace("levl", "level").encode()


def test_a_loose_note_is_checked_without_a_logbook_and_fixed_in_place(upward, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("---\ntitel: x\n---\nS: slow\nR: It went well.\n")
    code, out, _ = upward("check", "note.md", "--output-format", "concise")
    assert code == 1
    assert "note.md:5:4: UP105 [vague-outcome]" in out
    upward("check", "note.md", "--fix")
    assert (tmp_path / "note.md").read_text().startswith("---\ntitle: x\n")
    assert not (tmp_path / ".upward").exists() or not any((tmp_path / ".upward").glob("index*"))


def test_every_format_of_findings(upward, logbook: Path) -> None:
    (logbook / "stories" / "bad.md").write_text("## Action\nWe decided, 100%: a,b.\n")
    shown = {
        form: upward("check", "--select", "we-without-i", "--output-format", form)[1]
        for form in ("full", "concise", "grouped", "github", "json-lines")
    }
    assert "2 | We decided, 100%: a,b." in shown["full"]
    assert "  | ^^^^^^^^^^" in shown["full"]
    assert shown["concise"].startswith("stories/bad.md:2:1: UP101 [we-without-i]")
    assert shown["grouped"].startswith("stories/bad.md:\n  2:1  UP101")
    assert shown["github"].startswith("::warning title=upward (we-without-i),file=stories/bad.md,line=2,col=1,")
    assert json.loads(shown["json-lines"])["code"] == "UP101"


def test_an_unknown_setting_is_a_finding_and_a_bad_one_an_error(upward, logbook: Path) -> None:
    settings = logbook / ".upward" / "config.toml"
    settings.write_text("nmae = 'x'\n")
    assert "Unknown setting: nmae (did you mean name?)" in upward("check")[1]
    settings.write_text("words_per_minute = 'fast'\n")
    code, _, err = upward("check")
    assert code == 2
    assert "words_per_minute = 'fast'" in err
    settings.write_text("name = \n")
    assert "is not valid TOML" in upward("check")[2]


def test_the_environment_overrides_the_file(upward, logbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPWARD_WORDS_PER_MINUTE", "70")
    assert "too-long-spoken" in upward("check")[1]
    monkeypatch.setenv("UPWARD_IGNORE", "too-long-spoken")
    assert upward("check")[0] == 0
    monkeypatch.setenv("UPWARD_NOW", "tomorrow")
    assert "UPWARD_NOW=tomorrow can't be used" in upward("check")[2]


def test_private_records_stay_out_of_what_is_shared(upward, logbook: Path) -> None:
    record = logbook / "stories" / "example-crisis.md"
    record.write_text(record.read_text().replace("---\n", "---\nprivate: true\n", 1))
    shared = data(upward("export", "story_bank", "--format", "json"))
    assert (shared["left_out"], "Eleven hours" in shared["text"]) == (1, False)
    mine = data(upward("export", "story_bank", "--reach", "mine", "--format", "json"))
    assert "Eleven hours" in mine["text"]


def test_an_answer_goes_to_a_file_in_the_form_of_its_ending(upward, logbook: Path) -> None:
    for name, begin in (("r.html", "<!doctype html>"), ("r.md", "# Readiness"), ("r.json", "{")):
        code, out, err = upward("readiness", "--output", name)
        assert (code, out) == (0, "")
        assert (logbook / name).read_text().startswith(begin)
        assert name in err
    assert "there is no folder" in upward("readiness", "--output", "no/r.html")[2]


def test_the_readiness_page_loads_nothing_and_escapes_everything(upward, logbook: Path) -> None:
    (logbook / "evidence" / "x.md").write_text(
        '---\ntitle: "<script>alert(1)</script> tests"\ndate: 2026-05-01\ncriteria: [senior-standards-testing]\n---\n'
    )
    page = upward("readiness", "--format", "html")[1]
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "http" not in page.replace("http-equiv", "")


def test_text_of_strangers_can_not_drive_the_terminal(upward, logbook: Path) -> None:
    (logbook / "evidence" / "x.md").write_bytes(
        b'---\ntitle: "a\\eb \\x1b[2J"\ndate: 2026-05-01\n---\n\x1b]0;x\x07 \xff\n'
    )
    for arguments in (("list",), ("show", "x"), ("check",), ("search", "a")):
        assert "\x1b" not in upward(*arguments)[1]


def test_records_that_are_wrong_are_findings_with_places_and_nothing_is_lost(upward, logbook: Path) -> None:
    folder = logbook / "evidence"
    bad = {
        "tab.md": b"---\ntitle: x\ndate: 2026-01-01\nlist:\n\t- a\n---\n",
        "twice.md": b"---\ntitle: x\ntitle: y\ndate: 2026-01-01\n---\n",
        "bytes.md": b"---\ntitle: x\ndate: 2026-01-01\n---\n\xff\n",
        "bom.md": "\ufeff---\r\ntitle: x\r\ndate: 2026-01-01\r\n---\r\n".encode(),
        "date.md": b"---\ntitle: x\ndate: 2026-02-30\n---\n",
        "open.md": b"---\ntitle: x\ndate: 2026-01-01\n",
        "huge.md": b"---\ntitle: x\ndate: 2026-01-01\n---\n" + b"word " * 10_000_000,
        "bomb.md": b"---\na: &a ["
        + b"x," * 90
        + b"]\n"
        + b"".join(
            b"b%d: &b%d [%s]\n" % (n, n, b",".join([b"*a" if n == 0 else b"*b%d" % (n - 1)] * 90)) for n in range(6)
        )
        + b"---\n",
        "empty.md": b"",
    }
    for name, raw in bad.items():
        (folder / name).write_bytes(raw)
    (logbook / "stories" / "tab.md").write_text("## Situation\nsame id\n")
    _, out, _ = upward("check", "--output-format", "json")
    rows = json.loads(out)
    found = {(Path(row["filename"]).name, row["name"]) for row in rows if row["filename"].startswith("evidence/")}
    assert {
        ("tab.md", "unreadable"),
        ("twice.md", "unreadable"),
        ("bytes.md", "unreadable"),
        ("open.md", "unreadable"),
    } <= found
    assert {
        ("huge.md", "unreadable"),
        ("bomb.md", "unreadable"),
        ("date.md", "wrong-value"),
        ("tab.md", "duplicate-id"),
    } <= found
    assert not [name for name, rule in found if name == "bom.md"]
    assert all(row["location"]["row"] >= 1 for row in rows)
    assert next(row["location"] for row in rows if row["filename"] == "evidence/twice.md") == {"row": 3, "column": 1}
    upward("check", "--fix", "--unsafe-fixes")
    assert {name: (folder / name).read_bytes() for name in bad} == bad
    code, _, err = upward("show", "tab")
    assert code == 2
    assert "tab names 2 records" in err


def test_completion_offers_verbs_and_their_options(upward) -> None:
    script = upward("completion", "bash")[1]
    assert "readiness" in script
    assert "--stdin-filename" in script


def test_the_command_starts_as_a_module_and_prints_help_and_version() -> None:
    for arguments, word in (
        (["--help"], "readiness"),
        (["--version"], "upward 0."),
        (["check", "--help"], "--output-format"),
    ):
        done = subprocess.run([sys.executable, "-m", "upward", *arguments], capture_output=True, text=True, check=True)
        assert word in done.stdout


HEAVY = {
    "rich",
    "yaml",
    "fsrs",
    "sqlite3",
    "pyromark",
    "importlib.metadata",
    "dataclasses",
    "typing",
    "pathlib",
    "argparse",
}


def test_help_imports_nothing_heavy() -> None:
    # What the interpreter itself loads at its start, an environment's .pth files among it, is not ours.
    code = "import sys; before = set(sys.modules); from upward.faces.cli.main import main; main(['--help']); print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.splitlines()[-1].split())


def test_a_reader_that_leaves_early_is_no_error(logbook: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m upward list | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=logbook,
        check=False,
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["evidence", "story", "question", "rehearsal", "reading", "assessment", "interview"])
def test_every_kind_can_be_added_from_its_template(upward, logbook: Path, kind: str) -> None:
    made = data(upward("add", kind, "Something new", "--set", "tags=mine", "--format", "json"))
    assert made["open"]
    _, out, _ = upward("check", made["path"], "--output-format", "json", "--select", "UP7")
    assert {row["name"] for row in json.loads(out)} - {"unknown-key"} == {"unfilled-slot"}
    again = data(upward("add", kind, "Something new", "--format", "json"))
    assert again["id"] == f"{made['id']}-2"


def test_a_story_is_added_from_each_of_its_templates(upward, logbook: Path) -> None:
    for template in ("technical-direction", "mentorship", "cross-team-alignment", "crisis"):
        made = data(upward("add", "story", f"A {template}", "--template", template, "--format", "json"))
        assert f"template: {template}" in made["text"]


def test_an_answer_that_finds_no_room_is_told_and_is_no_finding(tmp_path: Path) -> None:
    # The shell counts in blocks; a file may not grow by a single one.
    command = f"ulimit -f 0; exec {sys.executable} -m upward rule > {tmp_path}/answer"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert done.stderr.startswith("upward: The answer could not be written (File too large)")
    assert "Traceback" not in done.stderr
