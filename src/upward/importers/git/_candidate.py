"""From an effort to a piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from upward.model.effort import Effort
from upward.model.importer import Candidate
from upward.model.record import Value

MOST_LINES = 20
_SLOTS = """{{why: Why did it matter, and to whom?}}

{{obstacle: What stood in the way, and what did you choose not to do?}}

{{effect: What changed, by how much, and how do you know?}}"""
_METHOD = "git diff-tree --numstat -M"


def candidate(effort: Effort, *, shallow: bool = False, looks: Sequence[str] = ()) -> Candidate:
    """Compose the fields and the body; the body's list tells what the commits say, in their words."""
    origins = tuple(f"git:{commit.oid}" for commit in effort.commits)
    fields: dict[str, Value] = {
        "title": effort.title,
        "date": effort.ended.date().isoformat(),
        "started": effort.started.date().isoformat() if effort.started.date() != effort.ended.date() else "",
        "repo": effort.repo,
        "origins": list(origins),
        "refs": list(effort.refs),
        "people": [{"name": person.name, "email": person.email, "part": person.part} for person in effort.people],
        "measures": [
            {
                "id": "commits",
                "value": str(len(effort.commits)),
                "unit": "commits",
                "method": "git log",
                "status": "measured",
            },
            {
                "id": "lines",
                "value": str(effort.added + effort.deleted),
                "unit": "lines added or deleted",
                "method": _METHOD,
                "status": "measured",
            },
            {"id": "files", "value": str(effort.files), "unit": "files", "method": _METHOD, "status": "measured"},
        ],
        "areas": list(effort.areas),
        "significance": f"{effort.score:.2f}",
    }
    return Candidate(
        "evidence",
        effort.title,
        origins,
        fields,
        _body(effort, shallow=shallow),
        effort.ended.date().isoformat(),
        {**detail(effort), "looks_like_you": list(looks)} if looks else detail(effort),
    )


def _body(effort: Effort, *, shallow: bool) -> str:
    told = sorted(effort.commits, key=lambda commit: (commit.when, commit.oid))
    lines = [f"- {commit.when.date()}: {_inert(commit.subject)} ({commit.oid[:9]})" for commit in told[:MOST_LINES]]
    more = len(told) - MOST_LINES
    if more > 0:
        lines.append(f"- … and {more} more, named under `origins`")
    note = ["", "The clone it was mined from is shallow: older commits are not counted."] if shallow else []
    if effort.parts:
        lines += ["", "It is made of:", "", *(f"- {_inert(part)}" for part in effort.parts[:MOST_LINES])]
    why = f"It stands out for this: {'; '.join(effort.because)}." if effort.because else ""
    return "\n".join(["## What happened", "", *lines, *note, "", why, "", "## What only you know", "", _SLOTS])


def _inert(subject: str) -> str:
    """Give a stranger's line as text: no slot, comment or control character of theirs counts as ours."""
    plain = "".join(character if character.isprintable() else " " for character in subject)
    return plain.replace("{{", "{ {").replace("<!--", "< !--").strip()[:300]


def detail(effort: Effort) -> dict[str, Any]:
    """Give an effort as `mine --format jsonl` prints it; the keys are a stable interface."""
    return {
        "repo": effort.repo,
        "title": effort.title,
        "author": effort.author.name,
        "author_email": effort.author.email,
        "people": [{"name": person.name, "email": person.email, "part": person.part} for person in effort.people],
        "commits": [commit.oid for commit in effort.commits],
        "refs": list(effort.refs),
        "started": effort.started.isoformat(),
        "ended": effort.ended.isoformat(),
        "score": effort.score,
        "because": list(effort.because),
        "together": list(effort.together),
        "kind": effort.kind,
        "parts": list(effort.parts),
        "survives": effort.survives,
        "days_to_merge": effort.days_to_merge,
        "links": [{"from": one, "to": other, "because": because} for one, other, because in effort.links],
        "areas": list(effort.areas),
        "files": effort.files,
        "added": effort.added,
        "deleted": effort.deleted,
    }
