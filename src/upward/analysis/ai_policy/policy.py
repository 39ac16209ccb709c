"""An AI-use policy as code, read from its front matter: classes of paths, trailers, reviews and exceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import pathspec

from upward.model.record import Record, Value
from upward.text.dates import parse_date

Paths: TypeAlias = "pathspec.PathSpec[Any]"
USES = ("encouraged", "allowed", "prior-approval", "human-only")
DEFAULT = "everything else"
UNDECLARED = ("accept", "fail")
# Where a policy says something of what it allows; one with none of these says nothing.
_DECIDES = ("classes", "default", "trailers", "undeclared")
# The fields that hold a list of mappings; what is no mapping in them would be left out.
_LISTS = ("classes", "exceptions")


@dataclass(frozen=True, slots=True, eq=False)
class CodeClass:
    """A class of code: which paths, and how AI may be used there."""

    id: str
    use: str
    spec: Paths | None
    why: str = ""
    content: tuple[str, ...] = ()
    reviewers: int = 0
    tests: bool = False
    owners: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """A dated exception: what it covers, until when, and who answers for it."""

    covers: str
    until: date
    owner: str
    why: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy says; `classes` in its order, of which the last that matches a path decides."""

    classes: tuple[CodeClass, ...]
    accept: frozenset[str]
    require: frozenset[str]
    forbid: frozenset[str]
    approval: str
    undeclared: str
    exemptions: tuple[Exemption, ...]
    elsewhere: CodeClass
    test_paths: Paths


def parse_policy(record: Record) -> tuple[Policy, list[str]]:
    """Read a policy from its front matter; give it with what is wrong or contradicts itself in it."""
    faults = _shapeless(record)
    sets = record.fields.get("trailers", {})
    keys = {name: frozenset(each.lower() for each in _list(sets, name)) for name in ("accept", "require", "forbid")}
    classes = tuple(_class(item, faults) for item in record.mappings("classes"))
    default = record.string("default") or "allowed"
    undeclared = record.string("undeclared") or "accept"
    exemptions = tuple(_exemption(item, faults) for item in record.mappings("exceptions"))
    names = [each.id for each in classes]
    faults += [f"The class {name} is defined more than once." for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [f"The trailer {name} is required and forbidden." for name in sorted(keys["require"] & keys["forbid"])]
    faults += [f"The trailer {name} is accepted and forbidden." for name in sorted(keys["accept"] & keys["forbid"])]
    if default not in USES:
        faults.append(f"default: {default!r} is not one of {', '.join(USES)}.")
    if undeclared not in UNDECLARED:
        faults.append(f"undeclared: {undeclared!r} is not one of {', '.join(UNDECLARED)}.")
    tests = record.strings("test-paths") or ("tests/", "test/", "test_*", "*_test.*", "*.test.*", "*.spec.*")
    emitted = str(sets.get("approval", "")) if isinstance(sets, Mapping) else ""
    made = Policy(
        classes,
        keys["accept"],
        keys["require"],
        keys["forbid"],
        (emitted or "AI-approved-by").lower(),
        undeclared,
        tuple(each for each in exemptions if each is not None),
        CodeClass(DEFAULT, default, None),
        path_spec(tests),
    )
    return made, faults


def _shapeless(record: Record) -> list[str]:
    """Say where a policy says nothing that could be followed: such a one must not be taken for one that allows all."""
    if not record.fields:
        return ["It has no front matter (lines between two `---` at its top); a policy in prose alone decides nothing."]
    faults = []
    if not any(name in record.fields for name in _DECIDES):
        faults.append("It has neither `classes`, `trailers`, `default` nor `undeclared`.")
    for name in _LISTS:
        value = record.fields.get(name, ())
        items = (value,) if isinstance(value, (str, Mapping)) else value
        if value and len(record.mappings(name)) != len(items):
            faults.append(f"`{name}` must be a list of mappings, a `-` before each.")
    return faults


def _class(item: Mapping[str, Value], faults: list[str]) -> CodeClass:
    ident, use = str(item.get("id", "")), str(item.get("use", ""))
    paths, content = _patterns(item), _list(item, "content")
    if not ident:
        faults.append("A class has no id.")
    if use not in USES:
        faults.append(f"The class {ident}: use {use!r} is not one of {', '.join(USES)}.")
    if not paths and not content:
        faults.append(f"The class {ident} names neither `paths` nor `content`.")
    reviewers = str(item.get("reviewers", "0") or "0")
    if not reviewers.isdecimal():
        faults.append(f"The class {ident}: reviewers {reviewers!r} is not a number.")
    return CodeClass(
        ident,
        use,
        path_spec(paths) if paths else None,
        str(item.get("why", "")),
        content,
        int(reviewers) if reviewers.isdecimal() else 0,
        str(item.get("tests", "")).lower() in {"true", "yes", "on"},
        _list(item, "owners"),
        _list(item, "claims"),
    )


def _patterns(item: Mapping[str, Value]) -> tuple[str, ...]:
    """Give the patterns of a class: a list, or one text with commas between them."""
    given = item.get("paths", ())
    return (
        tuple(each.strip() for each in given.split(",")) if isinstance(given, str) and given else _list(item, "paths")
    )


def _exemption(item: Mapping[str, Value], faults: list[str]) -> Exemption | None:
    covers, until, owner = (str(item.get(key, "")) for key in ("covers", "until", "owner"))
    day = parse_date(until)
    if not covers or day is None or not owner:
        faults.append(f"The exception for {covers or '(nothing)'} needs what it covers, a date `until` and an owner.")
        return None
    return Exemption(covers, day, owner, str(item.get("why", "")))


def path_spec(patterns: Sequence[str]) -> Paths:
    """Give what tells which paths match patterns as in .gitignore."""
    # `none` is how a class says that there is no such code.
    patterns = () if tuple(patterns) == ("none",) else patterns
    return pathspec.PathSpec.from_lines("gitignore", patterns)


def _list(item: object, key: str) -> tuple[str, ...]:
    value = item.get(key, ()) if isinstance(item, Mapping) else ()
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()
