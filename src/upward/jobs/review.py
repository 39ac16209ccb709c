"""Review Python for production readiness: five dimensions, and what was not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.reviewing import DIMENSIONS, VERSION, Spot, spots
from upward.model.asking import PLACE
from upward.model.errors import NothingFoundError
from upward.model.extension import Job, Outcome, Report
from upward.model.finding import Finding, Severity
from upward.model.page import Block, Heading, Items, Note, Page, Table, Tone
from upward.model.span import Location, Span
from upward.session import Session
from upward.store.analysers import ruff
from upward.store.commits import contents, resolve
from upward.store.git import Repository, open_repository
from upward.text.words import counted

# Of ruff's rules those that are no matter of taste, by the dimension they speak to.
RUFF = {
    "error handling": ("E722", "BLE001", "S110", "S112", "B904", "B012", "B029", "B030", "PLE0704", "S113", "SIM115", "F821", "RUF006", "B006"),
    "logging": ("LOG007", "LOG009", "LOG014", "LOG015", "PLE1205", "PLE1206", "G101", "G201", "G202"),
    "security": (
        "S102", "S103", "S104", "S105", "S106", "S107", "S201", "S202", "S301", "S302", "S306", "S307", "S323", "S324", "S501", "S502", "S503",
        "S504", "S505", "S506", "S507", "S508", "S602", "S604", "S605", "S608", "S609", "S612", "S701", "S702",
    ),
    "performance": ("PERF101", "PERF102", "B019", "ASYNC210", "ASYNC220", "ASYNC221", "ASYNC222", "ASYNC230", "ASYNC251", "RUF015"),
    "testability": ("B011", "B015", "B017", "PT011", "PT015", "PLW0603", "DTZ003", "DTZ005", "B008"),
}  # fmt: skip
_DIMENSION_OF = {code: dimension for dimension, codes in RUFF.items() for code in codes}
# What only a human can answer, by dimension, and what in the text makes it worth asking.
QUESTIONS = {
    "error handling": (("What does the caller see when this fails half-way?", r"\bcommit\(|\.save\(|\bwrite\("), ("Who notices when this gives up?", r"\bretry|\bwhile True\b")),
    "logging": (("Which line of the log would tell you at night that this broke?", r"\bdef (?:handle|process|run|main|sync)\w*\("),),
    "security": (("Who may call this, and where is that checked?", r"@\w+\.(?:route|get|post|put|delete|patch)\("), ("What if this input is a megabyte, or hostile?", r"request\.|json\.loads\(|\.read\(\)")),
    "performance": (("How does this grow with ten times the data?", r"\.all\(\)|fetchall\(|\bfor .+ in .+:\n\s+for "),),
    "testability": (("Which test fails if this line is wrong?", r"\bif .+ (?:and|or) .+:"),),
}  # fmt: skip
MOST_QUESTIONS = 3
_TEST = re.compile(r"(?:^|/)(?:tests?/|test_[^/]*\.py$|conftest\.py$|[^/]*_test\.py$)")


@dataclass(frozen=True, slots=True)
class Target:
    """A file under review: its name, text, and the lines that count; None means all."""

    path: str
    text: str
    lines: frozenset[int] | None


def run(
    session: Session,
    target: Annotated[str, "A file, a folder, or BASE..HEAD of the repository here", PLACE],
    *,
    repo: Annotated[str, "The repository of BASE..HEAD", PLACE] = ".",
    everything: Annotated[bool, "With BASE..HEAD: whole files, not only changed lines"] = False,
    sarif: Annotated[bool, "Answer in SARIF"] = False,
) -> Outcome:
    """Say, for each dimension, what was found, that these checks were clean, or that nothing was checked; never one sum."""
    if ".." in target and not (session.here / target).exists():
        root = (session.here / Path(repo).expanduser()).resolve()
        targets = list(_changed(open_repository(root), target, everything=everything))
    else:
        targets = list(_files(session.here / Path(target).expanduser(), session.here))
    python = [each for each in targets if each.path.endswith(".py")]
    if not targets:
        raise NothingFoundError(
            f"There is nothing to review in {target}", next_step="name Python files, or a range with changes"
        )
    found, unparsed = _own(python)
    rows, failure = ruff({each.path: each.text for each in python}, sorted(_DIMENSION_OF))
    found = _merged(found, _theirs(rows, python))
    if sarif:
        return Outcome(Page("Review"), None, fulfilled=not found, report=Report("sarif", _findings(found), {}))
    data = _data(found, python, targets, unparsed, failure)
    return Outcome(
        _page(data),
        data,
        rows=[row for each in data["dimensions"].values() for row in each["findings"]],
        fulfilled=not found,
    )


def _files(path: Path, here: Path) -> Iterator[Target]:
    paths = sorted(path.rglob("*")) if path.is_dir() else [path]
    for each in paths:
        hidden = any(part.startswith(".") for part in each.relative_to(path).parts) if path.is_dir() else False
        if (
            each.is_file()
            and not each.is_symlink()
            and not hidden
            and (each.suffix in {".py", ".js", ".ts", ".go", ".rs", ".java"} or each == path)
        ):
            name = each.relative_to(here).as_posix() if each.is_relative_to(here) else str(each)
            yield Target(name, each.read_text("utf-8", errors="replace"), None)


def _changed(repository: Repository, revisions: str, *, everything: bool) -> Iterator[Target]:
    """Yield what a range changed, with the lines that are new in it."""
    base, _, head = revisions.partition("..")
    first, last = resolve(repository, base or "HEAD"), resolve(repository, head.lstrip(".") or "HEAD")
    raw = repository.run(
        [
            "diff-tree",
            "-r",
            "-p",
            "-U0",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--diff-filter=AM",
            first,
            last,
        ]
    )
    lines: dict[str, set[int]] = {}
    path = ""
    for line in raw.decode("utf-8", "replace").splitlines():
        if line.startswith("+++ b/"):
            path = line[6:].rstrip("\t")
        elif line.startswith("+++ "):
            path = ""
        elif path and (match := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line)):
            start, count = int(match[1]), int(match[2] or 1)
            lines.setdefault(path, set()).update(range(start, start + count))
    for name, text in contents(repository, last, list(lines)).items():
        yield Target(name, text, None if everything else frozenset(lines[name]))


def _own(targets: Sequence[Target]) -> tuple[list[tuple[str, Spot]], list[str]]:
    found: list[tuple[str, Spot]] = []
    unparsed = []
    for each in targets:
        try:
            seen = spots(each.text, is_test=_TEST.search(each.path) is not None)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            unparsed.append(f"{each.path}: {error}")
            continue
        found += [(each.path, spot) for spot in seen if each.lines is None or spot.line in each.lines]
    return found, unparsed


def _theirs(rows: Sequence[Mapping[str, Any]], targets: Sequence[Target]) -> list[tuple[str, Spot]]:
    by_path = {each.path: each for each in targets}
    found = []
    for row in rows:
        code, path, line = str(row.get("code") or ""), str(row["filename"]), int(row["location"]["row"])
        target = by_path[path]
        if code not in _DIMENSION_OF or (target.lines is not None and line not in target.lines):
            continue
        if _TEST.search(path) and not code.startswith(("B0", "PT")):
            continue
        found.append(
            (path, Spot(code, _DIMENSION_OF[code], line, int(row["end_location"]["row"]), str(row["message"])))
        )
    return found


def _merged(own: Sequence[tuple[str, Spot]], theirs: Sequence[tuple[str, Spot]]) -> list[tuple[str, Spot]]:
    """Put findings together, one for each fault: of two of one dimension on lines that touch, the first is told."""
    kept: list[tuple[str, Spot]] = list(own)
    for path, spot in theirs:
        told = any(
            path == other and spot.dimension == each.dimension and abs(spot.line - each.line) <= 1
            for other, each in kept
        )
        if not told:
            kept.append((path, spot))
    return sorted(kept, key=lambda pair: (pair[0], pair[1].line, pair[1].check))


def _data(
    found: Sequence[tuple[str, Spot]],
    python: Sequence[Target],
    targets: Sequence[Target],
    unparsed: Sequence[str],
    failure: str,
) -> dict[str, Any]:
    texts = {each.path: each.text for each in python}
    size = sum(len(each.lines) if each.lines is not None else each.text.count("\n") + 1 for each in python)
    dimensions = {}
    for name in DIMENSIONS:
        mine = [(path, spot) for path, spot in found if spot.dimension == name]
        status = "found" if mine else "clean by these checks" if python else "not checked"
        dimensions[name] = {
            "status": status,
            "findings": [
                {
                    "dimension": name,
                    "check": spot.check,
                    "path": path,
                    "row": spot.line,
                    "message": spot.message,
                    "symbol": spot.symbol,
                    "fingerprint": spot.fingerprint(path, texts[path]),
                }
                for path, spot in mine
            ],
            "questions": list(_questions(name, python)),
        }
    others = [each.path for each in targets if not each.path.endswith(".py")]
    not_checked = [
        *unparsed,
        *([failure] if failure else []),
        *([f"{counted(len(others), 'file')} in other languages than Python"] if others else []),
    ]
    absent = _absent(python)
    return {
        "map": VERSION,
        "lines": size,
        "per_thousand_lines": round(1000 * len(found) / size, 2) if size else 0.0,
        "dimensions": dimensions,
        "absent": absent,
        "not_checked": not_checked,
    }


def _questions(dimension: str, targets: Sequence[Target]) -> Iterator[dict[str, Any]]:
    """Yield at most three questions, each with the first place that makes it worth asking."""
    asked = 0
    for question, pattern in QUESTIONS[dimension]:
        for each in targets:
            match = None if _TEST.search(each.path) else re.search(pattern, each.text)
            row = each.text.count("\n", 0, match.start()) + 1 if match else 0
            if match and (each.lines is None or row in each.lines) and asked < MOST_QUESTIONS:
                asked += 1
                yield {"question": question, "path": each.path, "row": row}
                break


def _absent(targets: Sequence[Target]) -> list[str]:
    """Name what a change lacks: new code without a test, a new endpoint without a word in the log."""
    code = [each for each in targets if not _TEST.search(each.path)]
    found = []
    if any(each.lines for each in code) and len(code) == len(targets):
        found.append("The change has no test in it.")
    endpoint, log = re.compile(r"@\w+\.(?:route|get|post|put|delete|patch)\("), re.compile(r"\blog(?:ger|ging)?\b")
    silent = [each.path for each in code if endpoint.search(each.text) and not log.search(each.text)]
    found += [f"{path} has an endpoint and logs nothing." for path in silent]
    return found


def _page(data: Mapping[str, Any]) -> Page:
    blocks: list[Block] = [
        Note(
            f"{counted(data['lines'], 'line')}, {data['per_thousand_lines']:g} findings a thousand lines. Clean by these checks is not ready."
        )
    ]
    for name, each in data["dimensions"].items():
        blocks.append(Heading(f"{name.capitalize()}: {each['status']}"))
        if each["findings"]:
            rows = tuple((f"{row['path']}:{row['row']}", row["check"], row["message"]) for row in each["findings"])
            blocks.append(Table(("where", "check", "what"), rows))
        if each["questions"]:
            blocks.append(Items(tuple(f"{row['question']} ({row['path']}:{row['row']})" for row in each["questions"])))
    if data["absent"]:
        blocks += [Heading("Absent"), Items(tuple(data["absent"]))]
    if data["not_checked"]:
        blocks.append(Note("Not checked: " + "; ".join(data["not_checked"][:10]), Tone.WARN))
    return Page("Production readiness", tuple(blocks))


def _findings(found: Sequence[tuple[str, Spot]]) -> list[Finding]:
    return [
        Finding(
            spot.check,
            spot.check,
            Severity.WARNING,
            spot.message,
            path,
            Span(0, 0),
            Location(spot.line, 1),
            Location(spot.line, 1),
            sentence=spot.symbol,
        )
        for path, spot in found
    ]


JOB = Job("review", run)
