"""A logbook in which every field of every kind has a value that was not meant, beside files that are no records."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

# One logbook each: what stands in place of every value of the worked examples, a field a record.
ODD_VALUES = {
    "null": "null",
    "list": "[[1, [2]], {a: b}, null]",
    "mapping": "{a: {b: [1]}, name: 7}",
    "number": "-1e999",
    "long number": "9" * 400,
    "day": "9999-99-99",
    "text": '"\\e[31mred \\u202e turned"',
    "truth": "true",
    "list of texts": '["", "../../etc/passwd", "x\\0y"]',
}
_FIELD = re.compile(r"^(?P<key>[A-Za-z][\w-]*):(?:[^\n]*\n)(?:(?:[ \t]+|- )[^\n]*\n)*", re.MULTILINE)


def spoil(folder: Path, value: str) -> int:
    """Replace each field of each record by a value, in a copy of the record each; give how many copies there are."""
    count = 0
    for path in sorted(folder.glob("*/*.md")):
        for text in _spoilt(path.read_text("utf-8"), value):
            count += 1
            path.with_name(f"{path.stem}-{count}.md").write_text(text, "utf-8")
    return count


def copies(folder: Path) -> dict[str, list[str]]:
    """Give the ids of the spoilt copies of each record, by its own id."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*/*.md")):
        if match := re.fullmatch(r"(?P<id>.+?)-\d+", path.stem):
            found.setdefault(match["id"], []).append(path.stem)
    return found


def _spoilt(text: str, value: str) -> Iterator[str]:
    end = text.find("\n---", 4)
    if not text.startswith("---\n") or end < 0:
        return
    head, body = text[4 : end + 1], text[end + 1 :]
    for match in _FIELD.finditer(head):
        yield f"---\n{head[: match.start()]}{match['key']}: {value}\n{head[match.end() :]}{body}"


def litter(folder: Path) -> None:
    """Put files into each folder of records that are none: a pipe, loops of links, a folder, and broken texts."""
    broken = {
        "open": b"---\ntitle: never closed\n",
        "deep": b"---\ntitle: x\nareas: " + b"[" * 3000 + b"\n---\n",
        "nul": b"---\ntitle: a\0b\n---\n\n\0\n",
        "latin": b"---\ntitle: caf\xe9\n---\n\n\xff\xfe\n",
        "twice": b"---\ntitle: a\ntitle: b\n---\n---\n---\n",
        "anchor": b"---\na: &a [*a]\n---\n",
        "tag": b"---\ntitle: !!python/object/apply:os.system [id]\n---\n",
        "empty": b"",
        "marks": b"---\n---\n# \n\n**S:**\n\n```\n<!-- \n[](\n" + b"`" * 5000 + b"\n",
        "wide": b"---\ntitle: x\n---\n\n" + b"word " * 40_000,
    }
    for place in sorted({path.parent for path in folder.glob("*/*.md")}):
        for name, raw in broken.items():
            (place / f"bad-{name}.md").write_bytes(raw)
        os.mkfifo(place / "bad-pipe.md")
        (place / "bad-folder.md").mkdir()
        (place / "bad-loop.md").symlink_to("bad-loop.md")
        (place / "bad-out.md").symlink_to("/etc/passwd")
