"""Files that a user names for an answer: nothing but a regular file is ever replaced, and every fault is a sentence."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from upward.model.errors import SourceError, UnsafePathError, WriteError
from upward.store.artefacts import file_digest
from upward.store.bounded_file import NotReadableError, read_bounded
from upward.store.crash_log import explain_error
from upward.store.logbook import folder as folders
from upward.store.logbook.folder import Folder
from upward.store.output_file import write_output
from upward.text.terminal_text import harmless, wants_colour


def test_a_link_is_written_through_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    write_output(tmp_path / "link.md", "new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    heard: list[bytes] = []
    handle = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    reader = threading.Thread(target=lambda: heard.append(os.read(handle, 100)))
    write_output(tmp_path / "pipe", "new")
    reader.start()
    reader.join(5)
    os.close(handle)
    assert heard == [b"new"]
    assert stat.S_ISFIFO((tmp_path / "pipe").lstat().st_mode)


def test_a_pipe_that_nothing_reads_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WriteError):
        write_output(tmp_path / "pipe", "new")


def test_a_device_is_written_into_and_stays_a_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Not every machine lets a test make a device, so the file is a plain one that says it is a device.
    target = tmp_path / "null"
    target.write_text("old")
    monkeypatch.setattr(stat, "S_ISREG", lambda _: False)
    monkeypatch.setattr(stat, "S_ISCHR", lambda _: True)
    inode = target.stat().st_ino
    write_output(target, "new")
    assert target.stat().st_ino == inode
    assert target.read_text().startswith("new")


def test_a_socket_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        for name in ("s", "folder"):
            with pytest.raises(UnsafePathError):
                write_output(tmp_path / name, "new")
        assert stat.S_ISSOCK((tmp_path / "s").lstat().st_mode)


def test_a_link_inside_of_a_logbook_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("old")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "x.json").symlink_to(tmp_path / "outside")
    with pytest.raises(UnsafePathError):
        Folder(tmp_path / "book").write_artefact("x.json", "new")
    assert (tmp_path / "outside").read_text() == "old"


def test_the_mode_of_a_file_is_kept_and_old_temporary_files_are_swept(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "a.md").chmod(0o600)
    stale = tmp_path / f"{folders.TEMPORARY}dead"
    stale.write_text("")
    os.utime(stale, (1, 1))
    write_output(tmp_path / "a.md", "new")
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o600
    assert not stale.exists()


@pytest.mark.parametrize(
    "options",
    [
        ("list", "--output", "~no-such-user/x.md"),
        ("list", "--output", "x" * 300),
        ("export", "resume", "--to", "~no-such-user/x"),
    ],
)
def test_an_odd_path_is_refused_in_one_sentence(upward, options: tuple[str, ...]) -> None:
    upward("init", ".")
    code, _, err = upward(*options)
    assert (code, err.count("\n")) == (2, 1)
    assert "not a usable path" in err


def test_a_pipe_in_place_of_the_settings_is_named(tmp_path: Path, upward) -> None:
    upward("init", ".")
    settings = tmp_path / ".upward" / "config.toml"
    settings.unlink(missing_ok=True)
    os.mkfifo(settings)
    code, _, err = upward("list")
    assert (code, "it is not a regular file" in err) == (2, True)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000, "words_per_minute = inf", "words_per_minute = " + "9" * 5000, "x = 1\n" * 3]
)
def test_settings_that_no_one_meant_are_an_error_with_the_file(tmp_path: Path, upward, text: str) -> None:
    upward("init", ".")
    (tmp_path / ".upward" / "config.toml").write_text(text)
    code, _, err = upward("list")
    assert (code, "config.toml" in err) == (2, True)


def test_a_rule_of_the_logbooks_own_runs_in_linear_time(tmp_path: Path, upward) -> None:
    upward("init", ".")
    rules = tmp_path / ".upward" / "rules"
    rules.mkdir()
    (rules / "a.toml").write_text('[[rule]]\nname = "no-a"\nmessage = "x"\npattern = "(a+)+$"\n')
    (tmp_path / "stories").mkdir(exist_ok=True)
    (tmp_path / "stories" / "s.md").write_text("---\ntitle: T\n---\n\n" + "a" * 5000 + "!\n")
    assert upward("check", "--select", "no-a")[0] in {0, 1}


def test_a_file_that_is_too_large_or_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 11)
    os.mkfifo(tmp_path / "pipe")
    for name in ("big", "pipe"):
        with pytest.raises(NotReadableError):
            read_bounded(tmp_path / name, 10)


def test_a_device_that_never_ends_is_no_artefact(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="/dev/zero is not a file"):
        file_digest(tmp_path, "/dev/zero")


def test_a_lock_of_another_process_is_waited_for_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "PATIENCE", 0.05)
    book = Folder(tmp_path)
    book.create("stories/a.md", "x")
    with (tmp_path / ".upward" / "lock").open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(WriteError, match="locked by another process"):
            book.create("stories/b.md", "x")
    book.create("stories/b.md", "x")


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "upward", *arguments], capture_output=True, check=False, **options)  # type: ignore[call-overload]


def test_a_closed_standard_output_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m upward --help >&-", shell=True, capture_output=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


def test_an_error_nobody_foresaw_is_a_sentence_a_file_and_exit_code_70(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, upward
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("upward.session.session.Session.open", broken)
    code, _, err = upward("list")
    assert (code, err.count("\n"), "Traceback" in err) == (70, 1, False)
    kept = next((tmp_path / "state" / "upward" / "errors").iterdir())
    assert "IndexError" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device", "x"),
        ValueError("embedded null byte"),
        OverflowError("date value out of range"),
        RecursionError(),
    ],
)
def test_what_the_system_refuses_is_exit_code_2(error: Exception) -> None:
    assert explain_error(error)[1] == 2


def test_no_escape_sequence_and_no_turned_text_reaches_a_terminal() -> None:
    hostile = "a\x1b]0;title\x07b\u202ec\x9bd\re\x1b[31mf"
    assert harmless(hostile) == "a\ufffd]0;title\ufffdb\ufffdc\ufffdd\ufffde\ufffd[31mf"
    assert harmless("\x1b[31mred\x1b[0m\n", colour=True) == "\x1b[31mred\x1b[0m\n"
    assert harmless("a\r\nb\tc\n") == "a\nb\tc\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_forced_and_forbidden_by_the_usual_variables(environment: dict[str, str], expected: object) -> None:
    assert wants_colour(environment, terminal=False) is expected


def test_variables_of_trackers_are_no_unknown_settings(upward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPWARD_JIRA_URL", "https://jira.example")
    upward("init", ".")
    assert "UPWARD" not in upward("check")[1]
    assert "jira" not in upward("check")[1].lower()
