"""Looking back at decisions: what is due, what was predicted against what came, and where AI had a part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from upward.analysis.decisions.calibration import (
    LEAST,
    Prediction,
    calibration_bins,
    predictions_of,
    resolved_predictions,
)
from upward.analysis.statistics import brier_score
from upward.model.job import JobResult
from upward.model.page import Block, Callout, Heading, Meter, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.text.dates import parse_date
from upward.text.words import count_noun


def review(session: Session, records: Sequence[Record]) -> JobResult:
    """Give what is due for a look back, and how well predictions held; exit code 1 where something is due."""
    today = session.today
    stated = list(predictions_of(records))
    due = sorted(
        (day.isoformat(), record.path, record.title)
        for record in records
        if (day := parse_date(record.string("x-revisit"))) is not None
        and day <= today
        and not _looked_at(record, stated)
    )
    late = [each for each in stated if each.came is None and each.due is not None and each.due <= today]
    blocks: list[Block] = [Table(("since", "decision", "title"), tuple(due))] if due else []
    if late:
        rows = tuple((str(each.due), each.path, each.text, _percent(each.probability)) for each in late)
        blocks += [Heading("Predictions without an outcome"), Table(("by", "decision", "prediction", "sure"), rows)]
        blocks.append(Prose("Below each prediction, write `came: yes` or `came: no` and what was `measured`."))
    if not due and not late:
        blocks.append(Callout("No decision is due for review.", Tone.GOOD))
    blocks += _calibration(stated)
    data: dict[str, Any] = {
        "due": [{"due": day, "path": path, "title": title} for day, path, title in due],
        "predictions": [_row(each) for each in stated],
        "calibration": calibration(stated),
    }
    return JobResult(Page("Decisions to review", tuple(blocks)), data, rows=data["due"], succeeded=not due and not late)


def _looked_at(record: Record, stated: Sequence[Prediction]) -> bool:
    own = [each for each in stated if each.path == record.path]
    return bool(own) and all(each.came is not None for each in own)


def _percent(share: float | None) -> str:
    return "not said" if share is None else f"{share:.0%}"


def _row(each: Prediction) -> dict[str, Any]:
    return {
        "path": each.path,
        "text": each.text,
        "probability": each.probability,
        "by": each.due,
        "came": each.came,
        "measured": each.measured,
    }


def calibration(stated: Sequence[Prediction]) -> dict[str, Any]:
    """Give how many outcomes are known, and from ten on what they tell."""
    pairs = resolved_predictions(stated)
    found: dict[str, Any] = {"known": len(pairs), "enough": len(pairs) >= LEAST, "brier": None, "bins": []}
    if found["enough"]:
        found["brier"] = round(brier_score(pairs), 4)
        found["bins"] = [
            {
                "said": each.name,
                "count": each.count,
                "expected": each.expected,
                "came": each.came,
                "interval": [each.low, each.high],
            }
            for each in calibration_bins(pairs)
        ]
    return found


def _calibration(stated: Sequence[Prediction]) -> list[Block]:
    if not stated:
        return []
    made = calibration(stated)
    if not made["enough"]:
        outcomes = f"{count_noun(made['known'], 'outcome')} known of {count_noun(len(stated), 'prediction')}"
        said = f"{outcomes}: from {LEAST} on they show how well calibrated you are."
        return [Heading("Calibration of predictions"), Callout(said)]
    rows = [
        Meter(
            f"{each['said']} ({each['count']})",
            each["came"],
            f"expected {each['expected']:.0%}, 95 % interval {each['interval'][0]:.0%}-{each['interval'][1]:.0%}",
        )
        for each in made["bins"]
    ]
    words = (
        f"Over {made['known']} outcomes the mean squared error is {made['brier']:.2f}; always saying 50 % gives 0.25."
    )
    return [Heading("Calibration of predictions"), *rows, Callout(words)]


_MARK = ("process", "level", "option", "section", "tool", "model", "date")


def provenance(records: Sequence[Record]) -> JobResult:
    """List where AI had a part in the decisions, and how much; a decision that says nothing is listed as undeclared."""
    rows = [row for record in records for row in _marks(record)]
    silent = [record.path for record in records if record.path not in {row["path"] for row in rows}]
    blocks: list[Block] = []
    if rows:
        columns = ("decision", "process", "level", "about", "tool", "model")
        shown = (
            (row["path"], row["process"], row["level"], row["option"] or row["section"], row["tool"], row["model"])
            for row in rows
        )
        levels = Counter(row["level"] for row in rows)
        blocks.append(Table(columns, tuple(shown)))
        blocks.append(Prose(", ".join(f"{level}: {count}" for level, count in levels.most_common())))
    if silent:
        said = f"{count_noun(len(silent), 'decision')} say nothing about AI; that does not mean that none was used"
        blocks.append(Callout(f"{said}: {', '.join(silent)}"))
    data = {"provenance": rows, "undeclared": silent}
    return JobResult(Page("AI involvement", tuple(blocks)), data, rows=rows)


def _marks(record: Record) -> list[dict[str, str]]:
    found = [{key: str(each.get(key, "")) for key in _MARK} for each in record.mappings("x-ai")]
    told = {mark["option"] for mark in found}
    found += [
        {**dict.fromkeys(_MARK, ""), "process": "design", "level": str(each["ai"]), "option": str(each.get("id", ""))}
        for each in record.mappings("x-options")
        if each.get("ai") and str(each.get("id", "")) not in told
    ]
    return [{"path": record.path, **mark} for mark in found]
