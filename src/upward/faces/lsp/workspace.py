"""What lies on the desk: the open texts, the logbooks they belong to, and what is found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from upward.analysis.narrative.story_text import StoryText, parse_story
from upward.catalogue.catalogue import Catalogue
from upward.faces.lsp.positions import PositionMap, clean
from upward.jobs.check.checker import LintRun
from upward.jobs.check.rule_set import Options
from upward.model.corpus import Corpus, MemoryCorpus, Overlay
from upward.model.errors import UsageError
from upward.model.finding import Finding, Severity
from upward.model.record import Record
from upward.model.rule import Context
from upward.model.span import Location, Span
from upward.session.session import Session
from upward.store import note_files
from upward.store.logbook.files import find_logbook
from upward.text.record_reader import encode_text

T = TypeVar("T")
# A story is some kilobytes; a text of this length takes most of a second to check, and each key would wait for it.
MOST_CHARACTERS = 256 * 1024
# Of a longer text, enough for its front matter.
BEGINNING = 16 * 1024


@dataclass(frozen=True)
class NoConsole:
    """An editor: it shows no progress, and is asked nothing."""

    def __call__(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:  # noqa: ARG002
        """Yield the items."""
        return iter(items)

    def say(self, text: str) -> None:
        """Show nothing."""

    def ask(self, prompt: str) -> str:
        """Raise UsageError: an editor cannot be asked."""
        raise UsageError(f"The question {prompt!r} can't be answered in an editor")


@dataclass(eq=False)
class OpenDocument:
    """An open text: its record, the checker of the logbook around it, and what was found."""

    uri: str
    version: int
    record: Record
    checker: LintRun
    places: PositionMap
    # The record's place in its logbook; empty for a loose note.
    path: str
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def story(self) -> StoryText:
        """Its text as the rules read it."""
        return parse_story(self.record)

    @property
    def masked_spans(self) -> Sequence[Span]:
        """Where comments and code are."""
        return self.story.masked_spans

    @property
    def is_note(self) -> bool:
        """Whether it is one of ours: in a logbook, of a kind by its front matter, or labelled as a story."""
        return bool(self.path or self.record.string("kind") or len(self.story.parts) > 1)


@dataclass
class Workspace:
    """All open texts. `everywhere` checks any Markdown as a story."""

    environment: Mapping[str, str]
    encoding: str = "utf-16"
    everywhere: bool = False
    catalogue: Catalogue = field(default_factory=Catalogue)
    sheets: dict[str, OpenDocument] = field(default_factory=dict)
    _checkers: dict[Path | None, LintRun] = field(default_factory=dict)

    @cached_property
    def folders(self) -> dict[str, str]:
        """Which folder holds which kind."""
        return {kind.folder: kind.name for kind in self.catalogue.kinds.values()}

    def put(self, uri: str, path: Path | None, text: str, version: int) -> OpenDocument:
        """Take a text as it now stands, and check it; raises UpwardError where the settings can't be used."""
        text = clean(text)
        held = self.sheets.get(uri)
        checker = held.checker if held else self._checker(path)
        is_whole = len(text) <= MOST_CHARACTERS
        if not is_whole:
            text = text[:BEGINNING]
        root = checker.session.root
        inside = path.relative_to(root).as_posix() if root and path and path.is_relative_to(root) else ""
        name = inside or (path.name if path else "untitled.md")
        inside = inside if name.split("/")[0] in self.folders else ""
        record = note_files.note_record(encode_text(text), name, self.folders)
        sheet = OpenDocument(uri, version, record, checker, PositionMap(text, self.encoding), inside)
        self.sheets[uri] = sheet
        if not is_whole:
            sheet.findings = [_too_large(name)] if inside or self.everywhere or record.string("kind") else []
        elif sheet.is_note or self.everywhere:
            sheet.findings = checker.check_unsaved(record, self.corpus(sheet) if inside else None)
        return sheet

    def context(self, sheet: OpenDocument) -> Context:
        """Give what completion and hovering look at."""
        session = sheet.checker.session
        if session.root is None:
            return replace(session.context(MemoryCorpus.of(())), whole=False)
        return session.context(self.corpus(sheet))

    def corpus(self, sheet: OpenDocument) -> Corpus:
        """Give the logbook around a text, with the other open texts as they are being written."""
        corpus = sheet.checker.session.corpus
        drafts = {
            other.path: other.record
            for other in self.sheets.values()
            if other.path and other.path != sheet.path and other.checker is sheet.checker
        }
        saved = {record.path: record.digest for path in drafts for record in corpus.named(drafts[path].id)}
        changed = {path: draft for path, draft in drafts.items() if saved.get(path) != draft.digest}
        return Overlay(corpus, changed) if changed else corpus

    def drop(self, uri: str) -> None:
        """Put a text away."""
        self.sheets.pop(uri, None)

    def refresh(self) -> list[OpenDocument]:
        """Look at the files and settings again; give the texts, checked again."""
        for checker in self._checkers.values():
            checker.session.invalidate()
        self._checkers.clear()
        held = list(self.sheets.values())
        self.sheets.clear()
        return [self.put(sheet.uri, _path(sheet), sheet.record.text, sheet.version) for sheet in held]

    def _checker(self, path: Path | None) -> LintRun:
        root = find_logbook(path.parent) if path else None
        key = root or (path.parent if path else None)
        if key not in self._checkers:
            here = root or (path.parent if path else Path.cwd())
            session = Session.open(
                self.catalogue, here, self.environment, NoConsole(), NoConsole(), logbook=str(root) if root else ""
            )
            if root is None:
                # The configured logbook is for commands; a text outside of it is a loose note.
                session = replace(session, root=None)
            options = Options((), (), (), ())
            self._checkers[key] = LintRun(session, options)
        return self._checkers[key]


def _too_large(name: str) -> Finding:
    most = MOST_CHARACTERS // 1024
    message = f"The text is longer than {most} KiB and is not checked while you write; run `upward check {name}`."
    start = Location(1, 1)
    return Finding("UP701", "unreadable", Severity.HINT, message, name, Span(0, 0), start, start)


def _path(sheet: OpenDocument) -> Path | None:
    root = sheet.checker.session.root
    if root and sheet.path:
        return root / sheet.path
    return None if sheet.record.path == "untitled.md" else sheet.checker.session.here / sheet.record.path
