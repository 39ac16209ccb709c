"""Told aloud, the story takes more than three minutes.

After three minutes interviewers stop listening and start looking for a place to interrupt. The duration is computed
from the number of words, at 140 a minute or the pace in your settings. Cut the Situation first.

The example of this rule would fill a page: it is any story of more than 420 words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark
from upward.model.rule import Context, Rule
from upward.text.words import spoken_seconds

# Outside of these shares of the bound an exact count is not needed.
NEAR, FAR = 0.85, 1.3
# How a story of two and a half minutes is best shared out; a part over its share is what to cut.
SHARES = {"situation": 0.25, "task": 0.12, "action": 0.55, "result": 0.22, "learning": 0.15}


def check(story: StoryText, context: Context) -> Iterator[Remark]:
    """Yield one remark on a story that is too long, with the part that overruns most."""
    pace, most = context.words_per_minute, context.spoken_seconds[1]
    # Most texts are far from the bound, and splitting at white space counts words well enough to see that.
    if story.words * 60 / pace < most * NEAR:
        return
    if not story.parts and story.words * 60 / pace > most * FAR:
        yield Remark(_message(pace, f"about {story.words / pace:.0f}", most), story.first_line(story.body))
        return
    total = story.spoken * 60 / pace
    if total > most:
        times = {part.value: spoken_seconds(story.text_of(span), pace) for part, span in story.parts.items()}
        message = _message(pace, f"{total / 60:.1f}", most)
        yield Remark(message + _overrun(times, most), story.first_line(story.body))


def _message(pace: int, minutes: str, most: int) -> str:
    return f"Too long: {minutes} minutes at {pace} words a minute (aim for {most / 60:.3g} at most)."


def _overrun(times: Mapping[str, float], most: int) -> str:
    over = {part: seconds - SHARES[part] * most for part, seconds in times.items()}
    worst = max(over, key=lambda part: over[part], default="")
    if not worst or over[worst] <= 0:
        return ""
    return f" The {worst.title()} alone takes {times[worst]:.0f} s; about {SHARES[worst] * most:.0f} s is enough."


RULE = Rule("UP301", "too-long-spoken", check, kinds=("story",))
