"""A story as matching sees it: what it matches, what it is worth, what happened in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from upward.analysis.questions.events import Event
from upward.analysis.questions.label_model import Labeller
from upward.model.record import Record
from upward.text.dates import parse_date
from upward.text.template_slots import open_slots, text_without_slots

# What a draft with open questions, each weakness the linter finds, and each year beyond the third take away.
DRAFT, WEAKNESS, YEAR = 0.6, 0.02, 0.03
MOST_WEAK, FRESH, MOST_YEARS = 5, 3, 5
# Of the words of an event so many characters are shown.
MOST_QUOTED = 60
# In larger banks pieces of words would make the loading slow.
LARGE = 2000
# The rules whose findings make a story weaker whatever is asked.
WEAKNESSES = frozenset(
    "we-without-i vague-outcome no-obstacle no-learning missing-result overstated-verb unproven-claim".split()
)
_KEYS = {"principles": "amazon-principles", "themes": "story-themes"}


@dataclass(frozen=True, slots=True)
class IndexedStory:
    """A story as matching sees it."""

    record: Record
    # The owner's principles, themes and kinds of leadership; whether there is a principle or a theme among them.
    tags: frozenset[str]
    tagged: bool
    label_affinity: Mapping[str, float]
    words: frozenset[str]
    text: str
    quality: float
    remarks: tuple[str, ...]
    # The words that say an event happened in it, by the event's name: many questions ask for the same few.
    _evidence: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def event_evidence(self, event: Event) -> str:
        """Give the words of the story that say an event happened; empty where none do."""
        if event.name not in self._evidence:
            self._evidence[event.name] = event.evidence(self.text)
        return self._evidence[event.name]

    def lacking(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Give the events that did not happen in the story."""
        return tuple(event for event in events if not self.event_evidence(event))

    def event_quotes(self, events: Sequence[Event]) -> tuple[str, ...]:
        """Give the name of each event that the story holds, with the words that speak for it."""
        found = [(event.name, self.event_evidence(event)) for event in events]
        return tuple(f'{name} ("{said[:MOST_QUOTED]}")' for name, said in found if said)


def story_tags(story: Record) -> frozenset[str]:
    """Give the owner's principles, themes and kinds of leadership."""
    return frozenset(tag for key in (*_KEYS, "leadership") for tag in story.strings(key))


def story_affinities(story: Record, labeller: Labeller, *, pieces: bool = True) -> dict[str, float]:
    """Give how much a story matches each principle and theme, in deviations: it rests on its text alone.

    Without `pieces` only whole words count, which is quicker (see `LARGE`).
    """
    return text_affinities(story, text_without_slots(story), labeller, pieces=pieces)


def text_affinities(story: Record, text: str, labeller: Labeller, *, pieces: bool) -> dict[str, float]:
    """Give the same for a story whose text without slots is known already."""
    whole = f"{story.title}. {text}"
    return {
        name: value
        for rubric in _KEYS.values()
        for name, value in labeller.label_affinity(rubric, whole, pieces=pieces).items()
    }


def index_story(
    story: Record,
    text: str,
    words: frozenset[str],
    speaks: Mapping[str, float],
    weak: Mapping[str, Sequence[str]],
    today: date | None,
) -> IndexedStory:
    """Index a story of this text without slots; `weak` names the linter's findings by story."""
    whole = f"{story.title}. {text}"
    factor, remarks = _story_quality(story, weak.get(story.id, ()), today)
    topics = any(story.strings(key) for key in _KEYS)
    return IndexedStory(story, story_tags(story), topics, speaks, words, whole, factor, remarks)


def _story_quality(story: Record, weak: Sequence[str], today: date | None) -> tuple[float, tuple[str, ...]]:
    """Give what a story is worth whatever is asked, from 0 to 1, and why not all."""
    factor, remarks = 1.0, []
    still = len(list(open_slots(story.prose)))
    if still:
        factor *= DRAFT
        remarks.append(f"still a draft: {still} questions open")
    if weak:
        factor *= 1 - WEAKNESS * min(len(weak), MOST_WEAK)
        names = dict.fromkeys(weak)
        remarks.append(f"open finding{'s' * (len(names) > 1)}: {', '.join(names)}")
    day = parse_date(story.string("date"))
    years = (today - day).days // 365 - FRESH if today and day else 0
    if years > 0:
        factor *= 1 - YEAR * min(years, MOST_YEARS)
        remarks.append(f"{years + FRESH} years old")
    return factor, tuple(remarks)
