"""Write new records. A record that exists is edited (`text.edit`), never composed again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from upward.model.record import Value

_PLAIN = re.compile(r"[A-Za-z0-9_./+][A-Za-z0-9_./@+%(),;'–—-]*(?: [A-Za-z0-9_./@+%(),;'–—-]+)*")
_RISKY = re.compile(r"(?i)(?:~|null|true|false|yes|no|on|off|y|n|[-+.]?[\d_][\d_,.:eExXoO+-]*)")
# A list of this many characters stays on its line.
SHORT = 80
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def compose_record(fields: Mapping[str, Value], body: str) -> str:
    """Compose a file from front matter and body; empty values are left out."""
    lines = [line for key, value in fields.items() if value for line in _pair(key, value, "")]
    return "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])


def _pair(key: str, value: Value, indent: str) -> Iterator[str]:
    name = yaml_scalar(key)
    if isinstance(value, str):
        yield f"{indent}{name}: {yaml_scalar(value)}"
    elif isinstance(value, Mapping):
        yield f"{indent}{name}:" if value else f"{indent}{name}: {{}}"
        for inner, item in value.items():
            yield from _pair(inner, item, indent + "  ")
    elif all(isinstance(item, str) for item in value) and sum(len(str(item)) for item in value) < SHORT:
        yield f"{indent}{name}: [{', '.join(yaml_scalar(str(item), flow=True) for item in value)}]"
    else:
        yield f"{indent}{name}:"
        for item in value:
            yield from _item(item, indent + "  ")


def _item(value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{indent}- {yaml_scalar(value)}"
        return
    if isinstance(value, Sequence):
        yield f"{indent}-"
        for item in value:
            yield from _item(item, indent + "  ")
        return
    lines = [line for key, item in value.items() for line in _pair(key, item, "")]
    for number, line in enumerate(lines or ["{}"]):
        yield f"{indent}{'  ' if number else '- '}{line}"


def yaml_scalar(value: str, *, flow: bool = True) -> str:
    """Write a string so that any YAML reader takes it as that string.

    Dates stay bare, since upward reads all scalars as text; what another reader could
    take for a number, a truth value or nothing is quoted.
    """
    if _DATE.fullmatch(value):
        return value
    bare = _PLAIN.fullmatch(value) and not _RISKY.fullmatch(value)
    if bare and not (flow and re.search(r"[,;']", value)):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    # JSON's string syntax is YAML's double-quoted one, but for these characters.
    text = json.dumps(value, ensure_ascii=False)
    return "".join(
        f"\\u{ord(character):04x}"
        if character in "\x7f\x85\u2028\u2029\ufeff" or "\x80" <= character <= "\x9f"
        else character
        for character in text
    )


def slug(title: str, most: int = 48) -> str:
    """Give a file name for a title: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        if name and len(name) + len(word) >= most:
            break
        name = f"{name}-{word}" if name else word[:most]
    return name or "untitled"
