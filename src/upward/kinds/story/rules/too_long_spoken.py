"""Told aloud, the story takes more than three minutes.

After three minutes they stop listening and start looking for a place to interrupt. The
length is reckoned from the words, at 140 a minute or at the pace you set. Cut the
Situation first.

The example of this rule would fill a page: it is any story of more than 420 words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Context, Rule
from upward.text.words import spoken_seconds

MOST = 180
# Outside of these shares of the bound nobody needs an exact count.
NEAR, FAR = 0.85, 1.3
# How a story of two and a half minutes is best shared out; a part over its share is what to cut.
SHARES = {"situation": 0.25, "task": 0.12, "action": 0.55, "result": 0.22, "learning": 0.15}


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield one remark on a story that is too long, with the part that overruns most."""
    # Most texts are far from the bound, and splitting at white space counts words well enough to see that.
    if story.words * 60 / context.words_per_minute < MOST * NEAR:
        return
    if not story.parts and story.words * 60 / context.words_per_minute > MOST * FAR:
        minutes = story.words / context.words_per_minute
        yield Remark(_message(context.words_per_minute, f"about {minutes:.0f}"), story.first_line(story.body))
        return
    total = story.spoken * 60 / context.words_per_minute
    if total > MOST:
        times = {
            part.value: spoken_seconds(story.cut(span), context.words_per_minute) for part, span in story.parts.items()
        }
        message = _message(context.words_per_minute, f"{total / 60:.1f}")
        yield Remark(message + _overrun(times), story.first_line(story.body))


def _message(pace: int, minutes: str) -> str:
    return f"Told at {pace} words a minute this takes {minutes} minutes; three are the most."


def _overrun(times: Mapping[str, float]) -> str:
    over = {part: seconds - SHARES[part] * MOST for part, seconds in times.items()}
    worst = max(over, key=lambda part: over[part], default="")
    if not worst or over[worst] <= 0:
        return ""
    return f" The {worst.title()} alone takes {times[worst]:.0f} s; about {SHARES[worst] * MOST:.0f} s would do."


RULE = Rule("UP301", "too-long-spoken", check, kinds=("story",))
