"""A tool on the radar as a page."""

from __future__ import annotations

from upward.analysis.radar.blip import parse_blip
from upward.model.page import Block, FactList, Heading, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks
from upward.text.template_slots import written


def view(record: Record) -> Page:
    """Draw one tool."""
    blip = parse_blip(record)
    facts = (
        ("ring", blip.ring),
        ("version", blip.version or "not recorded"),
        ("quadrant", blip.quadrant),
        ("looked at", written(record, "date")),
        ("look again", written(record, "expires")),
    )
    blocks: list[Block] = [FactList(tuple(pair for pair in facts if pair[1]))]
    claims = tuple(
        (claim.id, claim.text, claim.source, str(claim.day or ""), str(claim.expires or "")) for claim in blip.claims
    )
    if claims:
        blocks += [Heading("Claims"), Table(("id", "claim", "source", "date", "expires"), claims)]
    trials = tuple(
        (
            str(trial.day or ""), trial.claim, trial.version, trial.task, f"{trial.passed} of {trial.n}",
            f"{trial.interval[0]:.0%}-{trial.interval[1]:.0%}" if trial.is_sound else "?", trial.cost, trial.reviewer,
        )
        for trial in blip.trials
    )  # fmt: skip
    if trials:
        columns = ("date", "claim", "version", "task", "passed", "95 % interval", "cost", "reviewer")
        blocks += [Heading("Trials"), Table(columns, trials)]
    for section in record.sections:
        blocks += [Heading(section.title), *body_blocks(section.body.cut(record.text), "(empty)")]
    return Page(record.title, tuple(blocks))


VIEW = view
