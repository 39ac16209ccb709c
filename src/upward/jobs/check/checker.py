"""One run of the linter: what to read, which rules, one note at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from upward import __version__
from upward.analysis.lint.runner import lint_record
from upward.analysis.lint.selection import Selection, pairs
from upward.model.corpus import Corpus, MemoryCorpus
from upward.model.errors import UsageError
from upward.model.finding import Applicability, Edit, Finding, Severity
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Location, Span
from upward.session.session import Session
from upward.store import note_files
from upward.store.config import Settings, nearby
from upward.store.note_files import Note
from upward.text.record_reader import digest, encoded
from upward.text.suggestion import closest_name

if TYPE_CHECKING:
    from upward.store.check_cache import CheckCache


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    select: tuple[str, ...]
    extend: tuple[str, ...]
    ignore: tuple[str, ...]
    per_file: tuple[str, ...]
    isolated: bool = False
    preview: bool = False
    cache: bool = True
    mend: bool = False
    unsafe: bool = False
    diff: bool = False
    sentences: bool = False
    # Keep the texts in which a fix was found: the forms that give places of edits need them.
    texts: bool = False


@dataclass
class LintRun:
    """Checks notes with a session's rules; keeps the texts of those with fixes, and what a fix would change."""

    session: Session
    options: Options
    texts: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def selection(self) -> Selection:
        """Which rules run where: the command line over the settings; raises UsageError for a name no rule has."""
        settings = Settings() if self.options.isolated else self.session.settings
        asked = _split(self.options.select)
        try:
            per_file = (*pairs(settings.per_file_ignores), *pairs(self.options.per_file))
        except ValueError as error:
            raise UsageError(str(error), next_step="write for example --per-file-ignores 'old/*:UP1'") from error
        made = Selection(
            select=asked or settings.select,
            extend=(*_split(self.options.extend), *settings.extend_select),
            ignore=(*_split(self.options.ignore), *(settings.ignore if not asked else ())),
            per_file=per_file,
        )
        unknown = made.unknown(self.known)
        if unknown:
            hint = closest_name(unknown, list(self.known))
            step = f"did you mean {hint}?" if hint else "`upward rule` lists them"
            raise UsageError(f"No rule is called {unknown}", next_step=step)
        return made

    @cached_property
    def known(self) -> dict[str, Rule]:
        """Every rule by name: upward's, those of other packages, the logbook's own."""
        rules = dict(self.session.catalogue.rules)
        for path, text in () if self.options.isolated else self.session.own_rules():
            from upward.analysis.lint import custom_rules

            read, faults = custom_rules.parse_custom_rules(
                text, first=len([rule for rule in rules.values() if rule.code[:3] == "OWN"]) + 1
            )
            self.faults += [(path, fault) for fault in faults]
            rules |= {rule.name: rule for rule in read if rule.name not in rules}
            self.faults += [(path, f"The name {rule.name} is taken.") for rule in read if rules[rule.name] is not rule]
        return rules

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that run."""
        chosen = self.selection.rules(self.known.values())
        return [
            rule for rule in chosen if not rule.preview or self.options.preview or rule.name in self.selection.select
        ]

    def settings(self) -> tuple[tuple[str, str], ...]:
        """Give what holds, for `--show-settings`."""
        settings = Settings() if self.options.isolated else self.session.settings
        rows = [(name, str(getattr(settings, name))) for name in Settings.__dataclass_fields__ if name != "unknown"]
        return (*rows, ("rules", ", ".join(rule.name for rule in self.rules)))

    def check(self, paths: Sequence[str], stdin: bytes | None, stdin_name: str) -> list[Finding]:
        """Give all findings, ordered by path and place."""
        found: list[Finding] = []
        verdicts = self._verdicts()
        for note, whole in self._notes(paths, stdin, stdin_name):
            found += self._one(note, verdicts if not whole else None)
            if whole and self.options.mend:
                self.session.invalidate()
        if verdicts is not None:
            verdicts.save()
        # Those of one note are in order already.
        return [*self._about_upward(), *sorted(found, key=attrgetter("path"))]

    def live(self, record: Record, corpus: Corpus | None = None) -> list[Finding]:
        """Give the findings in a text as it is being written; `corpus` is what it belongs to, none for a loose note."""
        settings = self.session.settings
        if corpus is not None:
            context = self.session.context(corpus)
        else:
            settings = nearby(settings, self.session.here, record.path)
            context = replace(
                self._context, words_per_minute=settings.words_per_minute, confidential=settings.confidential
            )
        return lint_record(record, self.rules, context, self.selection)

    def _notes(self, paths: Sequence[str], stdin: bytes | None, stdin_name: str) -> Iterator[tuple[Note, bool]]:
        """Yield each note with whether it belongs to the logbook."""
        session = self.session
        if not paths:
            for record in session.corpus.records():
                yield Note(record, str(session.root), record.path), True
            return
        kinds = {kind.folder: kind.name for kind in session.catalogue.kinds.values()}
        if stdin is not None:
            yield Note(note_files.as_note(stdin, stdin_name, kinds), "", ""), session.root is not None
            return
        inside = (
            {str(session.root / record.path): record for record in session.corpus.records()} if session.root else {}
        )
        seen: set[str] = set()
        for path in note_files.files(paths, session.here):
            if path in seen:
                continue
            seen.add(path)
            shown = note_files.shown(path, session.here)
            kept = inside.get(path) or (inside.get(str(Path(path).resolve())) if inside else None)
            if kept is not None:
                yield Note(replace(kept, path=shown), str(session.root), kept.path), True
            else:
                yield note_files.loose(path, shown, kinds), False

    def _one(self, note: Note, verdicts: CheckCache | None) -> list[Finding]:
        record = note.record
        held = verdicts.known(record.digest, record.path) if verdicts is not None else None
        if held is not None:
            found = held
        else:
            found = self._checked(record, whole=verdicts is None and self.session.root is not None)
            if verdicts is not None:
                verdicts.learn(record.digest, record.path, found)
        if any(finding.fix for finding in found):
            if self.options.texts:
                self.texts[record.path] = record.text
            mended = _apply_fixes(record.text, found, unsafe=self.options.unsafe)
            if mended != record.text and self.options.diff:
                self._differ(record, mended)
            elif mended != record.text and self.options.mend and note.path:
                return self._rewritten(note, mended)
        return found

    def _rewritten(self, note: Note, mended: str) -> list[Finding]:
        """Write a mended note, and give what is still found in it."""
        record = note.record
        note.folder.replace(note.path, mended, record.digest, lock=note.folder.exists(".upward"))
        kinds = {kind.folder: kind.name for kind in self.session.catalogue.kinds.values()}
        again = note_files.as_note(encoded(mended), record.path, kinds)
        if self.options.texts:
            self.texts[record.path] = mended
        return self._checked(replace(again, id=record.id, kind=record.kind), whole=self.session.root is not None)

    def _checked(self, record: Record, *, whole: bool) -> list[Finding]:
        settings = (
            Settings() if self.options.isolated else nearby(self.session.settings, self.session.here, record.path)
        )
        context = self._context if not whole else self.session.context()
        if settings is not self.session.settings:
            context = replace(context, words_per_minute=settings.words_per_minute, confidential=settings.confidential)
        return lint_record(record, self.rules, context, self.selection, sentences=self.options.sentences)

    @cached_property
    def _context(self) -> Context:
        return replace(self.session.context(MemoryCorpus.of(())), whole=False)

    def _differ(self, record: Record, mended: str) -> None:
        import difflib

        before, after = record.text.splitlines(keepends=True), mended.splitlines(keepends=True)
        self.changes += difflib.unified_diff(before, after, record.path, record.path)

    def _verdicts(self) -> CheckCache | None:
        options = self.options
        if not options.cache or options.diff or options.mend:
            return None
        from upward.store.check_cache import CheckCache, place

        # The pages stand for the rules' own code: a changed rule comes with a changed version or page.
        rules = [(rule.code, rule.name, rule.severity, rule.page) for rule in self.rules]
        settings = [str(getattr(self.session.settings, name)) for name in ("words_per_minute", "confidential")]
        made_of = [
            __version__,
            rules,
            settings,
            str(self.selection),
            options.sentences,
            self.session.today.isoformat(),
            _own_code(),
        ]
        verdicts = CheckCache(place(self.session.environment), digest(json.dumps(made_of)))
        verdicts.load()
        return verdicts

    def _about_upward(self) -> list[Finding]:
        """Give what is wrong beside the records: unknown settings, own rules, extensions that failed."""
        nowhere = (Span(0, 0), Location(1, 1), Location(1, 1))
        settings = [] if self.options.isolated else list(self.session.settings.unknown)
        found = [
            Finding(
                "UP711", "unknown-setting", Severity.WARNING, f"{key} is no setting; nobody reads it.", source, *nowhere
            )
            for source, key in settings
        ]
        found += [Finding("UP713", "own-rule", Severity.ERROR, fault, path, *nowhere) for path, fault in self.faults]
        return found + [
            Finding(
                "UP712",
                "failed-extension",
                Severity.ERROR,
                f"The {failure.group} {failure.name} could not be loaded: {failure.cause}",
                "(installed packages)",
                *nowhere,
            )
            for failure in self.session.catalogue.failures
        ]


def _own_code() -> str:
    """Give a digest of upward's own analysis, so that a developer's change is noticed without a new version."""
    import hashlib

    root = Path(__file__).parents[2]
    stamps = sorted(
        (path.name, path.stat().st_mtime_ns)
        for room in ("analysis", "text", "rules", "kinds")
        for path in (root / room).rglob("*.py")
    )
    return hashlib.sha256(json.dumps(stamps).encode()).hexdigest()


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())


def _apply_fixes(text: str, findings: Sequence[Finding], *, unsafe: bool) -> str:
    """Give a text with its fixes made; of two that overlap, the first."""
    edits: list[Edit] = []
    last = -1
    for finding in findings:
        fix = finding.fix
        if fix is None or (fix.applicability is not Applicability.SAFE and not unsafe):
            continue
        if any(each.span.start < last for each in fix.edits):
            continue
        edits += fix.edits
        last = max(each.span.stop for each in fix.edits)
    if not edits:
        return text
    from upward.text.edits import apply

    return apply(edits, text)
