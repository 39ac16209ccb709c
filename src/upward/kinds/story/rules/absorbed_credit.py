"""The story takes the credit for what others did.

Examples are "single-handedly", "the team just followed", or "I" in every sentence although the evidence names
co-authors. An interviewer may ask people who were there. Say what you did, and name what others did.

## Bad

```markdown
## Action
I single-handedly rebuilt the billing system; the team just followed.
```

## Good

```markdown
## Action
I designed the new billing system and wrote its ledger. Two colleagues moved the invoices.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.agency import ALONE, FIRST_PERSON, TEAM
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.rule import Context, Rule
from upward.text.story_parts import Part

PARTNERS = {"author", "co-author", "lead"}


def check(record: Record, story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield a remark for each boast, and one where the evidence names partners and the story names none."""
    for place in (
        story.occurrences(ALONE, story.without(Part.SITUATION, Part.LEARNING)) if story.contains(ALONE) else ()
    ):
        words = " ".join(story.text_of(place).split())
        yield Remark(f'"{words}" gives all the credit to you. Name who else was involved, and their part.', place)
    partners = _partners(record, context)
    spans = story.within(Part.ACTION, Part.RESULT) if partners else []
    if partners and story.contains(FIRST_PERSON, spans) and not story.contains(TEAM, spans):
        names = ", ".join(sorted(partners)[:3])
        message = f"The evidence names {names} as partners, but the story mentions only you."
        yield Remark(message, story.first_line(story.parts.get(Part.ACTION, story.body)))


def _partners(record: Record, context: Context) -> set[str]:
    linked = [item for ident in record.strings("evidence") for item in context.corpus.named(ident)]
    people = [person for item in linked for person in item.mappings("people")]
    return {str(person.get("name", "")) for person in people if person.get("part") in PARTNERS}


RULE = Rule("UP103", "absorbed-credit", check, kinds=("story",))
