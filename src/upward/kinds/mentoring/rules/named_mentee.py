"""A mentoring record names the person instead of using a pseudonym.

An address, or a name that appears among the people of your evidence, identifies the person. Use a word that only the
two of you know.

## Bad

```markdown
---
kind: mentoring
title: Owning the import
date: 2026-01-12
person: heron@example.com
agreed: 2026-01-12
---
```

## Good

```markdown
---
kind: mentoring
title: Owning the import
date: 2026-01-12
person: Heron
agreed: 2026-01-12
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.model.finding import Remark
from upward.model.record import NOWHERE, Record
from upward.model.rule import Context, Rule
from upward.text import frontmatter


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield a remark where the pseudonym is an address or a known person's name."""
    person = record.string("person").strip()
    known = {
        str(each.get("name", "")).strip().lower()
        for evidence in context.corpus.records("evidence")
        for each in evidence.mappings("people")
    }
    place = frontmatter.parse_front_matter(record.text).values.get(("person",), NOWHERE)
    if "@" in person:
        yield Remark("An address identifies the person: use a pseudonym.", place)
    elif person and person.lower() in known:
        yield Remark(f"{person} is named in your evidence: use a pseudonym.", place)


RULE = Rule("UP341", "named-mentee", check, kinds=("mentoring",), requires_keys=("person",), volatile=True)
