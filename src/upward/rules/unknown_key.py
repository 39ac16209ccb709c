"""The front matter has a key that upward does not read.

It is kept as it is: your own keys are welcome. But a key that differs in one letter from a known one is probably
misspelt, and upward ignores its value.

## Bad

```markdown
---
kind: question
title: Tell me about a failure.
princples: [ownership]
---
```

## Good

```markdown
---
kind: question
title: Tell me about a failure.
principles: [ownership]
---
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from upward.model.finding import Applicability, Edit, Fix, Remark, Severity
from upward.model.kind import Field, Type
from upward.model.record import Record, Value
from upward.model.rule import Context, Rule
from upward.text import frontmatter
from upward.text.frontmatter import Path

# Keys that any record may have: what it shows, what is suggested and rejected, what others said about it.
_ANYWHERE = frozenset({"criteria", "part", "said"}) | {
    f"{state}-{key}"
    for state in ("suggested", "rejected")
    for key in ("criteria", "themes", "principles", "leadership")
}


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark for each unknown key, with a fix where it is nearly a known one."""
    kind = context.kinds.get(record.kind)
    if kind is None or not record.fields:
        return
    for path, names, held in _unknown(record.fields, kind.fields, ()):
        key = str(path[-1])
        if len(path) == 1 and key in _ANYWHERE:
            continue
        similar = difflib.get_close_matches(key.lower(), [name for name in names if name not in held], n=1, cutoff=0.75)
        # Places are looked up only where something is said: that takes longer than all the rest.
        place = frontmatter.parse_front_matter(record.text).keys[path]
        if similar:
            fix = Fix(f"Rename the key to `{similar[0]}`", (Edit(place, similar[0]),), Applicability.SAFE)
            yield Remark(f"`{key}` is not a key of a {kind.name}; did you mean `{similar[0]}`?", place, fix)
        elif not key.startswith("x-"):
            yield Remark(f"`{key}` is not a key of a {kind.name}; it is kept but not used.", place)


def _unknown(
    fields: Mapping[str, Value], known: Sequence[Field], path: Path
) -> Iterator[tuple[Path, Sequence[str], Mapping[str, Value]]]:
    by_name = {field.name: field for field in known}
    for key, value in fields.items():
        field = by_name.get(key)
        if field is None:
            yield (*path, key), list(by_name), fields
        elif field.type is Type.MAPPING and field.parts:
            if isinstance(value, Mapping):
                yield from _unknown(value, field.parts, (*path, key))
            elif not isinstance(value, str):
                for number, item in enumerate(value):
                    if isinstance(item, Mapping):
                        yield from _unknown(item, field.parts, (*path, key, number))


RULE = Rule("UP703", "unknown-key", check, severity=Severity.HINT)
