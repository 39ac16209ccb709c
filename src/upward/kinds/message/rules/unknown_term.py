"""A message to people outside engineering uses jargon or an acronym without explaining it.

Say what it means for the reader; an acronym is explained as "service level objective (SLO)".

## Bad

```markdown
---
kind: message
title: Rejected orders
date: 2026-05-22
audience: finance
---

## What happened

The SLO was missed after a rollback.
```

## Good

```markdown
---
kind: message
title: Rejected orders
date: 2026-05-22
audience: finance
---

## What happened

We went back to the old version and kept customers waiting longer than we promise.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.markdown import blanked_text


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on each term that the reader may not know."""
    from upward.analysis.messages.terms import unknown_terms

    start = record.body.start
    for term in unknown_terms(blanked_text(record.text)[start : record.body.stop]):
        span = Span(start + term.start, start + term.stop)
        said = f"write {term.plain!r}, or explain it" if term.plain else "explain it"
        yield Remark(f"{term.word!r} may not be known to {record.string('audience') or 'the reader'}: {said}.", span)


RULE = Rule("UP361", "unknown-term", check, kinds=("message",))
