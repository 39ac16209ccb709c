"""An indicator has no source, or no target and direction.

Without a command or file nothing is measured; without a target and a direction a number can't be judged.

## Bad

```markdown
---
kind: concern
title: No alert when the import hangs
date: 2026-01-05
about: observability
indicators:
  - {id: lag, what: Minutes since the last import}
---
```

## Good

```markdown
---
kind: concern
title: No alert when the import hangs
date: 2026-01-05
about: observability
indicators:
  - {id: lag, what: Minutes since the last import, command: ./bin/lag, unit: minutes, target: 30, direction: down}
---
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Rule
from upward.text import frontmatter


def check(record: Record) -> Iterator[Remark]:
    """Yield a remark on each indicator that is not whole."""
    from upward.analysis.concerns.concern import parse_indicators

    values = frontmatter.parse_front_matter(record.text).values
    held = record.mappings("indicators")
    for number, each in enumerate(parse_indicators(record)):
        place = values.get(("indicators", number), NOWHERE)
        said: Mapping[str, object] = held[number] if number < len(held) else {}
        if each.source is None:
            name = each.what or each.id
            yield Remark(f"{name!r} is not measured: name a command, file, sarif, coverage or benchmark.", place)
        elif each.objective is None and (each.target is None or "direction" not in said):
            yield Remark(f"{each.id} has no target and direction, so its values can't be judged.", place)


RULE = Rule("UP331", "unmeasured-indicator", check, kinds=("concern",), requires_keys=("indicators",))
