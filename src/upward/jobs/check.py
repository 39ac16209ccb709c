"""Check stories and records, as a linter checks code."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.lint import lint
from upward.model.corpus import Corpus, Fragment
from upward.model.errors import SourceError, UsageError
from upward.model.extension import Job, Outcome, Report, Rule
from upward.model.finding import Applicability, Edit, Finding, Severity
from upward.model.page import Page, Source
from upward.model.record import Record
from upward.model.span import Location, Span
from upward.session import Session
from upward.store.config import nearest
from upward.store.files import MOST_BYTES, Folder
from upward.text import edit, reading


@dataclass(frozen=True, slots=True)
class _Checked:
    """Records to check, the corpus they live in, and the folder to write fixes to by the path in each."""

    records: Sequence[Record]
    corpus: Corpus
    folders: Mapping[str, tuple[Folder, str]]


def run(
    session: Session,
    paths: Annotated[tuple[str, ...], "Files and folders; without any, the logbook; - for standard input"] = (),
    *,
    output_format: Annotated[
        Literal["full", "concise", "grouped", "json", "json-lines", "github"], "How to show findings"
    ] = "full",
    select: Annotated[tuple[str, ...], "Only these rules, by name, code or the beginning of a code"] = (),
    ignore: Annotated[tuple[str, ...], "Not these rules"] = (),
    fix: Annotated[bool, "Mend what can be mended safely"] = False,
    unsafe_fixes: Annotated[bool, "With --fix: mend what changes your words, too"] = False,
    diff: Annotated[bool, "Show what --fix would change, and write nothing"] = False,
    stdin_filename: Annotated[str, "The name that standard input is read under"] = "stdin.md",
    exit_zero: Annotated[bool, "Exit with 0 even where there are findings"] = False,
) -> Outcome:
    """Give the findings; exit code 1 where there are any."""
    rules = _chosen(session, select, ignore)
    checked = _gathered(session, paths, stdin_filename)
    context = session.context(checked.corpus)
    found = lint(checked.records, rules, context)
    if diff:
        return _diff(checked.records, found, unsafe=unsafe_fixes)
    if fix and _mend(checked, found, unsafe=unsafe_fixes):
        session.forget()
        checked = _gathered(session, paths, stdin_filename)
        found = lint(checked.records, rules, session.context(checked.corpus))
    found = [*_about_upward(session), *found]
    texts = {record.path: record.text for record in checked.records}
    report = Report(output_format, found, texts)
    return Outcome(Page("Findings"), None, fulfilled=exit_zero or not found, report=report)


def _chosen(session: Session, select: tuple[str, ...], ignore: tuple[str, ...]) -> list[Rule]:
    rules = session.catalogue.rules
    wanted = _split(select) or list(session.settings.select)
    unwanted = [*_split(ignore), *(session.settings.ignore if not select else ())]
    for name in (*wanted, *unwanted):
        if not any(_named(rule, name) for rule in rules.values()):
            hint = nearest(name, list(rules))
            raise UsageError(
                f"No rule is called {name}", next_step=f"did you mean {hint}?" if hint else "`upward rule` lists them"
            )
    chosen = (rule for rule in rules.values() if not wanted or any(_named(rule, name) for name in wanted))
    return [rule for rule in chosen if not any(_named(rule, name) for name in unwanted)]


def _split(names: tuple[str, ...]) -> list[str]:
    return [part.strip() for name in names for part in name.split(",") if part.strip()]


def _named(rule: Rule, name: str) -> bool:
    return name in {rule.name, "ALL"} or (name.startswith("UP") and rule.code.startswith(name))


def _gathered(session: Session, paths: Sequence[str], stdin_filename: str) -> _Checked:
    """Give the records of the logbook that the paths name, and what lies outside it as loose notes."""
    if not paths:
        records = session.corpus.records()
        return _Checked(records, session.corpus, {record.path: (session.folder, record.path) for record in records})
    if "-" in paths:
        record = _loose(session, stdin_filename, sys.stdin.buffer.read(MOST_BYTES + 1))
        return _Checked([record], _beside(session, [record]), {})
    found: dict[str, tuple[Record, Folder, str]] = {}
    inside = _inside(session)
    for name in paths:
        path = (session.here / Path(name).expanduser()).resolve()
        for file in _files(path, name):
            shown = _shown(file, session.here)
            if file in inside:
                record = inside[file]
                found[shown] = (replace(record, path=shown), session.folder, record.path)
            else:
                raw = _bytes(file, name)
                found[shown] = (_loose(session, shown, raw), Folder(file.parent), file.name)
    records = [record for record, _, _ in found.values()]
    return _Checked(
        records, _beside(session, records), {shown: (folder, at) for shown, (_, folder, at) in found.items()}
    )


def _inside(session: Session) -> dict[Path, Record]:
    if session.root is None:
        return {}
    return {session.root.resolve() / record.path: record for record in session.corpus.records()}


def _beside(session: Session, records: Sequence[Record]) -> Corpus:
    """Give the corpus that loose records are checked against: the logbook's, if there is one, with them."""
    if session.root is None:
        return Fragment.of(records)
    taken = {record.digest for record in records}
    return Fragment.of([*records, *(record for record in session.corpus.records() if record.digest not in taken)])


def _files(path: Path, name: str) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(
            file
            for file in path.rglob("*.md")
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
        )
    elif path.is_file():
        yield path
    else:
        raise SourceError(f"{name} does not exist", next_step="check the path")


def _bytes(file: Path, name: str) -> bytes:
    try:
        with file.open("rb") as handle:
            return handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(
            f"{name} can't be read", why=error.strerror or "", next_step="give yourself the right to read it"
        ) from error


def _loose(session: Session, shown: str, raw: bytes) -> Record:
    folders = {kind.folder: kind.name for kind in session.catalogue.kinds.values()}
    folder = Path(shown).parent.name
    record = reading.record(
        f"{folder}/{Path(shown).name}" if folder in folders else Path(shown).name,
        reading.decoded(raw),
        folders,
        otherwise="story",
    )
    return replace(record, path=shown)


def _shown(path: Path, here: Path) -> str:
    base = here.resolve()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def _fixable(findings: Iterable[Finding], *, unsafe: bool) -> Iterator[Finding]:
    for finding in findings:
        if finding.fix is not None and (unsafe or finding.fix.applicability is Applicability.SAFE):
            yield finding


def _mended(record: Record, findings: Iterable[Finding], *, unsafe: bool) -> str:
    """Give a record's text with its fixes made; of two that overlap, the first."""
    edits: list[Edit] = []
    last = -1
    for finding in _fixable(findings, unsafe=unsafe):
        fix = finding.fix
        if finding.path != record.path or fix is None or any(each.span.start < last for each in fix.edits):
            continue
        edits += fix.edits
        last = max(each.span.stop for each in fix.edits)
    return edit.apply(edits, record.text)


def _mend(checked: _Checked, findings: Sequence[Finding], *, unsafe: bool) -> bool:
    changed = False
    for record in checked.records:
        text = _mended(record, findings, unsafe=unsafe)
        if text != record.text and record.path in checked.folders:
            folder, path = checked.folders[record.path]
            folder.replace(path, text, record.digest)
            changed = True
    return changed


def _diff(records: Sequence[Record], findings: Sequence[Finding], *, unsafe: bool) -> Outcome:
    lines = [
        line
        for record in records
        for line in difflib.unified_diff(
            record.text.splitlines(keepends=True),
            _mended(record, findings, unsafe=unsafe).splitlines(keepends=True),
            record.path,
            record.path,
        )
    ]
    text = "".join(lines)
    return Outcome(Page("What --fix would change", (Source(text or "Nothing."),)), {"diff": text}, fulfilled=not text)


def _about_upward(session: Session) -> list[Finding]:
    """Give what is wrong beside the records: unknown settings, extensions that failed."""
    nowhere = (Span(0, 0), Location(1, 1), Location(1, 1))
    settings = [
        Finding(
            "UP711", "unknown-setting", Severity.WARNING, f"{key} is no setting; nobody reads it.", source, *nowhere
        )
        for source, key in session.settings.unknown
    ]
    failures = [
        Finding(
            "UP712",
            "failed-extension",
            Severity.ERROR,
            f"The {failure.group} {failure.name} could not be loaded: {failure.cause}",
            "(installed packages)",
            *nowhere,
        )
        for failure in session.catalogue.failures
    ]
    return [*settings, *failures]


JOB = Job("check", run)
