"""What of the code a decision's text names: paths, globs, modules and components.

A module or a component counts only where the text marks it as code or lists it after "Components:", since the same word
in a sentence may mean anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import pathspec

from upward.model.record import Record

# A path in a text: with a slash, or a file name with an ending.
_PATH = re.compile(
    r"(?<![\w/.:*-])(?:\.\./)*(?:[\w.@-]+/)+[\w.@-]*(?![*?\w])|(?<![\w/.:*-])[\w@-]+\.[A-Za-z]\w{0,5}(?![\w/]|\.\w)"
)
_GLOB = re.compile(r"(?<![\w/.:*-])[\w.@/-]*\*[\w.@/*?-]*")
_CODE = re.compile(r"(?<!`)`([^`\n]{2,120})`(?!`)")
_MODULE = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)+")
_COMPONENT = re.compile(r"[A-Za-z][\w-]{2,}")
_LISTED = re.compile(r"(?im)^[ \t>*-]*\**(?:components?|services?|modules?|packages?|scope|affects)\**:\**[ \t]*(.+)$")
# Folders that every repository has, and that are no component.
_GENERIC = frozenset(
    "src lib libs app apps pkg test tests doc docs main index init core common util utils internal public private "
    "assets static config scripts tools examples build dist vendor packages modules services components java python "
    "resources".split()
)
MIN_PATH = 4
MOST_NAMES = 400


class NameKind(StrEnum):
    """What a name in a text is."""

    PATH = "path"
    GLOB = "glob"
    MODULE = "module"
    COMPONENT = "component"


class NamedCode(NamedTuple):
    """Something of the code that a text names."""

    kind: NameKind
    name: str


def named_code(record: Record) -> list[NamedCode]:
    """Give what a record names, the most certain kind first and within it the longest name."""
    found = dict.fromkeys(_named(record))
    order = list(NameKind)
    return sorted(found, key=lambda each: (order.index(each.kind), -len(each.name), each.name))[:MOST_NAMES]


def _named(record: Record) -> Iterator[NamedCode]:
    text = record.text
    for name in _PATH.findall(text):
        full = _resolved(name.rstrip("."), record.path)
        if len(full) >= MIN_PATH:
            yield NamedCode(NameKind.PATH, full)
    yield from (NamedCode(NameKind.GLOB, name.rstrip(".")) for name in _GLOB.findall(text) if _is_glob(name))
    marked = [span.strip() for span in _CODE.findall(text)]
    listed = [name.strip(" `*.") for line in _LISTED.findall(text) for name in re.split(r"[,;]| and ", line)]
    for name in (*marked, *listed):
        if _MODULE.fullmatch(name):
            yield NamedCode(NameKind.MODULE, name)
        elif _COMPONENT.fullmatch(name) and name.lower() not in _GENERIC:
            yield NamedCode(NameKind.COMPONENT, name)


def _is_glob(name: str) -> bool:
    """Whether it says where: "*.py" and "src/**" do, the stars of bold text and "**" alone do not."""
    plain = name.strip("*")
    return ("/" in name or name.startswith("*.")) and any(character.isalnum() for character in plain)


def _resolved(name: str, origin: str) -> str:
    """Give a path from the repository's root, where a link goes up from the record's own folder."""
    if not name.startswith("../"):
        return name.removeprefix("./")
    folders = origin.split("/")[:-1]
    while name.startswith("../"):
        name, folders = name[3:], folders[:-1]
    return "/".join([*folders, name])


def reason(named: NamedCode, path: str) -> str:
    """Say why a changed path is what was named; empty where it is not."""
    if named.kind is NameKind.PATH:
        return f"it names {named.name}" if _is_in(path, named.name) else ""
    if named.kind is NameKind.GLOB:
        matches = pathspec.GitIgnoreSpec.from_lines([named.name]).match_file(path)
        return f"it names {named.name}, which matches {path}" if matches else ""
    if named.kind is NameKind.MODULE:
        return f"the decision names the module {named.name}, which is {path}" if _is_module(path, named.name) else ""
    place = _component_place(path, named.name)
    return f"it names the component {named.name}, {place}" if place else ""


def _is_in(path: str, name: str) -> bool:
    folder = name.rstrip("/")
    if "/" not in name:
        return path.rpartition("/")[2] == name
    return path == folder or path.startswith(f"{folder}/")


def _is_module(path: str, name: str) -> bool:
    """Whether a dotted name is the file, a package above it, or something defined in it: its last part may be that."""
    parts = name.replace("::", ".").split(".")
    steps = _steps(path)
    whole = [parts] if len(parts) == 2 else [parts, parts[:-1]]  # noqa: PLR2004 - one folder alone is no module
    return any(steps[at : at + len(each)] == each for each in whole for at in range(len(steps) - len(each) + 1))


def _steps(path: str) -> list[str]:
    """Give a path's folders, and its file's name without the ending."""
    *folders, last = path.split("/")
    return [*folders, last.split(".", 1)[0] or last]


def _component_place(path: str, name: str) -> str:
    wanted = _folded(name)
    *folders, last = path.split("/")
    folder = next((at for at, each in enumerate(folders) if _folded(each) == wanted), None)
    if folder is not None:
        return f"the folder {'/'.join(folders[: folder + 1])}/"
    return f"the file {path}" if _folded(last.split(".", 1)[0]) == wanted else ""


def _folded(name: str) -> str:
    """Give a name as names of components are compared: OrderQueue, order_queue and order-queue are one."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\s]+", "-", name).lower()
