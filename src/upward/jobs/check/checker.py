"""One run of the linter: what it reads, which rules apply, and one note at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from upward import __version__
from upward.analysis.lint.fixes import apply_fixes
from upward.analysis.lint.runner import lint_record
from upward.analysis.lint.selection import UNFILLED
from upward.jobs.check.rule_set import Options, RuleSet
from upward.jobs.check.setup_findings import setup_findings
from upward.model.corpus import Corpus, MemoryCorpus
from upward.model.finding import Finding
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.session.record_findings import RecordFindings, own_code
from upward.session.session import Session
from upward.store import note_files
from upward.store.config import Settings, nearby_settings, spoken_bounds
from upward.store.ignored_paths import excluded
from upward.store.note_files import Note
from upward.text import record_reader
from upward.text.language import ENGLISH, language_of
from upward.text.record_reader import encode_text, text_digest

if TYPE_CHECKING:
    from upward.store.check_cache import CheckCache

# What each piece of mined evidence begins with, which one line for all of them says.
_OF_MINED = frozenset({UNFILLED, "orphaned-evidence"})


@dataclass
class LintRun:
    """Checks notes with a session's rules; keeps the texts of those with fixes, and what a fix would change."""

    session: Session
    options: Options
    texts: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    # How many files were looked at.
    checked: int = 0
    # Pieces of mined evidence with questions that only their owner can answer, or that no story tells.
    awaiting: int = 0
    _kept: RecordFindings | None = None

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rules that run; raises UsageError for a name that no rule has."""
        return RuleSet(self.session, self.options)

    def settings(self) -> tuple[tuple[str, str], ...]:
        """Give what holds, for `--show-settings`."""
        settings = Settings() if self.options.isolated else self.session.settings
        rows = [(name, str(getattr(settings, name))) for name in Settings.__dataclass_fields__ if name != "unknown"]
        return (*rows, ("rules", ", ".join(rule.name for rule in self.rule_set.rules)))

    def check(self, paths: Sequence[str], stdin: bytes | None, stdin_name: str) -> list[Finding]:
        """Give all findings, ordered by path and place."""
        found: list[Finding] = []
        # A year of mined work would bury what is found in the stories; who names a file or a rule is shown all of it.
        counts_mined = not paths and not self.options.select and not self.options.extend
        if not paths and self.options.cache and not (self.options.diff or self.options.fix or self.options.sentences):
            self._kept = self.session.record_findings
        for note, whole in self._notes(paths, stdin, stdin_name):
            self.checked += 1
            found_here = self._one(note, self._verdicts if not whole else None)
            if counts_mined and note.record.kind == "evidence" and note.record.string("significance"):
                findings = [finding for finding in found_here if finding.name not in _OF_MINED]
                self.awaiting += len(findings) < len(found_here)
                found_here = findings
            found += found_here
            if whole and self.options.fix:
                self.session.invalidate()
        # Made where a loose note was read: it takes longer than the check of one text that is being written.
        if "_verdicts" in self.__dict__ and self._verdicts is not None:
            self._verdicts.save()
        if self._kept is not None:
            self._kept.save()
        # Those of one note are in order already.
        return [
            *setup_findings(self.session, self.rule_set.problems, isolated=self.options.isolated),
            *sorted(found, key=attrgetter("path")),
        ]

    def check_unsaved(self, record: Record, corpus: Corpus | None = None) -> list[Finding]:
        """Give the findings in a text as it is being written; `corpus` is what it belongs to, none for a loose note."""
        settings = self.session.settings
        if corpus is not None:
            context = self.session.context(corpus)
        else:
            settings = nearby_settings(settings, self.session.here, record.path)
            context = replace(
                self._context,
                words_per_minute=settings.words_per_minute,
                spoken_seconds=spoken_bounds(settings.lights),
                confidential=settings.confidential,
            )
        return lint_record(record, self.rule_set.rules, context, self.rule_set.selection)

    def _notes(self, paths: Sequence[str], stdin: bytes | None, stdin_name: str) -> Iterator[tuple[Note, bool]]:
        """Yield each note with whether it belongs to the logbook."""
        session = self.session
        if not paths:
            records = session.corpus.records()
            for record in session.progress(records, "Checking", len(records)):
                if not self._excluded(f"{session.root}/{record.path}"):
                    yield Note(record, str(session.root), record.path), True
            return
        kinds = {kind.folder: kind.name for kind in session.catalogue.kinds.values()}
        if stdin is not None:
            yield Note(note_files.note_record(stdin, stdin_name, kinds), "", ""), session.root is not None
            return
        inside = self._inside(paths)
        seen: set[str] = set()
        given = (
            {str(session.here / Path(name).expanduser()) for name in paths} if not self.options.only_records else set()
        )
        for path in self._paths(paths):
            if path in seen or (self.options.only_records and self._excluded(path)):
                continue
            seen.add(path)
            shown = note_files.shown_path(path, session.here)
            kept = (inside(path) or inside(str(Path(path).resolve()))) if session.root else None
            if kept is not None:
                yield Note(replace(kept, path=shown), str(session.root), kept.path), True
            else:
                note = note_files.read_loose_note(path, shown, kinds, named=path in given)
                yield self._in_logbook(note, path), False

    def _paths(self, paths: Sequence[str]) -> Iterator[str]:
        """Give the files to read, by the `exclude` that holds where each path leads."""
        here, settings = self.session.here, self.session.settings
        for name in paths:
            exclude = () if self.options.isolated else nearby_settings(settings, here, f"{name}/").exclude
            yield from note_files.note_paths([name], here, exclude, self._bases)

    @cached_property
    def _bases(self) -> tuple[str, ...]:
        return (str(self.session.root),) if self.session.root else ()

    def _excluded(self, path: str) -> bool:
        """Whether `exclude` leaves a file out that no walk has found."""
        patterns = () if self.options.isolated else self.session.settings.exclude
        return excluded(path, patterns, (str(self.session.here), *self._bases))

    def _in_logbook(self, note: Note, path: str) -> Note:
        """Take a text in another language below the logbook for a story: its labels can't be read, and that is not a pass."""
        inside = self.session.root is not None and path.startswith(f"{self.session.root}/")
        if note.record.kind or not inside or language_of(note.record.prose) == ENGLISH:
            return note
        return note._replace(record=replace(note.record, kind="story"))

    def _inside(self, paths: Sequence[str]) -> Callable[[str], Record | None]:
        """Give how the record of the logbook at an absolute path is found."""
        corpus, root = self.session.corpus if self.session.root else MemoryCorpus.of(()), f"{self.session.root}/"
        if len(paths) > 1 or (self.session.here / Path(paths[0]).expanduser()).is_dir():
            # Joining by hand: ten thousand path objects take long.
            return {f"{root}{record.path}": record for record in corpus.records()}.get
        return lambda path: next(
            (record for record in corpus.named(record_reader.file_stem(path)) if f"{root}{record.path}" == path), None
        )

    def _one(self, note: Note, verdicts: CheckCache | None) -> list[Finding]:
        record = note.record
        # The same file is a story where it is named itself, and of no kind where its folder is.
        digest = f"{record.digest} {record.kind}"
        held = verdicts.known(digest, record.path) if verdicts is not None else None
        if held is not None:
            found = held
        else:
            found = self._checked(record, whole=verdicts is None and self.session.root is not None)
            if verdicts is not None:
                verdicts.learn(digest, record.path, found)
        if any(finding.fix for finding in found):
            if self.options.texts:
                self.texts[record.path] = record.text
            fixed = apply_fixes(record.text, found, unsafe=self.options.unsafe)
            if fixed != record.text and self.options.diff:
                self._differ(record, fixed)
            elif fixed != record.text and self.options.fix and note.path:
                return self._rewritten(note, fixed)
        return found

    def _rewritten(self, note: Note, fixed: str) -> list[Finding]:
        """Write a fixed note, and give what is still found in it."""
        record = note.record
        note.folder.replace(note.path, fixed, record.digest, lock=note.folder.exists(".upward"))
        kinds = {kind.folder: kind.name for kind in self.session.catalogue.kinds.values()}
        again = note_files.note_record(encode_text(fixed), record.path, kinds)
        if self.options.texts:
            self.texts[record.path] = fixed
        return self._checked(replace(again, id=record.id, kind=record.kind), whole=self.session.root is not None)

    def _checked(self, record: Record, *, whole: bool) -> list[Finding]:
        settings = (
            Settings()
            if self.options.isolated
            else nearby_settings(self.session.settings, self.session.here, record.path)
        )
        context = self._context if not whole else self.session.context()
        if self._kept is not None and settings == self.session.settings:
            found = self._kept_or_checked(self._kept, record, context)
            if found is not None:
                return found
        if settings is not self.session.settings:
            context = replace(
                context,
                words_per_minute=settings.words_per_minute,
                spoken_seconds=spoken_bounds(settings.lights),
                confidential=settings.confidential,
            )
        return lint_record(
            record, self.rule_set.rules, context, self.rule_set.selection, sentences=self.options.sentences
        )

    def _kept_or_checked(self, kept: RecordFindings, record: Record, context: Context) -> list[Finding] | None:
        """Give what is kept of the rules that run, and what the others find now; None where nothing can be kept."""
        known = kept.of(record)
        if known is None:
            return None
        rules = self.rule_set.selection.on(record.path, self.rule_set.rules)
        names, others = self._parted if rules is self.rule_set.rules else self._part(rules)
        found = [finding for finding in known if finding.name in names]
        found += lint_record(record, others, context)
        return sorted(found, key=attrgetter("span", "code"))

    @cached_property
    def _parted(self) -> tuple[frozenset[str], list[Rule]]:
        return self._part(self.rule_set.rules)

    def _part(self, rules: Sequence[Rule]) -> tuple[frozenset[str], list[Rule]]:
        """Give the names of rules, and those whose findings are not kept."""
        kept = {rule.name for rule in self._kept.rules} if self._kept is not None else set()
        return frozenset(rule.name for rule in rules), [rule for rule in rules if rule.name not in kept]

    @cached_property
    def _context(self) -> Context:
        return replace(self.session.context(MemoryCorpus.of(())), whole=False)

    def _differ(self, record: Record, fixed: str) -> None:
        import difflib

        before, after = record.text.splitlines(keepends=True), fixed.splitlines(keepends=True)
        self.changes += difflib.unified_diff(before, after, record.path, record.path)

    @cached_property
    def _verdicts(self) -> CheckCache | None:
        options = self.options
        if not options.cache or options.diff or options.fix:
            return None
        from upward.store.check_cache import CheckCache, place

        # The pages stand for the rules' own code: a changed rule comes with a changed version or page.
        rules = [(rule.code, rule.name, rule.severity, rule.page) for rule in self.rule_set.rules]
        settings = [
            str(getattr(self.session.settings, name)) for name in ("words_per_minute", "lights", "confidential")
        ]
        made_of = [
            __version__,
            rules,
            settings,
            str(self.rule_set.selection),
            options.sentences,
            self.session.today.isoformat(),
            own_code(),
        ]
        verdicts = CheckCache(place(self.session.environment), text_digest(json.dumps(made_of)))
        verdicts.load()
        return verdicts
