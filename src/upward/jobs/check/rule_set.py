"""Which rules a run of the linter uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from upward.analysis.lint.selection import Selection, pairs
from upward.model.errors import UsageError
from upward.model.rule import Rule
from upward.session.session import Session
from upward.store.config import Settings
from upward.text.suggestion import unknown_name


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    select: tuple[str, ...]
    extend: tuple[str, ...]
    ignore: tuple[str, ...]
    per_file: tuple[str, ...]
    isolated: bool = False
    preview: bool = False
    cache: bool = True
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    sentences: bool = False
    # Keep the texts in which a fix was found: the forms that give places of edits need them.
    texts: bool = False
    # Take files that are named as those found in a folder: a story only where they look like one.
    only_records: bool = False


@dataclass
class RuleSet:
    """The rules of upward, of other packages and of the logbook, and which of them are selected.

    `problems` gives the path and message of each custom rule that cannot be used.
    """

    session: Session
    options: Options
    problems: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def selection(self) -> Selection:
        """Which rules run where: the command line over the settings; raises UsageError for a name no rule has."""
        settings = Settings() if self.options.isolated else self.session.settings
        names = split_names(self.options.select)
        try:
            per_file = (*pairs(settings.per_file_ignores), *pairs(self.options.per_file))
        except ValueError as error:
            raise UsageError(str(error), next_step="for example --per-file-ignores 'old/*:UP1'") from error
        made = Selection(
            select=names or settings.select,
            extend=(*split_names(self.options.extend), *settings.extend_select),
            ignore=(*split_names(self.options.ignore), *(settings.ignore if not names else ())),
            per_file=per_file,
        )
        unknown = made.unknown(self.all_rules)
        if unknown:
            raise unknown_name("rule", unknown, list(self.all_rules), "`upward rule` lists them")
        return made

    @cached_property
    def all_rules(self) -> dict[str, Rule]:
        """Every rule by name: upward's, those of other packages, the logbook's own."""
        rules = dict(self.session.catalogue.rules)
        for path, text in () if self.options.isolated else self.session.own_rules():
            from upward.analysis.lint import custom_rules

            read, faults = custom_rules.parse_custom_rules(
                text, first=len([rule for rule in rules.values() if rule.code[:3] == "OWN"]) + 1
            )
            self.problems += [(path, fault) for fault in faults]
            rules |= {rule.name: rule for rule in read if rule.name not in rules}
            self.problems += [
                (path, f"The name {rule.name} is taken.") for rule in read if rules[rule.name] is not rule
            ]
        return rules

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that run."""
        chosen = self.selection.rules(self.all_rules.values())
        return [
            rule for rule in chosen if not rule.preview or self.options.preview or rule.name in self.selection.select
        ]


def split_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the names in values that may hold several, separated by commas."""
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())
