"""List the claims of a story, how well each is supported, and what would trace it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from upward.analysis.narrative.claims import Claim, ClaimStanding, claims_of, open_result_claims
from upward.analysis.narrative.story_text import StoryText, parse_story
from upward.model.job import Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, FactList, Page, Prose, Table, Tone
from upward.model.span import Lines
from upward.session.session import Session
from upward.text.story_parts import Part

_COLUMNS = ("line", "part", "kind", "claim", "standing", "why")
_ADVICE = (
    "To trace a claim: link evidence with an origin whose measures contain the same "
    "quantity, give the story a metric with value, unit, baseline, period and method, or "
    "record what another person said under `said` of the evidence."
)


def run(session: Session, story: Annotated[str, "The story's id", Names.RECORD]) -> JobResult:
    """List the numbers, scopes and strong verbs of a story: stated, self-reported, traced or confirmed.

    Exit code 1 if a claim is only stated.
    """
    record = session.record(story, "story")
    parsed = parse_story(record)
    claims = claims_of(parsed, session.corpus, session.me)
    lines = Lines.of(record.text)
    rows = [_row(claim, parsed, lines.locate(claim.span.start).row) for claim in claims]
    count = Counter(claim.standing for claim in claims)
    said = ", ".join(f"{count[standing]} {standing.value}" for standing in ClaimStanding if count[standing])
    shown = tuple(
        tuple(str(row[key]) for key in ("line", "part", "kind", "text", "standing", "because")) for row in rows
    )
    blocks: list[Block] = [FactList((("claims", said),)), Table(_COLUMNS, shown)]
    first = dict.fromkeys(claim.quoted or claim.text for claim in open_result_claims(parsed, claims))
    if first:
        named = ", ".join(f"“{text}”" for text in first)
        # `check` looks at a Result only where one is labelled.
        who = "`upward check` and `upward grill` ask" if parsed.within(Part.RESULT) else "`upward grill` asks"
        blocks.append(Callout(f"{who} first about {named}.", Tone.WARN))
    if count[ClaimStanding.STATED]:
        blocks.append(Callout(_ADVICE))
    if not rows:
        blocks = [Prose("This story has no number, scope or strong verb.")]
    if parsed.is_foreign:
        blocks = [Callout(parsed.unread("the rules about claims"), Tone.WARN)]
    return JobResult(Page(record.title, tuple(blocks)), rows, rows=rows, succeeded=not count[ClaimStanding.STATED])


def _row(claim: Claim, story: StoryText, line: int) -> dict[str, Any]:
    part = next((part for part, span in story.parts.items() if span.start <= claim.span.start < span.stop), "")
    rest = as_json(claim, "standing", "evidence", "because", "to_trace")
    return {"kind": claim.kind, "text": claim.text, "line": line, "part": part, **rest}


JOB = Job("claims", run, group="Write")
