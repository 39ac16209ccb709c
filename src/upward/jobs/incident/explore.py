"""Look at logs, traces, metrics and changes, or ask your assistant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from upward.analysis.incidents.first_look import ErrorTemplate, FirstLook
from upward.analysis.incidents.incident import Hypothesis, Incident, folded, parse_incident
from upward.analysis.incidents.metrics import metric_deviations, parse_metrics
from upward.analysis.incidents.prompt_pack import incident_prompt, parse_answer
from upward.analysis.incidents.trace_stream import SpanStream
from upward.analysis.incidents.traces import TraceLook
from upward.jobs.incident._sealing import sealed
from upward.model.errors import SourceError, UsageError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.page import Block, Callout, CodeBlock, Heading, Items, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.store.artefacts import file_chunks, file_lines
from upward.store.git.changes import Change, changes_before
from upward.store.git.repository import open_repository
from upward.store.import_source import PathImportSource
from upward.text import edits, record_reader
from upward.text.moments import parse_moment
from upward.text.words import count_noun

MOST_ROWS = 15
MOST_CHANGES = 20
MOST_SAVED = 10


class Sources(NamedTuple):
    """What to look at: files of each sort, and a repository."""

    logs: tuple[str, ...]
    traces: tuple[str, ...]
    metrics: tuple[str, ...]
    repo: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the look found."""

    look: FirstLook
    templates: Sequence[ErrorTemplate]
    deviations: Mapping[str, Sequence[tuple[str, float]]]
    changes: Sequence[tuple[Change, str]]

    @property
    def combined(self) -> list[tuple[str, float]]:
        """Each component with 1 / rank summed over logs, traces and metrics: their scores have no common unit."""
        sums: dict[str, float] = {}
        for found in self.deviations.values():
            for rank, (component, _) in enumerate(found, start=1):
                sums[component] = sums.get(component, 0.0) + 1 / rank
        return sorted(((name, round(score, 3)) for name, score in sums.items()), key=lambda each: (-each[1], each[0]))


def run(
    session: Session,
    incident: Annotated[str, "The incident's id", Names.RECORD],
    *,
    logs: Annotated[tuple[str, ...], "A log file: JSON lines, logfmt, syslog or plain text; also .gz", PLACE] = (),
    traces: Annotated[tuple[str, ...], "OpenTelemetry traces as JSON lines", PLACE] = (),
    metrics: Annotated[tuple[str, ...], "A CSV file: time in the first column, then one column per metric", PLACE] = (),
    log_offset: Annotated[
        str, "The UTC offset of log times that have none, such as --log-offset=-05:00; UTC by default"
    ] = "",
    repo: Annotated[str, "A repository whose recent changes are listed", PLACE] = "",
    pack: Annotated[bool, "Print the prompt for your assistant"] = False,
    from_: Annotated[str, "Read the assistant's answer from this file", PLACE] = "",
    dry_run: Annotated[bool, "Show, and write nothing"] = False,
) -> JobResult:
    """Look at logs, traces, metrics and changes; or read an assistant's answer as sealed hypotheses."""
    record = session.record(incident, "incident")
    sources = Sources(logs, traces, metrics, repo, _zone(log_offset))
    if from_:
        return _seal_answer(session, record, from_, dry_run=dry_run)
    if not any(sources[:4]):
        raise UsageError(
            "There is nothing to look at",
            next_step="give --logs, --traces, --metrics or --repo; each is repeatable",
        )
    held = parse_incident(record)
    if held.onset is None:
        raise UsageError(
            f"{record.id} has no onset", next_step=f"write `onset: 2026-05-20T09:40+02:00` into {record.path}"
        )
    seen = _look(session, record, held, held.onset, sources)
    if pack:
        components = _components(record, held, seen)
        prompt = incident_prompt(held, components, seen.templates, seen.deviations, session.settings.confidential)
        said = Prose("Give this prompt to your assistant, save its answer, and read it with --from FILE:")
        return JobResult(Page(record.title, (said, CodeBlock(prompt))), {"id": record.id, "prompt": prompt})
    _save(session, record, held, seen, dry_run=dry_run)
    return JobResult(
        Page(f"First look: {record.title}", tuple(_blocks(seen, held.onset.tzinfo or UTC))), _data(record, seen)
    )


def _zone(offset: str) -> tzinfo:
    """Read an offset such as +02:00; raises UsageError for what is none."""
    moment = parse_moment(f"2000-01-01T00:00{offset}") if offset else None
    if offset and (moment is None or offset[0] not in "+-Z"):
        raise UsageError(f"{offset!r} is not a UTC offset", next_step="for example --log-offset +02:00")
    return (moment.tzinfo if moment is not None else None) or UTC


def _look(session: Session, record: Record, incident: Incident, onset: datetime, sources: Sources) -> _Seen:
    at = onset.timestamp()
    look = FirstLook(at, onset.year, sources.zone)
    for name in session.progress(sources.logs, "Reading logs", total=len(sources.logs)):
        look.read(name, file_chunks(session.here, name))
    traces = TraceLook(at)
    stream = SpanStream()
    for name in session.progress(sources.traces, "Reading traces", total=len(sources.traces)):
        traces.read(stream.read(file_chunks(session.here, name)))
    if sources.traces and not traces.spans:
        raise SourceError(
            f"{sources.traces[0]} contains no spans",
            why="; ".join(stream.problems),
            next_step="give OTLP JSON as OpenTelemetry writes it",
        )
    found: dict[str, Sequence[tuple[str, float]]] = {"logs": look.deviations(), "traces": traces.deviations()}
    for name in sources.metrics:
        times, columns = parse_metrics(file_lines(session.here, name))
        if not times:
            raise SourceError(f"{name} contains no metrics", next_step="give a CSV whose first column is the time")
        found["metrics"] = (*found.get("metrics", ()), *metric_deviations(times, columns, at))
    changes: list[tuple[Change, str]] = []
    if sources.repo:
        repository = open_repository((session.here / Path(sources.repo).expanduser()).resolve())
        known = _components(record, incident, None)
        changes = [(each, _component_of(each, known)) for each in changes_before(repository, onset, MOST_CHANGES)]
    return _Seen(look, look.templates(), {name: each for name, each in found.items() if each}, changes)


def _components(record: Record, incident: Incident, seen: _Seen | None) -> list[str]:
    named = [*record.strings("components"), *(event.change for event in incident.timeline if event.change)]
    if seen is not None:
        named += [component for component, _ in seen.combined]
    return list({folded(name): name for name in reversed(named)}.values())[::-1]


def _component_of(change: Change, known: Sequence[str]) -> str:
    """Give the component a change is about: a known one that names a folder of its paths, else the first folder."""
    parts = {folded(part) for path in change.paths for part in path.split("/")[:-1]}
    found = next((name for name in known if folded(name) in parts), "")
    first = change.paths[0] if change.paths else ""
    return found or first.split("/", 1)[0]


def _save(session: Session, record: Record, incident: Incident, seen: _Seen, *, dry_run: bool) -> None:
    """Write the deviations and the last changes into the record: the naive guesses are scored from them."""
    if incident.is_resolved:
        return
    text = record.text
    if not incident.deviations:
        for component, score in seen.combined[:MOST_SAVED]:
            text = edits.apply_edits(
                [edits.add_to_list(text, "deviations", {"component": component, "score": f"{score:g}"})], text
            )
    if not any(event.change for event in incident.timeline):
        for change, component in seen.changes[:3]:
            entry = {"at": change.at.isoformat(), "text": f"{change.title} ({change.oid[:10]})", "change": component}
            text = edits.apply_edits([edits.add_to_list(text, "timeline", entry)], text)
    rewrite(session, record, text, dry_run=dry_run)


def _blocks(seen: _Seen, zone: tzinfo) -> list[Block]:
    look = seen.look
    blocks: list[Block] = []
    if look.lines:
        before, after = look.minutes
        past = f"{before:.0f} min before the onset compared with" if look.has_past else "nothing before the onset, and"
        span = f"{past} {after:.0f} min after it"
        unknown = "no times could be read in it, so nothing is compared with the onset"
        blocks.append(
            Prose(
                f"{count_noun(look.lines, 'line')}, {look.errors:,} of errors, "
                f"{count_noun(len(seen.templates), 'template')}; {span if look.is_dated else unknown}."
            )
        )
    if look.lines and look.is_dated and not look.has_past:
        blocks.append(Callout("Without a log from before the onset, every log template looks new.", Tone.WARN))
    blocks += [Callout(f"{name} is not text and was not read.", Tone.WARN) for name in look.binary]
    if seen.templates:
        blocks += [
            Heading("Errors, by how far their rate changed"),
            Table(_COLUMNS, tuple(_row(each, zone) for each in seen.templates[:MOST_ROWS])),
        ]
        left = len(seen.templates) - MOST_ROWS
        blocks += [Prose(f"{left} more templates are in --format json.")] if left > 0 else []
    for name, found in seen.deviations.items():
        said = tuple(f"{component}: {score:.1f}" for component, score in found[:5])
        blocks += [Heading(f"Components whose {name} deviate", 3), Items(said, ordered=True)]
    if seen.changes:
        rows = tuple(
            (each.at.isoformat(), component, each.oid[:10], each.title) for each, component in seen.changes[:5]
        )
        blocks += [Heading("Last changes before the onset"), Table(("at", "component", "commit", "title"), rows)]
    blocks.append(
        Callout(
            "A deviation or a recent change shows where to look first; it is not yet a cause. Seal your own hypothesis."
        )
    )
    return blocks


_COLUMNS = ("component", "per minute before", "after", "first seen", "template")


def _row(each: ErrorTemplate, zone: tzinfo) -> tuple[str, ...]:
    if each.first_seen is None:
        return each.component, "?", f"{each.undated} lines", "undated", each.template[:160]
    first = f"{datetime.fromtimestamp(each.first_seen, zone):%Y-%m-%d %H:%M:%S}"
    new = " (new)" if each.is_new else ""
    return each.component, f"{each.rate_before:.2f}", f"{each.rate_after:.2f}{new}", first, each.template[:160]


def _data(record: Record, seen: _Seen) -> dict[str, Any]:
    return {
        "id": record.id,
        "lines": seen.look.lines,
        "errors": seen.look.errors,
        "not_read": list(seen.look.binary),
        "templates": [
            {
                "template": each.template, "component": each.component, "before": each.before, "after": each.after,
                "undated": each.undated, "new": each.is_new, "first_seen": each.first_seen, "example": each.example,
            }
            for each in seen.templates
        ],
        "deviations": {name: [list(pair) for pair in found] for name, found in seen.deviations.items()},
        "changes": [
            {"at": each.at.isoformat(), "oid": each.oid, "title": each.title, "component": component}
            for each, component in seen.changes
        ],
    }  # fmt: skip


def _seal_answer(session: Session, record: Record, name: str, *, dry_run: bool) -> JobResult:
    incident = parse_incident(record)
    text = PathImportSource(str(session.here / Path(name).expanduser())).text()
    found = parse_answer(text, _components(record, incident, None))
    if not found.hypotheses or not found.tool or not found.version:
        raise SourceError(
            f"{name} contains no hypotheses that can be sealed",
            why=" ".join(found.problems),
            next_step="ask the assistant again for JSON in the form given in the prompt",
        )
    current, made = record, []
    for each in found.hypotheses:
        confidence = f"{each.confidence:.0%}" if each.confidence is not None else ""
        given = Hypothesis(
            0, "", "", found.tool, found.version, each.component, each.text, None, confidence, each.refuted_if, ""
        )
        hypothesis, changed = sealed(session, current, given)
        made.append(hypothesis)
        current = record_reader.parse_record(record.path, changed, {}, otherwise="incident")
    rewrite(session, record, current.text, dry_run=dry_run)
    said = tuple(
        f"{each.id} {each.component} ({each.confidence_text or 'no confidence'}): {each.text}" for each in made
    )
    blocks: list[Block] = [
        Prose(f"{'Would seal' if dry_run else 'Sealed'} by {made[0].source}, as hypotheses:"),
        Items(said),
    ]
    blocks += [Callout(problem, Tone.WARN) for problem in found.problems]
    data = {
        "id": record.id,
        "source": made[0].source,
        "hypotheses": [{"id": each.id, "component": each.component, "seal": each.seal} for each in made],
        "problems": list(found.problems),
    }
    return JobResult(Page(record.title, tuple(blocks)), data)


JOB = Job("incident explore", run)
