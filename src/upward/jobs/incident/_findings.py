"""The findings about an incident's post-mortem."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.lint.runner import lint_records
from upward.analysis.lint.selection import rules_about
from upward.model.finding import Finding
from upward.model.record import Record
from upward.session.session import Session


def findings_of(session: Session, record: Record) -> Sequence[Finding]:
    """Give the findings of the rules for incidents, and of slots that are not filled."""
    rules = rules_about("incident", session.catalogue.rules.values())
    return list(lint_records([record], rules, session.context()))
