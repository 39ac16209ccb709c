"""Whether a record is private. What is unclear counts as private, and says what is unclear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})
# Problems after which only a part of a file was read.
_PARTLY_READ = frozenset({"too-large", "unreadable", "front-matter-size"})
# A front matter that is not one for YAML: behind empty lines or comments, or in TOML.
_HIDDEN = re.compile(
    r"\A\ufeff?(?:\s|<!--.*?-->)*(?:---|\+\+\+)[^\n]*\n(?P<block>.*?)(?:\n(?:---|\.\.\.|\+\+\+)|\Z)", re.DOTALL
)
_LINE = re.compile(r"(?im)^[ \t\-{,]*['\"]?(?P<key>[\w -]{5,14}?)['\"]?[ \t]*[:=][ \t]*(?P<value>[^\n#]*)")
_KEY = "private"


class Privacy(NamedTuple):
    """Whether a record is private; `doubt` says what is unclear about its flag, empty where nothing is."""

    private: bool
    doubt: str = ""


def privacy_of(fields: Mapping[str, object], text: str, problems: Sequence[str]) -> Privacy:
    """Judge a record by its front matter, its text, and the slugs of what could not be read of it."""
    for key, value in _flags(fields):
        said = value.strip().lower() if isinstance(value, str) else None
        if said in _NO:
            continue
        clear = key == _KEY and said in _YES
        return Privacy(private=True, doubt="" if clear else f"`{key}: {_shown(value)}` is neither true nor false")
    tags = fields.get("tags", ())
    if _KEY in ([tags] if isinstance(tags, str) else list(tags) if isinstance(tags, Sequence) else []):
        return Privacy(private=True, doubt="the tag `private` is not a flag")
    if any(_is_flag(key) for key in fields) and not problems:
        return Privacy(private=False)
    hidden = None if fields and not problems else _hidden_flag(text, whole=bool(problems))
    if hidden:
        return Privacy(private=True, doubt=f"`{hidden}` stands where no front matter is read")
    if _PARTLY_READ & set(problems):
        return Privacy(private=True, doubt="only a part of the file could be read, and a flag may stand in the rest")
    return Privacy(private=False)


def _flags(fields: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield each key that is meant as the flag, at any depth, with its value."""
    for key, value in fields.items():
        if _is_flag(key):
            yield key, value
        elif isinstance(value, Mapping):
            yield from _flags(value)


def _is_flag(key: str) -> bool:
    """Whether a key is `private`, in any case, as `is-private`, or with one letter wrong, missing or too many."""
    letters = re.sub(r"[^a-z]", "", key.lower()).removeprefix("is")
    return letters == _KEY or (abs(len(letters) - len(_KEY)) <= 1 and _is_one_edit(letters, _KEY))


def _is_one_edit(one: str, other: str) -> bool:
    if sorted(one) == sorted(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 2  # noqa: PLR2004 - two letters changed places
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value[:40]
    return (
        "a mapping"
        if isinstance(value, Mapping)
        else f"[{', '.join(str(item) for item in value)[:40]}]"
        if isinstance(value, Sequence)
        else "?"
    )


def _hidden_flag(text: str, *, whole: bool) -> str:
    """Give a line that is meant as the flag, in front matter that could not be read; empty for none."""
    block = _HIDDEN.match(text)
    looked_at = text if whole else block["block"] if block else ""
    for match in _LINE.finditer(looked_at):
        value = match["value"].strip(" '\"}],").lower()
        if _is_flag(match["key"]) and value not in _NO:
            return match.group().strip()[:60]
    return ""
