"""Which criteria a record of a team practice may show, by fields that were filled in the doing of it."""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.record import Record

Suggested = Iterator[tuple[str, str]]
_CONCERNS = {
    "observability": "senior-ownership-observability",
    "performance": "senior-ownership-performance",
    "security": "senior-ownership-security",
    "technical-debt": "senior-ownership-debt",
}
_STANDARDS = {
    "code": "senior-standards-code",
    "testing": "senior-standards-testing",
    "operations": "senior-standards-operations",
    "process": "senior-standards-process",
}
_LEADS = frozenset({"lead", "owner", "commander", "incident commander"})


def incident(record: Record, me: frozenset[str]) -> Suggested:
    """Suggest leading, preventing, and the use of AI, by who did what in the incident."""
    if record.string("part").lower() in _LEADS:
        yield "senior-ownership-leads-incidents", "an incident with you as its commander"
    elif record.string("judged-by").lower() in me:
        yield "senior-ownership-leads-incidents", "an incident whose cause you named"
    actions = record.mappings("actions")
    if record.string("cause") and any(
        each.get("status") == "done" and each.get("type") == "prevent" for each in actions
    ):
        yield "senior-ownership-prevents", "an incident whose cause is known and whose preventive action is done"
    tools = [each for each in record.mappings("hypotheses") if each.get("tool-version") and each.get("seal")]
    if record.string("cause") and tools:
        yield "ai-incidents", "a tool's guesses, sealed before the cause was known"


def concern(record: Record) -> Suggested:
    """Suggest what a concern is about, once it is settled with a before and an after."""
    if record.string("status") == "closed" and record.string("about") in _CONCERNS:
        yield (
            _CONCERNS[record.string("about")],
            f"a concern of {record.string('about')}, settled with a before and an after",
        )


def radar(record: Record) -> Suggested:
    """Suggest staying current, once a claim was tried."""
    trials = record.mappings("trials")
    if trials:
        yield "ai-staying-current", f"a dated claim of a tool, with {len(trials)} own trial{'s' * (len(trials) > 1)}"


def mentoring(record: Record) -> Suggested:
    """Suggest growing people by a measure before and after, delegating by what was handed over."""
    before = {str(each.get("measure", "")) for each in record.mappings("baseline")}
    if any(str(each.get("measure", "")) in before for each in record.mappings("observations") if each.get("value")):
        yield "senior-mentoring-grows", "a measure of a mentee's work before and after"
    if record.mappings("hand-overs"):
        yield "senior-mentoring-delegates", "an area that a mentee looks after now"


def standard(record: Record) -> Suggested:
    """Suggest winning adoption by teams that said yes, and the standard's subject once it is adopted."""
    yes = sum(each.get("answer") == "yes" for each in record.mappings("adopters"))
    if yes:
        yield "senior-standards-wins-adoption", f"a standard to which {yes} team{'s' * (yes > 1)} said yes"
    if record.string("status") == "adopted" and record.string("about") in _STANDARDS:
        yield _STANDARDS[record.string("about")], f"an adopted standard of {record.string('about')}"


def message(record: Record) -> Suggested:
    """Suggest fitting the message to its reader, once a reader said the ask back."""
    if any(each.get("understood") == "yes" for each in record.mappings("readers")):
        yield "senior-communication-audiences", "a message whose ask a reader said back"
