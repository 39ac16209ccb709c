"""Findings of any tool, read from SARIF 2.1.0, and the dimension each speaks to by a versioned map."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upward.analysis.reviewing import Spot

MOST_RESULTS = 20_000
_PLACES = re.compile(r"^(?:file://[^/]*)?/*")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a SARIF file says: findings by path, and how many results no row of the map knows, by rule."""

    tools: tuple[str, ...]
    found: tuple[tuple[str, Spot], ...]
    unknown: Mapping[str, int]


def read(text: str, rows: Sequence[Mapping[str, Any]]) -> Taken:
    """Read a log; raises ValueError, saying what is wrong, for text that is no SARIF."""
    try:
        log = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON: {error}") from error
    runs = log.get("runs") if isinstance(log, dict) else None
    if not isinstance(runs, list):
        raise ValueError("it has no list of runs")  # noqa: TRY004 - about what a file holds
    found: list[tuple[str, Spot]] = []
    unknown: dict[str, int] = {}
    tools: list[str] = []
    for run in (each for each in runs if isinstance(each, dict)):
        driver = _mapping(_mapping(run.get("tool")).get("driver"))
        tool = str(driver.get("name") or "a tool without a name")
        tools.append(tool)
        tags = {str(rule.get("id", "")): _tags(rule) for rule in _mappings(driver.get("rules"))}
        for result in _mappings(run.get("results"))[:MOST_RESULTS]:
            ident = str(result.get("ruleId") or _mapping(result.get("rule")).get("id") or "")
            dimension = _dimension(tool, ident, {*tags.get(ident, ()), *_tags(result)}, rows)
            if not dimension:
                unknown[f"{tool} {ident}"] = unknown.get(f"{tool} {ident}", 0) + 1
                continue
            found += _placed(tool, ident, dimension, result)
    return Taken(tuple(dict.fromkeys(tools)), tuple(found), unknown)


def _placed(tool: str, ident: str, dimension: str, result: Mapping[str, Any]) -> Iterator[tuple[str, Spot]]:
    message = " ".join(str(_mapping(result.get("message")).get("text", "")).split())[:500]
    for location in _mappings(result.get("locations"))[:1]:
        physical = _mapping(location.get("physicalLocation"))
        region = _mapping(physical.get("region"))
        uri = str(_mapping(physical.get("artifactLocation")).get("uri", ""))
        line = region.get("startLine")
        start = line if isinstance(line, int) and line > 0 else 1
        end = region.get("endLine")
        path = _unquoted(_PLACES.sub("/" if uri.startswith("file:") else "", uri, count=1))
        if path:
            stop = end if isinstance(end, int) and end >= start else start
            yield path, Spot(f"{tool}:{ident}", dimension, start, stop, message)


def _unquoted(uri: str) -> str:
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), uri.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")


def _dimension(tool: str, ident: str, tags: set[str], rows: Sequence[Mapping[str, Any]]) -> str:
    for row in rows:
        known = [str(each).lower() for each in row.get("tags", ())]
        by_rule = str(row.get("tool", "")) in tool.lower() and any(
            ident.startswith(str(each)) for each in row.get("rules", ())
        )
        if by_rule or any(word in tag.lower() for tag in tags for word in known):
            return str(row["dimension"])
    return ""


def _tags(rule: Mapping[str, Any]) -> tuple[str, ...]:
    tags = _mapping(rule.get("properties")).get("tags")
    return tuple(str(each) for each in tags) if isinstance(tags, list) else ()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
