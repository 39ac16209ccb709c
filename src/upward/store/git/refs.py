"""References of an untrusted repository, read as data: where it stands, what HEAD and branches name.

git would read its configuration on the way; nothing here runs, follows a link, or waits at a pipe.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from upward.model.errors import SourceError

_FAN_OUT = re.compile(r"[0-9a-f]{2}")
OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/[^\s\\~^:?*\[\x00-\x20]+)")
_SMALL = 64 * 1024
LARGE = 64 * 1024 * 1024


def named(theirs: Path, head: str, name: str) -> str:
    """Give what a hash, HEAD, a full reference, a branch, a tag or a remote's branch stands for; empty for nothing."""
    if name in {"HEAD", "@"}:
        return head
    if re.fullmatch(r"[0-9a-f]{7,64}", name):
        return name
    if not _REF.fullmatch(f"ref: refs/{name}") or ".." in name:
        return ""
    shared = common(theirs)
    places = (
        (name,) if name.startswith("refs/") else (f"refs/heads/{name}", f"refs/tags/{name}", f"refs/remotes/{name}")
    )
    for place in places:
        line = small(theirs / place).strip() or small(shared / place).strip() or _packed(shared, place)
        if OID.fullmatch(line):
            return line
    return ""


def locate(path: Path) -> tuple[Path, Path]:
    """Give the work folder and the git folder, looking upwards from `path`."""
    try:
        if not path.exists():
            raise SourceError(f"{path} does not exist", next_step="check the path")
        start = path.resolve()
        if not start.is_dir():
            raise SourceError(f"{path} is not a folder", next_step="name the repository's folder")
    except (OSError, RuntimeError, ValueError) as error:
        # Links in a circle, a name that is too long, a NUL in it.
        raise SourceError(f"{path} can't be opened", why=str(error), next_step="check the path") from error
    for folder in (start, *start.parents):
        mark = folder / ".git"
        if mark.is_symlink():
            raise SourceError(
                f"{mark} is a link", why="a link could lead anywhere", next_step="name the folder that it points to"
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
    line = small(mark).strip()
    if not line.startswith("gitdir: ") or "\0" in line or "\n" in line:
        raise SourceError(
            f"{mark} can't be read",
            why="it contains no `gitdir:` line",
            next_step="repair it with `git worktree repair`",
        )
    try:
        return (folder / line.removeprefix("gitdir: ")).resolve()
    except (OSError, RuntimeError) as error:
        raise SourceError(
            f"{mark} can't be followed", why=str(error), next_step="repair it with `git worktree repair`"
        ) from error


def common(theirs: Path) -> Path:
    """Give the folder that holds the objects and branches: of a worktree, that of its repository."""
    line = small(theirs / "commondir").strip()
    if not line:
        return theirs
    try:
        return (theirs / line).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(
            f"{theirs / 'commondir'} can't be followed",
            why=str(error),
            next_step="repair it with `git worktree repair`",
        ) from error


def resolve(theirs: Path, shared: Path) -> str:
    """Give the commit HEAD names; empty where nothing was committed yet."""
    line = small(theirs / "HEAD").strip()
    if (shared / "reftable").is_dir():
        raise SourceError(
            f"{shared} stores its branches as a reftable", why="upward reads only branches stored as files",
            next_step="convert it with `git refs migrate --ref-format=files`, or read a clone of it",
        )  # fmt: skip
    for _ in range(5):
        if OID.fullmatch(line):
            return line
        symbolic = _REF.fullmatch(line)
        if symbolic is None or ".." in symbolic[1]:
            raise SourceError(
                f"{theirs / 'HEAD'} can't be read",
                why="it names neither a commit nor a branch",
                next_step="repair it with `git fsck`",
            )
        name = symbolic[1]
        line = small(theirs / name).strip() or small(shared / name).strip() or _packed(shared, name)
        if not line:
            _no_cycle(shared / name)
            return ""
    raise SourceError(
        f"{theirs / 'HEAD'} can't be read", why="its references form a cycle", next_step="repair it with `git fsck`"
    )


def _no_cycle(path: Path) -> None:
    """Refuse a branch whose folder is a link that leads to itself: it is not a branch without commits."""
    try:
        path.parent.resolve(strict=True)
    except FileNotFoundError:
        return
    except (OSError, RuntimeError) as error:
        why = "its links form a cycle"
        raise SourceError(f"{path.parent} can't be read", why=why, next_step="repair it with `git fsck`") from error


def _packed(shared: Path, name: str) -> str:
    for line in small(shared / "packed-refs", LARGE).splitlines():
        oid, _, rest = line.partition(" ")
        if rest == name and OID.fullmatch(oid):
            return oid
    return ""


def small(path: Path, most: int = _SMALL) -> str:
    """Read a regular file of theirs as text; empty where it is missing, a link, too large or no file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_size > most:
        os.close(handle)
        return ""
    with os.fdopen(handle, "rb") as file:
        return file.read(most).decode("utf-8", "replace")


def plain_objects(objects: Path) -> None:
    """Refuse a store of objects that leads elsewhere, or that holds what would keep git waiting forever."""
    borrowed = objects / "info" / "alternates"
    if os.path.lexists(borrowed) and (small(borrowed).strip() or not borrowed.is_file()):
        raise SourceError(
            (f"{objects.parent} uses the objects of another repository (git clone --shared or --reference)"),
            why=f"{borrowed} is outside of it, and its content would be taken for this repository's",
            next_step=("if it is yours, make it self-contained with `git repack -a -d && rm objects/info/alternates`"),
        )
    for folder in (objects, objects / "info", objects / "pack", *_loose(objects)):
        for path in _entries(folder):
            try:
                mode = path.stat().st_mode
            except FileNotFoundError:
                # A link that leads nowhere: git finds nothing there, either.
                continue
            except OSError as error:
                raise _no_file(path, error.strerror or "it can't be read") from error
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise _no_file(path, "git would wait at it forever")


def _loose(objects: Path) -> list[Path]:
    """Give the folders of loose objects."""
    return [path for path in _entries(objects) if _FAN_OUT.fullmatch(path.name) and path.is_dir()]


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        return []


def _no_file(path: Path, why: str) -> SourceError:
    return SourceError(f"{path} is not a regular file", why=why, next_step="remove it, or clone the repository again")
