"""From an effort to a piece of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from upward.analysis.history.churn import area
from upward.analysis.history.credit import lines_of
from upward.analysis.history.effort_titles import why_of
from upward.model.effort import Effort, EffortSummary, Episode
from upward.model.importer import Candidate
from upward.model.record import Value

MOST_LINES = 20
# Of a project's own text, so many characters are quoted.
MOST_QUOTED = 1500
_SLOTS = """{{why: Why did it matter, and to whom?}}

{{obstacle: What stood in the way, and what did you choose not to do?}}

{{effect: What changed, by how much, and how do you know?}}"""
_METHOD = "git diff-tree --numstat -M"


def candidate(
    effort: Effort,
    snippets: Sequence[str] = (),
    *,
    shallow: bool = False,
    brief: bool = False,
    similar: Sequence[str] = (),
) -> Candidate:
    """Compose the fields and the body; the body's list tells what the commits say, in their words.

    `snippets` are the project's own notes for users that the effort added; with `brief` nothing is composed.
    """
    origins = tuple(f"git:{commit.oid}" for commit in effort.commits)
    day = effort.ended.date().isoformat()
    if brief:
        return Candidate.of_effort(EffortSummary.of(effort), similar)
    fields: dict[str, Value] = {
        "title": effort.title,
        "date": effort.ended.date().isoformat(),
        "started": effort.started.date().isoformat() if effort.started.date() != effort.ended.date() else "",
        "repo": effort.repo,
        "origins": list(origins),
        "refs": list(effort.refs),
        "part": effort.part if effort.mine else "",
        # Who else had a part in it; the user's own part is given below.
        "people": [
            {"name": person.name, "email": person.email, "part": person.part}
            for person in effort.people
            if (person.email or person.name).lower() not in effort.mine
        ],
        "measures": [
            _measure("commits", len(effort.commits), "commits", "git log"),
            *_sizes(effort),
        ],
        "areas": list(effort.areas),
        "significance": f"{effort.score:.2f}",
        "tags": [] if effort.kind == "work" else [effort.kind],
    }
    body = _body(effort, snippets, shallow=shallow)
    return Candidate(
        "evidence", effort.title, origins, fields, body, day, EffortSummary.of(effort), similar=tuple(similar)
    )


def _sizes(effort: Effort) -> Iterator[dict[str, str]]:
    """Yield how large it was; nothing where git knows of no line that is the person's own."""
    if effort.mine and not effort.share and not effort.added + effort.deleted:
        return
    # Git counts what a co-author wrote for the author of the commit.
    shared = any(person.part == "co-author" and not person.share for person in effort.people)
    whose = (
        "lines added or deleted under your name, co-authors' lines included"
        if shared
        else "lines added or deleted by you"
    )
    yield _measure("lines", effort.added + effort.deleted, whose, _METHOD)
    yield _measure("files", effort.files, "files", _METHOD)
    if effort.mine:
        yield _measure("share", round(effort.share * 100), "percent of the lines", _METHOD)


def _measure(name: str, value: int, unit: str, method: str) -> dict[str, str]:
    return {"id": name, "value": str(value), "unit": unit, "method": method, "status": "measured"}


def _body(effort: Effort, snippets: Sequence[str], *, shallow: bool) -> str:
    # The weightiest first: what a draft takes is the beginning of the list.
    commits = sorted(effort.commits, key=lambda commit: (-lines_of(commit), commit.when, commit.oid))
    lines = [f"- {commit.when.date()}: {_inert(commit.subject)} ({commit.oid[:9]})" for commit in commits[:MOST_LINES]]
    more = len(commits) - MOST_LINES
    if more > 0:
        lines.append(f"- … and {more} more, named under `origins`")
    if effort.parts:
        lines += ["", "It is made of:", "", *(f"- {_inert(part)}" for part in effort.parts[:MOST_LINES])]
    paragraphs = ["## What happened", "\n".join(lines)]
    if quoted := _quoted(effort.why):
        paragraphs += ["Its description:", quoted]
    if quoted := _quoted("\n\n".join(snippets)):
        paragraphs += ["The project's release note for users:", quoted]
    if effort.part != "author" or effort.share < 1:
        paragraphs.append(f"Your part: {effort.part}, {effort.share:.0%} of the lines.")
    if shallow:
        paragraphs.append("The clone it was mined from is shallow: older commits are not counted.")
    if effort.because:
        paragraphs.append(f"Reasons for its rank: {'; '.join(map(_inert, effort.because))}.")
    return "\n\n".join([*paragraphs, "## What only you know", _SLOTS])


def _quoted(text: str) -> str:
    """Give another author's text as a quotation: nothing in it is a heading, a slot or a comment of ours."""
    kept = "\n".join(f"> {_inert(line)}".rstrip() for line in text[:MOST_QUOTED].splitlines()).strip()
    return kept if kept.strip("> \n") else ""


def _inert(subject: str) -> str:
    """Give another author's line as text: no slot, comment or control character of theirs counts as ours."""
    plain = "".join(character if character.isprintable() else " " for character in subject)
    return plain.replace("{{", "{ {").replace("<!--", "< !--").strip()[:300]


_EPISODE_SLOTS = """{{moment: When did you notice, and what did you think first?}}

{{choice: What did you decide, and what did you leave?}}

{{learning: What do you do differently since?}}"""


# A turn of events is worth telling whatever its size: it stands among the efforts that stand out.
_LEAST_EPISODE = 0.6


def _areas(episode: Episode) -> Iterator[str]:
    """Yield the parts of the repository that most of the changed lines are in, the first four."""
    lines: Counter[str] = Counter()
    for moment in episode.moments:
        for change in moment.commit.changes:
            lines[area(change.path)] += 1 + (change.added or 0) + (change.deleted or 0)
    yield from (name for name, _ in lines.most_common(4))


def episode_candidate(episode: Episode) -> Candidate:
    """Compose the evidence of an episode: its commits in order, each with what it is there for."""
    moments = sorted(episode.moments, key=lambda moment: (moment.commit.when, moment.commit.oid))
    origins = tuple(f"git:{moment.commit.oid}" for moment in moments)
    day, started = episode.ended.date().isoformat(), episode.started.date().isoformat()
    fields: dict[str, Value] = {
        "title": episode.title,
        "date": day,
        "started": started if started != day else "",
        "repo": episode.repo,
        "origins": list(origins),
        "people": [{"name": each.name, "email": each.email, "part": each.part} for each in episode.people],
        "areas": list(_areas(episode)),
        "significance": f"{min(0.99, _LEAST_EPISODE + episode.score / 10):.2f}",
        "tags": ["episode", episode.kind],
    }
    lines = [
        f"- {each.commit.when.date()}: {each.role}: {_inert(each.commit.subject)} ({each.commit.oid[:9]})"
        for each in moments
    ]
    reasons = "\n".join(f"- {_inert(reason)}" for reason in episode.because)
    paragraphs = ["## What happened", "\n".join(lines), f"What the history shows:\n\n{reasons}"]
    # What a revert says stands among the reasons.
    own = [each.commit for each in moments if not each.role.startswith(("reverted", "taken back"))]
    if quoted := _quoted(why_of(own, None, 1.0)):
        paragraphs += ["Its description:", quoted]
    body = "\n\n".join([*paragraphs, "## What only you know", _EPISODE_SLOTS])
    return Candidate("evidence", episode.title, origins, fields, body, day, episode=episode)
