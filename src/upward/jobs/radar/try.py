"""Record a trial of a claim, with its confidence interval."""
# ruff: noqa: N999 - the verb that a person types

from __future__ import annotations

from typing import Annotated

from upward.analysis.radar.blip import claim_standing, parse_blip
from upward.jobs.radar._ring import RingName, check_ring, moved
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.page import Callout, FactList, Page, Tone
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text import edits, record_reader


def run(
    session: Session,
    tool: Annotated[str, "The tool's id"],
    claim: Annotated[str, "The claim's id"] = "c1",
    *,
    n: Annotated[int, "How many tasks were tried"] = 0,
    passed: Annotated[int, "How many passed"] = 0,
    task: Annotated[str, "What was tested"] = "",
    tool_version: Annotated[str, "The version that was tested; by default the one in use"] = "",
    cost: Annotated[str, "What it cost"] = "",
    reviewer: Annotated[str, "Who judged; by default you"] = "",
    ring: Annotated[RingName, "Move the tool to this ring, too"] = "",
    why: Annotated[str, "Why it moves"] = "",
    dry_run: Annotated[bool, "Show what would be written, and write nothing"] = False,
) -> JobResult:
    """Record how many of n tasks passed and who judged, and say how the claim stands now."""
    record = session.record(tool, "radar")
    blip = parse_blip(record)
    known = [each.id for each in blip.claims]
    if claim not in known:
        raise UsageError(f"{blip.id} has no claim {claim}", next_step=f"there are {', '.join(known) or 'none'}")
    if n <= 0 or not 0 <= passed <= n:
        raise UsageError(
            f"{passed} of {n} is not a possible result", next_step="--n must be above 0, and --passed from 0 to n"
        )
    version = tool_version or blip.version
    if not version:
        raise UsageError(
            f"The version of {blip.tool} is not recorded",
            next_step="write --tool-version: a trial counts for one version only",
        )
    entry = {
        "claim": claim, "date": session.today.isoformat(), "version": version, "task": task, "n": str(n),
        "passed": str(passed), "cost": cost, "reviewer": reviewer or session.settings.name,
    }  # fmt: skip
    text = edits.apply_edits([edits.add_to_list(record.text, "trials", entry)], record.text)
    if not blip.version:
        text = edits.apply_edits([edits.set_value(text, "version", version)], text)
    if ring:
        text = moved(text, ring, why, session.today)
    after = parse_blip(record_reader.parse_record(record.path, text, {}, otherwise="radar"))
    standing = claim_standing(after, next(each for each in after.claims if each.id == claim), session.today)
    check_ring(after, session.today)
    rewrite(session, record, text, dry_run=dry_run)
    low, high = after.trials[-1].interval
    blocks = (
        FactList((("passed", f"{passed} of {n}"), ("95 % interval", f"{low:.0%}-{high:.0%}"), ("version", version))),
        Callout(f"Claim {claim} is {standing.state.value}: {standing.because}.", Tone.PLAIN),
    )
    data = {
        "id": blip.id, "claim": claim, "passed": passed, "n": n, "interval": [low, high], "state": standing.state.value,
        "because": standing.because,
    }  # fmt: skip
    return JobResult(Page(blip.title, blocks), data)


JOB = Job("radar try", run)
