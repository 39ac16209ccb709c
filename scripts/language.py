"""Check the language of messages, docstrings, comments, rubrics and documentation, by the rules of `.upward/rules`.

`language.py` checks everything; `language.py PATH…` only what is below these paths. Exit code 1 where a rule finds
something. A line with `language: quoted` holds somebody else's words, or a word that a rule looks for, and is left out.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from upward.analysis.lint.custom_rules import parse_custom_rules
from upward.analysis.narrative.story_text import parse_story
from upward.model.span import Lines
from upward.text.record_reader import parse_record

ROOT = Path(__file__).parent.parent
RULES = ROOT / ".upward" / "rules" / "language.toml"
# Words of examples and of other people are not ours to change.
LEFT_OUT = (
    "tests/data/",
    "training/",
    "src/upward/weights/",
    "src/upward/review_patterns/",
    "CHANGELOG.md",
    "requirements/",
)
# Recorded samples are in the words of the people in them.
EXAMPLE = re.compile(r"/sample|/expected\.")
# Strings there are words that rules look for in stories; comments and docstrings are ours.
PATTERNS = ROOT / "src/upward/analysis/narrative/patterns"
SUFFIXES = {".py", ".md", ".yaml", ".toml"}
QUOTED = "language: quoted"


def main() -> int:
    """Print each finding as path, line, message and words."""
    rules, problems = parse_custom_rules(RULES.read_text("utf-8"))
    if problems:
        print("\n".join(problems))
        return 2
    count = 0
    for path in files(sys.argv[1:]):
        text = "\n".join(prose(path))
        story = parse_story(parse_record(path.name, text, {}, otherwise="note"))
        lines, source = Lines.of(text), text.splitlines()
        for rule in rules:
            for remark in rule.check(story.record, story):
                row = lines.locate(remark.span.start).row
                if QUOTED not in source[row - 1]:
                    print(f"{path.relative_to(ROOT)}:{row}: {remark.message} «{text[slice(*remark.span)]}»")
                    count += 1
    print(f"language: {count} findings" if count else "language: nothing to complain about")
    return bool(count)


def files(paths: list[str]) -> Iterator[Path]:
    """Yield the files that are tracked, below the given paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *paths], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        path = ROOT / name
        ours = not name.startswith(LEFT_OUT) and not EXAMPLE.search(name) and path != RULES
        if path.suffix in SUFFIXES and path.is_file() and ours:
            yield path


def prose(path: Path) -> list[str]:
    """Give the lines of a file with everything but prose blanked: of Python, its strings and comments stay."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text.splitlines()
    kept = [[" "] * len(line) for line in text.splitlines()]
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        docs = token.type == tokenize.COMMENT or token.string.startswith('"""')
        if not docs and (token.type != tokenize.STRING or path.parent == PATTERNS):
            continue
        (first, begin), (last, end) = token.start, token.end
        for row in range(first, last + 1):
            left = begin if row == first else 0
            right = end if row == last else len(lines[row - 1])
            kept[row - 1][left:right] = lines[row - 1][left:right]
    # Indented prose would be taken for a block of code.
    return ["".join(line).strip() for line in kept]


if __name__ == "__main__":
    sys.exit(main())
