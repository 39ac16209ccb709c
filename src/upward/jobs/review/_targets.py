"""What is under review: files as they stand, or what a range of commits changed; and when it is too much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from upward.store.commits import contents, resolve
from upward.store.git import Repository

# More than a person would ever look at; what is beyond is said, not read.
MOST_FILES = 5000
MOST_BYTES = 1024 * 1024
IS_TEST = re.compile(r"(?:^|/)(?:tests?/|test_[^/]*\.py$|conftest\.py$|[^/]*_test\.py$)")
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_DIFF = ("-r", "-p", "-U0", "--no-renames", "--no-ext-diff", "--no-textconv", "--diff-filter=AM")


@dataclass(frozen=True, slots=True)
class Target:
    """A file under review: its name, text, and the lines that count; None means all."""

    path: str
    text: str
    lines: frozenset[int] | None

    @property
    def size(self) -> int:
        """How many lines count."""
        return len(self.lines) if self.lines is not None else self.text.count("\n") + 1

    def counts(self, line: int) -> bool:
        """Whether a line counts."""
        return self.lines is None or line in self.lines


@dataclass(slots=True)
class Targets:
    """The files under review, and what of them could not be taken."""

    files: list[Target] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def standing(path: Path, here: Path, endings: Iterable[str]) -> Targets:
    """Take a file, or all below a folder in languages that can be checked; hidden ones and links are passed over."""
    wanted, found = frozenset(endings), Targets()
    for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
        hidden = path.is_dir() and any(part.startswith(".") for part in each.relative_to(path).parts)
        if hidden or each.is_symlink() or not each.is_file() or (each.suffix not in wanted and each != path):
            continue
        name = each.relative_to(here).as_posix() if each.is_relative_to(here) else str(each)
        if len(found.files) >= MOST_FILES or each.stat().st_size > MOST_BYTES:
            found.left.append(name)
        else:
            found.files.append(Target(name, each.read_text("utf-8", errors="replace"), None))
    return found


def changed(repository: Repository, revisions: str, *, everything: bool) -> Targets:
    """Take what a range changed, with the lines that are new in it."""
    base, _, head = revisions.partition("..")
    first, last = resolve(repository, base or "HEAD"), resolve(repository, head.lstrip(".") or "HEAD")
    lines = hunks(repository.run(["diff-tree", *_DIFF, first, last]).decode("utf-8", "replace"))
    names = list(lines)
    held = contents(repository, last, names[:MOST_FILES])
    found = Targets([Target(name, text, None if everything else lines[name]) for name, text in held.items()])
    found.left = [name for name in names if name not in held]
    return found


def of_commits(repository: Repository, oids: Sequence[str]) -> Iterator[tuple[str, list[Target]]]:
    """Yield each commit with what it changed against its only parent; one process for all their differences."""
    feed = "".join(f"{oid}\n" for oid in oids).encode()
    raw = repository.run(["diff-tree", "--stdin", "--root", "--always", *_DIFF], feed).decode("utf-8", "replace")
    wanted, parts = set(oids), dict[str, list[str]]()
    current: list[str] = []
    for line in raw.splitlines():
        if line in wanted:
            wanted.discard(line)
            current = parts.setdefault(line, [])
        else:
            current.append(line)
    for oid, part in parts.items():
        lines = hunks("\n".join(part))
        held = contents(repository, oid, list(lines)[:MOST_FILES])
        yield oid, [Target(name, text, lines[name]) for name, text in held.items()]


def hunks(diff: str) -> Mapping[str, frozenset[int]]:
    """Give the lines that a difference adds, by path; a path with odd characters is quoted by git and left out."""
    lines: dict[str, set[int]] = {}
    path, body = "", 0
    for line in diff.splitlines():
        if body and line[:1] in {"+", "-", "\\"}:
            # Text of theirs can look like a header; the hunk's own count tells where it ends.
            body -= line[0] == "+"
            continue
        if line.startswith("+++ "):
            path = line[6:].rstrip("\t") if line.startswith("+++ b/") else ""
        elif path and (match := _HUNK.match(line)):
            start, body = int(match[1]), int(match[2] or 1)
            lines.setdefault(path, set()).update(range(start, start + body))
    return {name: frozenset(numbers) for name, numbers in lines.items()}
