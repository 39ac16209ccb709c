"""How often a person is taken for a tool: `python scripts/evaluate_policy.py [REPOSITORY | AUTHORS…]`.

What was written before there were such tools is a person's, whatever it says; every mark found in it is a false one.
Read are the commits of the repositories named; without any, the change logs that a Debian system keeps of its packages
(/usr/share/doc), whose entries have an author, an address and a text as commits do. What was written since is counted,
too, by tool; which of it is right is not known here.

Of a file of names and addresses, such as the AUTHORS that many projects write from their commits, each is asked for as
an author and as a co-author, and those taken for tools are printed: read them, and the rest of the file, to judge both.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

from upward.analysis.ai_policy.attribution import find_ai_marks
from upward.analysis.statistics import wilson_interval
from upward.model.effort import Identity
from upward.store.git.commits import read_commits
from upward.store.git.repository import open_repository

# The first of these tools in general use came in the summer of this year.
BEFORE = date(2021, 1, 1)
CHANGE_LOGS = Path("/usr/share/doc")
_PERSON = re.compile(r"^\s*(?P<name>[^<]*?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>", re.MULTILINE)
_ENTRY = re.compile(r"^ -- (?P<name>.+?) <(?P<email>[^>]*)>  (?P<when>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person wrote: their name and address, the day, and the words."""

    author: Identity
    day: date
    message: str


def logged(folder: Path) -> Iterator[Entry]:
    """Yield the entries of a Debian system's change logs."""
    for path in sorted(each for each in folder.glob("*/changelog*") if each.is_file()):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text, begun = raw.decode("utf-8", "replace"), 0
        for match in _ENTRY.finditer(text):
            try:
                day = parsedate_to_datetime(match["when"]).date()
            except ValueError:
                continue
            yield Entry(Identity(match["name"], match["email"]), day, text[begun : match.start()])
            begun = match.end()


def committed(path: Path) -> Iterator[Entry]:
    """Yield the commits of a repository."""
    repository = open_repository(path)
    oids = repository.run(["rev-list", repository.head]).decode().split()
    yield from (Entry(each.author, each.day, each.message) for each in read_commits(repository, oids))


def listed(paths: list[Path]) -> None:
    """Print which of the people in files of names and addresses are taken for tools."""
    text = "\n".join(path.read_text("utf-8", "replace") for path in paths)
    people = sorted({Identity(each["name"], each["email"]) for each in _PERSON.finditer(text)})
    taken = [
        (each.name, each.email, found[0].tool)
        for each in people
        if (
            found := [
                *find_ai_marks(f"x\n\nCo-authored-by: {each.name} <{each.email}>\n", Identity("", "")),
                *find_ai_marks("x", each),
            ]
        )
    ]
    print(f"{len(people):,} names with their addresses, {len(taken)} taken for a tool's")
    for name, email, tool in taken:
        print(f"  {name} <{email}>: {tool}")


def main(arguments: list[str]) -> int:
    """Print how many of a time before tools are taken for one, and what is found since."""
    files = [path for path in map(Path, arguments) if path.is_file()]
    if files:
        listed(files)
        return 0
    said = [each for path in arguments for each in committed(Path(path))] if arguments else list(logged(CHANGE_LOGS))
    before = [each for each in said if each.day < BEFORE]
    wrong = [each for each in before if find_ai_marks(each.message, each.author)]
    people = {each.author for each in before}
    print(f"{len(before):,} entries by {len(people):,} people before {BEFORE.year}, {len(wrong)} taken for a tool's")
    if before:
        print("at most {1:.4%}, by the 95 % interval".format(*wilson_interval(len(wrong), len(before))))
    for each in wrong[:20]:
        print(f"  {each.day} {each.author.name}: {find_ai_marks(each.message, each.author)[0]}")
    since = Counter(
        mark.tool for each in said if each.day >= BEFORE for mark in find_ai_marks(each.message, each.author)[:1]
    )
    print(f"{len(said) - len(before):,} since; marked: {dict(since.most_common(20)) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
