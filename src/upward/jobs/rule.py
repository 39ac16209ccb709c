"""Explain a rule, or list them all."""

from __future__ import annotations

from typing import Annotated

from upward.model.job import Job, JobResult, Names
from upward.model.page import CodeBlock, Page, Table
from upward.session.session import Session
from upward.text.suggestion import unknown_name


def run(
    session: Session, name: Annotated[str, "The rule's name or code; by default all are listed", Names.RULE] = ""
) -> JobResult:
    """Show the rule's page."""
    rules = session.catalogue.rules
    if not name:
        ordered = sorted(rules.values(), key=lambda rule: rule.code)
        rows = tuple((rule.code, rule.name, rule.severity.value, rule.page.split("\n")[0]) for rule in ordered)
        data = [
            {"code": rule.code, "name": rule.name, "severity": rule.severity.value, "kinds": list(rule.kinds)}
            for rule in ordered
        ]
        return JobResult(
            Page(f"{len(rows)} rules", (Table(("code", "name", "severity", "what it finds"), rows),)), data, rows=data
        )
    found = next((rule for rule in rules.values() if name in {rule.name, rule.code}), None)
    if found is None:
        raise unknown_name("rule", name, list(rules), "`upward rule` lists them")
    page = Page(f"{found.name} ({found.code})", (CodeBlock(found.page),))
    return JobResult(
        page,
        {
            "code": found.code,
            "name": found.name,
            "severity": found.severity.value,
            "kinds": list(found.kinds),
            "page": found.page,
        },
    )


JOB = Job("rule", run, group="Set up")
