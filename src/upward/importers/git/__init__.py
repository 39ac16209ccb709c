"""Evidence from a git history: one person's commits, grouped into efforts."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.history import efforts
from upward.analysis.history.episodes import find_episodes
from upward.analysis.history.log_parsing import text
from upward.importers.git._candidate import candidate, episode_candidate
from upward.importers.git._history import read_history, unnamed_author
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource

# So many notes for users are read for what they say.
MOST_NOTES = 2000


def recognises(source: ImportSource) -> bool:
    """Whether the source is a folder; whether a repository is in it shows when it is opened."""
    return source.is_folder


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate an effort, best first.

    Raises SourceError for no repository, an empty one, or an unknown author.
    """
    repository = source.git()
    if not repository.head:
        raise SourceError(f"{source.path} has no commits yet", next_step="commit something, then mine it")
    if not query.everyone and not query.authors:
        raise unnamed_author(repository)
    shallow = bool(repository.boundary)
    if query.everyone:
        for person, own in efforts.by_author(read_history(repository, query)[0]):
            yield from (
                candidate(effort, shallow=shallow, brief=query.brief) for effort in efforts.find_efforts(own, person)
            )
        return
    history, author, similar = read_history(repository, query)
    found = efforts.find_efforts(history, author)
    if query.episodes:
        yield from map(episode_candidate, find_episodes(history, found))
        return
    if query.brief:
        yield from (candidate(effort, brief=True, similar=similar) for effort in found)
        return
    places = [place for effort in found for place in effort.notes][:MOST_NOTES]
    notes = dict(zip(places, map(text, repository.blobs(places)), strict=True))
    for effort in found:
        snippets = [notes[place] for place in effort.notes if notes.get(place)]
        yield candidate(effort, snippets, shallow=shallow, similar=similar)


IMPORTER = Importer("git", "A git repository: one person's commits, grouped into efforts", recognises, read)
