"""Reading an untrusted repository without running anything of it.

git obeys the configuration, attributes, hooks and helpers of the repository it opens. So
it never opens theirs: it gets a scratch repository of ours, empty but for a pointer to
their objects, and an environment that names no configuration at all. References are
read by us, as data.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from upward.model.effort import Identity
from upward.model.errors import SourceError
from upward.store.git import refs

MOST_SECONDS = 900
MOST_OUTPUT = 16 * 1024**3
MOST_MEMORY = 8 * 1024**3
MOST_COMPLAINT = 64 * 1024
PIPE = 256 * 1024
# git hands over each commit as soon as it is done; woken for each, we would take its core away as often. In seconds.
NAP = 0.003
_OPTIONS = (
    "core.commitGraph=false", "core.bigFileThreshold=16m", "core.hooksPath=/dev/null", "core.fsmonitor=false",
    "core.pager=cat", "core.quotePath=false", "protocol.allow=never", "diff.external=", "log.showSignature=false",
    "advice.graftFileDeprecated=false", "i18n.logOutputEncoding=UTF-8",
    "gc.auto=0", "core.packedGitLimit=2g", "core.deltaBaseCacheLimit=256m",
)  # fmt: skip


PREFIX = "upward-git-"
# A scratch folder that is older than this, in seconds, was left by a run that was killed.
STALE = 24 * 3600


@cache
def _sweep() -> None:
    """Delete scratch folders of runs that were killed, once in a process."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                held = entry.stat(follow_symlinks=False)
                if held.st_uid == os.getuid() and time.time() - held.st_mtime > STALE:
                    shutil.rmtree(entry.path, ignore_errors=True)


class Scratch:
    """A temporary folder that is removed when nothing holds it any more, or at the latest with the process."""

    def __init__(self) -> None:
        _sweep()
        self.name = tempfile.mkdtemp(prefix=PREFIX)
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


# The GNU allocator gives memory back after each commit and asks for it again at the next: of a packed history, git
# spends up to a quarter of its time on that. Other allocators know nothing of these.
_ALLOCATION = {"MALLOC_TRIM_THRESHOLD_": str(64 * 1024**2), "MALLOC_MMAP_THRESHOLD_": str(32 * 1024**2)}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository in quarantine: `theirs` is its git folder, `scratch` ours."""

    name: str
    head: str
    boundary: frozenset[str]
    theirs: Path
    scratch: Scratch
    program: str
    most_seconds: float = field(default=MOST_SECONDS)
    most_output: int = field(default=MOST_OUTPUT)
    most_memory: int = field(default=MOST_MEMORY)

    def run(self, arguments: Sequence[str], feed: bytes = b"") -> bytes:
        """Give what a git command printed; raises SourceError where it failed, took too long or said too much."""
        return b"".join(self.stream(arguments, feed))

    def stream(self, arguments: Sequence[str], feed: bytes = b"", stall: float | None = None) -> Iterator[bytes]:
        """Yield what a git command prints, as it prints it; raises SourceError as `run` does, at the end.

        With `stall`, one that says nothing for so many seconds is stopped, too.
        """
        options = [part for option in _OPTIONS for part in ("-c", option)]
        command = [self.program, "--no-pager", "--no-replace-objects", "--literal-pathspecs", *options, *arguments]
        # Files on both sides: a pipe that is not drained would block git forever.
        with tempfile.TemporaryFile(dir=self.scratch.name) as given, tempfile.TemporaryFile() as said:
            given.write(feed)
            given.seek(0)
            process = subprocess.Popen(  # noqa: S603 - a fixed program, with arguments of ours
                command, stdin=given, stdout=subprocess.PIPE, stderr=said, env=_environment(self.scratch.name),
                cwd=self.scratch.name, bufsize=0,
            )  # fmt: skip
            _limit(process.pid, self.most_memory)
            watch = threading.Timer(self.most_seconds, process.kill)
            watch.start()
            try:
                yield from self._read(process, arguments[0], stall)
            finally:
                late = not watch.is_alive() and process.poll() in {None, -signal.SIGKILL}
                watch.cancel()
                process.kill()
                process.wait()
                if process.stdout is not None:
                    process.stdout.close()
            if late:
                why = f"it ran longer than {self.most_seconds:.0f} seconds"
                raise SourceError(
                    f"git {arguments[0]} on {self.name} was stopped", why=why, next_step="narrow the range with --since"
                )
            if process.returncode:
                said.seek(0)
                why = _complaint(said.read(MOST_COMPLAINT).decode("utf-8", "replace"))
                raise SourceError(
                    f"git {arguments[0]} failed on {self.name}",
                    why=why,
                    next_step="check the repository with `git fsck`",
                )

    def _read(self, process: subprocess.Popen[bytes], verb: str, stall: float | None) -> Iterator[bytes]:
        if process.stdout is None:
            return
        handle = process.stdout.fileno()
        # A larger pipe: git stops less often to wait for us.
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(handle, fcntl.F_SETPIPE_SZ, PIPE)
        seen = 0
        while True:
            if stall is not None and not select.select([handle], [], [], stall)[0]:
                why = f"it said nothing for {stall:.0f} seconds"
                raise SourceError(f"git {verb} on {self.name} was stopped", why=why, next_step="narrow it")
            chunk = os.read(handle, PIPE)
            if not chunk:
                break
            seen += len(chunk)
            if seen > self.most_output:
                most = f"it printed more than {self.most_output // 1024**2:,} MiB"
                raise SourceError(f"git {verb} on {self.name} was stopped", why=most, next_step="narrow it")
            yield chunk
            if stall is not None and len(chunk) < PIPE // 8:
                time.sleep(NAP)
        process.wait()

    def named(self, name: str) -> str:
        """Give the commit that a hash, HEAD, a reference, a branch or a tag stands for; empty for nothing."""
        return refs.named(self.theirs, self.head, name)


def _complaint(said: str) -> str:
    """Give the line in which git says what is wrong: the last that begins so, since advice may follow it."""
    lines = said.strip().split("\n")
    return next((line for line in reversed(lines) if line.startswith(("fatal:", "error:"))), lines[-1])


def open_repository(path: Path) -> Repository:
    """Open the repository at `path` or above it.

    Raises SourceError where there is none, where it is damaged, or without git.
    """
    program = shutil.which("git")
    if program is None:
        raise SourceError(
            "git is not installed",
            why="no program of that name is on the PATH",
            next_step="install git and run this again",
        )
    work, theirs = refs.locate(path)
    shared = refs.common(theirs)
    if not (shared / "objects").is_dir():
        raise SourceError(
            f"{path} is not a git repository",
            why=f"{shared} has no objects folder",
            next_step="name the repository's folder",
        )
    refs.plain_objects(shared / "objects")
    head = refs.resolve(theirs, shared)
    shallow = refs.small(shared / "shallow", refs.LARGE)
    scratch = _scratch(shared, head, shallow)
    boundary = frozenset(line for line in shallow.split("\n") if refs.OID.fullmatch(line))
    return Repository(_origin_name(shared) or work.name or "repository", head, boundary, theirs, scratch, program)


_REMOTE_NAME = re.compile(r"^(?:[a-z+]+://[^/]+/|[\w.-]+@[\w.-]+:)(?:.*/)?(?P<name>[\w.-]+?)(?:\.git)?/?$")


def _origin_name(shared: Path) -> str:
    """Give what the repository is called where it was cloned from, whatever the clone's folder is called."""
    match = _REMOTE_NAME.match(_configured(shared / "config", "remote.origin.url"))
    return match["name"] if match else ""


def _limit(pid: int, most: int) -> None:
    """Keep a hostile object from taking all memory; where the system has no such limit, git has its own."""
    if hasattr(resource, "prlimit"):
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (most, most))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def user_identity() -> Identity:
    """Give the name and email in the user's own git configuration; empty where they have none."""
    program = shutil.which("git")
    if program is None:
        return Identity("", "")
    found = []
    for key in ("user.name", "user.email"):
        done = subprocess.run([program, "config", "--global", key], capture_output=True, check=False, timeout=10)  # noqa: S603 - the user's own
        found.append(done.stdout.decode("utf-8", "replace").strip())
    return Identity(*found)


def local_identity(path: Path) -> str:
    """Give `user.email` of a repository's own configuration, read as data."""
    try:
        theirs = refs.common(refs.locate(path)[1])
    except SourceError:
        return ""
    return _configured(theirs / "config", "user.email")


def _configured(path: Path, key: str) -> str:
    """Give a value of a repository's own configuration, read as data; empty where there is none."""
    program, text = shutil.which("git"), refs.small(path)
    if program is None or not text:
        return ""
    # By a copy in memory: the file may be a pipe by the time git opens it.
    command = [program, "config", "--file", "-", "--no-includes", key]
    done = subprocess.run(  # noqa: S603 - a fixed program that reads what it is given
        command, input=text.encode(), capture_output=True, check=False, timeout=10, env=_environment("/")
    )
    return done.stdout.decode("utf-8", "replace").strip()


def _environment(scratch: str) -> dict[str, str]:
    return {
        "PATH": os.defpath, "HOME": scratch, "GIT_DIR": scratch, "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "GIT_FLUSH": "0",
        **_ALLOCATION,
    }  # fmt: skip


def _scratch(shared: Path, head: str, shallow: str) -> Scratch:
    objects = str((shared / "objects").resolve())
    if "\n" in objects or objects.startswith('"'):
        raise SourceError(
            f"{objects!r} can't be opened",
            why="its name contains a line break or a quotation mark",
            next_step="rename the folder",
        )
    made = Scratch()
    folder = Path(made.name)
    (folder / "objects" / "info").mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "objects" / "info" / "alternates").write_text(objects + "\n", "utf-8")
    (folder / "HEAD").write_text("ref: refs/heads/none\n", "utf-8")
    sha256 = len(head) == 64  # noqa: PLR2004 - the length of a SHA-256 in hexadecimal
    extension = "[extensions]\n\tobjectFormat = sha256\n" if sha256 else ""
    (folder / "config").write_text(
        f"[core]\n\trepositoryformatversion = {int(sha256)}\n\tbare = true\n{extension}", "utf-8"
    )
    lines = [line for line in shallow.split("\n") if refs.OID.fullmatch(line)]
    if lines:
        (folder / "shallow").write_text("\n".join(lines) + "\n", "utf-8")
    return made
