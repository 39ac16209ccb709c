"""Reading a stranger's repository without running anything of theirs.

git obeys the configuration, attributes, hooks and helpers of the repository it opens. So
it never opens theirs: it gets a scratch repository of ours, empty but for a pointer to
their objects, and an environment that names no configuration at all. References are
read by us, as data.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from upward.model.errors import SourceError

_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/[^\s\\~^:?*\[\x00-\x20]+)")
_SMALL = 64 * 1024
_LARGE = 64 * 1024 * 1024
MOST_SECONDS = 900
_OPTIONS = (
    "core.commitGraph=false", "core.bigFileThreshold=16m", "core.hooksPath=/dev/null", "core.fsmonitor=false",
    "core.pager=cat", "core.quotePath=false", "protocol.allow=never", "diff.external=", "log.showSignature=false",
    "i18n.logOutputEncoding=UTF-8", "gc.auto=0",
)  # fmt: skip


class Scratch:
    """A temporary folder that goes when nobody holds it any more, or at the latest with the process."""

    def __init__(self) -> None:
        self.name = tempfile.mkdtemp(prefix="upward-git-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


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

    def run(self, arguments: Sequence[str], feed: bytes = b"") -> bytes:
        """Give what a git command printed; raises SourceError where it failed or took too long."""
        options = [part for option in _OPTIONS for part in ("-c", option)]
        command = [self.program, "--no-pager", "--no-replace-objects", "--literal-pathspecs", *options, *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, with arguments of ours
                command,
                input=feed,
                capture_output=True,
                env=_environment(self.scratch.name),
                timeout=self.most_seconds,
                check=False,
                cwd=self.scratch.name,
            )
        except subprocess.TimeoutExpired as error:
            why = f"it ran longer than {self.most_seconds:.0f} seconds"
            raise SourceError(
                f"git {arguments[0]} on {self.name} was stopped", why=why, next_step="narrow it with --since"
            ) from error
        if done.returncode:
            why = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise SourceError(
                f"git {arguments[0]} failed on {self.name}", why=why, next_step="look at it with `git fsck`"
            )
        return done.stdout

    def named(self, name: str) -> str:
        """Give what a hash, HEAD, a full reference, a branch, a tag or a remote's branch stands for; empty for nothing.

        References are files of theirs, read as data.
        """
        if name in {"HEAD", "@"}:
            return self.head
        if re.fullmatch(r"[0-9a-f]{7,64}", name):
            return name
        if not _REF.fullmatch(f"ref: refs/{name}") or ".." in name:
            return ""
        shared = _common(self.theirs)
        places = (
            (name,) if name.startswith("refs/") else (f"refs/heads/{name}", f"refs/tags/{name}", f"refs/remotes/{name}")
        )
        for place in places:
            line = _small(self.theirs / place).strip() or _small(shared / place).strip() or _packed(shared, place)
            if _OID.fullmatch(line):
                return line
        return ""


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
    work, theirs = _locate(path)
    shared = _common(theirs)
    if not (shared / "objects").is_dir():
        raise SourceError(
            f"{path} is no git repository",
            why=f"{shared} has no objects folder",
            next_step="name the repository's folder",
        )
    head = _resolve(theirs, shared)
    shallow = _small(shared / "shallow", _LARGE)
    scratch = _scratch(shared, head, shallow)
    boundary = frozenset(line for line in shallow.split("\n") if _OID.fullmatch(line))
    return Repository(work.name or "repository", head, boundary, theirs, scratch, program)


def user_identity() -> tuple[str, str]:
    """Give the name and email in the user's own git configuration; empty where they have none."""
    program = shutil.which("git")
    if program is None:
        return "", ""
    found = []
    for key in ("user.name", "user.email"):
        done = subprocess.run([program, "config", "--global", key], capture_output=True, check=False, timeout=10)  # noqa: S603 - the user's own
        found.append(done.stdout.decode("utf-8", "replace").strip())
    return found[0], found[1]


def local_identity(path: Path) -> str:
    """Give `user.email` of a repository's own configuration, read as data."""
    program = shutil.which("git")
    try:
        theirs = _common(_locate(path)[1])
    except SourceError:
        return ""
    configuration = theirs / "config"
    if program is None or not configuration.is_file() or configuration.is_symlink():
        return ""
    command = [program, "config", "--file", str(configuration), "--no-includes", "user.email"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=10, env=_environment("/"))  # noqa: S603 - reads one file
    return done.stdout.decode("utf-8", "replace").strip()


def _environment(scratch: str) -> dict[str, str]:
    return {
        "PATH": os.defpath, "HOME": scratch, "GIT_DIR": scratch, "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull,
    }  # fmt: skip


def _locate(path: Path) -> tuple[Path, Path]:
    """Give the work folder and the git folder, looking upwards from `path`."""
    if not path.exists():
        raise SourceError(f"{path} does not exist", next_step="check the path")
    start = path.resolve()
    for folder in (start, *start.parents):
        mark = folder / ".git"
        if mark.is_symlink():
            raise SourceError(
                f"{mark} is a link", why="a link could stand for anything", next_step="name the folder that it leads to"
            )
        if mark.is_dir():
            return folder, mark
        if mark.is_file():
            return folder, _pointed(folder, mark)
        if (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir():
            return folder.parent if folder.name == ".git" else folder, folder
    raise SourceError(
        f"{path} is not in a git repository",
        why="neither it nor a folder above it has .git",
        next_step="name a repository",
    )


def _pointed(folder: Path, mark: Path) -> Path:
    line = _small(mark).strip()
    if not line.startswith("gitdir: "):
        raise SourceError(
            f"{mark} can't be read", why="it does not say `gitdir:`", next_step="repair it with `git worktree repair`"
        )
    return (folder / line.removeprefix("gitdir: ")).resolve()


def _common(theirs: Path) -> Path:
    line = _small(theirs / "commondir").strip()
    return (theirs / line).resolve() if line else theirs


def _resolve(theirs: Path, shared: Path) -> str:
    """Give the commit HEAD names; empty where nothing was committed yet."""
    line = _small(theirs / "HEAD").strip()
    for _ in range(5):
        if _OID.fullmatch(line):
            return line
        symbolic = _REF.fullmatch(line)
        if symbolic is None or ".." in symbolic[1]:
            raise SourceError(
                f"{theirs / 'HEAD'} can't be read",
                why="it names neither a commit nor a branch",
                next_step="repair it with `git fsck`",
            )
        name = symbolic[1]
        line = _small(theirs / name).strip() or _small(shared / name).strip() or _packed(shared, name)
        if not line:
            return ""
    raise SourceError(
        f"{theirs / 'HEAD'} can't be read", why="its references lead in a circle", next_step="repair it with `git fsck`"
    )


def _packed(shared: Path, name: str) -> str:
    for line in _small(shared / "packed-refs", _LARGE).splitlines():
        oid, _, rest = line.partition(" ")
        if rest == name and _OID.fullmatch(oid):
            return oid
    return ""


def _small(path: Path, most: int = _SMALL) -> str:
    """Read a regular file of theirs as text; empty where it is missing, a link, too large or no file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return ""
        return file.read(most).decode("utf-8", "replace")


def _scratch(shared: Path, head: str, shallow: str) -> Scratch:
    objects = str((shared / "objects").resolve())
    if "\n" in objects or objects.startswith('"'):
        raise SourceError(
            f"{objects!r} can't be opened",
            why="its name has a new line or a quote in it",
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
    lines = [line for line in shallow.split("\n") if _OID.fullmatch(line)]
    if lines:
        (folder / "shallow").write_text("\n".join(lines) + "\n", "utf-8")
    return made
