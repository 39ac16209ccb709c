"""The story contains a confidential name.

The names of `confidential = [...]` in `.upward/config.toml`, and the people named in the linked evidence are reported.
An interviewer needs the role, not the name. Email addresses are reported, too.

## Bad

```markdown
I asked jo@example.com to review it, although she was against it.
```

## Good

```markdown
I asked the lead of the payments team to review it, although she was against it.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.narrative.patterns.confidential import EMAIL
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Applicability, Edit, Fix, Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.model.span import Span

# A first name alone is too often a word.
SHORTEST = 4


def check(record: Record, story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield a remark for each such name in the prose."""
    names = {name: "[confidential]" for name in context.confidential if name}
    names |= dict.fromkeys(_people(record, context), "a colleague")
    for name, instead in names.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", record.prose):
            yield _remark(f"{name} should not be named", record.body.start + match.start(), match.group(), instead)
    for place in story.occurrences(EMAIL):
        yield _remark("An address names a person", place.start, story.text_of(place), "a colleague")


def _remark(what: str, start: int, name: str, instead: str) -> Remark:
    place = Span(start, start + len(name))
    fix = Fix(f"Write {instead}", (Edit(place, instead),), Applicability.UNSAFE)
    return Remark(f"{what}: name the role instead.", place, fix)


def _people(record: Record, context: Context) -> Iterator[str]:
    for ident in record.strings("evidence"):
        for item in context.corpus.named(ident):
            for person in item.mappings("people"):
                name = str(person.get("name", ""))
                # "Platform team" is a role; a person's name has two capitals.
                if len(name) >= SHORTEST and len(name.split()) > 1 and all(word[:1].isupper() for word in name.split()):
                    yield name


RULE = Rule("UP601", "confidential-name", check, kinds=("story",))
