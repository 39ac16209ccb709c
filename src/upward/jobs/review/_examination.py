"""One examination: every checker on the files it knows, one finding for each fault, and what nobody checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upward.analysis import foreign
from upward.analysis.faults.excuses import CODES, excused
from upward.analysis.foreign import Patterns
from upward.analysis.reviewing import Spot, spots
from upward.analysis.sarif import Taken
from upward.jobs.review._targets import Target
from upward.store.analysers import ruff
from upward.text.words import count_noun

# Of ruff's rules those that are no matter of taste, by the dimension they speak to.
RUFF = {
    "error handling": (
        "E722", "BLE001", "S110", "S112", "B002", "B003", "B004", "B005", "B006", "B012", "B014", "B016", "B018", "B020",
        "B022", "B023", "B025", "B026", "B029", "B030", "B031", "B032", "B034", "B035", "B039", "F402", "F502", "F503",
        "F505", "F506", "F507", "F508", "F509", "F501", "F521", "F524", "F525", "F601", "F632", "F811", "F821", "F822",
        "F823", "F901", "ASYNC100", "ASYNC116", "PIE794", "PIE796", "PLE0101", "PLE0115", "PLE0117", "PLE0118", "PLE0237",
        "PLE0302", "PLE0303", "PLE0304", "PLE0305", "PLE0307", "PLE0308", "PLE0309", "PLE0604", "PLE0643", "PLE0704",
        "PLE1132", "PLE1142", "PLE1300", "PLE1307", "PLE1310", "PLE1507", "PLE1519", "PLE1520", "PLR0124", "PLR1708",
        "PLW0128", "PLW0133", "PLW0177", "PLW0245", "PLW0711", "PLW1501", "PLW1507", "PLW1508", "PLW1509", "PLW2101",
        "RUF006", "RUF008", "RUF009", "RUF016", "RUF024", "RUF034", "SIM115", "SIM220", "SIM221", "SIM222", "SIM223", "TRY002", "TRY203",
        "ASYNC105", "B021", "B033", "F407", "F504", "F522", "F523", "F602", "F621", "F622", "F633", "F634", "FAST003", "INT001",
        "INT002", "INT003", "PLE0100", "PLE0241", "PLE0605", "PLE1700", "PLR0133", "PLR0206", "PLW0127", "PLW0131", "PLW0211",
        "PLW0406", "RUF026", "RUF032", "RUF033", "RUF048", "RUF049", "RUF060", "RUF068", "YTT101", "YTT102", "YTT103", "YTT301",
        "YTT302", "YTT303",
    ),
    "logging": (
        "G001", "G002", "G003", "G004", "G010", "G101", "G201", "G202", "LOG001", "LOG002", "LOG004", "LOG007", "LOG009",
        "LOG014", "LOG015", "PLE1205", "PLE1206", "T100", "T201", "T203", "TRY400", "TRY401", "B028",
    ),
    "security": (
        "PLE2502", "PLE2510", "PLE2512", "PLE2513", "PLE2514", "PLE2515", "RUF064", "S102", "S103", "S104", "S105", "S106",
        "S107", "S108", "S201", "S202", "S301", "S302", "S303", "S304", "S305", "S306", "S307", "S308", "S310", "S312",
        "S313", "S314", "S315", "S316", "S317", "S318", "S319", "S321", "S323", "S324", "S501", "S502", "S503", "S504",
        "S505", "S506", "S507", "S508", "S509", "S601", "S602", "S604", "S605", "S606", "S608", "S609", "S610", "S611",
        "S612", "S701", "S702",
    ),
    "performance": (
        "PERF101", "PERF102", "PERF402", "PERF403", "B019", "ASYNC110", "ASYNC115", "ASYNC210", "ASYNC212",
        "ASYNC220", "ASYNC221", "ASYNC222", "ASYNC230", "ASYNC240", "ASYNC250", "ASYNC251", "C413", "C414", "C419", "FURB192",
        "FURB122", "FURB129", "PLC0207", "PLR1736", "RUF017",
    ),
    "testability": (
        "B008", "B011", "B015", "B017", "C901", "DTZ001", "DTZ002", "DTZ003", "DTZ004", "DTZ005", "DTZ006", "DTZ007",
        "DTZ011", "DTZ012", "F631", "PLW0129", "PLW0602", "PLW0603", "PT010", "PT011", "PT012", "PT015", "PT017",
        "PT018", "RUF018", "DTZ901", "PGH005", "PT014", "PT025", "PT026", "PT030", "PT031", "RUF030", "RUF040",
    ),
}  # fmt: skip
# Where a limit is a matter of taste, one that nobody calls a matter of taste.
LIMITS = ("lint.mccabe.max-complexity=25",)
_LOGS = re.compile(r"\bimport logging\b|\bgetLogger\b|\bstructlog\b|\bloguru\b")
_COMMAND = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:click|argparse|typer|docopt|fire)\b", re.MULTILINE)
DIMENSION_OF = {code: dimension for dimension, codes in RUFF.items() for code in codes}
Found = list[tuple[str, Spot]]


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, in which files somebody looked, and what was not checked, and why."""

    found: Found
    looked_at: tuple[Target, ...]
    not_checked: tuple[str, ...]


def examine(targets: Sequence[Target], families: Sequence[Patterns], taken: Sequence[Taken] = ()) -> Examined:
    """Run the checks of each file's language, then take in what other tools found on lines that count."""
    python = [each for each in targets if each.path.endswith((".py", ".pyi"))]
    own, unread = _own(python)
    faults = list(unread.values())
    rows, failure = ruff({each.path: each.text for each in python}, sorted(DIMENSION_OF), LIMITS)
    found = _merged(own, _theirs(rows, python))
    others, looked_at, more = _foreign([each for each in targets if each not in python], families)
    found += others
    by_path = {each.path: each for each in targets}
    for each in taken:
        found = _merged(found, [(path, spot) for path, spot in each.found if _counts(by_path.get(path), spot)])
        faults += [f"{rule} ({count}), which the map does not know" for rule, count in sorted(each.unknown.items())]
    order = sorted(found, key=lambda pair: (pair[0], pair[1].line, pair[1].check))
    read = [each for each in python if each.path not in unread]
    return Examined(order, (*read, *looked_at), (*faults, *([failure] if failure else []), *more))


def _counts(target: Target | None, spot: Spot) -> bool:
    return target is not None and any(
        target.counts(line) for line in range(spot.line, min(spot.end, spot.line + 200) + 1)
    )


def _own(targets: Sequence[Target]) -> tuple[Found, dict[str, str]]:
    """Give what the checks find, and why they could not look at a file, by its path."""
    found: Found = []
    unread = {}
    for each in targets:
        try:
            seen = spots(each.text, is_test=each.is_test)
        except SyntaxError as error:
            unread[each.path] = f"{each.path}:{error.lineno or 1}: it does not parse ({error.msg})"
            continue
        except (ValueError, RecursionError, MemoryError) as error:
            unread[each.path] = f"{each.path}: it does not parse ({error})"
            continue
        except Exception as error:  # noqa: BLE001 - a check of ours that fails on one file takes no other file down
            unread[each.path] = f"{each.path}: a check failed, which is a fault of upward's: {error!r}"
            continue
        found += [(each.path, spot) for spot in seen if each.counts(spot.line)]
    return found, unread


def _foreign(targets: Sequence[Target], families: Sequence[Patterns]) -> tuple[Found, list[Target], list[str]]:
    found: Found = []
    looked_at, faults, unknown = [], [], Counter[str]()
    for each in targets:
        family = next((family for family in families if family.language(each.path)), None)
        if family is None:
            unknown[each.path.rpartition(".")[2] if "." in each.path else each.path] += 1
            continue
        try:
            seen = foreign.spots(each.text, each.path, family)
        except ModuleNotFoundError:
            return (
                [],
                [],
                [
                    f"{count_noun(len(targets), 'file')} in other languages: `pip install 'upward[review]'` brings ast-grep"
                ],
            )
        except ValueError as error:
            faults.append(f"{each.path}: {error}")
            continue
        looked_at.append(each)
        found += [(each.path, spot) for spot in seen if each.counts(spot.line)]
    if unknown:
        endings = ", ".join(f"{ending} ({count})" for ending, count in unknown.most_common(5))
        faults.append(f"{count_noun(sum(unknown.values()), 'file')} in no language that is known here: {endings}")
    return found, looked_at, faults


def _theirs(rows: Sequence[Mapping[str, Any]], targets: Sequence[Target]) -> list[tuple[str, Spot]]:
    by_path = {each.path: each for each in targets}
    tests = {each.path for each in targets if each.is_test}
    excuses: dict[str, Callable[[str, int], bool]] = {}
    found = []
    for row in rows:
        code, path, line = str(row.get("code") or ""), str(row["filename"]), int(row["location"]["row"])
        target = by_path[path]
        if code not in DIMENSION_OF or not target.counts(line):
            continue
        if code in CODES:
            excuses[path] = excuses.get(path) or excused(target.text)
            if excuses[path](code, line):
                continue
        in_test = path in tests
        if in_test and not code.startswith(("B0", "PT", "F631")):
            continue
        # Those on tests have nothing to say of other assertions, and a command's answer is printed.
        if (code.startswith("PT") and not in_test) or (code == "T201" and _COMMAND.search(target.text)):
            continue
        found.append(
            (
                path,
                Spot(
                    code, _dimension(code, in_test=in_test), line, int(row["end_location"]["row"]), str(row["message"])
                ),
            )
        )
    return found


def _dimension(code: str, *, in_test: bool) -> str:
    # A comparison that nobody uses was meant to be an assertion in a test; elsewhere, something was to come of it.
    return "error handling" if code == "B015" and not in_test else DIMENSION_OF[code]


def _merged(own: Sequence[tuple[str, Spot]], theirs: Sequence[tuple[str, Spot]]) -> list[tuple[str, Spot]]:
    """Put findings of two sources together, one for each fault: of two of one dimension on lines that touch, the first.

    What one source tells of two lines is two faults, and of one line one.
    """
    kept: list[tuple[str, Spot]] = list(own)
    for path, spot in theirs:
        told = any(
            path == other and spot.dimension == each.dimension and abs(spot.line - each.line) <= (number < len(own))
            for number, (other, each) in enumerate(kept)
        )
        if not told:
            kept.append((path, spot))
    return sorted(kept, key=lambda pair: (pair[0], pair[1].line, pair[1].check))
