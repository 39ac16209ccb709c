"""The same work seen in a history and in a tracker: one piece of evidence, with both origins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from upward.model.importer import Candidate
from upward.model.record import Record, Value

_TRACKED = re.compile(r"(?:github|gitlab):(?P<project>[^#!\s]+)(?P<ref>[#!]\d+)$|jira:(?P<key>[A-Z][A-Z0-9_]*-\d+)$")
_QUOTE = re.compile(r"(?m)^> .*(?:\n>.*)*")


def deduplicate(found: Sequence[Candidate]) -> list[Candidate]:
    """Give the candidates, those of a tracker put into the effort of a history that names them."""
    efforts = [each for each in found if _from_history(each)]
    by_ref: dict[tuple[str, str], int] = {}
    # An effort's own pull request stands first among what it names; what it mentions may be another's.
    named = [(number, effort, _strings(effort.fields, "refs")) for number, effort in enumerate(efforts)]
    for number, effort, refs in (*((one, two, three[:1]) for one, two, three in named), *named):
        for ref in refs:
            by_ref.setdefault((str(effort.fields.get("repo", "")).lower(), ref), number)
            if "-" in ref:
                by_ref.setdefault(("", ref), number)
    rest: list[Candidate] = []
    for each in found:
        if _from_history(each):
            continue
        key = _key(each)
        place = by_ref.get(key) if key else None
        if place is None:
            rest.append(each)
        else:
            efforts[place] = _both(efforts[place], each)
    return [*efforts, *rest]


def is_same_work(record: Record, candidate: Candidate) -> bool:
    """Whether a record that already exists is of the same work as a candidate from elsewhere."""
    if candidate.kind != "evidence" or set(record.strings("origins")) & set(candidate.origins):
        return False
    key = _key(candidate)
    if key is not None:
        return _names(key, record.string("repo"), record.strings("refs"))
    tracked = [found for origin in record.strings("origins") if (found := _tracked(origin))]
    whole = _from_history(candidate) and len(tracked) == 1 and len(record.strings("origins")) == 1
    return whole and _names(tracked[0], str(candidate.fields.get("repo", "")), _strings(candidate.fields, "refs"))


def _names(key: tuple[str, str], repo: str, refs: Sequence[str]) -> bool:
    return key[1] in refs and key[0] in {"", repo.lower()}


def _from_history(each: Candidate) -> bool:
    return bool(each.origins) and each.origins[0].startswith("git:") and each.effort is not None


def _key(each: Candidate) -> tuple[str, str] | None:
    """Give the repository and reference of a candidate that is one thing of a tracker; None for several."""
    return _tracked(each.origins[0]) if len(each.origins) == 1 else None


def _tracked(origin: str) -> tuple[str, str] | None:
    match = _TRACKED.match(origin)
    if match is None:
        return None
    if match["key"]:
        return "", match["key"]
    # A merge commit of GitLab says !12, its issues say #12; a clone is named like the last part of its project.
    return match["project"].rpartition("/")[2].lower(), match["ref"]


def _both(effort: Candidate, other: Candidate) -> Candidate:
    origins = (*effort.origins, *(origin for origin in other.origins if origin not in effort.origins))
    quote = _QUOTE.search(other.body)
    body = effort.body
    if quote is not None and quote.group() not in body:
        head, mark, tail = body.partition("## What only you know")
        body = f"{head.rstrip()}\n\nIts description:\n\n{quote.group()}\n\n{mark}{tail}"
    return replace(effort, origins=origins, fields={**effort.fields, "origins": list(origins)}, body=body)


def _strings(fields: Mapping[str, Value], key: str) -> list[str]:
    value = fields.get(key, ())
    return [value] if isinstance(value, str) else [str(each) for each in value]
