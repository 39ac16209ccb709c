"""Proposed evidence taken together, apart, or under another title: the texts that come of it.

Nothing is measured again here. Commits can be counted from the origins; lines and files of a part are not known
and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from upward.model.record import Record, Value
from upward.text import record_writer

# Measures that add up when two efforts are one, by their ids.
_SUMMED = ("commits", "lines")
# Fields that hold a list of texts.
_LISTS = ("origins", "areas", "criteria", "tags")
# How much of an object id the lines of a body show.
_SHORT = 9


def merge_records(records: Sequence[Record], title: str = "") -> str:
    """Give the text of one record of all that was proposed; the first gives its title and what is not a list."""
    first = records[0]
    fields = dict(first.fields)
    if title:
        fields["title"] = title
    for key in _LISTS:
        fields[key] = list(dict.fromkeys(each for record in records for each in record.strings(key)))
    people = {
        (str(each.get("email", "")), str(each.get("name", ""))): each for r in records for each in r.mappings("people")
    }
    fields["people"] = list(people.values())
    starts = [record.string("started") or record.string("date") for record in records]
    days = [record.string("date") for record in records]
    fields["date"] = max(days)
    earliest = min((each for each in starts if each), default="")
    fields["started"] = earliest if earliest != fields["date"] else ""
    fields["measures"] = _measures(records)
    body = first.prose
    for record in records[1:]:
        body = _with_more(body, _happened(record))
    return record_writer.compose_record(fields, body)


def split_record(record: Record, origins: Iterable[str]) -> tuple[str, str]:
    """Give the texts of two records: what is left, and what has these origins; both have some, or ValueError."""
    taken = set(origins)
    apart = [each for each in record.strings("origins") if each in taken]
    left = [each for each in record.strings("origins") if each not in taken]
    if not apart or not left:
        message = "a split needs origins on both sides"
        raise ValueError(message)
    return _part(record, left, apart, record.title), _part(record, apart, left, f"{record.title} (part)")


def _part(record: Record, own: Sequence[str], others: Sequence[str], title: str) -> str:
    fields: dict[str, Value] = {**record.fields, "title": title, "origins": list(own)}
    commits = [each for each in own if each.startswith("git:")]
    # What the whole comes to says nothing about a part.
    fields["measures"] = [
        {**each, "value": str(len(commits))}
        for each in record.mappings("measures")
        if each.get("id") == "commits" and commits
    ]
    fields.pop("significance", None)
    named = {each.removeprefix("git:")[:_SHORT] for each in others if each.startswith("git:")}
    lines = record.prose.split("\n")
    return record_writer.compose_record(
        fields, "\n".join(line for line in lines if not any(oid in line for oid in named))
    )


def _measures(records: Sequence[Record]) -> list[Mapping[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for record in records:
        for measure in record.mappings("measures"):
            ident = str(measure.get("id", ""))
            held = found.get(ident)
            if held is None:
                found[ident] = dict(measure)
            elif ident in _SUMMED and str(held["value"]).isdigit() and str(measure.get("value")).isdigit():
                held["value"] = str(int(str(held["value"])) + int(str(measure["value"])))
            else:
                found[f"{ident}-{len(found)}"] = {**measure, "id": f"{ident}-{len(found)}"}
    # The same file may be in both, so that files do not add up.
    return [each for ident, each in found.items() if len(records) == 1 or not ident.startswith("files")]


def _happened(record: Record) -> str:
    """Give what happened: the first section, or all there is."""
    section = next(iter(record.sections), None)
    return (section.body.cut(record.text) if section is not None else record.prose).strip()


def _with_more(body: str, more: str) -> str:
    """Put lines at the end of the first section."""
    heads = list(re.finditer(r"(?m)^#{1,6} ", body))
    place = heads[1].start() if len(heads) > 1 else len(body)
    return f"{body[:place].rstrip()}\n{more}\n\n{body[place:]}"
