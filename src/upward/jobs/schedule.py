"""Collect evidence regularly: install a systemd timer, a cron job or a git hook that runs `upward mine`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, CodeBlock, Heading, Page, Prose
from upward.session.session import Session
from upward.store import timers

_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")
MARK = "# upward: collect evidence"
_YES = frozenset({"y", "yes"})


class _Step(NamedTuple):
    """One file as it would be, and what writes it."""

    place: str
    text: str
    write: Callable[[], None]


def run(
    session: Session,
    way: Annotated[Literal["systemd", "cron", "git-hook"], "What starts the collection"],
    *,
    repository: Annotated[str, "With git-hook: the repository whose commits start it", PLACE] = ".",
    at: Annotated[str, "With systemd or cron: the time of day"] = "18:00",
    yes: Annotated[bool, "Write without asking"] = False,
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Show each file or line before it is written, and ask."""
    steps, after = _steps(session, way, repository, at)
    written = bool(steps) and not dry_run and (yes or _agreed(session, steps))
    if written:
        for step in steps:
            step.write()
    blocks: list[Block] = []
    for step in steps:
        blocks += [Heading(f"{'Written' if written else 'Would write'}: {step.place}", 3), CodeBlock(step.text)]
    if not steps:
        blocks.append(Prose("It is already installed; nothing was changed."))
    elif written:
        blocks.append(Prose(after))
    else:
        blocks.append(
            Callout("Nothing was written." if dry_run else "Nothing was written, because you did not confirm.")
        )
    data = {"written": written, "files": [{"place": step.place, "text": step.text} for step in steps]}
    return JobResult(Page("Collect evidence regularly", tuple(blocks)), data)


def _agreed(session: Session, steps: list[_Step]) -> bool:
    for step in steps:
        session.console.say(f"{step.place}:\n\n{step.text}")
    return session.console.ask("Write this? y/n").strip().lower() in _YES


def _steps(session: Session, way: str, repository: str, at: str) -> tuple[list[_Step], str]:
    match = _TIME.fullmatch(at)
    if match is None:
        raise UsageError(f"{at} is not a time of day", next_step="for example --at 18:00")
    if way == "git-hook":
        return _hook(session, Path(repository).expanduser())
    if not session.settings.repositories:
        raise UsageError(
            "No repositories are named in the settings",
            next_step='add `repositories = ["~/src/a-repository"]` to .upward/config.toml',
        )
    command = shlex.join([timers.program(), "mine", "--save", "--quiet", "--logbook", _root(session)])
    return _timer(session, command, at) if way == "systemd" else _cron(command, match["hour"], match["minute"])


def _root(session: Session) -> str:
    # Asked of the folder, which says what to do where there is no logbook.
    return str(session.folder and session.root)


def _timer(session: Session, command: str, at: str) -> tuple[list[_Step], str]:
    folder = timers.systemd_folder(session.environment)
    units = {
        "upward-mine.service": f"{MARK}\n[Unit]\nDescription=Collect evidence with upward\n\n"
        f"[Service]\nType=oneshot\nExecStart={command.replace('%', '%%')}\n",
        # What was missed while the machine was off is made up for.
        "upward-mine.timer": f"{MARK}\n[Unit]\nDescription=Collect evidence with upward each day\n\n"
        f"[Timer]\nOnCalendar=*-*-* {at}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n",
    }
    steps = [
        _Step(str(folder / name), text, _writer(folder / name, text))
        for name, text in units.items()
        if timers.existing(folder / name) != text
    ]
    return steps, "Start it with `systemctl --user daemon-reload && systemctl --user enable --now upward-mine.timer`."


def _writer(path: Path, text: str, *, executable: bool = False) -> Callable[[], None]:
    return lambda: timers.write(path, text, executable=executable)


def _cron(command: str, hour: str, minute: str) -> tuple[list[_Step], str]:
    # A percent sign is a new line to cron.
    line = f"{int(minute)} {int(hour)} * * * {command.replace('%', chr(92) + '%')}  {MARK}"
    before = [each for each in timers.crontab().splitlines() if not each.endswith(MARK)]
    if line in timers.crontab().splitlines():
        return [], ""
    whole = "\n".join([*before, line]) + "\n"
    return [_Step("your crontab, one line", f"{line}\n", lambda: timers.write_crontab(whole))], "cron runs it each day."


def _hook(session: Session, repository: Path) -> tuple[list[_Step], str]:
    full = (session.here / repository).resolve()
    path = timers.hook_file(full)
    before = timers.existing(path)
    if before and not re.match(r"#!.*\bsh\b", before):
        raise UsageError(
            f"{path} is not a shell script",
            why="only a shell script can be extended",
            next_step="call `upward mine` in it yourself",
        )
    # In the background, and quiet: a commit is never held up by it, and never fails.
    command = shlex.join([timers.program(), "mine", str(full), "--save", "--quiet", "--logbook", _root(session)])
    block = f"{MARK}\n({command} >/dev/null 2>&1 &)\n"
    if block in before:
        return [], ""
    kept = re.sub(rf"(?m)^{re.escape(MARK)}\n.*\n", "", before)
    text = (kept.rstrip("\n") + "\n" if kept else "#!/bin/sh\n") + block
    return [_Step(str(path), text, _writer(path, text, executable=True))], "Each commit starts it in the background."


JOB = Job("schedule", run, group="Set up", interactive_only=("yes", "dry_run"))
