"""A decision as a table of options against scenarios."""

from upward.analysis.decisions.scoring import scoring_table
from upward.model.page import FactList, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks


def view(record: Record) -> Page:
    """Draw one decision."""
    made = scoring_table(record)
    rows = tuple(
        (
            str(scenario["id"]),
            str(scenario.get("measure", "")),
            *(
                cell.verdict if (cell := made.results.get((option, str(scenario["id"])))) else ""
                for option in made.options
            ),
        )
        for scenario in made.scenarios
    )
    facts = FactList(
        (
            ("status", record.string("status")),
            ("chosen", made.options.get(made.chosen, "")),
            ("look back", record.string("x-revisit")),
        )
    )
    return Page(
        record.title,
        (
            facts,
            Table(("scenario", "measure", *made.options.values()), rows),
            *body_blocks(record.prose, title=record.title),
        ),
    )


VIEW = view
