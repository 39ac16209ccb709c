"""Data files of others: JSON and YAML with limits on size and depth, as strings, lists and mappings."""

from __future__ import annotations

import json
from typing import Any

# A list of stories or a ladder is some hundred kilobytes at most. In characters.
MOST_CHARACTERS = 8 * 1024 * 1024
MOST_NODES = 200_000
MOST_DEPTH = 60


def parse_data_file(path: str, text: str) -> tuple[Any, str]:
    """Read a file by its ending; give its data with what is wrong, a sentence that is empty where nothing is.

    Scalars of YAML stay strings; nothing in a file makes anything but strings, numbers, lists and mappings.
    """
    if len(text) > MOST_CHARACTERS:
        return None, f"it is larger than {MOST_CHARACTERS // 1024 // 1024} MiB"
    return parse_json(text) if path.lower().endswith(".json") else parse_yaml(text)


def parse_json(text: str) -> tuple[Any, str]:
    """Read JSON; give its data with what is wrong. Numbers stay as they are written."""
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_int=_integer, parse_constant=str), ""
    except RecursionError:
        return None, "it is nested too deeply"
    except ValueError as error:
        return None, f"it is not valid JSON: {error}"[:300]


def _integer(text: str) -> int | str:
    # Python refuses integers of more than 4,300 digits, and nothing here needs one of more than 18.
    return int(text) if len(text) < 19 else text  # noqa: PLR2004 - digits of a 64-bit number


def parse_yaml(text: str) -> tuple[Any, str]:
    """Read YAML by a loader of strings, lists and mappings; give its data with what is wrong."""
    # It takes longer to import than most notes to check.
    import yaml

    parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        depth = 0
        for count, event in enumerate(yaml.parse(text, Loader=parser)):
            name = type(event).__name__
            depth += name in {"MappingStartEvent", "SequenceStartEvent"}
            depth -= name in {"MappingEndEvent", "SequenceEndEvent"}
            if name == "AliasEvent":
                return None, "it has an alias (*), which is not read"
            if depth > MOST_DEPTH or count > MOST_NODES:
                return None, f"it is nested more than {MOST_DEPTH} levels deep, or holds more than {MOST_NODES} values"
        return yaml.load(text, Loader=parser), ""  # noqa: S506 - the base loader makes strings, lists and dicts only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        return None, f"it is not valid YAML: {where}{error.problem or error}"[:300]
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        return None, f"it is not valid YAML: {' '.join(str(error).split())}"[:300]


def parse_toml(text: str) -> tuple[dict[str, Any], str]:
    """Read TOML; give its tables with what is wrong."""
    import tomllib

    if len(text) > MOST_CHARACTERS:
        return {}, f"it is larger than {MOST_CHARACTERS // 1024 // 1024} MiB"
    try:
        return tomllib.loads(text), ""
    except tomllib.TOMLDecodeError as error:
        return {}, str(error)[:300]
    except RecursionError:
        return {}, "it is nested too deeply"
    except ValueError as error:
        # Python refuses integers of more than 4,300 digits.
        return {}, str(error)[:300]
