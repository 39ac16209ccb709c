"""One review: every check on the files it can read, one finding per fault, and what was not checked."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from upward.analysis.code_review import languages
from upward.analysis.code_review.credentials import find_credentials
from upward.analysis.code_review.languages import Patterns
from upward.analysis.code_review.merging import Equivalents, Found, merged
from upward.analysis.code_review.name_resolution import Project
from upward.analysis.code_review.python_review import DEFAULT_MINOR, oldest_version, review_python
from upward.analysis.code_review.sarif import ToolFindings
from upward.analysis.code_review.suppressions import is_answered, suppressions
from upward.jobs.review._targets import Target
from upward.jobs.review._tools import TOOLS, Hidden, RuleMap, run_ruff
from upward.text.words import count_noun

# A finding of many lines counts by its first ones.
MAX_LINES = 200
MAX_OTHER_FILES = 200


class Place(NamedTuple):
    """A line of a file, counted from 1."""

    path: str
    row: int


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, which files were read, what was not checked and why, and comments that suppress nothing.

    `failures` are the reasons that a review does not pass with: a checker that is missing or crashed. `hidden` counts
    the findings of rules that are hidden by default, by dimension and rule.
    """

    found: Found
    looked_at: tuple[Target, ...]
    not_checked: tuple[str, ...]
    failures: tuple[str, ...] = ()
    suppressed: tuple[Place, ...] = ()
    unused_suppressions: tuple[Place, ...] = ()
    hidden: Hidden = field(default_factory=Counter)


@dataclass(slots=True)
class Setup:
    """What an examination works with: patterns of languages, the map of rules, the table of equivalents, more tools.

    `load` gives other files of the repository by path, for names that are imported from them.
    """

    families: Sequence[Patterns]
    rules: RuleMap
    equivalents: Equivalents
    tools: Sequence[str] = ()
    load: Callable[[str], str | None] = lambda _: None


def examine(
    targets: Sequence[Target], setup: Setup, taken: Sequence[ToolFindings] = (), others: Sequence[Target] = ()
) -> Examined:
    """Run the checks of each file's language, then add what other tools found on lines that count.

    `others` are searched for credentials alone.
    """
    by_path = {each.path: each for each in targets}
    python = {path: each for path, each in by_path.items() if path.endswith((".py", ".pyi"))}
    own, unread = _own(python, setup.load)
    ruff = run_ruff(python, setup.rules, _minor_version(python, setup.load))
    found, reasons = list(ruff.found), [f"ruff {name}: this version has no such rule" for name in ruff.unknown]
    failures = _by_reason(ruff.failures)
    for name in setup.tools:
        more, why = TOOLS[name](python, setup.rules)
        found, reasons = found + more, reasons + why
    rest, looked_at, unknown, missing = _other_languages(
        [each for each in targets if each.path not in python], setup.families
    )
    failures += missing
    for log in taken:
        found += [(path, each) for name, each in log.found if (path := _matching(name, by_path, each))]
        reasons += [f"{rule} ({count}): unknown rule" for rule, count in sorted(log.unknown.items())]
        reasons += log.not_checked
    # Credentials first, then tools: of two findings by equivalent rules, the first is kept.
    secrets = _credentials([*targets, *others])
    everything = merged([*secrets, *found, *own, *rest], setup.equivalents)
    kept, suppressed, unused = _answered(everything, by_path | {each.path: each for each in others}, setup.equivalents)
    read = [each for path, each in python.items() if path not in unread and path not in ruff.failures]
    not_checked = (*failures, *unread.values(), *reasons, *unknown)
    suppressed += tuple(Place("", 0) for log in taken for _ in range(log.suppressed))
    return Examined(kept, (*read, *looked_at), not_checked, tuple(failures), suppressed, unused, ruff.hidden)


def _by_reason(failures: Mapping[str, str]) -> list[str]:
    """Say why files could not be checked, each reason once."""
    paths: dict[str, list[str]] = {}
    for path, why in failures.items():
        paths.setdefault(why, []).append(path)
    return [
        f"{why} ({names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''})" for why, names in paths.items()
    ]


def _minor_version(targets: Mapping[str, Target], load: Callable[[str], str | None]) -> int:
    """Give the oldest Python 3 that a project supports, by the `pyproject.toml` above its first file."""
    folder = next(iter(targets), "")
    while folder:
        folder = folder.rpartition("/")[0]
        text = load(f"{folder}/pyproject.toml" if folder else "pyproject.toml")
        if text is not None:
            return oldest_version(text)
    return DEFAULT_MINOR


def _credentials(targets: Sequence[Target]) -> Found:
    """Give the credentials in files of any language but tests, whose credentials are made up."""
    return [
        (each.path, one)
        for each in targets
        if not each.is_test
        for one in find_credentials(each.text, each.path)
        if each.counts(one.line)
    ]


def _answered(
    found: Found, targets: Mapping[str, Target], equivalents: Equivalents
) -> tuple[Found, tuple[Place, ...], tuple[Place, ...]]:
    """Leave out what a comment in the code answers; give where, and our own comments that answer nothing."""
    kept: Found = []
    left: list[Place] = []
    unused: list[Place] = []
    for path, target in targets.items():
        mine = [each for name, each in found if name == path]
        comments = suppressions(target.text, (line for each in mine for line in (each.line, each.end)))
        for each in mine:
            if is_answered(each, comments, equivalents):
                left.append(Place(path, each.line))
            else:
                kept.append((path, each))
        unused += [
            Place(path, each.line)
            for each in comments
            if each.tool == "upward" and not each.used and target.counts(each.line)
        ]
    return kept, tuple(left), tuple(unused)


def _matching(name: str, targets: Mapping[str, Target], finding: object) -> str:
    """Give the path of the file that a tool names: that path, or the one file that an absolute path ends in."""
    if name not in targets:
        ends = [path for path in targets if name.endswith(f"/{path}") or path.endswith(f"/{name}")]
        if len(ends) != 1:
            return ""
        name = ends[0]
    line, end = getattr(finding, "line", 1), getattr(finding, "end", 1)
    return name if any(targets[name].counts(each) for each in range(line, min(end, line + MAX_LINES) + 1)) else ""


def _own(targets: Mapping[str, Target], load: Callable[[str], str | None]) -> tuple[Found, dict[str, str]]:
    """Give what the checks find, and why they could not look at a file, by its path."""
    others = 0

    def text_of(path: str) -> str | None:
        nonlocal others
        if path in targets:
            return targets[path].text
        others += 1
        return load(path) if others <= MAX_OTHER_FILES else None

    project = Project(text_of)
    found: Found = []
    unread = {}
    for path, each in targets.items():
        try:
            seen = review_python(each.text.removeprefix("\ufeff"), path, project, is_test=each.is_test)
        except SyntaxError as error:
            version = ".".join(map(str, sys.version_info[:2]))
            unread[path] = f"{path}:{error.lineno or 1}: syntax error in Python {version} ({error.msg})"
            continue
        except (ValueError, RecursionError, MemoryError) as error:
            unread[path] = f"{path}: syntax error ({error})"
            continue
        except Exception as error:  # noqa: BLE001 - a check that fails on one file takes no other file down
            unread[path] = f"{path}: a check failed, which is a bug in upward: {error!r}"
            continue
        found += [(path, one) for one in seen if each.counts(one.line)]
    return found, unread


def _other_languages(
    targets: Sequence[Target], families: Sequence[Patterns]
) -> tuple[Found, list[Target], list[str], list[str]]:
    """Give what patterns find, the files looked at, what was not checked and why, and why nothing could be."""
    found: Found = []
    looked_at, reasons, unknown = [], [], Counter[str]()
    for each in targets:
        family = next((family for family in families if family.language(each.path)), None)
        if family is None and not each.is_code:
            continue
        if family is None:
            unknown[each.path.rpartition(".")[2] if "." in each.path else each.path] += 1
            continue
        try:
            seen = languages.review_source(each.text, each.path, family)
        except ModuleNotFoundError:
            count = count_noun(len(targets), "file")
            return [], [], [], [f"{count} in other languages: ast-grep is missing, pip install '.[review]'"]
        except ValueError as error:
            reasons.append(f"{each.path}: {error}")
            continue
        looked_at.append(each)
        found += [(each.path, one) for one in seen if each.counts(one.line)]
    if unknown:
        endings = ", ".join(f"{ending} ({count})" for ending, count in unknown.most_common(5))
        reasons.append(f"{count_noun(sum(unknown.values()), 'file')} in languages without checks: {endings}")
    return found, looked_at, reasons, []
