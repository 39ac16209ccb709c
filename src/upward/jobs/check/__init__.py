"""Check stories and records, as a linter checks code."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from upward.analysis.lint import baseline as baselines
from upward.jobs.check.checker import LintRun
from upward.jobs.check.rule_set import Options
from upward.model.errors import SourceError, UsageError
from upward.model.finding import Finding
from upward.model.job import PLACE, FindingsReport, Job, JobResult, Names
from upward.model.page import Callout, CodeBlock, Page, Table, Tone
from upward.session.session import Session
from upward.store.logbook.folder import MOST_BYTES, Folder
from upward.store.output_file import write_output
from upward.text.words import count_noun


def run(
    session: Session,
    paths: Annotated[
        tuple[str, ...], "Files and folders to check; by default the whole logbook; - reads standard input", PLACE
    ] = (),
    *,
    output_format: Annotated[
        Literal["full", "concise", "grouped", "json", "json-lines", "junit", "github", "gitlab", "sarif"],
        "The form in which findings are printed",
    ] = "full",
    select: Annotated[tuple[str, ...], "Only these rules, by name, code or the beginning of a code", Names.RULE] = (),
    extend_select: Annotated[tuple[str, ...], "Also these rules", Names.RULE] = (),
    ignore: Annotated[tuple[str, ...], "Not these rules", Names.RULE] = (),
    per_file_ignores: Annotated[tuple[str, ...], "GLOB:NAME: do not apply this rule to these files"] = (),
    fix: Annotated[bool, "Apply safe fixes"] = False,
    fix_only: Annotated[bool, "Apply safe fixes, and do not show the remaining findings"] = False,
    unsafe_fixes: Annotated[bool, "Also apply fixes that change your wording"] = False,
    diff: Annotated[bool, "Show what --fix would change, and write nothing"] = False,
    statistics: Annotated[bool, "Count findings by rule"] = False,
    stdin_filename: Annotated[str, "The file name to use for standard input"] = "stdin.md",
    exit_zero: Annotated[bool, "Exit with code 0 even if there are findings"] = False,
    watch: Annotated[bool, "Check again whenever a file changes"] = False,
    baseline: Annotated[str, "Leave out the findings that this file lists", PLACE] = "",
    write_baseline: Annotated[str, "Write all findings to this file, so that later runs leave them out"] = "",
    show_settings: Annotated[bool, "Show the settings in force, and check nothing"] = False,
    isolated: Annotated[bool, "Ignore all settings files"] = False,
    preview: Annotated[bool, "Also run preview rules"] = False,
    no_cache: Annotated[bool, "Check files again even if they have not changed"] = False,
    only_records: Annotated[
        bool, "Treat a file as a story only if it looks like one; for hooks that pass file names"
    ] = False,
) -> JobResult:
    """Print the findings; exit code 1 if there are any."""
    known = baselines.parse_baseline(_baseline(session, baseline)) if baseline else None
    sentences = bool(baseline or write_baseline) or output_format in {"sarif", "gitlab"}
    options = Options(
        select, extend_select, ignore, per_file_ignores, isolated=isolated, preview=preview, cache=not no_cache,
        fix=(fix or fix_only) and not diff, unsafe=unsafe_fixes, diff=diff, sentences=sentences,
        only_records=only_records,
        texts=output_format in {"json", "json-lines", "sarif"},
    )  # fmt: skip
    checker = LintRun(session, options)
    if show_settings:
        return JobResult(Page("Settings", (Table(("setting", "value"), checker.settings()),)), dict(checker.settings()))
    stdin = sys.stdin.buffer.read(MOST_BYTES + 1) if "-" in paths else None
    found = checker.check(paths, stdin, stdin_filename)
    if diff:
        shown = "".join(checker.changes)
        return JobResult(
            Page("What --fix would change", (CodeBlock(shown or "Nothing."),)), {"diff": shown}, succeeded=not shown
        )
    if known is not None:
        found = baselines.new_findings(found, known)
    if write_baseline:
        write_output(session.here / Path(write_baseline).expanduser(), baselines.format_baseline(found))
        return JobResult(
            Page(f"{count_noun(len(found), 'finding')} written to the baseline {write_baseline}"), {"known": len(found)}
        )
    outcome = _outcome(found, output_format, checker, statistics=statistics, silent=fix_only, fine=exit_zero)
    return replace(outcome, repeats=watch)


def _outcome(
    found: Sequence[Finding], form: str, checker: LintRun, *, statistics: bool, silent: bool, fine: bool
) -> JobResult:
    succeeded = fine or silent or not found
    if not checker.checked and not found and form in {"full", "concise", "grouped"}:
        note = Callout("0 files checked: no Markdown files were found.", Tone.WARN)
        return JobResult(Page("Findings", (note,)), None, succeeded=succeeded)
    waiting = f"Not counted: open questions in {count_noun(checker.awaiting, 'piece')} of mined evidence"
    line = f"{waiting}; `upward check evidence` lists them." if checker.awaiting else ""
    report = FindingsReport("statistics" if statistics else form, () if silent else found, checker.texts, line)
    return JobResult(Page("Findings"), None, succeeded=succeeded, report=report)


def _baseline(session: Session, name: str) -> str:
    # It brings the reader of git along, which no other check needs.
    from upward.store.import_source import PathImportSource

    try:
        text = PathImportSource(str(session.here / Path(name).expanduser())).text()
        baselines.parse_baseline(text)
    except SourceError as error:
        raise SourceError(
            f"{name} can't be read", why=error.why, next_step="write one with --write-baseline"
        ) from error
    except (ValueError, json.JSONDecodeError) as error:
        raise UsageError(
            f"{name} is not a baseline", why=str(error), next_step="write it again with --write-baseline"
        ) from error
    return text


def _folder(session: Session, name: str) -> Folder:
    return Folder((session.here / Path(name).expanduser()).resolve().parent)


JOB = Job(
    "check",
    run,
    group="Write",
    interactive_only=("fix", "fix_only", "unsafe_fixes", "stdin_filename", "watch", "write_baseline", "no_cache"),
)
