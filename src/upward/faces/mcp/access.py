"""What an assistant may do: a session for each call, jobs asked with its arguments, writes turned into proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from upward.catalogue.catalogue import Catalogue
from upward.faces.mcp import protocol
from upward.model.errors import NoLogbookError, UnsafePathError, UsageError
from upward.model.job import Job, JobResult, Parameter, parameters
from upward.session.session import Session
from upward.store.git.reach import git_folders
from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import Proposing
from upward.store.usable_path import why_unusable

T = TypeVar("T")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class NoProgress:
    """Progress that is not shown."""

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:  # noqa: ARG002 - as shown
        """Yield the items."""
        yield from items


@dataclass(slots=True)
class NoConsole:
    """A console without a person: what is said is kept, and what is asked can't be answered."""

    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Keep a line."""
        self.said.append(text)

    def ask(self, prompt: str) -> str:
        """Refuse: an assistant must not answer for the person."""
        raise UsageError(
            f"Only the person can answer this question: {prompt}", next_step="ask them to run the command in a terminal"
        )


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool gives back: the outcome, and the id of the proposal that its writes became."""

    outcome: JobResult
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class LogbookAccess:
    """One logbook and what of the disk may be read; private records are not there for an assistant."""

    catalogue: Catalogue
    here: Path
    environment: Mapping[str, str]
    reach: tuple[Path, ...]
    propose: bool

    @classmethod
    def open(
        cls, here: Path, environment: Mapping[str, str], logbook: str, reach: tuple[Path, ...], *, propose: bool
    ) -> LogbookAccess:
        """Find the logbook; raises NoLogbookError where there is none, UsageError for a folder that is none."""
        for folder in reach:
            if not folder.is_dir():
                raise UsageError(f"{folder} is not a folder", next_step="give a folder to --allow-read")
        session = Session.open(Catalogue(), here, environment, NoProgress(), NoConsole(), logbook=logbook)
        if session.root is None:
            raise NoLogbookError(
                "There is no logbook here",
                why=f"neither {here} nor a folder above it has .upward",
                next_step="name one with --logbook",
            )
        return cls(session.catalogue, session.root, environment, reach, propose)

    def session(self, folder: Folder | None = None) -> Session:
        """Open the logbook as an assistant may see it, in the thread that asks."""
        opened = Session.open(
            self.catalogue, self.here, self.environment, NoProgress(), NoConsole(), logbook=str(self.here)
        )
        opened.include_private = False
        if folder is not None:
            opened.open_folder = lambda _: folder
        return opened

    def jobs(self) -> Iterator[Job]:
        """Yield the jobs that are offered: those that leave an assistant something to choose."""
        for job in self.catalogue.jobs():
            if list(self.asked_for(job)) or not list(parameters(job)):
                yield job

    def asked_for(self, job: Job) -> Iterator[Parameter]:
        """Yield the parameters of a job that an assistant may give."""
        writes = self.writes(job)
        for parameter in parameters(job):
            # Without proposals every run is a dry one, and asking to save would only mislead.
            if parameter.name not in job.interactive_only and (writes or parameter.name not in {"dry_run", "save"}):
                yield parameter

    def writes(self, job: Job) -> bool:
        """Whether a job may propose to write."""
        return (
            self.propose and "dry_run" not in job.interactive_only and any(p.name == "dry_run" for p in parameters(job))
        )

    def call(self, name: str, given: Mapping[str, Any], client: str) -> ToolResult:
        """Run a job; raises UpwardError for what can't be asked or answered."""
        job = next((each for each in self.jobs() if tool_name(each) == name), None)
        if job is None:
            raise UsageError(f"There is no tool called {name}", next_step="list the tools")
        arguments = protocol.arguments(list(self.asked_for(job)), given)
        for parameter in self.asked_for(job):
            if parameter.place and parameter.name in arguments:
                arguments[parameter.name] = self._allowed(parameter, arguments[parameter.name])
        if not self.writes(job) and any(parameter.name == "dry_run" for parameter in parameters(job)):
            arguments["dry_run"] = True
        folder = Proposing(self.here)
        session = self.session(folder)
        try:
            outcome = job.run(session, **arguments)
        finally:
            session.invalidate()
        if not folder.writes:
            return ToolResult(outcome)
        made = proposals.keep_proposal(Folder(self.here), client, name, session.today.isoformat(), folder.writes)
        return ToolResult(outcome, made.id)

    def _allowed(self, parameter: Parameter, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._allowed(parameter, each) for each in value)
        return self._inside(str(value)) if value else value

    def _inside(self, name: str) -> str:
        """Give a path that may be read: below an allowed folder, or a file of the logbook that is not private."""
        why = why_unusable(name)
        if why:
            raise UnsafePathError(f"{name!r:.80} is not a usable path", why=why, next_step="correct it")
        # A tracker would be asked with the person's own token.
        if name.startswith("~") or name == "-" or _SCHEME.match(name):
            raise UnsafePathError(f"{name} can't be read from here", next_step="give a path in the logbook")
        path = (self.here / name).resolve()
        inside = path == self.here or self.here in path.parents
        # A folder that holds the logbook would show its private records.
        if not inside and path not in self.here.parents:
            if self._within_reach(path):
                # A worktree's `gitdir:`, `commondir` and borrowed objects lead elsewhere without a link.
                away = next((each for each in git_folders(path) if not self._within_reach(each)), None)
                if away is not None:
                    raise UnsafePathError(
                        f"{name} can't be read from here",
                        why=f"its repository is in {away}",
                        next_step="ask the person to allow that folder, too, with --allow-read",
                    )
                return str(path)
        elif not _hidden(path, self.here) and not path.is_dir() and (not path.exists() or self._shown(path)):
            return name
        next_step = "name a record, or ask the person to start `upward mcp` with --allow-read"
        raise UnsafePathError(f"{name} can't be read from here", next_step=next_step)

    def _within_reach(self, path: Path) -> bool:
        return any(path == folder or folder in path.parents for folder in self.reach)

    def _shown(self, path: Path) -> bool:
        session = self.session()
        try:
            return path.relative_to(self.here).as_posix() in {record.path for record in session.corpus.records()}
        finally:
            session.invalidate()


def tool_name(job: Job) -> str:
    """Give a job's name as a tool: letters, digits and underscores, as clients expect."""
    return job.name.replace(" ", "_")


def _hidden(path: Path, root: Path) -> bool:
    return not path.is_relative_to(root) or any(part.startswith(".") for part in path.relative_to(root).parts)
