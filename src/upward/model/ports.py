"""What the pure rooms ask of the world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    # A type alone; it would be imported at every start.
    from upward.model.effort import FileChange, RawCommit


T = TypeVar("T")


class Clock(Protocol):
    """The time, passed in so that every result can be made again."""

    def now(self) -> datetime:
        """Give the present moment with its offset from UTC."""
        ...

    def seconds(self) -> float:
        """Give a stopwatch's reading in seconds, from an arbitrary start."""
        ...


class Progress(Protocol):
    """A pass-through iterator that may show how far it has come."""

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """Yield the items."""
        ...


class Timing(NamedTuple):
    """What a stopwatch gives, in seconds from its start: its end, and the marks set before it."""

    total: float
    marks: tuple[float, ...] = ()


class Console(Protocol):
    """A person at a keyboard."""

    def say(self, text: str) -> None:
        """Show a line."""
        ...

    def ask(self, prompt: str) -> str:
        """Show a prompt and give the line that was typed; raises InputEndedError at the end of input."""
        ...


@runtime_checkable
class Stopwatch(Protocol):
    """What a console of a person who speaks aloud can do besides."""

    def time(self, show: Callable[[float, int], str], clock: Clock) -> Timing:
        """Run a stopwatch until Enter; raises InputEndedError at the end of input.

        `show` gives the line to keep on the screen, from the seconds passed and the number of marks set.
        """
        ...


@runtime_checkable
class Terminal(Protocol):
    """A console that knows whether a person sits at it."""

    @property
    def is_terminal(self) -> bool:
        """Whether what is asked is seen, and answered."""
        ...


class Git(Protocol):
    """An untrusted repository, read without running anything in it."""

    def log(self) -> Iterator[RawCommit]:
        """Yield every commit behind the head, children before parents; raises SourceError where git fails."""
        ...

    def changes(self, oids: Iterable[str]) -> Iterator[tuple[str, tuple[FileChange, ...]]]:
        """Yield these commits with what they changed, in any order; they may be taken as they come."""
        ...

    def blob(self, path: str) -> bytes:
        """Give a small file as it is at the head; empty where there is none."""
        ...

    def blobs(self, places: Sequence[tuple[str, str]]) -> Sequence[bytes]:
        """Give small files, each as it is at a commit, by commit and path; empty where there is none."""
        ...

    def files(self) -> frozenset[str]:
        """Give the names of all files at the head."""
        ...

    @property
    def name(self) -> str:
        """The repository's name: its folder's."""
        ...

    @property
    def head(self) -> str:
        """The commit to read from; empty where nothing was committed yet."""
        ...

    @property
    def boundary(self) -> frozenset[str]:
        """The commits at which a shallow history is cut off; empty where it is whole."""
        ...

    @property
    def uncounted(self) -> frozenset[str]:
        """The commits whose changes were asked for and could not be read."""
        ...


class TrackerApi(Protocol):
    """A tracker, asked patiently: it is waited for, tried again, and what it said before is kept."""

    @property
    def base(self) -> str:
        """The address below which everything is."""
        ...

    def get(self, path: str, query: Mapping[str, str] | None = None) -> tuple[Any, Mapping[str, str]]:
        """Give an answer and its headers; raises SourceError where there is none."""
        ...

    def linked(self, path: str, query: Mapping[str, str]) -> Iterator[Any]:
        """Yield the answers of all pages."""
        ...

    @property
    def is_signed_in(self) -> bool:
        """Whether a token is sent along."""
        ...

    def graphql(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the answer to a GraphQL query, `errors` beside `data`; raises SourceError where there is none."""
        ...


class ImportSource(Protocol):
    """Something to import from: a file, or a repository."""

    @property
    def path(self) -> str:
        """The path as the user named it."""
        ...

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        ...

    def text(self) -> str:
        """Give the file's text; raises SourceError where it is too large or no text."""
        ...

    def git(self) -> Git:
        """Open the repository in it; raises SourceError where there is none."""
        ...

    def web(self, service: str) -> TrackerApi:
        """Open the tracker of that name; raises SourceError where it has no usable address."""
        ...
