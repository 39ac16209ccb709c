"""How many of a review's findings are right and worth telling, judged by reading them.

    python scripts/evaluate_review_findings.py list FOLDER... > findings.jsonl   # what is shown by default
    python scripts/evaluate_review_findings.py shown FINDINGS...
    python scripts/evaluate_review_findings.py table                             # the judgements, as a table

`shown FINDINGS...` marks the judged findings that such lists, made by the version of today, still hold.

`list` gives every finding with its code beside it, for reading; of a rule of a tool at most SAMPLE, drawn at random. The
judgements in `tests/data/review-judgements.jsonl` hold the set, the project, the rule, the fingerprint and the verdict
(worth: right and worth telling; trivial: right, not worth telling; wrong), and no code.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluate_review import setup

from upward.analysis.statistics import wilson_interval
from upward.jobs.review._examination import examine
from upward.jobs.review._targets import files_below, standing

JUDGEMENTS = Path(__file__).parent.parent / "tests" / "data" / "review-judgements.jsonl"
VERDICTS = ("worth", "trivial", "wrong")
SAMPLE = 6
CONTEXT = 8


def listed(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the findings of a project, each with some lines of its code."""
    given = setup(all_rules=False)
    endings = {".py", *(ending for family in given.families for ending in family.languages)}
    targets = standing(folder, folder, endings).files
    given.load = files_below(folder)
    texts = {each.path: each.text for each in targets}
    found = examine(targets, given).found
    random.Random(20261129).shuffle(found)
    seen = Counter[str]()
    for path, each in found:
        seen[each.check] += 1
        if each.tool and seen[each.check] > SAMPLE:
            continue
        lines = texts[path].split("\n")
        around = lines[max(0, each.line - CONTEXT) : each.end + CONTEXT // 2]
        yield {
            "project": folder.name,
            "rule": each.check,
            "fingerprint": each.fingerprint(path, texts[path])[:16],
            "place": f"{path}:{each.line}",
            "message": each.message,
            "code": [line[:140] for line in around],
        }


def table() -> Iterator[str]:
    """Yield the rows of the table: a rule, projects, n and the verdicts; and the sums of each set."""
    rows = [json.loads(line) for line in JUDGEMENTS.read_text("utf-8").splitlines()]
    still = [row | {"set": "All sets, what the version of today still shows"} for row in rows if row.get("shown")]
    for name in dict.fromkeys(row["set"] for row in (*rows, *still)):
        mine = [row for row in (*rows, *still) if row["set"] == name]
        yield f"{name}: {len({row['project'] for row in mine})} projects"
        yield "| rule | projects | n | worth telling | right, trivial | wrong |\n|---|---|---|---|---|---|"
        own = sorted({row["rule"] for row in mine if row["rule"].islower()})
        ruff = sorted({row["rule"] for row in mine} - set(own))
        groups = [
            *((rule, [rule]) for rule in (*own, *ruff)),
            ("own checks", own),
            ("rules of ruff", ruff),
            ("all", [*own, *ruff]),
        ]
        for label, rules in groups:
            part = [row for row in mine if row["rule"] in rules]
            if not part:
                continue
            count = Counter(row["verdict"] for row in part)
            low, high = wilson_interval(count["worth"], len(part))
            shares = f"{count['worth']} ({count['worth'] / len(part):.2f}, {low:.2f}-{high:.2f})"
            yield f"| {label} | {len({row['project'] for row in part})} | {len(part)} | {shares} | {count['trivial']} | {count['wrong']} |"


def mark(lists: Sequence[str]) -> None:
    """Mark in the judgements which findings some lists still hold."""
    held = [json.loads(line) for name in lists for line in Path(name).read_text("utf-8").splitlines()]
    keys = {(each["project"], each["rule"], each["fingerprint"]) for each in held}
    rows = [json.loads(line) for line in JUDGEMENTS.read_text("utf-8").splitlines()]
    marked = [row | {"shown": (row["project"], row["rule"], row["fingerprint"]) in keys} for row in rows]
    JUDGEMENTS.write_text("".join(f"{json.dumps(row)}\n" for row in marked), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print findings to judge, or the table of those that were judged."""
    if arguments[:1] == ["list"]:
        for folder in arguments[1:]:
            for row in listed(Path(folder)):
                print(json.dumps(row, ensure_ascii=False), flush=True)
    elif arguments[:1] == ["shown"]:
        mark(arguments[1:])
    else:
        print("\n".join(table()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
