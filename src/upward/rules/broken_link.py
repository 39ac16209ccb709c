"""A link leads to no record, or to one of another kind.

If its evidence can't be found, a story has none.

## Bad

```markdown
---
kind: rehearsal
date: 2026-04-02
story: a-story-that-is-not-there
---
```

## Good

```markdown
---
kind: rehearsal
date: 2026-04-02
story: example-crisis
---
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from upward.model.finding import Remark, Severity
from upward.model.kind import Field, Type
from upward.model.record import Record, Value
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.frontmatter import Path


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark for each link without a record at its end."""
    kind = context.kinds.get(record.kind)
    if kind is None or not context.whole:
        return
    for path, target, wanted in _links(record.fields, kind.fields, ()):
        if target.startswith("{{"):
            continue
        found = context.corpus.named(target)
        if not found:
            message = f"No record is called {target}."
        elif wanted and all(item.kind != wanted for item in found):
            noun = f"piece of {wanted}" if wanted == "evidence" else wanted
            message = f"{target} is a {found[0].kind}, not a {noun}."
        else:
            continue
        # Places are looked up only where something is said: that takes longer than all the rest.
        yield Remark(message, frontmatter.parse_front_matter(record.text).values[path])


def _links(fields: Mapping[str, Value], known: Sequence[Field], path: Path) -> Iterator[tuple[Path, str, str]]:
    for field in known:
        value = fields.get(field.name, "")
        items = (
            [((*path, field.name), value)]
            if isinstance(value, (str, Mapping))
            else [((*path, field.name, number), item) for number, item in enumerate(value)]
        )
        for place, item in items:
            if field.type is Type.LINK and isinstance(item, str) and item:
                yield place, item, field.links
            elif isinstance(item, Mapping):
                yield from _links(item, field.parts, place)


RULE = Rule("UP704", "broken-link", check, severity=Severity.ERROR)
