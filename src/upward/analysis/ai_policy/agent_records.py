"""What tools record beside commits: notes of git-ai and Qwen Code, and Agent Trace JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from upward.analysis.ai_policy.attribution import AiMark, MarkSource

# git's shortest name of a commit, in hexadecimal digits.
SHORTEST_REVISION = 7


def marks_in_notes(texts: Iterable[str]) -> list[AiMark]:
    """Give the marks in what tools noted about one commit."""
    return list(dict.fromkeys(mark for text in texts for mark in from_note(text)))


def from_note(text: str) -> list[AiMark]:
    """Give the marks in a note: of git-ai (authorship/3.0.0: attestations, `---`, JSON) or of Qwen Code (JSON)."""
    _, rule, tail = text.partition("\n---\n")
    try:
        data = json.loads(tail if rule else text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(data, dict):
        return []
    if not str(data.get("schema_version", "")).startswith("authorship/"):
        return _from_attribution(data)
    # Version 3.0 calls them prompts, later ones sessions: by id, or a list.
    found = [each for key in ("prompts", "sessions") for each in _mappings(data.get(key))]
    agents = [agent for each in found if isinstance(agent := each.get("agent_id"), dict)]
    made = [
        AiMark(str(agent.get("tool") or "AI"), str(agent.get("model") or ""), MarkSource.GIT_AI_NOTE)
        for agent in agents
    ]
    return list(dict.fromkeys(made))


def _from_attribution(data: Mapping[str, Any]) -> list[AiMark]:
    """Give the mark of a note that counts characters by who wrote them; none where a tool wrote none of them."""
    summary = data.get("summary")
    wrote = summary.get("aiChars") if isinstance(summary, dict) else None
    if not isinstance(wrote, int | float) or wrote <= 0:
        return []
    return [AiMark(str(data.get("generator") or "AI"), f"{wrote} characters", MarkSource.ATTRIBUTION_NOTE)]


def marks_in_traces(text: str) -> Mapping[str, Sequence[AiMark]]:
    """Give the marks by commit in Agent Trace JSON: a record, a list of them, or a line each; raises ValueError."""
    found: dict[str, list[AiMark]] = {}
    for record in _records(text):
        vcs, tool = record.get("vcs"), record.get("tool")
        revision = str(vcs.get("revision", "")) if isinstance(vcs, dict) else ""
        name = str(tool.get("name", "")) if isinstance(tool, dict) else ""
        for model in _contributors(record):
            mark = AiMark(name or model or "AI", model, MarkSource.AGENT_TRACE)
            if revision and mark not in found.setdefault(revision, []):
                found[revision].append(mark)
    return found


def _records(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(text)
    except ValueError:
        data = [json.loads(line) for line in text.splitlines() if line.strip()]
    yield from (each for each in (data if isinstance(data, list) else [data]) if isinstance(each, dict))


def _contributors(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the model of each conversation, or range of lines in one, that a tool wrote."""
    for file in _mappings(record.get("files")):
        for talk in _mappings(file.get("conversations")):
            for part in (talk, *_mappings(talk.get("ranges"))):
                who = part.get("contributor")
                if isinstance(who, dict) and str(who.get("type", "")).lower() in {"ai", "mixed"}:
                    yield str(who.get("model_id", ""))


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from (each for each in items if isinstance(each, dict))


def marks_for(traces: Mapping[str, Sequence[AiMark]], oid: str) -> Iterator[AiMark]:
    """Yield the marks of a commit; a revision that is shortened names the commit that it begins."""
    for revision, marks in traces.items():
        if oid == revision or (len(revision) >= SHORTEST_REVISION and oid.startswith(revision)):
            yield from marks
