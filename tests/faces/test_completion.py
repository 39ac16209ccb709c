"""Completion scripts: each shell that is here is asked as a person asks it; `tests/conftest.py` names those that are not."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SHELLS

HERE = [shell for shell in SHELLS if shutil.which(shell)]
# What each shell is asked for, and what it is to offer, in a logbook with the worked examples.
COMPLETED = (
    ("upward mat", "match"),
    ("upward decide sc", "score"),
    ("upward add mento", "mentoring"),
    ("upward show example-cri", "example-crisis"),
    ("upward export resu", "resume"),
    ("upward rubric senior", "senior-path"),
    ("upward readiness --rubric senior", "senior-path"),
    ("upward rule unfilled", "unfilled-slot"),
    ("upward check --select UP706", "UP706"),
)
# Of one kind: the worked incident, and not the stories. tcsh offers the ids of every kind.
BY_KIND = ("upward incident close ex", "example-incident")
ASK_BASH = """source ./script; read -ra COMP_WORDS <<< "$LINE"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_shtab_upward upward "${COMP_WORDS[COMP_CWORD]}"; printf '%s\\n' "${COMPREPLY[@]}"
"""
ASK_FISH = "source ./script; complete -C $LINE | string split -f1 \\t"
# A second zsh in a terminal of its own, in which a key is pressed; what it would offer is printed between two NULs.
ASK_ZSH = """
zmodload zsh/zpty && zpty z zsh -f -i && zpty -w z 'source ./inside.zsh; echo re''ady'
until [[ $line == *ready* ]]; do zpty -r z line || exit 1; done
zpty -w z "$LINE"$'\\t'
integer marks=0
while zpty -r z line; do
  if [[ $line == *$'\\0'* ]]; then (( marks++ )) && break; continue; fi
  (( marks )) && print -r -- $line
done
"""
INSIDE_ZSH = """
PROMPT=
mkdir -p functions && cp script functions/_upward
fpath=($PWD/functions $fpath)
autoload -Uz compinit && compinit -u -D
bindkey '^I' complete-word
mark () { print -r - $'\\0' }
compprefuncs=(mark)
comppostfuncs=(mark exit)
compadd () {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return $?; fi
  typeset -a offered
  builtin compadd -A offered "$@"
  for each in $offered; print -r - $each
}
"""


def test_each_script_knows_verbs_and_kinds_and_asks_for_ids(upward) -> None:
    for shell in (*SHELLS, "powershell"):
        code, out, _ = upward("completion", shell)
        assert (shell, code) == (shell, 0)
        assert all(word in out for word in ("readiness", "rehearsal", "upward completion ids"))


@pytest.fixture
def ask(upward, logbook: Path) -> Callable[[str, str], list[str]]:
    """Give what a shell offers for a line, in a logbook with the worked examples and a command `upward`."""
    (logbook / "inside.zsh").write_text(INSIDE_ZSH)
    command = logbook / "bin" / "upward"
    command.parent.mkdir()
    # What tcsh completed is run, so that the command is to say what it was given.
    command.write_text(
        f'#!/bin/sh\n[ "$1" = completion ] || {{ echo "<$*>"; exit; }}\nexec "{sys.executable}" -m upward "$@"\n'
    )
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "TERM": "vt100"}

    def offered(shell: str, line: str) -> list[str]:
        (logbook / "script").write_text(upward("completion", shell)[1])
        if shell == "tcsh":
            return [_pressed(logbook, environment, line)]
        script = {"bash": ASK_BASH, "fish": ASK_FISH, "zsh": ASK_ZSH}[shell]
        done = subprocess.run(
            [shell, *(["-f"] if shell == "zsh" else []), "-c", script],
            cwd=logbook,
            env={**environment, "LINE": line},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.stdout.split()

    return offered


@pytest.mark.parametrize("shell", HERE)
def test_a_shell_completes_verbs_and_what_they_name(ask, shell: str) -> None:
    for line, wanted in COMPLETED if shell == "tcsh" else (*COMPLETED, BY_KIND):
        assert (line, ask(shell, line)) == (line, [wanted])


def _pressed(folder: Path, environment: dict[str, str], line: str) -> str:
    """Type a line and the tab key into tcsh, and give the last word that the command was then called with."""
    ours, theirs = pty.openpty()
    shell = subprocess.Popen(
        ["tcsh", "-f"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        os.write(ours, b'set edit; source ./script; echo re""ady\n')
        printed = _until(ours, "ready")
        os.write(ours, f"{line}\t\n".encode())
        # A line that is complete waits for nothing; one that tcsh shows again is run by a second Enter.
        printed = _until(ours, ">")
        return printed.rpartition("<")[2].partition(">")[0].split()[-1]
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)


def _until(terminal: int, wanted: str) -> str:
    return next(text for text in _printed(terminal) if wanted in text)


def _printed(terminal: int) -> Iterator[str]:
    text = ""
    while True:
        readable, _, _ = select.select([terminal], [], [], 60)
        assert readable, f"the shell waits: {text}"
        text += os.read(terminal, 65536).decode("utf-8", "replace")
        yield text


def test_ids_for_completion_are_those_of_the_logbook_and_none_elsewhere(
    upward, logbook: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "example-crisis" in upward("completion", "ids")[1].split()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert upward("completion", "ids") == (0, "", "")
