"""A concern is measured over time, runs nothing that was not allowed, and closes only with before and after."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from upward.model.errors import UsageError

ID = "slow-import"
RECORD = """---
title: Slow import
date: 2026-05-01
about: performance
status: open
owner: Mara
paths: [src/import]
interest: 6 hours a month
review-by: 2026-09-01
criteria: [senior-ownership-performance]
indicators:
  - {id: lag, what: Minutes behind, command: cat lag.txt, unit: minutes, target: 30, direction: down}
  - {id: covered, coverage: coverage.xml, unit: percent, target: 80, direction: up}
---

## What is wrong

It hangs.
"""


@pytest.fixture
def concern(upward, tmp_path: Path) -> Path:
    upward("init")
    path = tmp_path / "concerns" / f"{ID}.md"
    path.parent.mkdir()
    path.write_text(RECORD, "utf-8")
    (tmp_path / "lag.txt").write_text("behind by 95 minutes\n", "utf-8")
    (tmp_path / "coverage.xml").write_text(
        '<?xml version="1.0"?><coverage line-rate="0.714" version="7"></coverage>', "utf-8"
    )
    return path


def measures(upward, *more: str) -> dict[str, tuple]:
    _, out, _ = upward("concern", "measure", ID, "--format", "json", *more)
    return {each["indicator"]: (each["value"], each["note"]) for each in json.loads(out)["measures"]}


def test_a_command_is_not_run_until_it_was_allowed_and_then_as_long_as_it_stays_the_same(concern: Path, upward) -> None:
    assert measures(upward) == {"lag": (None, "not allowed yet: cat lag.txt"), "covered": (71.4, "")}
    assert measures(upward, "--allow-commands")["lag"] == (95, "")
    assert measures(upward)["lag"] == (95, "")
    concern.write_text(RECORD.replace("cat lag.txt", "echo 3 > stolen; echo 1"), "utf-8")
    assert measures(upward)["lag"][0] is None
    assert not Path("stolen").exists()


def test_what_was_allowed_is_kept_outside_of_the_logbook_and_holds_for_this_logbook_only(
    concern, upward, tmp_path
) -> None:
    measures(upward, "--allow-commands")
    assert (tmp_path / ".local" / "state" / "upward" / "allowed-commands").is_file()
    copy = tmp_path / "copy"
    (copy / "concerns").mkdir(parents=True)
    (copy / ".upward").mkdir()
    (copy / "concerns" / f"{ID}.md").write_text(RECORD, "utf-8")
    _, out, _ = upward("concern", "measure", ID, "--format", "json", "--logbook", str(copy))
    assert json.loads(out)["measures"][0]["note"] == "not allowed yet: cat lag.txt"


def test_a_dry_run_runs_no_command_and_writes_nothing(concern, upward, tmp_path) -> None:
    assert measures(upward, "--allow-commands", "--dry-run")["lag"] == (None, "a command is not run in a dry run")
    assert not (tmp_path / "concerns" / f"{ID}.csv").exists()
    assert not (tmp_path / ".local").exists()


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ("exit 3", "it ended with 3: it printed nothing"),
        ("echo broken; exit 1", "it ended with 1: broken"),
        ("echo fine", "no number in the output"),
        ("no-such-program-here 2>/dev/null", "it ended with 127"),
        ("yes", "it printed more than 1024 KiB"),
    ],
)
def test_a_command_that_fails_leaves_a_question_mark_with_its_reason(concern: Path, upward, command, note) -> None:
    concern.write_text(RECORD.replace("cat lag.txt", command), "utf-8")
    value, said = measures(upward, "--allow-commands", "--indicator", "lag")["lag"]
    assert value is None
    assert note in said
    code, out, _ = upward("concern", "status", ID)
    assert code == 1
    assert "lag could not be measured" in out


def test_a_command_that_hangs_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    from upward.model.errors import SourceError
    from upward.store.allowed_commands import allow, run_allowed

    home = {"HOME": str(tmp_path)}
    os.mkfifo(tmp_path / "held")
    # While a process that was started holds its end open, reading waits; once all are gone, it gives nothing.
    reader = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    command = "sleep 600 > held & wait"
    allow(tmp_path, command, home)
    with pytest.raises(SourceError, match="ran longer than"):
        run_allowed(tmp_path, command, home, seconds=0.5)
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_status_shows_trend_target_and_series_and_fails_where_a_target_is_missed(concern, upward, monkeypatch) -> None:
    for day, value in enumerate(("95", "80", "60", "45", "20"), start=1):
        monkeypatch.setenv("UPWARD_NOW", f"2026-06-0{day}T09:00:00+00:00")
        assert upward("concern", "measure", ID, "--indicator", "lag", "--value", value)[0] == 0
    _, out, _ = upward("concern", "status", ID, "--format", "json")
    lag, covered = json.loads(out)["indicators"]
    assert (lag["latest"], lag["status"], lag["trend"]) == (20, "met", "better")
    assert covered["status"] == "?"
    assert "▁" in upward("concern", "status", ID)[1]


def test_closing_wants_a_value_before_and_one_after_and_drafts_evidence(concern: Path, upward, monkeypatch) -> None:
    code, _, error = upward("concern", "close", ID, "--settled-by", "an alert")
    assert (code, "closing needs one value before the change and one after" in error) == (2, True)
    for day, value in (("01", "95"), ("20", "12")):
        monkeypatch.setenv("UPWARD_NOW", f"2026-06-{day}T09:00:00+00:00")
        upward("concern", "measure", ID, "--indicator", "lag", "--value", value)
    code, out, error = upward("concern", "close", ID, "--settled-by", "an alert at 30 minutes", "--format", "json")
    assert (code, error) == (0, "")
    made = Path(json.loads(out)["path"]).read_text("utf-8")
    assert 'baseline: "95"' in made
    assert 'value: "12"' in made
    assert "criteria: [senior-ownership-performance]" in made
    assert f"upward:concern/{ID}" in made
    assert "status: closed" in concern.read_text("utf-8")


def test_what_got_worse_is_not_closed_but_can_be_accepted_with_a_reason(concern: Path, upward, monkeypatch) -> None:
    for day, value in (("01", "12"), ("20", "95")):
        monkeypatch.setenv("UPWARD_NOW", f"2026-06-{day}T09:00:00+00:00")
        upward("concern", "measure", ID, "--indicator", "lag", "--value", value)
    code, _, error = upward("concern", "close", ID, "--settled-by", "nothing")
    assert (code, "No indicator of slow-import improved" in error) == (2, True)
    assert upward("concern", "close", ID, "--accept", "the import is replaced in autumn")[0] == 0
    assert "status: accepted" in concern.read_text("utf-8")


def test_an_assistant_neither_runs_a_command_nor_reads_a_file_elsewhere(concern: Path, upward, tmp_path: Path) -> None:
    from upward.faces.mcp.access import LogbookAccess

    measures(upward, "--allow-commands")
    (tmp_path.parent / "pin.txt").write_text("4711", "utf-8")
    concern.write_text(RECORD.replace("coverage: coverage.xml", "file: ../pin.txt"), "utf-8")
    access = LogbookAccess.open(tmp_path, os.environ, "", (), propose=True)
    result = access.call("concern_measure", {"concern": ID}, "an assistant")
    assert [(each["value"], each["note"]) for each in result.outcome.data["measures"]] == [
        (None, "a command is not run in a dry run"),
        (None, "../pin.txt is outside the logbook"),
    ]
    with pytest.raises(UsageError, match="There is no argument called allow_commands"):
        access.call("concern_measure", {"concern": ID, "allow_commands": True}, "an assistant")


def test_code_that_changes_often_and_has_no_active_owner_is_offered_with_reasons(upward, repo, tmp_path) -> None:
    upward("init")
    for month in range(1, 7):
        when = f"2025-{month + 6:02d}-03T10:00:00+00:00"
        repo.commit(f"Tune {month}", {"src/price.py": f"{month}\n"}, when=when, who="Old Hand <old@example.com>")
    repo.commit("Rename", {"src/price.py": "7\n", "src/new.py": "1\n"}, when="2026-06-01T10:00:00+00:00")
    _, out, _ = upward("concern", "find", str(repo.path), "--format", "json")
    (found,) = json.loads(out)
    assert (found["path"], found["changes"], found["people"]) == ("src/price.py", 7, 2)
    assert found["because"] == [
        "Old Hand, who made 6 of its 7 changes, last committed on 2025-12-03; 1 changes are by authors still active"
    ]


def test_a_logbook_of_another_user_runs_nothing(concern, upward, monkeypatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    code, _, error = upward("concern", "measure", ID, "--allow-commands")
    assert code == 2
    assert "belongs to another user" in error
