"""Histories made up for measuring: any number of commits, with authors, merges, renames and trailers, always the same."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

AUTHORS = 60
WORDS = (
    "add fix parser cache retry import export table index queue worker login price order report batch stream".split()
)


def stream(commits: int, files: int, lines: int, seed: int) -> Iterator[bytes]:
    """Yield a history as `git fast-import` reads it."""
    dice = random.Random(seed)
    held = {
        f"src/area{number % 37}/file{number}.py": [f"line {n} of {number}" for n in range(lines)]
        for number in range(files)
    }
    names, written = list(held), set[str]()
    when = 1_262_304_000
    yield b"reset refs/heads/main\n"
    for number in range(1, commits + 1):
        when += dice.randrange(60, 14_000)
        # A few people do most of it.
        who = min(int(dice.expovariate(0.12)), AUTHORS - 1)
        person = f"Person {who} <p{who}@example.com>"
        message = f"{dice.choice(WORDS).capitalize()} {dice.choice(WORDS)} {dice.choice(WORDS)} (#{number // 3})\n\n{' '.join(dice.choices(WORDS, k=12))}\n"
        if dice.random() < 0.2:
            message += f"\nReviewed-by: Person {dice.randrange(AUTHORS)} <p{dice.randrange(AUTHORS)}@example.com>\n"
        yield f"commit refs/heads/main\nmark :{number}\nauthor {person} {when} +0100\ncommitter {person} {when} +0100\n".encode()
        raw = message.encode()
        yield b"data %d\n%s\n" % (len(raw), raw)
        if number > 1:
            yield f"from :{number - 1}\n".encode()
            if number > 40 and dice.random() < 0.08:
                yield f"merge :{number - dice.randrange(2, 30)}\n".encode()
        yield from _files(dice, held, names, written, number)
        yield b"\n"


def _files(
    dice: random.Random, held: dict[str, list[str]], names: list[str], written: set[str], number: int
) -> Iterator[bytes]:
    for path in dice.sample(names, min(len(names), 1 + int(dice.expovariate(0.7)))):
        text = held[path]
        for _ in range(1 + int(dice.expovariate(0.2))):
            text[dice.randrange(len(text))] = f"changed by {number} {dice.choice(WORDS)}"
        raw = "\n".join(text).encode()
        written.add(path)
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(raw), raw)
    place = dice.randrange(len(names))
    if dice.random() < 0.02 and names[place] in written:
        old, new = names[place], f"src/area{dice.randrange(37)}/moved{number}.py"
        held[new] = held.pop(old)
        written.add(new)
        names[place] = new
        yield b"R %s %s\n" % (old.encode(), new.encode())


def make(path: Path, commits: int, files: int = 400, lines: int = 120, seed: int = 1) -> Path:
    """Make a bare repository, packed, unless it is there already; give its path."""
    if (path / "HEAD").exists():
        return path
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
    command = ["git", "-C", str(path), "fast-import", "--quiet", "--done"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in stream(commits, files, lines, seed):
            process.stdin.write(part)
        process.stdin.write(b"done\n")
    subprocess.run(["git", "-C", str(path), "-c", "pack.threads=2", "gc", "-q"], check=True)
    (path / "objects" / "info" / "commit-graph").unlink(missing_ok=True)
    return path


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
