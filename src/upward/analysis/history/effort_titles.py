"""What an effort is called, and why it was done: in the words of the pull request where it is the person's own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from upward.analysis.history.change_types import REVERTED
from upward.analysis.history.churn import MIN_CHURN_WEIGHT, ChurnWeights
from upward.analysis.history.commit_messages import CHORE, cleaned, description, is_trailer, title_lines
from upward.analysis.history.merge_messages import MergeMessage, read_merge
from upward.model.effort import Commit

# Who wrote more of a merge than this wrote most of it.
MOST = 0.5
_PLAIN = 0.05
_MOST_WHY = 1600


def title_of(commits: Sequence[Commit], merge: MergeMessage | None, share: float, scale: ChurnWeights) -> str:
    """Give the merge's own title where the person wrote most of it, else that of the weightiest commit."""
    if merge is not None and merge.title and share > MOST and not is_trailer(merge.title):
        return merge.title
    best = max(commits, key=lambda commit: (_weight(commit, scale), commit.oid))
    # A branch that was squashed by hand may say "Merge topic-12: What it does", or keep what the forge wrote.
    if best.subject.startswith("Merge ") and (title := read_merge(best.message, brief=True).title):
        return title
    lines = title_lines(best.message)
    return cleaned(lines[0]) if lines else best.subject or "(no message)"


def _weight(commit: Commit, scale: ChurnWeights) -> float:
    if CHORE.match(commit.subject) or is_trailer(commit.subject):
        return 0.0
    lines = (((change.added or 0) + (change.deleted or 0), scale.weight(change.path)) for change in commit.changes)
    whole = sum(math.log1p(number) * weight for number, weight in lines if weight > MIN_CHURN_WEIGHT)
    # What takes something back names what it takes back; of two, the other says what the work is.
    return whole * (_PLAIN if REVERTED.search(commit.message) else 1.0)


def why_of(commits: Sequence[Commit], merge: MergeMessage | None, share: float) -> str:
    """Give why it was done: the merge's description where it is the person's own, else those of the commits."""
    if merge is not None and merge.why and share > MOST:
        return merge.why
    found: list[str] = []
    told = list(_descriptions(commits))
    for commit, text in told:
        # What one of several commits says is not said of the whole.
        headed = f"{cleaned(commit.subject)}: {text}" if len(told) > 1 or len(commits) > 1 else text
        if not any(text in each for each in found) and sum(map(len, found)) + len(headed) < _MOST_WHY:
            found.append(headed)
    return "\n\n".join(found)


def _descriptions(commits: Sequence[Commit]) -> Iterator[tuple[Commit, str]]:
    for commit in commits:
        if text := description(commit.message):
            yield commit, text


def within(merge: MergeMessage | None, share: float, main: str) -> str:
    """Say what an effort is a part of, where another author wrote most of that; empty where the user wrote it all."""
    if merge is None or share > MOST or not (merge.title or merge.number):
        return ""
    named = f"“{merge.title}”" if merge.title else "a pull request"
    number = f" ({merge.number})" if merge.number else ""
    return f"part of {named}{number}, mostly by {main}: {share:.0%} of its lines are yours"
