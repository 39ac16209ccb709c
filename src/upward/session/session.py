"""A session: one logbook, opened with everything the catalogue found, and the world a job may ask for."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from upward.analysis.narrative.evidence_links import linked_evidence_ids
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import Corpus, PublicCorpus
from upward.model.errors import NoLogbookError, NoSuchRecordError, UsageError
from upward.model.importer import Candidate, ImportQuery
from upward.model.kind import Kind
from upward.model.ports import Clock, Console, Progress
from upward.model.record import Record
from upward.model.rule import Context
from upward.store.clock import SystemClock
from upward.store.config import Settings, load_settings, spoken_bounds
from upward.store.logbook.files import RecordFolders, find_logbook, require_logbook
from upward.store.logbook.folder import Folder
from upward.text.suggestion import closest_name, unknown_name

if TYPE_CHECKING:
    from upward.analysis.questions.matching import StoryBank
    from upward.model.rubric import Rubric
    from upward.session.record_findings import RecordFindings


class Closable(Corpus, Protocol):
    """A corpus that holds something open."""

    def close(self) -> None:
        """Let go of it."""
        ...


@dataclass
class Session:
    """What every job is given first. `root` is None where a job was asked to work without a logbook."""

    catalogue: Catalogue
    settings: Settings
    clock: Clock
    progress: Progress
    console: Console
    here: Path
    root: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    # How the logbook's folder is opened: a face may let writes become proposals.
    open_folder: Callable[[Path], Folder] = Folder
    # Whether private records are there: for a reader who must not see them they are not.
    include_private: bool = True
    _index: Closable | None = None
    _findings: RecordFindings | None = None
    _linked: frozenset[str] | None = None

    @classmethod
    def open(
        cls,
        catalogue: Catalogue,
        here: Path,
        environment: Mapping[str, str],
        progress: Progress,
        console: Console,
        *,
        logbook: str = "",
    ) -> Session:
        """Open the logbook that is named, or else the one around `here`, or else the configured one; maybe none.

        Raises NoLogbookError for a name that is none, ConfigurationError for settings that can't be used.
        """
        root = require_logbook((here / Path(logbook).expanduser()).resolve()) if logbook else find_logbook(here)
        settings = load_settings(root, environment)
        if root is None and settings.logbook:
            root = require_logbook(Path(settings.logbook).expanduser())
            settings = load_settings(root, environment)
        return cls(catalogue, settings, SystemClock(), progress, console, here, root, dict(environment))

    @property
    def folder(self) -> Folder:
        """The logbook's folder; raises NoLogbookError without one."""
        if self.root is None:
            next_step = "run `upward init` to make one here, or name one with --logbook"
            raise NoLogbookError(
                "There is no logbook here",
                why=f"neither {self.here} nor a folder above it has .upward",
                next_step=next_step,
            )
        return self.open_folder(self.root)

    @property
    def record_folders(self) -> RecordFolders:
        """Where the records stand."""
        return RecordFolders(self.folder, {kind.folder: kind.name for kind in self.catalogue.kinds.values()})

    @property
    def corpus(self) -> Corpus:
        """The records, up to date as of this call's first use."""
        if self._index is None:
            # Notes outside of a logbook need no index.
            from upward.store.logbook.index import IndexedCorpus

            self._index = IndexedCorpus(self.record_folders)
        return self._index if self.include_private else PublicCorpus(self._index)

    @property
    def today(self) -> date:
        """The day it is for the user."""
        return self.clock.now().date()

    def invalidate(self) -> None:
        """Look at the files again: something was written."""
        self._findings = self._linked = None
        if self._index is not None:
            self._index.close()
            self._index = None

    def context(self, corpus: Corpus | None = None) -> Context:
        """What rules are given."""
        held = corpus if corpus is not None else self.corpus
        return Context(
            corpus=held,
            today=self.today,
            kinds=self.catalogue.kinds,
            rubrics=self.rubrics,
            words_per_minute=self.settings.words_per_minute,
            spoken_seconds=spoken_bounds(self.settings.lights),
            confidential=self.settings.confidential,
            decision_statuses=self.settings.decision_statuses,
            whole=self.include_private,
            me=self.me,
            name=self.settings.name,
            level=self.settings.level,
            linked_evidence=self.linked_evidence if corpus is None else partial(linked_evidence_ids, corpus),
        )

    def linked_evidence(self) -> frozenset[str]:
        """Give the ids of the evidence that stories link; looked up once until `invalidate`."""
        if self._linked is None:
            self._linked = linked_evidence_ids(self.corpus)
        return self._linked

    @property
    def me(self) -> frozenset[str]:
        """The person's names and addresses, in lower case."""
        return frozenset(each.lower() for each in (self.settings.name, *self.settings.emails) if each)

    def own_rules(self) -> Iterator[tuple[str, str]]:
        """Give the path and text of each file of own rules in `.upward/rules`."""
        if self.root is None:
            return
        for path, _ in self.folder.walk(".upward/rules", ".toml"):
            yield path, self.folder.read(path).decode("utf-8", "replace")

    @cached_property
    def rubrics(self) -> Mapping[str, Rubric]:
        """Every rubric by id: those that come with upward, and the logbook's own in `.upward/rubrics`.

        Where it has some, `own` holds all their criteria, for front matter that may name any of them.
        """
        found: dict[str, Rubric] = {}
        for path, _ in self.folder.walk(".upward/rubrics", ".yaml") if self.root else ():
            # Most logbooks have none, and YAML takes longer to import than a note to check.
            from upward.text import rubric_reader

            rubric, _ = rubric_reader.parse_rubric(self.folder.read(path).decode("utf-8", "replace"))
            if rubric.id and rubric.id not in self.catalogue.rubrics:
                found[rubric.id] = rubric
        if not found:
            return self.catalogue.rubrics
        from upward.model.rubric import Rubric

        criteria = tuple(criterion for rubric in found.values() for criterion in rubric.criteria)
        areas = tuple(area for rubric in found.values() for area in rubric.areas)
        own = Rubric("own", "The logbook's own rubrics", areas=areas, criteria=criteria)
        return ChainMap({"own": own, **found}, cast("dict[str, Rubric]", self.catalogue.rubrics))

    @property
    def record_findings(self) -> RecordFindings | None:
        """What rules find in each record, kept by content; None without a logbook, or without its private records."""
        if self.root is None or not self.include_private:
            return None
        records = self.corpus.records()
        if self._findings is None or self._findings.corpus.all is not records:
            from upward.session.record_findings import RecordFindings

            self._findings = RecordFindings.over(self.root, self.catalogue.rules.values(), self.context(), records)
        return self._findings

    def bank(self, compared: Callable[[Record], bool] | None = None) -> StoryBank:
        """Give the logbook's stories made ready to be matched, each with what the linter holds against it.

        With `compared`, only the texts of these stories are compared with principles and themes.
        """
        from upward.session.story_bank import story_bank

        root = self.root if self.include_private else None
        return story_bank(self.catalogue, self.context(), self.record_findings, root, self.progress, compared)

    def questions(self, name: str) -> Iterator[str]:
        """Give the questions of a file: a list that an importer reads, or one a line; raises SourceError."""
        from upward.store.import_source import PathImportSource

        source = PathImportSource(str(self.here / Path(name).expanduser()))
        text = source.text()
        importer = self.catalogue.importers.get("question_list")
        if importer is not None and importer.recognises(source):
            entries = importer.read(source, ImportQuery())
            yield from (each.title for each in entries if isinstance(each, Candidate))
        else:
            yield from (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))

    def record(self, ident: str, kind: str | None = None) -> Record:
        """Give the record of that id, of that path, or whose id alone begins like this.

        Raises NoSuchRecordError, naming the nearest id, and UsageError where several could be meant.
        """
        name = Path(ident).name.removesuffix(".md") if ident.endswith(".md") else ident
        found = [record for record in self.corpus.named(name) if kind in {None, record.kind}]
        if ident.endswith(".md") and len(found) > 1:
            found = [record for record in found if ident.endswith(record.path)]
        if len(found) == 1:
            return found[0]
        if found:
            paths = ", ".join(record.path for record in found)
            raise UsageError(
                f"{ident} names {len(found)} records", why=paths, next_step="rename one of them, or give its path"
            )
        known = [record.id for record in self.corpus.records(kind)]
        longer = [ident for ident in known if ident.startswith(name)] if name else []
        if len(longer) == 1:
            return self.record(longer[0], kind)
        if longer:
            raise UsageError(
                f"{ident} is ambiguous: {len(longer)} ids begin with it",
                why=", ".join(longer[:5]),
                next_step="give more of the id",
            )
        hint = closest_name(name, known)
        next_step = (
            f"did you mean {hint}?" if hint else f"`upward list {kind or ''}` shows what there is".replace(" `", "`")
        )
        raise NoSuchRecordError(f"No {kind or 'record'} is called {ident}", next_step=next_step)

    def rubric(self, ident: str = "") -> Rubric:
        """Give a rubric by its id, the configured one by default; raises UsageError, naming the nearest."""
        wanted = ident or self.settings.rubric
        found = self.rubrics.get(wanted)
        if found is not None:
            return found
        raise unknown_name("rubric", wanted, sorted(self.rubrics))

    def free_id(self, kind: str, wanted: str) -> tuple[str, str]:
        """Give a free id near the wanted one, and the path a new record of that kind gets."""
        folder = self.catalogue.kinds[kind].folder
        ident, number = wanted, 2
        while self.corpus.named(ident) or self.folder.exists(f"{folder}/{ident}.md"):
            ident, number = f"{wanted}-{number}", number + 1
        return ident, f"{folder}/{ident}.md"

    def kind(self, name: str) -> Kind:
        """Give a kind by its name; raises UsageError, naming the nearest."""
        found = self.catalogue.kinds.get(name)
        if found is not None:
            return found
        raise unknown_name("kind of record", name, sorted(self.catalogue.kinds))
