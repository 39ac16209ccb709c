"""Try every verb with odd values, streams, folders and records, then kills and hostile repositories; print counts, exit 1 for faults.

`python benchmarks/hostile.py [VERB…]`. Every request has a name in `tests/faults/every_verb.py`; what is right stands there.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults import every_verb as table  # noqa: E402 - the path comes first
from tests.faults import hostile_logbook  # noqa: E402

from upward.catalogue.catalogue import Catalogue  # noqa: E402
from upward.faces.cli.main import main as command  # noqa: E402
from upward.faces.mcp.access import LogbookAccess  # noqa: E402
from upward.model.job import Job  # noqa: E402

# A request that takes longer hangs; in seconds.
SECONDS = 120
MCP_VALUES: Sequence[Any] = (
    None, "a\0b", 10**30, -1, True, [], [None], {"a": 1}, "x" * 100_000, "\ud800", 1.5, float("nan"), "~no-such-user/x", "",
)  # fmt: skip
# What stands behind a command in the shell, and the exit codes that are right; none where any of 0, 1 and 2 is.
STREAMS: dict[str, tuple[str, frozenset[int]]] = {
    "closed standard input": ("<&-", frozenset()),
    "closed standard output": (">&-", frozenset({2})),
    "closed standard error": ("2>&-", frozenset()),
    "all three closed": ("<&- >&- 2>&-", frozenset({2})),
    "full disk behind standard output": ("> /dev/full", frozenset({2})),
    "full disk behind standard error": ("2> /dev/full", frozenset()),
    "reader that has gone": ("| true", frozenset({0, 1, 2, 141})),
}
SUITES = {
    "kills in a write": ("tests/faults/test_kill.py",),
    "hostile repositories": ("tests/store/test_attacks.py", "tests/store/test_broken_repositories.py"),
    "attacks without their defence": ("tests/store/test_disarmed.py",),
}


class _HungError(BaseException):
    """A request took too long; no guard of a face may take it for an error of the request."""


def _ended_by_alarm(*_: object) -> None:
    raise _HungError


def run(*words: str) -> tuple[int, str, str]:
    """Run a command in this process; give its exit code, answer and complaints."""
    out, err = io.StringIO(), io.StringIO()
    kept = sys.stdin
    sys.stdin = io.StringIO()
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = command(list(words))
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    except _HungError:
        code = -1
    finally:
        signal.alarm(0)
        sys.stdin = kept
    return code, out.getvalue(), err.getvalue()


def values(jobs: Sequence[Job]) -> Iterator[str]:
    """Yield for each odd value of each parameter what is wrong; empty where it is right."""
    for job in jobs:
        for case in table.odd_cases(job):
            if table.GIANT in " ".join(case.words):
                table.make_giant(Path.cwd())
            why = table.is_fault(case, *run(*case.words))
            yield f"{case.words!r:.120}: {why}" if why else ""


def tools(jobs: Sequence[Job]) -> Iterator[str]:
    """Yield the same for each odd argument over MCP."""
    desk = LogbookAccess.open(Path.cwd(), dict(os.environ), "", (), propose=True)
    offered = {job.name for job in desk.jobs()} & {job.name for job in jobs}
    for job in desk.jobs():
        asked = list(desk.asked_for(job)) if job.name in offered else []
        for parameter in asked:
            for value in MCP_VALUES:
                given = {**table.tool_arguments(job, asked), parameter.name: value}
                yield table.how_tool_fails(desk, job, given)


def streams(job: Job) -> Iterator[str]:
    """Yield the same for each way of closing or breaking a stream, in a process of its own."""
    for name, (how, right) in STREAMS.items():
        yield _ended(job, name, right, how)
    gone = 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && '
    yield _ended(job, "deleted folder", frozenset({2}), "", before=gone)
    yield _ended(job, "no room for any file", frozenset(), "", prepare=_no_room)
    yield _ended(job, "no home", frozenset(), "", before="export HOME=/nonexistent XDG_STATE_HOME= && ")


def records(jobs: Sequence[Job], value: str) -> Iterator[str]:
    """Yield what is wrong with each verb over a logbook in which each field has an odd value, as text and as JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder, here = Path(name), Path.cwd()
        os.chdir(folder)
        table.lay_out(folder, run)
        hostile_logbook.spoil(folder, value)
        hostile_logbook.litter(folder)
        copies = hostile_logbook.copies(folder)
        for job in jobs:
            plain = table.plain_words(job)
            # Over all records, and with each spoilt copy of the record that the request names.
            named = next((word for word in plain if Path(word).stem in copies), "")
            asked = [[*plain, f"--format={form}"] for form in ("text", "json")]
            asked += [[copy if word == named else word for word in plain] for copy in copies.get(Path(named).stem, ())]
            for words in asked:
                why = table.is_fault(table.Case(job.name, "", tuple(words), place=False), *run(*words))
                yield f"{words!r:.120} with {value!r:.30}: {why}" if why else ""
        os.chdir(here)


def _no_room() -> None:
    # Of size nought: as a full disk, every write of a file fails. Outputs of the process itself are pipes.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _ended(
    job: Job, name: str, right: frozenset[int], how: str, *, before: str = "", prepare: Callable[[], None] | None = None
) -> str:
    words = " ".join(f"'{word}'" for word in table.plain_words(job))
    line = f"{before}'{sys.executable}' -P -m upward {words} {how}"
    environment = {key: value for key, value in os.environ.items() if key != "UPWARD_LOGBOOK"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], env=environment, capture_output=True, check=False, timeout=120,
        preexec_fn=prepare, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    said = done.stderr.decode("utf-8", "replace")
    # Where nothing was found, nothing is printed, so that no stream matters.
    expected = {1, *right} if right and "[nothing-found]" in said else right or {0, 1, 2}
    if done.returncode not in expected or "Traceback" in said or "Exception ignored" in said:
        return f"{job.name}, {name}: exit code {done.returncode}, {said[-200:]!r}"
    return ""


def suite(name: str, paths: Sequence[str]) -> bool:
    """Run tests that are attacks or faults themselves; print how many, and whether all held."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "nothing"
    found = re.search(r"(\d+) passed", last)
    print(f"{name}: {found[1] if found else 0} tests hold{'' if done.returncode == 0 else f'; {last}'}")
    return done.returncode == 0


def told(name: str, found: Iterator[str]) -> bool:
    """Print a count of what was tried and each fault."""
    tried = list(found)
    faults = [each for each in tried if each]
    print(f"{name}: {len(tried)} tried, {len(faults)} faults", flush=True)
    for each in faults:
        print(f"  {each}")
    return not faults


def main(arguments: Sequence[str]) -> int:
    """Run all lanes, or those of verbs for the verbs that are named."""
    jobs = [job for job in table.all_jobs(Catalogue()) if not arguments or job.name in arguments]
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ.update(HOME=folder, XDG_CONFIG_HOME=f"{folder}/.config", XDG_STATE_HOME=f"{folder}/.state", TZ="UTC")
        os.environ["UPWARD_NOW"] = "2026-07-01T09:00:00+00:00"
        signal.signal(signal.SIGALRM, _ended_by_alarm)
        table.lay_out(Path(folder), run)
        good = [
            told("odd values, every parameter of every verb", values(jobs)),
            told("odd arguments over MCP", tools(jobs)),
            told("streams, folders and disks", (each for job in jobs for each in streams(job))),
            *(told(f"hostile logbook, {name}", records(jobs, odd)) for name, odd in hostile_logbook.ODD_VALUES.items()),
        ]
        os.chdir(here)
    if not arguments:
        good += [suite(name, paths) for name, paths in SUITES.items()]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
