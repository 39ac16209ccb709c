"""A decision names a successor that is not in the log.

The link should lead to the decision in force. Correct the link; its target counts, not its text.

The example of this rule would fill a page: it takes two records.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark for each successor that the log does not have."""
    from upward.analysis.decisions.adr_status import is_named, status_of

    if not context.whole:
        return
    status = status_of(record)
    known = [each.id for each in context.corpus.records("decision")]
    for relation in status.relations:
        if relation.verb not in {"superseded by", "replaced by", "amended by"}:
            continue
        for target in relation.to:
            # What lies in another folder is not of this log.
            if not target.startswith("../") and not any(is_named(target, ident) for ident in known):
                yield Remark(f"No decision is called {target}.", status.span)


RULE = Rule("UP906", "broken-supersession", check, kinds=("decision",), volatile=True)
