"""A policy as a page: its classes, in the order in which they decide."""

from upward.model.page import Block, FactList, Heading, Items, Page, Table
from upward.model.record import Record
from upward.text.body_blocks import body_blocks


def view(record: Record) -> Page:
    """Draw one policy."""
    rows = tuple(
        (
            str(each.get("id", "")),
            str(each.get("use", "")),
            ", ".join(_listed(each.get("paths"))),
            str(each.get("why", "")),
        )
        for each in record.mappings("classes")
    )
    blocks: list[Block] = [
        FactList(
            (
                ("owner", record.string("owner")),
                ("agreed", record.string("date")),
                ("looked at again", record.string("review-by")),
                ("elsewhere", record.string("default")),
            )
        ),
        Table(("class", "use of AI", "paths", "why"), rows),
    ]
    never = record.strings("never-sent")
    if never:
        blocks += [Heading("Never sent"), Items(never)]
    return Page(record.title, (*blocks, *body_blocks(record.prose, title=record.title)))


def _listed(value: object) -> tuple[str, ...]:
    return (
        (value,)
        if isinstance(value, str)
        else tuple(str(each) for each in value)
        if isinstance(value, (list, tuple))
        else ()
    )


VIEW = view
