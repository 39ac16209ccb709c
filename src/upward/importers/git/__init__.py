"""Evidence from a git history: one person's commits, grouped into efforts."""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.history import efforts
from upward.importers.git._candidate import candidate
from upward.importers.git._history import read_history
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource


def recognises(source: ImportSource) -> bool:
    """Whether the source is a folder; whether a repository is in it shows when it is opened."""
    return source.is_folder


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate an effort, best first.

    Raises SourceError for no repository, an empty one, or an author nobody knows.
    """
    repository = source.git()
    if not repository.head:
        raise SourceError(f"{source.path} has no commits yet", next_step="commit something, then mine it")
    history, author, looks = read_history(repository, wish)
    if wish.everyone:
        for person, own in efforts.by_author(history):
            yield from (
                candidate(effort, shallow=bool(repository.boundary)) for effort in efforts.find_efforts(own, person)
            )
        return
    for effort in efforts.find_efforts(history, author):
        yield candidate(effort, shallow=bool(repository.boundary), looks=looks)


IMPORTER = Importer("git", "A git repository: one person's commits, grouped into efforts", recognises, read)
