"""The parts of a SARIF log that need rules of their own: URIs, messages, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# A base may stand on a base; a circle ends here.
MAX_BASES = 10
_SCHEME = re.compile(r"^file:(?://[^/]*)?", re.IGNORECASE)
_DRIVE = re.compile(r"^/(?=[A-Za-z]:/)")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d+)\}")
_CWE = re.compile(r"(?i)\bcwe-0*(\d+)\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a tool: its id, name, page, default level, tags, CWE number and message texts."""

    id: str
    name: str = ""
    url: str = ""
    level: str = "warning"
    tags: tuple[str, ...] = ()
    cwe: int = 0
    messages: Mapping[str, Any] = field(default_factory=dict)


def mapping(value: Any) -> Mapping[str, Any]:
    """Give a JSON object, empty for anything else."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """Give the objects of a JSON list, none for anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def tags_of(holder: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the tags of a rule or a result."""
    tags = mapping(holder.get("properties")).get("tags")
    return tuple(str(each) for each in tags) if isinstance(tags, list) else ()


def rules_of(component: Mapping[str, Any]) -> list[Rule]:
    """Give the rules of a driver or an extension, in their order."""
    return [
        Rule(
            str(each.get("id", "")),
            str(each.get("name", "")),
            str(each.get("helpUri", "")),
            str(mapping(each.get("defaultConfiguration")).get("level", "warning")),
            tags_of(each),
            _cwe(each),
            mapping(each.get("messageStrings")),
        )
        for each in mappings(component.get("rules"))
    ]


def _cwe(rule: Mapping[str, Any]) -> int:
    related = [str(mapping(each.get("target")).get("id", "")) for each in mappings(rule.get("relationships"))]
    for text in (*tags_of(rule), *(f"CWE-{each.removeprefix('CWE-')}" for each in related)):
        found = _CWE.search(text)
        if found:
            return int(found[1])
    return 0


def message_of(message: Mapping[str, Any], own: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    """Give a message's text: its own, or that of its id in the rule or the driver, with its arguments."""
    ident = str(message.get("id", ""))
    held = mapping(own.get(ident) or shared.get(ident))
    text = str(message.get("text") or held.get("text") or message.get("markdown") or held.get("markdown") or "")
    arguments = message.get("arguments")
    given = [str(each) for each in arguments] if isinstance(arguments, list) else []

    def filled(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        return given[int(match[1])] if int(match[1]) < len(given) else match[0]

    return _PLACEHOLDER.sub(filled, text) if given else text


def artifact_path(location: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    """Give the path of an artifact: relative to the root of the code, or absolute for a `file:` URI."""
    index = location.get("index")
    listed = mappings(run.get("artifacts"))
    if not location.get("uri") and isinstance(index, int) and 0 <= index < len(listed):
        location = mapping(listed[index].get("location"))
    uri = str(location.get("uri", ""))
    bases, base = mapping(run.get("originalUriBaseIds")), location.get("uriBaseId")
    for _ in range(MAX_BASES):
        held = mapping(bases.get(base)) if isinstance(base, str) else {}
        if not uri or uri.startswith(("/", "file:")) or not held:
            break
        uri = f"{str(held.get('uri', '')).rstrip('/')}/{uri}" if held.get("uri") else uri
        base = held.get("uriBaseId")
    return normalised(uri)


def normalised(uri: str) -> str:
    """Give the path that a URI names, decoded, without `.` and `..`; `D:/x` for a Windows drive."""
    path = (
        _unquoted(_SCHEME.sub("", uri, count=1)).replace("\\", "/") if "\\" in uri else _unquoted(_SCHEME.sub("", uri))
    )
    path = _DRIVE.sub("", path)
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return ("/" if path.startswith("/") else "") + "/".join(parts)


def _unquoted(uri: str) -> str:
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), uri.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")
