"""Findings: everything the linter says about the logbook, with fixes shown before they are made; and the rules."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.screens._shared import shown_findings
from upward.faces.web.texts import difference
from upward.faces.web.visit import Visit
from upward.model.errors import NoSuchRecordError
from upward.model.finding import Applicability, Finding
from upward.model.record import Record
from upward.text import edits

# Records shown at once.
SHOWN = 40


def findings(visit: Visit) -> Response:
    """Show what is found, record by record, errors first."""
    answer = visit.logbook.answer("check")
    wanted = visit.query("rule")
    found = list(answer.result.report.findings) if answer.result and answer.result.report else []
    counts = Counter(finding.name for finding in found)
    by_path: dict[str, list[Finding]] = {}
    records = visit.logbook.corpus.snapshot.by_path
    for finding in found:
        if not wanted or finding.name == wanted:
            by_path.setdefault(finding.path, []).append(finding)
    shown = [
        (records.get(path), path, shown_findings(each, records[path].text if path in records else ""))
        for path, each in list(by_path.items())[:SHOWN]
    ]
    return visit.page(
        "findings.html", title="Findings", intro="What a listener or reader could doubt, and how to fix it.", answer=answer,
        shown=shown, records=len(by_path), total=len(found), counts=counts.most_common(12), wanted=wanted,
        safe=sum(finding.fix is not None and finding.fix.applicability is Applicability.SAFE for finding in found),
    )  # fmt: skip


def fix(visit: Visit) -> Response:
    """Show what a fix writes."""
    record, found = _chosen(visit)
    assert found.fix is not None  # noqa: S101 - _chosen says so
    after = edits.apply_edits(found.fix.edits, record.text)
    return visit.page(
        "fix.html", title=found.fix.message, intro=f"{record.title}: {found.message}", record=record, found=found,
        lines=difference(record.text, after, 2),
    )  # fmt: skip


def apply_fix(visit: Visit) -> Response:
    """Make a fix that was shown, if the record is still as it was then."""
    record, found = _chosen(visit)
    assert found.fix is not None  # noqa: S101
    after = edits.apply_edits(found.fix.edits, record.text)
    visit.logbook.session().folder.replace(record.path, after, visit.text("digest"))
    visit.logbook.refresh()
    return visit.back("/findings", f"Fixed in `{record.path}`: {found.fix.message}")


def _chosen(visit: Visit) -> tuple[Record, Finding]:
    record = visit.record(visit.param("path"))
    report = visit.logbook.run("check", (str(visit.logbook.root / record.path),)).report
    number = visit.param("number")
    fixes = [each for each in (report.findings if report else ()) if each.fix is not None]
    if not number.isdigit() or int(number) >= len(fixes):
        raise NoSuchRecordError(
            "This fix no longer exists", why="the record has changed", next_step="go back to the findings"
        )
    return record, fixes[int(number)]


def rule(visit: Visit) -> Response:
    """Show the page of a rule."""
    name = visit.param("name")
    found = visit.logbook.catalogue.rules.get(name)
    if found is None:
        raise NoSuchRecordError(f"No rule is called {name}", next_step="look at the list of rules")
    return visit.page("rule.html", title=found.name, intro=f"{found.code}, {found.severity.value}", rule=found)


def rules(visit: Visit) -> Response:
    """List the rules."""
    found = sorted(visit.logbook.catalogue.rules.values(), key=lambda each: each.code)
    return visit.page("rules.html", title="Rules", intro="Every rule, with its page.", rules=found)


SCREEN = Screen(
    "findings",
    "Findings",
    (
        Route("GET", "/findings", findings, {"rule": "Only findings of this rule"}),
        Route("GET", "/fix/{number}/{path:path}", fix),
        Route("POST", "/fix/{number}/{path:path}", apply_fix, form={"digest": "Digest of the text the fix is for"}),
        Route("GET", "/rules", rules),
        Route("GET", "/rule/{name}", rule),
    ),
    order=85,
    key="f",
)
