"""A measured recording as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from upward.analysis.lint.runner import lint_records
from upward.analysis.rehearsal.pauses import LONG_PAUSE, PAUSE
from upward.analysis.rehearsal.spoken_numbers import SpokenNumber
from upward.analysis.rehearsal.spoken_parts import SpokenPart
from upward.analysis.rehearsal.timing import clock_time, compare_parts, length_advice
from upward.jobs.rehearse._practice import limits_of
from upward.jobs.rehearse._take import Take
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Prose, Table, Tone
from upward.model.record import Record, Value
from upward.session.run_log import RunLog
from upward.session.session import Session
from upward.text import record_reader
from upward.text.words import count_noun

# As many moments as are named in a line.
MOST_FILLERS = 8
EVALUATION = "docs/evaluation/rehearsal.md"
# Rules that ask what is told, not how it is written.
_TOLD_RULES = (
    "no-obstacle",
    "vague-outcome",
    "no-learning",
    "missing-situation",
    "missing-task",
    "missing-action",
    "missing-result",
    "we-without-i",
)


def take_data(take: Take, log: RunLog | None) -> dict[str, Any]:
    """Give the stable keys; what was not measured is absent and named in `not_measured`."""
    # Not the take as it is: its times are rounded to hundredths, and what a tier can't know has no key at all.
    data: dict[str, Any] = {"engine": take.engine, "duration": _rounded(take.duration)}
    if take.refused:
        data["refused"] = take.refused
    if take.loudness:
        data["levels"] = {"speech": round(take.loudness.speech, 1), "snr": round(take.loudness.snr, 1)}
    if take.delivery:
        data["speech"] = _rounded(take.delivery.spoken)
        data["latency"] = _rounded(take.delivery.latency)
        data["pauses"] = [
            {"start": _rounded(pause.start), "stop": _rounded(pause.stop), "duration": _rounded(pause.duration)}
            for pause in take.delivery.pauses
        ]
    if take.spoken and take.spoken.recognised:
        data["parts"] = [
            {"part": each.part.value, "start": _rounded(each.start), "stop": _rounded(each.stop)}
            for each in (take.spoken.parts if take.timed else ())
        ]
        data["skipped"] = [sentence.text for sentence in take.spoken.skipped]
        data["metrics"] = [
            {"id": each.metric, "aspect": each.aspect, "verdict": each.verdict, "heard": each.heard, "ask": each.ask,
             "written": each.written, "second": each.second,
             "at": _rounded(each.at) if take.timed else None, "until": _rounded(each.until) if take.timed else None}
            for each in take.numbers
        ]  # fmt: skip
    if take.words_per_minute:
        data["words_per_minute"] = round(take.words_per_minute, 1)
    if take.wording:
        data["i"], data["we"] = take.wording.i, take.wording.we
        data["hedges"] = dict(take.wording.hedges)
        data["repeats"] = list(take.wording.repeats)
        if take.wording.fillers is not None or take.fillers is not None:
            data["fillers"] = take.wording.fillers if take.fillers is None else len(take.fillers)
    data["figures"] = take_figures(take)
    data["not_measured"] = [{"what": what, "why": why} for what, why in take.not_measured]
    if log:
        data["id"], data["path"] = log.id, log.path
    return {key: value for key, value in data.items() if value is not None}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def take_page(session: Session, take: Take, story: Record | None, log: RunLog | None) -> Page:
    """Draw a take; each threshold stands beside its figure."""
    blocks: list[Block] = []
    if take.refused:
        blocks.append(Callout(take.refused, Tone.BAD))
    blocks.append(FactList(tuple(_facts(take, log))))
    limits = limits_of(session)
    if take.duration is not None and story is not None and not take.refused:
        blocks.append(Callout(length_advice(take.duration, limits)))
    if take.spoken and take.spoken.parts and take.timed:
        times = {each.part: each.stop - each.start for each in take.spoken.parts}
        began = {each.part: each.start for each in take.spoken.parts}
        rows = tuple(
            (row.part.value, clock_time(began[row.part]), f"{row.seconds:.0f} s", f"{row.target} s", row.advice)
            for row in compare_parts(times, limits)
        )
        blocks += [Heading("Parts"), Table(("part", "from", "took", "target", "change"), rows)]
    if take.numbers:
        numbers = tuple(
            (
                each.metric,
                each.aspect,
                each.written,
                each.heard,
                each.ask or each.verdict,
                _moment(each) if take.timed else "",
            )
            for each in take.numbers
        )
        blocks += [Heading("Numbers"), Table(("number", "of it", "written", "heard", "verdict", "at"), numbers)]
    if take.spoken and take.spoken.skipped and take.spoken.recognised:
        blocks += [Heading("Left out"), Items(tuple(sentence.text for sentence in take.spoken.skipped))]
    open_rules = findings_as_said(session, take.spoken.parts) if take.spoken and take.spoken.recognised else ()
    if open_rules:
        blocks += [Heading("As told"), Items(tuple(open_rules))]
    if take.not_measured:
        blocks += [Heading("Not measured"), Table(("what", "why"), tuple(take.not_measured))]
    blocks.append(Prose(f"How often each of these is wrong: {EVALUATION}."))
    return Page(story.title if story else "A take", tuple(blocks))


def take_figures(take: Take) -> dict[str, Value]:
    """Give the figures of a take that a run keeps, by the names of the rehearsal's fields."""
    figures: dict[str, Value] = {"engine": take.engine}
    if take.delivery:
        pauses = [pause.duration for pause in take.delivery.pauses]
        figures |= {
            "speech": f"{take.delivery.spoken:.1f}",
            "pauses": str(len(pauses)),
            "long-pauses": str(sum(pause >= LONG_PAUSE for pause in pauses)),
            "longest-pause": f"{max(pauses, default=0.0):.1f}",
        }
    if take.words_per_minute:
        figures["words-per-minute"] = f"{take.words_per_minute:.0f}"
    return figures


def _moment(number: SpokenNumber) -> str:
    """Give from when to when a number was heard, as `upward rehearse excerpt` takes it."""
    if number.at is None:
        return ""
    return f"{number.at:.1f}–{number.until:.1f} s" if number.until is not None else f"{number.at:.1f} s"


def _facts(take: Take, log: RunLog | None) -> list[tuple[str, str]]:
    facts = []
    if take.duration is not None:
        facts.append(("length", clock_time(take.duration)))
    if take.loudness:
        facts.append(("level", f"speech {take.loudness.snr:.0f} dB above noise"))
    if take.delivery:
        pauses = [pause.duration for pause in take.delivery.pauses]
        long = sum(pause >= LONG_PAUSE for pause in pauses)
        longest = f", longest {max(pauses):.1f} s" if pauses else ""
        facts.append(
            (
                "pauses",
                f"{count_noun(len(pauses), 'pause')} of {PAUSE} s or more, {long} of {LONG_PAUSE:.0f} s{longest}",
            )
        )
        facts.append(("first word", f"after {take.delivery.latency:.1f} s"))
    if take.words_per_minute:
        facts.append(("pace", f"{take.words_per_minute:.0f} words a minute"))
    facts += _wording_facts(take)
    facts.append(("engine", take.engine))
    if log:
        facts.append(("saved", log.place))
    return facts


def _wording_facts(take: Take) -> Iterator[tuple[str, str]]:
    if take.wording:
        yield "I and we", f"{take.wording.i} and {take.wording.we}"
        if take.wording.hedges:
            yield "hedges", ", ".join(f"{word} ({count})" for word, count in take.wording.hedges)
        if take.wording.repeats:
            yield "said twice", ", ".join(take.wording.repeats)
        if take.fillers is not None:
            places = ", ".join(clock_time(each.start) for each in take.fillers[:MOST_FILLERS])
            yield "fillers", f"about {len(take.fillers)}" + (f" (at {places})" if places else "")
        elif take.wording.fillers is not None:
            yield "fillers", str(take.wording.fillers)


def findings_as_said(session: Session, parts: Sequence[SpokenPart]) -> list[str]:
    """Give what the story rules find in the words as they were told."""
    text = "\n\n".join(f"## {each.part.value.title()}\n\n{each.text}" for each in parts)
    record = record_reader.parse_record("said.md", f"---\ntitle: As said\n---\n\n{text}\n", {}, otherwise="story")
    rules = [rule for name, rule in session.catalogue.rules.items() if name in _TOLD_RULES]
    return [f"{finding.name}: {finding.message}" for finding in lint_records([record], rules, session.context())]
