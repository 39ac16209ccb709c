"""Told aloud, the story takes more than three minutes.

After three minutes they stop listening and start looking for a place to interrupt. The
length is reckoned from the words, at 140 a minute or at the pace you set. Cut the
Situation first.

The example of this rule would fill a page: it is any story of more than 420 words.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark
from upward.model.record import Record
from upward.text.words import spoken_seconds

MOST = 180
# How a story of two and a half minutes is best shared out; a part over its share is what to cut.
SHARES = {"situation": 0.25, "task": 0.12, "action": 0.55, "result": 0.22, "learning": 0.15}


def check(record: Record, context: Context) -> Iterator[Remark]:
    """Yield one remark on a story that is too long, with the part that overruns most."""
    story = told(record)
    times = {
        part.value: spoken_seconds(story.cut(span), context.words_per_minute) for part, span in story.parts.items()
    }
    total = sum(times.values()) if story.parts else spoken_seconds(story.cut(story.body), context.words_per_minute)
    if total <= MOST:
        return
    over = {part: seconds - SHARES[part] * MOST for part, seconds in times.items()}
    worst = max(over, key=lambda part: over[part], default="")
    where = (
        f" The {worst.title()} alone takes {times[worst]:.0f} s; about {SHARES[worst] * MOST:.0f} s would do."
        if worst and over[worst] > 0
        else ""
    )
    first = story.sentences[0] if story.sentences else story.body
    yield Remark(
        f"Told at {context.words_per_minute} words a minute this takes {total / 60:.1f} minutes; "
        f"three are the most.{where}",
        first,
    )


RULE = Rule("UP301", "too-long-spoken", check, kinds=("story",))
