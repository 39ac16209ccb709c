"""Find problems in decisions: broken links, options without verdicts, a choice that fails a must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from upward.analysis.lint.runner import lint_records
from upward.analysis.lint.selection import rules_about
from upward.jobs.decide._log import decisions_at
from upward.model.corpus import MemoryCorpus
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Callout, Page, Table, Tone
from upward.session.session import Session


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
) -> JobResult:
    """Check decisions written as MADR, log4brains or Nygard's ADRs; exit code 1 if there are findings."""
    records = decisions_at(session, path)
    rules = rules_about("decision", session.catalogue.rules.values())
    context = session.context() if not path else session.context(MemoryCorpus.of(records))
    # A file by itself is no log: records that it names may stand beside it.
    is_log = not path or (session.here / Path(path).expanduser()).is_dir()
    found = lint_records(records, rules, replace(context, whole=context.whole and is_log))
    rows = [
        {
            "path": each.path,
            "row": each.start.row,
            "rule": each.name,
            "severity": each.severity.value,
            "message": each.message,
        }
        for each in found
    ]
    table = Table(
        ("where", "rule", "what"), tuple((f"{each.path}:{each.start.row}", each.name, each.message) for each in found)
    )
    data = {"decisions": [record.path for record in records], "findings": rows}
    page = Page("Decisions checked", (table if rows else Callout("No findings.", Tone.GOOD),))
    return JobResult(page, data, rows=rows, succeeded=not rows)


JOB = Job("decide check", run)
