"""Which rules run, and on which files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from upward.model.rule import Rule

# The rule that names the questions of a template that no one answered yet.
UNFILLED = "unfilled-slot"


@dataclass(frozen=True, slots=True)
class Selection:
    """Names, codes, or beginnings of codes: `select` none means all; `per_file` maps globs to what is ignored there."""

    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, str], ...] = ()

    def unknown(self, rules: Mapping[str, Rule]) -> str:
        """Give the first name that no rule has; empty where all are known."""
        names = (*self.select, *self.extend, *self.ignore, *(name for _, name in self.per_file))
        return next((name for name in names if not any(named(rule, name) for rule in rules.values())), "")

    def rules(self, rules: Iterable[Rule]) -> list[Rule]:
        """Give the rules that run at all, ordered by code."""
        wanted = (*self.select, *self.extend) if self.select else ()
        chosen = [rule for rule in rules if not wanted or any(named(rule, name) for name in wanted)]
        return sorted(
            (rule for rule in chosen if not any(named(rule, name) for name in self.ignore)), key=lambda rule: rule.code
        )

    def on(self, path: str, rules: Sequence[Rule]) -> Sequence[Rule]:
        """Give those of the rules that run on one file."""
        hidden = [
            name
            for pattern, name in self.per_file
            if fnmatch(path, pattern) or fnmatch(path.rsplit("/", 1)[-1], pattern)
        ]
        return [rule for rule in rules if not any(named(rule, name) for name in hidden)] if hidden else rules


def rules_about(kind: str, rules: Iterable[Rule]) -> list[Rule]:
    """Give the rules for one kind alone, and the one on questions that a template leaves open."""
    return [rule for rule in rules if kind in rule.kinds or rule.name == UNFILLED]


def named(rule: Rule, name: str) -> bool:
    """Whether a rule answers to a name, its code, or the beginning of its code."""
    return name in {rule.name, "ALL"} or (name[:2].isupper() and rule.code.startswith(name))


def pairs(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read `--per-file-ignores`: "GLOB:NAME", several parted by commas; raises ValueError for anything else."""
    found = []
    for text in texts:
        for part in text.split(","):
            pattern, colon, name = part.strip().rpartition(":")
            if not colon or not pattern or not name:
                raise ValueError(f"{part.strip()!r} is not in the form GLOB:NAME")
            found.append((pattern.strip(), name.strip()))
    return tuple(found)
