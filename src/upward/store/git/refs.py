"""References of a stranger's repository, read by us as data: where it stands, what HEAD and branches name.

git would read its configuration on the way; nothing here runs, follows a link, or waits at a pipe.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from upward.model.errors import SourceError

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
    line = small(mark).strip()
    if not line.startswith("gitdir: "):
        raise SourceError(
            f"{mark} can't be read", why="it does not say `gitdir:`", next_step="repair it with `git worktree repair`"
        )
    return (folder / line.removeprefix("gitdir: ")).resolve()


def common(theirs: Path) -> Path:
    """Give the folder that holds the objects and branches: of a worktree, that of its repository."""
    line = small(theirs / "commondir").strip()
    return (theirs / line).resolve() if line else theirs


def resolve(theirs: Path, shared: Path) -> str:
    """Give the commit HEAD names; empty where nothing was committed yet."""
    line = small(theirs / "HEAD").strip()
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
            return ""
    raise SourceError(
        f"{theirs / 'HEAD'} can't be read", why="its references lead in a circle", next_step="repair it with `git fsck`"
    )


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
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return ""
        return file.read(most).decode("utf-8", "replace")


def plain_objects(objects: Path) -> None:
    """Refuse a store of objects that leads elsewhere, or that holds what would keep git waiting for ever."""
    borrowed = objects / "info" / "alternates"
    if os.path.lexists(borrowed) and (small(borrowed).strip() or not borrowed.is_file()):
        raise SourceError(
            f"{objects.parent} borrows its objects from another place",
            why=f"{borrowed} leads out of it, and whatever is there would be read as this repository's",
            next_step="make it whole with `git repack -a -d && rm objects/info/alternates`, if it is yours",
        )
    for folder in (objects, objects / "info", objects / "pack"):
        for path in folder.iterdir() if folder.is_dir() else ():
            if not path.is_symlink() and not path.is_dir() and not path.is_file():
                raise SourceError(
                    f"{path} is no regular file", why="git would wait at it for ever", next_step="take it away"
                )
            if path.is_symlink() and not path.exists():
                continue
            if path.is_symlink() and not (path.is_dir() or path.is_file()):
                raise SourceError(
                    f"{path} leads to no regular file", why="git would wait at it", next_step="take it away"
                )
