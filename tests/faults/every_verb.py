"""Every verb and sub-verb with a request that it can meet in a logbook of worked examples, and odd values for each type."""

from __future__ import annotations

import os
import subprocess
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from upward.catalogue.catalogue import Catalogue
from upward.catalogue.discovery import steps, verbs
from upward.faces.mcp.access import LogbookAccess, tool_name
from upward.model.errors import UpwardError
from upward.model.job import Job, Parameter, parameters
from upward.store.crash_log import REFUSED, explain_error

# Values of required parameters that are no records, by verb and parameter, then by parameter.
GIVEN: Mapping[str, str] = {
    "add kind": "story", "decide explain file": "src/a.py", "decide explore path": "decisions/example-decision.md",
    "decide supersede old": "decisions/example-decision.md", "decide supersede by": "decisions/second.md",
    "explain source": "example-decision", "message": "example-message", "form": "brag", "import paths": "notes.txt",
    "pr revisions": "HEAD~1..HEAD", "record": "example-crisis", "story": "example-crisis",
    "rehearse analyse file": "notes.txt", "rehearse export to": "anki", "review target": "src/a.py", "title": "A title",
    "tool": "example-radar", "incident": "an-open-one", "claim": "1", "words": "deploy", "evidence": "example-evidence", "policy": "AI_POLICY.md",
}  # fmt: skip
# Options that a verb asks for together.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "concern close": ("--settled-by=the new index",),
    "incident add": ("--text=Disk full.",),
    "explain back": ("--reader=Kim", "--words=You want a week.", "--understood=yes"),
    "incident explore": ("--logs=notes.txt",),
    "incident hypothesise": ("--component=queue", "--text=it filled up"),
    "incident resolve": ("--component=queue", "--mechanism=it filled up", "--by=Ines"),
    "match": ("--questions=questions.txt",),
    "mentor observe": ("--text=Asked first.",),
    "mine": ("--everyone",),
    "prepare": ("--hours=5", "--advert=notes.txt"),
    "radar try": ("--n=3", "--passed=2"),
    "rehearse note": ("--seconds=150", "--rating=good"),
    "standard adopt": ("--team=payments",),
    "standard retire": ("--why=superseded",),
    "verify": ("packet.html",),
}
LONG_NAME = "x" * 300
LONG_PATH = "/".join(["x" * 200] * 30)
# Made beside the logbook by `lay_out`: a named pipe, and a file of a gigabyte that takes no room.
PIPE, GIANT = "pipe", "giant"
PLACES = ("~no-such-user/x", "a\0b", LONG_NAME, LONG_PATH, "no/such/file", PIPE, GIANT, "/dev/zero")
TEXTS = ("a\0b", "\x1b[31mred\u202e", "\udcff", "x" * 100_000, "[[[[((((", "")
WHOLE = (10**30, -(10**30), 10**18, 0, -1)
REAL = ("nan", "inf", "-inf", "1e308", "-1")
DAYS = ("0001-01-01", "9999-12-31")
RAW = frozenset("\0\x1b\u202e")
# Places that may be anything: a file that decisions name, logs of any size, a target to write, a model that is not needed.
ANSWERED = frozenset(
    {
        ("decide explain", "file"), ("incident add", "artefact"), ("incident explore", "logs"), ("mine", "table"),
        ("rehearse analyse", "model"), ("check", "paths"), ("review", "target"), ("review", "write_baseline"),
    }
)  # fmt: skip
# What answers by reading the same line again and again, or waits for a person.
ENDLESS = frozenset({"watch"})


def lay_out(folder: Path, run: Callable[..., object]) -> None:
    """Make the logbook and the files that the requests name; `run` runs a command in the folder."""
    run("init", "--examples")
    (folder / "notes.txt").write_text("On 2026-03-09 I moved the importer to a queue. " * 20 + "\n")
    (folder / "questions.txt").write_text("Tell me about a failure.\n")
    (folder / "decisions" / "second.md").write_text("---\nstatus: accepted\ndate: 2026-03-01\n---\n\n# Second\n")
    (folder / "AI_POLICY.md").write_text((folder / "policies" / "example-policy.md").read_text())
    (folder / "src").mkdir()
    for text in ("x = 1\n", "x = 2\n"):
        (folder / "src" / "a.py").write_text(text)
        _commit(folder)
    run("incident", "new", "An open one", "--at=2026-06-30T10:00")
    run("export", "packet", "--reach=shared", "--output=packet.html")
    os.mkfifo(folder / PIPE)
    make_giant(folder)


def make_giant(folder: Path) -> None:
    """Make the file of a gigabyte, which takes no room."""
    with (folder / GIANT).open("wb") as file:
        file.truncate(1 << 30)


def _commit(folder: Path) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    for words in (("init", "-q"), ("add", "src"), (*who, "commit", "-q", "-m", "Change it")):
        subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


class Case(NamedTuple):
    """A verb with one value that is odd: the words of the command, and whether the value names a place."""

    verb: str
    parameter: str
    words: tuple[str, ...]
    place: bool


def all_jobs(catalogue: Catalogue) -> Iterator[Job]:
    """Yield each verb, then its sub-verbs."""
    for verb in verbs():
        for name in (verb, *(f"{verb} {step}" for step in steps(verb))):
            job = catalogue.job(name)
            if job is not None:
                yield job


def plain_words(job: Job, *, without: str = "") -> list[str]:
    """Give the words of a request that the verb can meet, but for one parameter."""
    words = job.name.split()
    for each in parameters(job):
        if each.name == without:
            continue
        if each.required:
            words.append(_fitting(job, each))
        elif each.name == "dry_run":
            words.append("--dry-run")
    return words + [each for each in BESIDE.get(job.name, ()) if not each.startswith(f"--{without}=")]


def _fitting(job: Job, parameter: Parameter) -> str:
    name = parameter.name
    known = GIVEN.get(f"{job.name} {name}") or GIVEN.get(name)
    if known:
        return known
    # A new verb most often asks for a record of its kind.
    return f"example-{name}"


def tool_arguments(job: Job, asked: Sequence[Parameter]) -> dict[str, Any]:
    """Give the arguments of a request over MCP that the verb can meet."""
    given = {each.name: _fitting(job, each) for each in asked if each.required}
    listed: dict[str, Any] = {each.name: [given[each.name]] for each in asked if each.required and each.single()[1]}
    return {**given, **listed, **({"dry_run": True} if any(each.name == "dry_run" for each in asked) else {})}


def how_tool_fails(desk: LogbookAccess, job: Job, given: Mapping[str, Any]) -> str:
    """Give the error that a call over MCP ends in and nothing foresaw; empty where it is answered or refused."""
    try:
        desk.call(tool_name(job), given, "a test")
    except UpwardError:
        return ""
    except Exception as error:  # noqa: BLE001 - which one is the answer
        return "" if explain_error(error)[1] == REFUSED else f"{job.name} {given!r:.80}: {error!r}"
    return ""


def is_fault(case: Case, code: int, out: str, err: str) -> str:
    """Give what is wrong with how a case ended; empty where it ended as promised."""
    if code not in {0, 1, 2}:
        return f"exit code {code}: {err}"
    if case.place and code != REFUSED and (case.verb, case.parameter) not in ANSWERED:
        return f"an unusable path ends with exit code {code}"
    # A conversation may stand before the sentence, and argparse prints the usage before its own.
    if code == REFUSED and not err.rstrip("\n").rpartition("\n")[2].startswith("upward"):
        return f"not one sentence: {err}"
    if "Traceback" in err:
        return f"a traceback: {err}"
    return "a raw control character" if RAW & {*out, *err} else ""


def odd_cases(job: Job, tried: Sequence[str] = ()) -> Iterator[Case]:
    """Yield the verb with each of its parameters given each odd value of its type, or each of those tried."""
    for parameter in parameters(job):
        if parameter.name in ENDLESS:
            continue
        for value in odd_values(parameter):
            if tried and str(value) not in tried:
                continue
            words = _with(job, parameter, str(value))
            yield Case(job.name, parameter.name, tuple(words), parameter.place)


def odd_values(parameter: Parameter) -> tuple[Any, ...]:
    """Give the odd values for a parameter by its type; none for a choice among names."""
    kind, _ = parameter.single()
    if parameter.place:
        return PLACES
    if kind is bool or typing.get_origin(kind) is typing.Literal or issubclass(kind, Enum):
        return ()
    return {int: WHOLE, float: REAL, date: DAYS}.get(kind, TEXTS)


def _with(job: Job, parameter: Parameter, value: str) -> list[str]:
    """Give the words with one parameter's value, in its place where it is an argument."""
    if not parameter.positional:
        # Joined by `=`, a value may begin with a dash.
        return [*plain_words(job, without=parameter.name), f"--{parameter.name.rstrip('_').replace('_', '-')}={value}"]
    words = job.name.split()
    options = [each for each in BESIDE.get(job.name, ()) if each.startswith("--")]
    for each in parameters(job):
        if each.name == parameter.name:
            words.append(value)
        elif each.positional and each.required:
            words.append(_fitting(job, each))
        elif each.name == "dry_run":
            options.append("--dry-run")
    # Behind `--` an argument may begin with a dash.
    return [*job.name.split(), *options, "--", *words[len(job.name.split()) :]]
