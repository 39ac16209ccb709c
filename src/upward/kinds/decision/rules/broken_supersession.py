"""A decision says it is superseded by one that is not there.

Who follows the link must find what holds now.

The example of this rule would fill a page: it takes two records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule

_BY = re.compile(r"(?i)superseded by\s+(?:\[)?(?P<name>[\w./-]+)")


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where that is so."""
    from upward.analysis.decisions.scoring import said

    match = _BY.search(said(record, "status")[0])
    if match is None or not context.whole:
        return
    name = match["name"].rsplit("/", 1)[-1].removesuffix(".md").lower()
    known = [each.id.lower() for each in context.corpus.records("decision")]
    if not any(
        ident == name
        or ident.startswith(f"{name}-")
        or (name.lstrip("adr-0").isdecimal() and _number(ident) == _number(name))
        for ident in known
    ):
        yield Remark(f"No decision is called {match['name']}.", said(record, "status")[1])


def _number(name: str) -> int:
    """Give the number in an id; -1 without one."""
    found = re.search(r"\d+", name)
    return int(found.group()) if found else -1


RULE = Rule("UP906", "broken-supersession", check, kinds=("decision",))
