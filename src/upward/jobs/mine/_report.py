"""What was found: the rows of `--format jsonl`, and the page about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from upward.model.effort import EffortSummary, Episode
from upward.model.importer import ALREADY_KNOWN, Candidate, Skipped
from upward.model.kept_effort import KeptEffort
from upward.model.lazy_rows import LazyRows
from upward.model.page import Block, Callout, Heading, Items, Prose
from upward.session.session import Session
from upward.text.words import count_noun

NO_EPISODE = (
    "No episode was found. Looked for: reverted changes, bugs of your own, work taken up "
    "again after a pause, deprecations carried through, migrations, simplifications, urgent "
    "fixes, and people whose changes you reviewed and who stayed. If pull requests are "
    "squashed, much of this is known only to the forge: try `upward mine github:owner/name`."
)
SHOWN = 20
# The questions of the bank that each kind of episode answers first.
_QUESTIONS = {
    "failure": (
        "mistake-made-affected-other-people",
        "shipped-broke-production",
        "changed-mind-because-somebody-else",  # language: quoted
    ),
    "learning": ("bug-took-far-longer-find", "mistake-made-affected-other-people", "shipped-broke-production"),
    "rework": ("project-going-wrong-turned-around", "most-useful-criticism-been-given"),
    "persistence": ("hardest-technical-problem-solved-go", "largest-piece-work-saw-through"),
    "ownership": ("get-piece-technical-debt-paid", "largest-piece-work-saw-through", "removed-system-made-better"),
    "crisis": ("worst-production-incident-led", "act-before-certain-happened", "shipped-broke-production"),
    "mentoring": (
        "somebody-grew-because",  # language: quoted
        "helped-new-colleague-get-going",
        "handed-over-rather-kept",
    ),
    "migration": (
        "largest-piece-work-saw-through",
        "hardest-technical-problem-solved-go",
        "get-piece-technical-debt-paid",
    ),
    "simplification": ("complicated-made-simple", "removed-system-made-better"),
    "alignment": ("delivery-across-several-teams-different", "win-over-team-listen"),
}


class Rows(LazyRows):
    """Candidates as rows, each made when it is asked for."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates

    def __len__(self) -> int:
        return len(self._candidates)

    def row(self, number: int) -> dict[str, Any]:
        """Give one row."""
        return row(self._candidates[number])

    def lines(self) -> Iterator[str]:
        """Yield the rows as JSON."""
        for each in self._candidates:
            yield each.json_line if isinstance(each, KeptEffort) else json.dumps(row(each), ensure_ascii=True)


def row(candidate: Candidate) -> dict[str, Any]:
    """Give a candidate as `mine --format jsonl` prints it; the keys are a stable interface."""
    if isinstance(candidate, KeptEffort):
        return candidate.row
    if candidate.episode is not None:
        return _episode_row(candidate.episode)
    if candidate.effort is None:
        return {"kind": candidate.kind, "title": candidate.title, "origins": list(candidate.origins)}
    looks = {"looks_like_you": list(candidate.similar)} if candidate.similar else {}
    return {**candidate.effort.row(), **looks}


def rows(session: Session, candidates: Sequence[Candidate], *, explain: bool) -> Sequence[Any]:
    """Give all candidates as rows; the questions an episode could answer, and criteria where they are asked for."""
    if not explain and all(candidate.is_effort for candidate in candidates):
        return Rows(candidates)
    made = [row(candidate) for candidate in candidates]
    for each, candidate in zip(made, candidates, strict=True):
        if candidate.episode is not None:
            each["questions"] = questions(session, candidate.episode)
        if explain:
            each["criteria"] = criteria(session, candidate)
    return made


def _episode_row(episode: Episode) -> dict[str, Any]:
    return {
        "repo": episode.repo,
        "kind": episode.kind,
        "title": episode.title,
        "themes": list(episode.themes),
        "started": episode.started.isoformat(),
        "ended": episode.ended.isoformat(),
        "because": list(episode.because),
        "people": [{"name": each.name, "email": each.email, "part": each.part} for each in episode.people],
        "commits": [
            {
                "oid": moment.commit.oid,
                "role": moment.role,
                "date": moment.commit.when.isoformat(),
                "author": moment.commit.author.name,
                "subject": moment.commit.subject,
            }
            for moment in episode.moments
        ],
    }


def questions(session: Session, episode: Episode, most: int = 3) -> list[dict[str, str]]:
    """Give the questions of the bank that an episode could answer: by kind, then those of its themes."""
    wanted = _QUESTIONS.get(episode.kind, ())
    bank = session.rubrics["question-bank"].questions
    by_id = {each.id: each for each in bank}
    fits = [by_id[name] for name in wanted if name in by_id]
    level = session.settings.level
    themes = [each for each in bank if set(each.themes) & set(episode.themes[:1]) and each not in fits]
    fits += sorted(themes, key=lambda each: (each.level != level, each.id))
    return [{"id": each.id, "text": each.text} for each in fits[:most]]


def criteria(session: Session, candidate: Candidate) -> list[str]:
    """Give what in the senior archetype an effort suggests, by its words and the files it touched."""
    if candidate.effort is None:
        return []
    # Only where it is asked for: the rubric's words take longer to import than a kept history to show.
    from upward.analysis.growth import rubric_signals

    text = f"{candidate.title}. {'. '.join(candidate.effort.because)}"
    found = rubric_signals.match_criteria(text, session.rubric(), candidate.effort.areas, session.settings.level)
    return [label.criterion for label in found[:3]]


def shown(
    session: Session, candidates: Sequence[Candidate], total: int, *, explain: bool, nothing: str = "Nothing was found."
) -> list[Block]:
    """Show candidates as a person reads them, by project where there are several."""
    if not candidates:
        return [Prose("Nothing new was found." if total else nothing)]
    blocks: list[Block] = []
    several = len({_project(candidate) for candidate in candidates}) > 1
    ordered = sorted(candidates, key=_project) if several else candidates
    last = ""
    for number, candidate in enumerate(ordered, start=1):
        if several and _project(candidate) != last:
            last = _project(candidate)
            blocks.append(Heading(last or "Other sources", 2))
        blocks.append(Heading(f"{number}. {candidate.title}", 3))
        if candidate.episode is not None:
            blocks += _episode(session, candidate.episode)
        if candidate.effort is not None:
            blocks += _effort(session, candidate, candidate.effort, explain=explain)
    if total > len(candidates):
        blocks.append(Callout(f"{total - len(candidates)} more with lower scores; --limit {total} shows all."))
    return blocks


def _project(candidate: Candidate) -> str:
    return str(candidate.fields.get("repo", ""))


def _effort(session: Session, candidate: Candidate, effort: EffortSummary, *, explain: bool) -> list[Block]:
    blocks: list[Block] = [Prose(_measured(effort)), Prose(f"Score {effort.score:.2f}: {'; '.join(effort.because)}.")]
    if effort.together:
        blocks.append(Prose(f"Grouped because they {', '.join(effort.together)}."))
    if explain:
        links = tuple(f"{one[:9]} and {other[:9]} {because}" for one, other, because in effort.links)
        blocks += [Items(links)] if links else []
        suggested = criteria(session, candidate)
        blocks += [Prose(f"It may show {', '.join(suggested)}: confirm it in the record.")] if suggested else []
    return blocks


def _episode(session: Session, episode: Episode) -> list[Block]:
    from upward.analysis.history.commit_messages import cleaned

    moments = sorted(episode.moments, key=lambda moment: moment.commit.when)
    lines = [
        f"{each.commit.when.date()} {each.role}: {cleaned(each.commit.subject)} ({each.commit.oid[:9]})"
        for each in moments
    ]
    questions_text = " ".join(each["text"] for each in questions(session, episode, 2))
    return [
        Prose(f"{episode.kind.capitalize()}: {'; '.join(episode.because).rstrip('.')}."),
        Items(tuple(lines)),
        *([Prose(f"Could answer: {questions_text}")] if questions_text else []),
    ]


def _measured(effort: EffortSummary) -> str:
    first, last = effort.started[:10], effort.ended[:10]
    when = first if first == last else f"{first} to {last}"
    lines = f"+{effort.added:,} -{effort.deleted:,}" if effort.counted else "number of lines not known"
    if effort.part in {"reviewer", "merger"} or not effort.written:
        lines = f"as {effort.part}"
    elif effort.part != "author":
        lines = f"{lines} as {effort.part} with {effort.author}"
    size = f"{count_noun(len(effort.commits), 'commit')}, {lines} in {count_noun(effort.files, 'file')}"
    if effort.kind != "work":
        when = f"{effort.kind.capitalize()}, {when}"
    return f"{when}, {size} ({', '.join(effort.areas[:3]) or 'no file'})"


def similar(found: Sequence[Candidate]) -> list[Block]:
    """Name identities that look like the person's own, which were not asked for."""
    looks = dict.fromkeys(who for each in found for who in each.similar)
    if not looks:
        return []
    return [Callout(f"These authors may also be you: {', '.join(list(looks)[:5])}. Add one with --author.")]


def outcome(
    written: Sequence[str], found: Sequence[Candidate], skipped: Sequence[Skipped], *, save: bool, dry_run: bool
) -> list[Block]:
    """Say what was left out, and what was written or would be."""
    blocks: list[Block] = []
    left = [each for each in skipped if each.why != ALREADY_KNOWN]
    if left:
        blocks += [Heading(f"Left: {len(left)}"), Items(tuple(f"{each.place}: {each.why}" for each in left[:SHOWN]))]
        blocks += [Prose(f"{len(left) - SHOWN} more; --format json shows all.")] if len(left) > SHOWN else []
    if not save:
        return [*blocks, Callout("Nothing was written. Add --save to keep these in the logbook.")] if found else blocks
    if not written:
        known = not left and not found
        return [
            *blocks,
            Callout("Everything that was found is already in the logbook." if known else "Nothing was written."),
        ]
    return [*blocks, Heading("Would write" if dry_run else "Written"), Items(tuple(written))]
