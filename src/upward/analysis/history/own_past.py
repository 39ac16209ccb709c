"""One person's own commits and efforts, arranged so that what names one of them can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upward.analysis.history.churn import PROSE, TEST, ChurnWeights
from upward.analysis.history.commit_messages import cleaned, squash_number
from upward.analysis.history.credit import key_of, lines_of
from upward.analysis.history.efforts import PersonHistory
from upward.model.effort import Commit, Effort, Person
from upward.text.words import index_terms

# What is no turn of events in an author's work.
DULL = frozenset({"release", "upkeep", "automation", "standards", "reviews", "merges", "mentoring"})


@dataclass(frozen=True, slots=True)
class Past:
    """The author's own commits by hash, pull request and subject, and the effort each is in."""

    history: PersonHistory
    efforts: Sequence[Effort]
    by_oid: Mapping[str, Commit]
    by_number: Mapping[str, Commit]
    by_subject: Mapping[str, Commit]
    effort_of: Mapping[str, Effort]
    # In how many of the author's titles a word stands.
    often: Counter[str]
    scale: ChurnWeights

    @classmethod
    def of(cls, history: PersonHistory, efforts: Sequence[Effort]) -> Past:
        """Arrange a history; of several commits of one pull request, the weightiest stands for it."""
        own = [effort for effort in efforts if effort.part == "author"]
        mine = sorted((commit for effort in own for commit in effort.written), key=lines_of)
        numbers = {ref: main_commit(effort) for effort in own for ref in effort.refs[:1] if effort.written}
        numbers |= {number: commit for commit in mine if (number := squash_number(commit.subject))}
        return cls(
            history,
            own,
            {commit.oid[:7]: commit for commit in mine},
            numbers,
            {cleaned(commit.subject).lower(): commit for commit in mine},
            {commit.oid: effort for effort in own for commit in effort.commits},
            Counter(word for effort in own for word in set(index_terms(effort.title))),
            ChurnWeights(history.attributes),
        )

    def merged(self, oid: str) -> Commit | None:
        """Give what stands for a pull request whose merge has this hash."""
        effort = next(
            (each for each in self.efforts if self.history.brought.get(each.commits[0].oid, "").startswith(oid)), None
        )
        return main_commit(effort) if effort is not None and effort.written else None

    def unit(self, commit: Commit) -> str:
        """Give what a commit came in with."""
        return self.history.brought.get(commit.oid, "") or squash_number(commit.subject) or commit.oid


def shared_words(words: set[str], title: str) -> float:
    """Give how much of the words of two titles is the same: the Jaccard index."""
    other = set(index_terms(title))
    return len(words & other) / max(1, len(words | other))


def main_commit(effort: Effort) -> Commit:
    """Give the commit that stands for an effort: the one with the most lines of code, then of anything."""
    return max(effort.written or effort.commits, key=lambda commit: (_code_lines(commit), lines_of(commit)))


def _code_lines(commit: Commit) -> int:
    code = (change for change in commit.changes if not TEST.search(change.path) and not PROSE.search(change.path))
    return sum((change.added or 0) + (change.deleted or 0) for change in code)


def others(*efforts: Effort) -> tuple[Person, ...]:
    """Give the other people who had a part in these efforts, the first eight."""
    found = {key_of(each): each for effort in efforts for each in effort.people if key_of(each) not in effort.mine}
    return tuple(each for each in found.values() if each.part not in {"bot", "tool", "signer"})[:8]
