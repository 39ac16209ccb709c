"""Reads the banks of claims (`tests/data/claims`): a story's sentence, what it links, and the claim in brackets."""

from pathlib import Path
from typing import Any, NamedTuple

from upward.model.corpus import MemoryCorpus
from upward.model.record import Record
from upward.text import record_reader

FOLDER = Path(__file__).parents[1] / "data"
ME = frozenset({"ada example", "ada@example.org"})
_MEASURE = ("id", "value", "unit", "baseline", "method", "status", "confirmed-by")
_METRIC = ("id", "value", "unit", "baseline", "period", "method")


class Pair(NamedTuple):
    """A line of a bank: its label, the story, the place of the claim, and the records."""

    label: str
    story: Record
    start: int
    claim: str
    corpus: MemoryCorpus
    line: int


def pairs(name, folder="claims"):
    for number, line in enumerate((FOLDER / folder / name).read_text().splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield _pair(line, number)


def _pair(line, number):
    label, text, *rest = (each.strip() for each in line.split(" | "))
    metrics: list[Any] = []
    records: list[Any] = []
    for spec in (each for part in rest for each in part.split(" ; ") if each.strip(" |")):
        if spec.startswith("metric="):
            metrics += [_flow(_METRIC, each.removeprefix("metric=")) for each in spec.split(" / ")]
        else:
            records.append(_record(spec, f"e{len(records) + 1}"))
    start = text.find("[")
    claim = text[start + 1 : text.index("]")] if start >= 0 else ""
    plain = text.replace("[", "").replace("]", "")
    front = [
        "title: A story",
        "date: 2026-05-01",
        f"evidence: [{', '.join(record.id for record in records) or 'gone'}]",
    ]
    front += ["metrics:", *(f"  - {{{each}, status: measured}}" for each in metrics)] if metrics else []
    head = "---\n" + "\n".join(front) + "\n---\n\n## Result\n\n"
    story = record_reader.parse_record("stories/s.md", f"{head}{plain}\n", {"stories": "story"})
    return Pair(label, story, len(head) + start, claim, MemoryCorpus.of([story, *records]), number)


def _flow(keys, text):
    values = [each.replace("\0", ":") for each in text.replace("http://", "http\0//").split(":")]
    return ", ".join(f'{key}: "{value}"' for key, value in zip(keys, values, strict=False) if value)


def _record(spec, ident):
    lists: dict[str, list[str]] = {"origins": [], "people": [], "measures": [], "said": []}
    fields, prose, own = {"kind": "evidence"}, "", ""
    for each in spec.split(" / "):
        key, _, value = each.strip().partition("=")
        if key == "origin":
            lists["origins"].append(f'"{value}"')
        elif key == "person":
            lists["people"].append("{" + _flow(("name", "part"), value) + "}")
        elif key == "m":
            lists["measures"].append("{" + _flow(_MEASURE, value) + "}")
        elif key == "said":
            name, _, words = value.partition(":")
            lists["said"].append(f'{{by: "{name}", text: "{words}"}}')
        elif key == "prose":
            prose = value
        elif key == "own":
            own = value
        else:
            names = {"makers": "decision-makers"}
            fields[names.get(key, key)] = f"[{value}]" if key in {"makers", "areas"} else f'"{value}"'
    front = [f"{key}: {value}" for key, value in fields.items()]
    front += [f"{key}: [{', '.join(values)}]" for key, values in lists.items() if values]
    body = (f"## What happened\n\n{prose}\n\n" if prose else "") + (f"## What only you know\n\n{own}\n" if own else "")
    text = "---\n" + "\n".join(front) + f"\n---\n\n{body}"
    return record_reader.parse_record(f"evidence/{ident}.md", text, {"evidence": "evidence"})
