"""Export records in another form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from upward.analysis.lint.runner import lint_records
from upward.analysis.narrative.people_named import named_people, private_words
from upward.jobs.export import _resume
from upward.model.errors import UsageError
from upward.model.exporter import Exporter, Reach
from upward.model.finding import Finding
from upward.model.job import PLACE, Artefact, Job, JobResult, Names
from upward.model.page import Callout, CodeBlock, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.model.taken import call_with
from upward.session.session import Session
from upward.store.output_file import write_output
from upward.text.dates import parse_date
from upward.text.record_reader import file_stem
from upward.text.suggestion import unknown_name
from upward.text.words import count_noun

# Forms that are given to other readers.
FOR_READERS = frozenset({"packet", "principles", "resume", "brag", "html"})
# So many drafts are named.
MOST_NAMED = 3
# What must not be shared.
BLOCKING = ("secret", "confidential-name", "internal-address")


def run(
    session: Session,
    form: Annotated[str, "The form", Names.FORM],
    *,
    to: Annotated[str, "The former name of --output, for text forms"] = "",
    reach: Annotated[Reach, "Who will see it; shared leaves private records out"] = Reach.SHARED,
    allow: Annotated[
        tuple[str, ...],
        "Ids of records to export although they contain confidential content, name people, or have open warnings",
    ] = (),
    base: Annotated[str, "For resume: your own JSON Resume file, which is kept and extended", PLACE] = "",
    since: Annotated[date | None, "Only what happened on or after this day"] = None,
    until: Annotated[date | None, "Only what happened on or before this day"] = None,
    numbers: Annotated[bool, "Add a table of every number with its standing and records"] = False,
    verifiable: Annotated[bool, "Add a seal, so that `upward verify` can check each statement again"] = False,
    dry_run: Annotated[bool, "Say what would be written, and write nothing"] = False,
) -> JobResult:
    """Write the records in another form; private ones only if --reach is mine. Exit code 1 if it is withheld."""
    exporter = _exporter(session, form)
    if base and form != "resume":
        raise UsageError(f"--base works only with the form resume, not with {form}", next_step="leave out --base")
    records = [
        record
        for record in session.corpus.records()
        if (not exporter.kinds or record.kind in exporter.kinds) and _within(record, since, until)
    ]
    kept = [record for record in records if reach is Reach.MINE or not record.private]
    blocked = [] if reach is Reach.MINE else _blocked(session, kept, allow)
    if blocked:
        return _refused(form, blocked)
    held = len(records) - len(kept)
    kept, drafts = _selected(exporter, kept)
    left: Sequence[_resume.LeftOut] = ()
    if form == "resume":
        kept, left = _resume.chosen(session, kept, allow)
    data: dict[str, Any] = {"form": form, "records": [record.id for record in kept], "left_out": held, "to": to}
    data |= {"drafts": drafts, "without": [each._asdict() for each in left]}
    _say_left_out(session, drafts, left)
    if reach is not Reach.MINE and form in FOR_READERS:
        _say_people(session, [record for record in kept if record.id not in allow])
    if exporter.page is not None:
        if to:
            raise UsageError(
                f"The form {form} can't be shown in a terminal",
                next_step="use --output FILE with the ending .md, .html, .pdf or .docx",
            )
        page = _appended(session, exporter, exporter.page(kept, session.context()), kept, numbers=numbers)
        made = {"form": form, "numbers": "yes" if numbers else ""}
        return JobResult(_sealed(session, page, records, kept, made, dry_run=dry_run) if verifiable else page, data)
    begun = _resume.base_of(session, base) if form == "resume" else {}
    text = call_with(exporter.write, records=kept, corpus=session.corpus, base=begun) if exporter.write else ""
    if to and not dry_run:
        _write(session.here / Path(to).expanduser(), text)
    return _as_text(exporter, text, data, dry_run=dry_run)


def _as_text(exporter: Exporter, text: str, data: dict[str, Any], *, dry_run: bool) -> JobResult:
    """Give a form that is a text: a page about it, and the text itself for a file or a pipe."""
    to, held = data["to"], data["left_out"]
    said = count_noun(len(data["records"]), "record") + (f", {held} private left out" if held else "")
    page = Page(
        f"Export: {exporter.summary}",
        (Prose(f"{said}{f', written to {to}' if to and not dry_run else ''}."), *(() if to else (CodeBlock(text),))),
    )
    made = Artefact(text, (exporter.suffix,))
    return JobResult(page, {**data, "text": "" if to else text}, artefacts=(made,), piped=None if to else made)


def _selected(exporter: Exporter, records: Sequence[Record]) -> tuple[list[Record], list[str]]:
    """Give the records that a form shows, and the ids of the drafts that it leaves out."""
    kept = list(exporter.select(records) if exporter.select is not None else records)
    shown = {record.path for record in kept}
    return kept, [record.id for record in records if record.path not in shown]


def _say_left_out(session: Session, drafts: Sequence[str], left: Sequence[_resume.LeftOut]) -> None:
    """Say beside the export, never in it, what it does not show."""
    if drafts:
        what = count_noun(len(drafts), "record")
        session.console.say(f"{what} with open questions left out: {_few(drafts)}. `upward check` lists the questions.")
    for each in left:
        session.console.say(f"Left out: {each.story}: {each.why}.")
    if left:
        session.console.say(
            "Write the line yourself under `versions: {resume: …}` of the story, correct it, or name it with --allow."
        )


def _say_people(session: Session, records: Sequence[Record]) -> None:
    """Say which stories name other people, and what of theirs is private, before it is given to a reader."""
    own = {part for name in session.me for part in name.split()}
    for story in records:
        people = [name for name in named_people(story) if name.lower() not in own] if story.kind == "story" else []
        if people:
            words = private_words(story)
            private = f", with what is theirs to tell ({', '.join(words)})" if words else ""
            step = f"Write the role instead, or ask them and use --allow {story.id}"
            session.console.say(f"{story.id} names {', '.join(people)}{private}. {step}.")


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _sealed(
    session: Session,
    page: Page,
    records: Sequence[Record],
    kept: Sequence[Record],
    made: Mapping[str, str],
    *,
    dry_run: bool,
) -> Page:
    """Give the page with its seal; of what is left out, what a shown story links is committed to without its name."""
    from upward.analysis.narrative.verification import sealed
    from upward.session.commitments import fresh_salts

    linked = {ident for story in kept if story.kind == "story" for ident in story.strings("evidence")}
    hidden = [record for record in records if record not in kept and record.id in linked]
    salts = {record.id: "" for record in records} if dry_run else fresh_salts(session, [*kept, *hidden])
    context = session.context()
    how = {**made, "today": context.today.isoformat(), "name": context.name, "level": context.level}
    return sealed(page, kept, hidden, session.me, salts, how)


def _appended(session: Session, exporter: Exporter, page: Page, kept: Sequence[Record], *, numbers: bool) -> Page:
    """Give the page with what was asked for beside it; raises UsageError where the form has no numbers."""
    if not numbers:
        return page
    made = exporter.appendices.get("numbers")
    if made is None:
        raise UsageError(f"{exporter.name} has no table of numbers", next_step="leave out --numbers")
    return Page(page.title, (*page.blocks, *made(kept, session.context())))


def _within(record: Record, since: date | None, until: date | None) -> bool:
    """Whether a record lies in a period; one without a date lies in none but the whole."""
    day = parse_date(record.string("date"))
    if day is None:
        return since is None and until is None
    return (since is None or since <= day) and (until is None or day <= until)


def _exporter(session: Session, form: str) -> Exporter:
    exporter = session.catalogue.exporters.get(form)
    if exporter is not None:
        return exporter
    raise unknown_name("form", form, sorted(session.catalogue.exporters))


def _blocked(session: Session, records: Sequence[Record], allow: Sequence[str]) -> list[Finding]:
    rules = [session.catalogue.rules[name] for name in BLOCKING]
    found = lint_records(records, rules, session.context())
    return [finding for finding in found if file_stem(finding.path) not in allow]


def _refused(form: str, blocked: Sequence[Finding]) -> JobResult:
    rows = tuple((f"{finding.path}:{finding.start.row}", finding.name, finding.message) for finding in blocked)
    names = " ".join(f"--allow {ident}" for ident in dict.fromkeys(file_stem(finding.path) for finding in blocked))
    blocks = (
        Callout("Nothing was exported: the output would contain confidential content.", Tone.BAD),
        Table(("where", "rule", "what"), rows),
        Prose(
            "Fix it (`upward check --fix --unsafe-fixes` redacts), export it for yourself only with "
            f"--reach mine, or allow it by name: {names}"
        ),
    )
    data = {
        "form": form,
        "blocked": [{"path": finding.path, "row": finding.start.row, "rule": finding.name} for finding in blocked],
    }
    return JobResult(Page("Held back", blocks), data, succeeded=False)


def _write(path: Path, text: str) -> None:
    write_output(path, text)


JOB = Job("export", run, group="Grow", interactive_only=("to", "reach", "allow", "dry_run"))
