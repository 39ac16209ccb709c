"""Episodes: turns of events in an author's work that they could tell as a story, each with what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from upward.analysis.history.efforts import PersonHistory
from upward.analysis.history.episode_fixes import own_bugs, own_change_bugs, regressions
from upward.analysis.history.episode_growth import deprecations, long_efforts, migrations, simplifications
from upward.analysis.history.episode_people import broad_changes, grown_people
from upward.analysis.history.episode_pressure import replaced_proposals, second_tries, urgent_fixes
from upward.analysis.history.episode_setbacks import reverted
from upward.analysis.history.own_past import Past
from upward.model.effort import Effort, Episode

# In the order in which readers found them worth telling; a failure comes twice in the first round.
_ROUNDS = (
    "failure", "migration", "mentoring", "ownership", "learning", "failure", "persistence", "rework", "crisis",
    "alignment", "simplification",
)  # fmt: skip
_SOURCES = (
    reverted,
    own_bugs,
    regressions,
    own_change_bugs,
    second_tries,
    replaced_proposals,
    urgent_fixes,
    deprecations,
    long_efforts,
    grown_people,
    broad_changes,
    simplifications,
    migrations,
)


def find_episodes(history: PersonHistory, efforts: Sequence[Effort]) -> list[Episode]:
    """Give one person's episodes: the best of each kind by turns, so that the first ten are of many kinds."""
    past = Past.of(history, efforts)
    by_kind: defaultdict[str, list[Episode]] = defaultdict(list)
    for source in _SOURCES:
        for episode in source(past):
            by_kind[episode.kind].append(episode)
    for found in by_kind.values():
        found.sort(key=lambda episode: (-episode.score, episode.started, episode.title))
    return list(_by_turns(by_kind))


def _by_turns(by_kind: dict[str, list[Episode]]) -> Iterator[Episode]:
    left = {kind: iter(by_kind.get(kind, ())) for kind in _ROUNDS}
    used: set[frozenset[str]] = set()
    while left:
        for kind in _ROUNDS:
            episode = next(left[kind], None) if kind in left else None
            if episode is None:
                left.pop(kind, None)
                continue
            commits = frozenset(moment.commit.oid for moment in episode.moments)
            if commits not in used:
                used.add(commits)
                yield episode
