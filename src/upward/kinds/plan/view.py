"""A plan, step by step, the next one first."""

from upward.model.page import Block, Callout, FactList, Heading, Page
from upward.model.record import Record
from upward.text.template_slots import text_without_slots

NAMES = ("step", "where", "shows", "reading", "hours", "state")


def view(record: Record) -> Page:
    """Give the steps by the day they are due."""
    steps = sorted(record.mappings("steps"), key=lambda step: str(step.get("due", "")))
    blocks: list[Block] = [
        FactList(
            (
                ("made on", record.string("date")),
                ("towards", record.string("rubric")),
                ("hours a week", record.string("hours")),
            )
        )
    ]
    for step in steps:
        blocks.append(Heading(f"{step.get('due', 'some day')}: {step.get('criterion', '')}", 3))
        blocks.append(FactList(tuple((name, str(step[name])) for name in NAMES if step.get(name))))
    said = " ".join(text_without_slots(record).replace("## Why now", "").split())
    if said:
        blocks.append(Callout(said))
    return Page(record.title, tuple(blocks))


VIEW = view
