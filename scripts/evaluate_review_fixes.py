"""How often a review points at the lines that a real bug fix then changed.

    python scripts/evaluate_review_fixes.py choose MIRROR OWNER+NAME... > tests/data/review-fixes.jsonl
    python scripts/evaluate_review_fixes.py judge MIRROR

`choose` takes from each repository the newest commits whose subject begins with "fix", that have one parent and change at
most MAX_LINES lines of one Python file that is not a test: three a repository. `judge` reviews the file as it was before and
counts the fixes with a finding on a line that the fix removed or changed, or next to where it only added.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from evaluate_review import setup

from upward.analysis.statistics import wilson_interval
from upward.jobs.review._examination import examine
from upward.jobs.review._targets import Target

FIXES = Path(__file__).parent.parent / "tests" / "data" / "review-fixes.jsonl"
MAX_LINES = 20
EACH = 3
MAX_READ = 3000
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+")
_TEST = re.compile(r"(?:^|/)(?:tests?/|test_|conftest|docs/|examples?/)")


def git(repository: Path, *arguments: str) -> str:
    """Give what git prints about a bare repository."""
    done = subprocess.run(["git", f"--git-dir={repository}", *arguments], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")


def chosen(repository: Path) -> Iterator[dict[str, str]]:
    """Yield the fixes of a repository that meet the conditions, newest first."""
    found = 0
    subjects = git(repository, "log", "--no-merges", "-i", "--grep=^fix", f"-{MAX_READ}", "--format=%H %s", "HEAD")
    for line in subjects.splitlines():
        oid, _, subject = line.partition(" ")
        if not re.match(
            r"(?i)fix(?:es|ed)?\b(?!.*\b(?:typo|docs?|test|lint|ci|format|translation|readme|changelog)\b)", subject
        ):
            continue
        rows = [row.split("\t") for row in git(repository, "diff-tree", "--numstat", "-r", f"{oid}^", oid).splitlines()]
        code = [row for row in rows if row[-1].endswith(".py") and not _TEST.search(row[-1])]
        if len(code) == 1 and sum(int(n) for n in code[0][:2] if n.isdigit()) <= MAX_LINES and code[0][1] != "0":
            yield {"repository": repository.parent.name, "commit": oid, "path": code[0][2]}
            found += 1
            if found == EACH:
                return


def changed_before(diff: str) -> set[int]:
    """Give the lines of the old file that a difference without context removes, or stands beside."""
    lines: set[int] = set()
    for match in filter(None, map(_HUNK.match, diff.splitlines())):
        start, count = int(match[1]), int(match[2] or 1)
        lines |= set(range(start, start + count)) if count else {start, start + 1}
    return lines


def file_before(repository: Path, commit: str, path: str) -> str | None:
    """Give a file as it was before a commit; None where it was not there."""
    return git(repository, "show", f"{commit}^:{path}") or None


def judge(mirror: Path) -> None:
    """Print each fix with what a review had said of its lines, and the share."""
    rows = [json.loads(line) for line in FIXES.read_text("utf-8").splitlines()]
    hits = 0
    for row in rows:
        repository = mirror / row["repository"] / "repo"
        before = git(repository, "show", f"{row['commit']}^:{row['path']}")
        lines = changed_before(git(repository, "diff", "-U0", f"{row['commit']}^", row["commit"], "--", row["path"]))
        given = setup(all_rules=False)
        given.load = partial(file_before, repository, row["commit"])
        found = examine([Target(row["path"], before, None)], given).found
        near = [each for _, each in found if lines & set(range(each.line, each.end + 1))]
        hits += bool(near)
        print(
            f"{row['repository']} {row['commit'][:10]} {row['path']}: {', '.join(each.check for each in near) or '-'}"
        )
    low, high = wilson_interval(hits, len(rows))
    print(f"{hits} of {len(rows)} fixes, {hits / len(rows):.2f} ({low:.2f}-{high:.2f})")


def main(arguments: Sequence[str]) -> int:
    """Choose fixes, or judge those that were chosen."""
    if arguments[0] == "choose":
        for name in arguments[2:]:
            for row in chosen(Path(arguments[1]) / name / "repo"):
                print(json.dumps(row))
    else:
        judge(Path(arguments[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
