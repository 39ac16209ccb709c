"""Which story answers a question, and why; and when the honest answer is none yet."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from upward.analysis.questions.bm25 import Bm25
from upward.analysis.questions.events import Event, events_in_question
from upward.analysis.questions.fit import ANSWERS, BACKED_WORDS, bounded, fit_of
from upward.analysis.questions.indexed_story import LARGE, IndexedStory, index_story, text_affinities
from upward.analysis.questions.label_model import UNCLEAR, Labeller
from upward.model.judgement import Fit, Label, Match, RankedStories
from upward.model.record import Record
from upward.model.rubric import Question
from upward.text.language import ENGLISH, language_of
from upward.text.template_slots import text_without_slots
from upward.text.words import index_terms, words

PRINCIPLES, THEMES = 0.6, 0.4
# How much of a question's kind of leadership counts beside them; only a story's tag can answer it.
KINDS = 0.2
# Beside the words in common, which count once for the story that shares most: how strongly the text matches the
# principles and the themes asked for, where the owner has tagged the story and where not; and what the tags count.
# Chosen on the banks of other people in the development set and on those in training/ (docs/evaluation/matching.md).
AFFINITY_WEIGHTS = {True: (0.2, 0.2), False: (0.5, 0.3)}
TAG_WEIGHTS = (2.0, 0.8)
# What the tag of a kind of leadership counts; no bank with such tags was there to choose it on.
KIND_WEIGHT = 0.4
# In deviations, from where on the text of a story with tags counts less, and what it counts from there on.
BEND, BEYOND_BEND = 1.0, 0.2
# How much more the tag of a theme counts where the question leaves open which principle it is after.
OPEN_QUESTION_BOOST = 1.5
# What the events that a question asks for give where the story holds one, and what each takes away that it lacks.
EVENT_HELD, EVENT_LACKED = 0.15, 0.4
# The sum at which a story turns into an answer, and how fast: where one right answer in seven is lost.
ANSWER_CURVE = {True: (1.35, 1.5), False: (1.2, 1.2)}
# A label of less weight decides nothing.
MIN_LABEL_WEIGHT, MIN_SHARE = 0.01, 0.03
# Themes that all match weakly stay weak.
MIN_THEME_SUM = 0.5
# A question of so many words tells its language.
MIN_QUESTION_WORDS = 5
NOT_READ = "The question is in {}, and only English ones are read; ask it in English."
NO_STORY_ASKED = "The question does not ask for a story; prepare a short answer instead."
NO_WORD_KNOWN = "No word of the question is known. Check its spelling, and ask it in full."
# Of so many stories at least the events are looked up.
NEAREST = 30
# So many deviations above other stories a text matches a principle or a theme.
AFFINE = 0.5
# The share of the clearest label's strength from which on another is named as well.
CLEAR_LABEL = 0.4
_KINDS = "leadership-kinds"
# Words of questions that say nothing of what a story is about.
_LIGHT = frozenset(
    "ask asked asking ever example gave get give given gone got happen happened how like made make making non "
    "occasion people situation something somebody someone take taken talk tell "  # language: quoted
    "thing things took us use used using walk way went work worked working describe share".split()
)
_SHOWN = {"amazon-principles": (3, 0.08), "story-themes": (2, 0.25), "leadership-kinds": (1, 0.3)}


@dataclass(frozen=True, slots=True)
class StoryBank:
    """Stories made ready to be matched. `known` are questions whose labels are given."""

    stories: tuple[IndexedStory, ...]
    index: Bm25
    labeller: Labeller
    known: Mapping[str, Question] = field(default_factory=dict)
    # Made when they are first asked for.
    _columns: dict[str, list[Any]] = field(default_factory=dict, compare=False, repr=False)
    _tags: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        stories: Sequence[Record],
        labeller: Labeller,
        known: Sequence[Question] = (),
        weak: Mapping[str, Sequence[str]] | None = None,
        today: date | None = None,
        affinities: Mapping[str, Mapping[str, float]] | None = None,
    ) -> StoryBank:
        """Index the stories; `weak` names the linter's findings by story, `today` lets old ones count less.

        `affinities` gives what `story_affinities` gave before, by the story's path; of the others it is computed.
        """
        texts = [text_without_slots(story) for story in stories]
        documents = [
            index_terms(story.title) * 3 + index_terms(text) for story, text in zip(stories, texts, strict=True)
        ]
        indexed = tuple(
            index_story(
                story,
                text,
                frozenset(terms),
                affinities[story.path]
                if affinities and story.path in affinities
                else text_affinities(story, text, labeller, pieces=len(stories) <= LARGE),
                weak or {},
                today,
            )
            for story, text, terms in zip(stories, texts, documents, strict=True)
        )
        return cls(indexed, Bm25.of(documents), labeller, {_plain(item.text): item for item in known})

    def rank_stories(self, question: str, most: int = 5) -> RankedStories:
        """Give the stories for a question, best first."""
        language = language_of(question, MIN_QUESTION_WORDS)
        if language != ENGLISH:
            return RankedStories(question, (), (), answerable=False, advice=NOT_READ.format(language))
        asks = _plain(question) in self.known or self.labeller.asks_for_story(question)
        if not asks:
            return RankedStories(question, (), (), answerable=False, advice=NO_STORY_ASKED, asks_for_story=False)
        wanted = self.label_weights(question)
        # The terms that are looked up, each with the word of the question, which is what a person is shown.
        said = {terms[0]: word for word in words(question) if word not in _LIGHT and (terms := index_terms(word))}
        events = events_in_question(question)
        if not (events or self.labeller.knows(question) or any(term in self.index.postings for term in said)):
            return RankedStories(question, (), (), answerable=False, advice=NO_WORD_KNOWN)
        totals = self._totals(wanted, list(said))
        # What happened in a story is looked up only for those that may come first.
        candidates = heapq.nlargest(max(most, NEAREST), range(len(self.stories)), key=totals.__getitem__)
        found = [self._match(number, totals[number], wanted, said, events) for number in candidates]
        # A story that lacks the event asked for comes behind those that hold it.
        found.sort(key=lambda pair: (pair[0].fit is Fit.GAP and bool(pair[0].lacks), -pair[1], pair[0].story))
        matches = [match for match, _ in found[:most]]
        answerable = bool(matches) and matches[0].fit in ANSWERS
        advice = "" if answerable else _advice(matches)
        return RankedStories(question, tuple(self.question_labels(question)), tuple(matches), answerable, advice)

    def label_weights(self, question: str) -> Mapping[str, float]:
        """Give how much a question asks for each principle, theme and kind of leadership."""
        item = self.known.get(_plain(question))
        if item is not None:
            shares = [(item.principles, PRINCIPLES), (item.themes, THEMES)]
            given = {name: weight / len(names) for names, weight in shares for name in names}
            return given | self._kinds(question)
        principles = self.labeller.strengths("amazon-principles", question)
        themes = self.labeller.strengths("story-themes", question)
        whole = max(sum(themes.values()), MIN_THEME_SUM)
        weights = {name: PRINCIPLES * value for name, value in principles.items()}
        weights |= {name: THEMES * value / whole for name, value in themes.items()}
        return {name: weight for name, weight in weights.items() if weight >= MIN_LABEL_WEIGHT} | self._kinds(question)

    def _kinds(self, question: str) -> dict[str, float]:
        if _KINDS not in self.labeller.models:
            return {}
        found = self.labeller.strengths(_KINDS, question)
        scale = KINDS / max(sum(found.values()), MIN_THEME_SUM)
        return {name: scale * value for name, value in found.items() if scale * value >= MIN_LABEL_WEIGHT}

    def question_labels(self, question: str) -> list[Label]:
        """Give what a question asks for, best first: the given labels of a known one, else what the model reads."""
        item = self.known.get(_plain(question))
        if item is not None:
            return [Label(name, 1.0, "the question bank says so") for name in (*item.principles, *item.themes)]
        if not self.labeller.knows(question):
            return []
        found = [
            label
            for rubric, (most, least) in _SHOWN.items()
            for label in self.labeller.labels(rubric, question, least)[:most]
        ]
        found.sort(key=lambda label: (-label.strength, label.criterion))
        # What is far behind the clearest label, or rests on no word, is no answer to "what does it ask for".
        return [each for each in found if each.strength >= CLEAR_LABEL * found[0].strength and each.because != UNCLEAR]

    def _totals(self, wanted: Mapping[str, float], words: Sequence[str]) -> list[float]:
        """Give what speaks for each story, whatever happened in it."""
        scores = self.index.scores(words)
        best = max(scores.values(), default=0.0) or 1.0
        shares = [(name, self._rank(name), share) for name, share in self._shares(wanted)]
        clear = max((share for _, rank, share in shares if rank == 0), default=0.0)
        tags = (TAG_WEIGHTS[0], TAG_WEIGHTS[1] + OPEN_QUESTION_BOOST * (1 - clear))
        tag_weights = {name: tags[rank] * share for name, rank, share in shares}
        tag_weights |= {name: KIND_WEIGHT * wanted[name] / KINDS for name in self._kind_names() if name in wanted}
        speaking = {
            tagged: [(name, weights[rank] * share) for name, rank, share in shares]
            for tagged, weights in AFFINITY_WEIGHTS.items()
        }
        totals = [scores.get(number, 0.0) / best for number in range(len(self.stories))]
        # A column at a time: in a bank of 10,000 stories a loop over stories and labels takes three times as long.
        flags = self._column("tagged")
        for (name, tagged), (_, untagged) in zip(speaking[True], speaking[False], strict=True):
            weights = (untagged, tagged)
            totals = [
                total + weights[flag] * value
                for total, flag, value in zip(totals, flags, self._column(name), strict=True)
            ]
        for name, value in tag_weights.items():
            for number in self._tagged(name):
                totals[number] += value
        return totals

    def _column(self, name: str) -> Sequence[Any]:
        """Give how much each story matches a label; for "tagged" 1 where it has a principle or a theme, else 0."""
        if name not in self._columns:
            made = [int(each.tagged) if name == "tagged" else _confirming(each, name) for each in self.stories]
            self._columns[name] = made
        return self._columns[name]

    def _tagged(self, name: str) -> Sequence[int]:
        """Give the numbers of the stories with a tag."""
        if name not in self._tags:
            self._tags[name] = [number for number, story in enumerate(self.stories) if name in story.tags]
        return self._tags[name]

    def _strength(self, number: int, total: float, held: int, lacked: int) -> float:
        """Give a story's strength, from 0 to 1, with the number of events asked for that it holds and lacks."""
        story = self.stories[number]
        even, slope = ANSWER_CURVE[story.tagged]
        total += (EVENT_HELD if held else 0.0) - EVENT_LACKED * lacked
        return story.quality / (1 + math.exp(-slope * (total - even)))

    def _kind_names(self) -> Sequence[str]:
        model = self.labeller.models.get(_KINDS)
        return model.classes if model else ()

    def _rank(self, name: str) -> int:
        """Give 0 for a principle and 1 for a theme."""
        return 0 if name in self.labeller.models["amazon-principles"].classes else 1

    def _shares(self, wanted: Mapping[str, float]) -> list[tuple[str, float]]:
        """Give the share of each principle among the principles, and of each theme among the themes."""
        kinds = self._kind_names()
        return [
            (name, weight / (PRINCIPLES, THEMES)[self._rank(name)])
            for name, weight in wanted.items()
            if weight >= MIN_SHARE and name not in kinds
        ]

    def _match(
        self,
        number: int,
        total: float,
        labels: Mapping[str, float],
        said: Mapping[str, str],
        events: Sequence[Event],
    ) -> tuple[Match, float]:
        """Give a match, and the strength it has before its fit bounds it."""
        story = self.stories[number]
        wanted = sorted((name for name in labels if labels[name] > 0.08), key=lambda name: -labels[name])  # noqa: PLR2004 - what is worth a word
        because = []
        lacks = story.lacking(events)
        held = [event for event in events if event not in lacks]
        strength = self._strength(number, total, len(held), len(lacks))
        if held:
            because.append("may hold what it asks for: " + "; ".join(story.event_quotes(held)))
        tagged = [name for name in wanted if name in story.tags]
        if tagged:
            because.append("tagged " + ", ".join(tagged[:4]))
        affine = [name for name in wanted if story.label_affinity.get(name, 0.0) > AFFINE and name not in tagged]
        if affine:
            because.append("matches " + ", ".join(name.replace("-", " ") for name in affine[:3]))
        shared = [word for term, word in said.items() if term in story.words]
        if shared:
            because.append("shared words: " + ", ".join(shared[:5]))
        if lacks:
            because.append("does not hold: " + ", ".join(event.name for event in lacks))
        fit = fit_of(strength, lacks, is_backed=bool(held or affine or len(shared) >= BACKED_WORDS))
        match = Match(
            story.record.id,
            story.record.title,
            fit,
            round(bounded(strength, fit), 3),
            (*because, *story.remarks) or ("nothing in common",),
            tuple(event.name for event in lacks),
        )
        return match, strength


def _confirming(story: IndexedStory, name: str) -> float:
    """Give what a story's text counts for a label: it confirms the owner's tags, beyond the bend it adds little more.

    A short text has few words, each of which weighs much: without the bend a fuller one is worth less for being fuller.
    """
    value = story.label_affinity[name]
    return value if not story.tagged or value < BEND else BEND + BEYOND_BEND * (value - BEND)


def _plain(question: str) -> str:
    return question.lower().strip(" ?.!")


def _advice(matches: Sequence[Match]) -> str:
    if not matches:
        return "The logbook has no story yet."
    lacks = matches[0].lacks
    if lacks:
        return f"Gap: no story holds what the question asks for ({', '.join(lacks)})."
    return "No story fits well enough yet."
