"""Check commits against an AI-use policy, or write one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from upward.jobs.policy._file import read_policy
from upward.model.job import PLACE, Job, JobResult
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, FactList, Page, Table, Tone
from upward.session.session import Session


def run(
    session: Session,
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    policy: Annotated[str, "The policy; by default AI_POLICY.md at the repository's root", PLACE] = "",
) -> JobResult:
    """Show the policy: its classes in the order in which they apply, and the trailers it requires."""
    rules, unsettled = read_policy(session, (session.here / Path(repo).expanduser()).resolve(), policy)
    classes = (*rules.classes, rules.elsewhere)
    shown = [as_json(each, "id", "use", "why", "reviewers", "tests") for each in classes]
    data = {
        "classes": shown,
        "trailers": {name: sorted(getattr(rules, name)) for name in ("accept", "require", "forbid")},
        "undeclared": rules.undeclared,
        "unsettled": unsettled,
    }
    rows = tuple((each.id, each.use, each.why) for each in classes)
    facts = FactList(
        tuple((f"trailers: {name}", ", ".join(sorted(getattr(rules, name))) or "any") for name in ("accept", "require"))
    )
    blocks: tuple[Block, ...] = (
        *(Callout(each, Tone.WARN) for each in unsettled), Table(("class", "use of AI", "why"), rows), facts,
    )  # fmt: skip
    return JobResult(Page("AI policy", blocks), data, rows=shown)


JOB = Job("policy", run, group="Team practices")
