"""Custom rules, declared in TOML, never code.

[[rule]]
name = "no-synergy"
message = "Say what you mean by it."
phrases = ["synergy", "move the needle"]
pattern = "leverag(?:e|ed|ing)"   # RE2 syntax
scope = "action"                  # a part of a story, or all
kinds = ["story"]
suggestion = "use"                # what an unsafe fix writes instead
severity = "warning"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Edit, Fix, Remark, Severity
from upward.model.record import Record
from upward.model.rule import Rule
from upward.text.data_file import parse_toml
from upward.text.pattern_search import compile_finder, unsupported_syntax
from upward.text.story_parts import Part

KEYS = {"name", "message", "phrases", "pattern", "scope", "kinds", "suggestion", "severity"}
_NAME = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")


def parse_custom_rules(text: str, first: int = 1) -> tuple[list[Rule], list[str]]:
    """Read a file of own rules; give the rules, and what is wrong with the file, a sentence each."""
    data, problem = parse_toml(text)
    if problem:
        return [], [f"The file is not valid TOML: {problem.rstrip('.')}."]
    declared = data.get("rule", [])
    if not isinstance(declared, list) or set(data) - {"rule"}:
        return [], ["The file must contain tables called [[rule]] and nothing else."]
    rules, faults = [], []
    for number, each in enumerate(declared, start=first):
        fault = _fault(each)
        if fault:
            faults.append(f"The rule {each.get('name', number) if isinstance(each, dict) else number} {fault}.")
        else:
            rules.append(_rule(each, number))
    return rules, faults


def _fault(each: Any) -> str:
    """Give what is wrong with a declaration; empty where nothing is."""
    if not isinstance(each, dict):
        return "is no table"
    tests = (
        (set(each) - KEYS, f"has unknown keys: {', '.join(sorted(set(each) - KEYS))}"),
        (
            not _NAME.fullmatch(str(each.get("name", ""))) or not each.get("message"),
            "needs a name such as no-synergy, and a message",
        ),
        (not each.get("phrases") and not each.get("pattern"), "needs phrases or a pattern"),
        (
            each.get("scope", "all") not in {"all", *Part},
            f"has the scope {each.get('scope')}; there are all, {', '.join(Part)}",
        ),
        (
            each.get("severity", "warning") not in set(Severity),
            f"has the severity {each.get('severity')}; there are {', '.join(Severity)}",
        ),
    )
    return next((fault for wrong, fault in tests if wrong), "") or unsupported_syntax(_pattern(each))


def _pattern(each: Mapping[str, Any]) -> str:
    phrases = [rf"\b{re.escape(str(phrase))}\b" for phrase in each.get("phrases", ())]
    return "(?i)(?:" + "|".join([*phrases, *([f"(?:{each['pattern']})"] if each.get("pattern") else [])]) + ")"


def _rule(each: Mapping[str, Any], number: int) -> Rule:
    # RE2 takes linear time whatever the pattern: a rule of others must not hold a check up.
    find = compile_finder(_pattern(each))
    scope, suggestion = str(each.get("scope", "all")), str(each.get("suggestion", ""))

    def check(record: Record, story: StoryText) -> Iterator[Remark]:
        spans = [record.body] if scope == "all" else story.within(Part(scope))
        for span in spans:
            for start, stop in find(story.text, *span):
                place = type(record.body)(start, stop)
                fix = Fix(f"Write {suggestion!r}", (Edit(place, suggestion),)) if suggestion else None
                yield Remark(f'"{place.cut(story.text)}": {each["message"]}', place, fix)

    page = f"{each['message']}\n\nA rule of this logbook's own."
    kinds = tuple(str(kind) for kind in each.get("kinds", ()))
    return Rule(f"OWN{number:03}", str(each["name"]), check, kinds, Severity(each.get("severity", "warning")), page)
