"""What a question or a story asks for or shows: a linear model over words and pieces of words, with reasons.

The weights are data, made by `scripts/train.py` from the questions and phrases in `training/`;
nothing here knows how they were found. A text's features are its stemmed words and pairs of
words, and the pieces of three to five letters in each word, both weighted by
term frequency and inverse document frequency (Salton and Buckley, 1988) and scaled to length 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from upward.analysis.questions.story_request import asks_for_story
from upward.model.judgement import Label
from upward.text.words import index_terms, stem, words

# Words that say how a question is asked, not what it is about.
_ASKING = frozenset(
    "a an the of to in on at for and or is are was were be been it its this that you your i me my how do did does what "
    "when tell about time give example describe have had has with who would if suppose from by as not".split()
)
_SIZES = (3, 4, 5)
# The class of what asks for no story at all: it takes strength from the others, and is never shown.
NONE = "none"
MOST_NAMED = 3
# The reason of a label that rests on no word a person would name.
UNCLEAR = "low confidence; no distinctive words"
HUNDREDTHS = 100
# A class's total in `FeatureWeights.add`: bits that hold a sum of thousands of weights, and bits behind the point.
FIELD = 96
PRECISION, HALF_FIELD, FIELD_MASK = 1 << 32, 1 << FIELD - 1, (1 << FIELD) - 1
# The pieces of so many words are kept; a bank of 1,000 stories has some 10,000 words.
MOST_WORDS = 20_000
# A share of the whole below which a word is no reason.
MIN_REASON_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class FeatureWeights:
    """The weights of one sort of features, as columns: thousands of small mappings take longer to read than to use.

    A feature's inverse document frequency is in `idf`; what it says of the classes `classes[start:stop]` is in
    `weights[start:stop]`, where the feature's own entry of `stops` is the stop and the one before it the start.
    Numbers are in hundredths.
    """

    places: Mapping[str, int]
    idf: Sequence[int]
    stops: Sequence[int]
    classes: Sequence[int]
    weights: Sequence[int]
    # The places of a word's pieces, and a feature's weights as one number: the stories of a bank share most of both.
    _pieces: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)
    _packed: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> FeatureWeights:
        """Read a table from what `scripts/train.py` wrote."""
        places = {name: place for place, name in enumerate(data["features"])}
        return cls(places, data["idf"], data["stops"], data["classes"], data["weights"])

    def said(self, place: int) -> Iterator[tuple[int, int]]:
        """Yield each class that a feature is evidence for or against, with its weight."""
        start, stop = self.stops[place - 1] if place else 0, self.stops[place]
        return zip(self.classes[start:stop], self.weights[start:stop], strict=True)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Give the places of the pieces of a word that the table knows, one for each time a piece occurs."""
        found = self._pieces.get(word)
        if found is None:
            if len(self._pieces) >= MOST_WORDS:
                self._pieces.clear()
            known = map(self.places.get, _cut(word))
            found = self._pieces[word] = tuple(place for place in known if place is not None)
        return found

    def count(self, features: Iterable[str]) -> dict[int, int]:
        """Count the features that the table knows, by place."""
        counts: dict[int, int] = {}
        for place in map(self.places.get, features):
            if place is not None:
                counts[place] = counts.get(place, 0) + 1
        return counts

    def count_pieces(self, spoken: Sequence[str]) -> dict[int, int]:
        """Count the pieces of words that the table knows, by place."""
        counts: dict[int, int] = {}
        for word, times in Counter(spoken).items():
            for place in self.pieces(word):
                counts[place] = counts.get(place, 0) + times
        return counts

    def add(self, totals: list[float], counts: Mapping[int, int]) -> None:
        """Add to each class's total what these features say, by place and how often each occurs.

        A story has thousands of pairs of feature and class. The weights of a feature for all classes are one whole
        number, a class every `FIELD` bits, so that one multiplication does for all of them what a loop did for each.
        """
        known, idf = self._packed, self.idf
        squares, packed = 0.0, 0
        for place, count in counts.items():
            value = idf[place] if count == 1 else (1 + math.log(count)) * idf[place]
            squares += value * value
            weights = known.get(place)
            packed += int(value * PRECISION) * (self._pack(place) if weights is None else weights)
        scale = 1 / ((math.sqrt(squares) or 1.0) * PRECISION * HUNDREDTHS)
        # With half a field added to each, none is negative, and none borrows from the one above it.
        packed += sum(HALF_FIELD << FIELD * number for number in range(len(totals)))
        for number in range(len(totals)):
            totals[number] += ((packed & FIELD_MASK) - HALF_FIELD) * scale
            packed >>= FIELD

    def _pack(self, place: int) -> int:
        """Give a feature's weights as one number, and keep it."""
        made = self._packed[place] = sum(weight << FIELD * number for number, weight in self.said(place))
        return made


@dataclass(frozen=True, slots=True)
class LabelModel:
    """The weights for one rubric: for each feature its inverse document frequency, and its weight a class."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    words: FeatureWeights
    pieces: FeatureWeights
    # Whether a text has one of the classes, so that strengths share one whole, or any number of them.
    exclusive: bool
    # What a story has without saying anything of a class, and how far stories differ.
    mean_scores: tuple[float, ...] = ()
    spread: float = 1.0

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> LabelModel:
        """Read a model from what `scripts/train.py` wrote."""
        return cls(
            classes=tuple(data["classes"]),
            bias=tuple(data["bias"]),
            words=FeatureWeights.of(data["words"]),
            pieces=FeatureWeights.of(data["pieces"]),
            exclusive=data["exclusive"],
            mean_scores=tuple(data.get("usual", ())),
            spread=float(data.get("spread", 1.0)),
        )

    def labels(self, text: str, least: float = 0.0) -> list[Label]:
        """Give the classes a text matches, best first, each with a strength from 0 to 1 and the words that say so."""
        shares: list[dict[str, float]] = [{} for _ in self.classes]
        for number, share, word in self._shares(text, pieces=True):
            shares[number][word] = shares[number].get(word, 0.0) + share
        strengths = self.strengths(text)
        made = [
            Label(name, round(strength, 3), _because(shares[number]))
            for number, (name, strength) in enumerate(zip(self.classes, strengths, strict=True))
            if strength >= least and name != NONE
        ]
        return sorted(made, key=lambda label: (-label.strength, label.criterion))

    def strengths(self, text: str) -> list[float]:
        """Give how strongly a question asks for each class, from 0 to 1."""
        totals = self.totals(text)
        return _softmax(totals) if self.exclusive else [1 / (1 + math.exp(-total)) for total in totals]

    def totals(self, text: str, *, pieces: bool = True) -> list[float]:
        """Give the raw sum for each class."""
        return self.totals_of(words(text), pieces=pieces)

    def totals_of(self, spoken: Sequence[str], *, pieces: bool = True) -> list[float]:
        """Give the raw sum for each class for a text of these words."""
        totals = list(self.bias)
        self.words.add(totals, self.words.count(feature for feature, _ in word_features(spoken)))
        if pieces:
            self.pieces.add(totals, self.pieces.count_pieces(spoken))
        return totals

    def label_affinity(self, text: str, *, pieces: bool = True) -> list[float]:
        """Give how much more a story matches each class than stories usually do, in deviations."""
        usual = self.mean_scores or [0.0] * len(self.classes)
        pairs = zip(self.totals(text, pieces=pieces), usual, strict=True)
        return [(total - mean) / self.spread for total, mean in pairs]

    def _shares(self, text: str, *, pieces: bool) -> Iterator[tuple[int, float, str]]:
        spoken = words(text)
        yield from _weighed(self.words, list(word_features(spoken)))
        if pieces:
            yield from _weighed(self.pieces, list(piece_features(spoken)))


@dataclass(frozen=True, slots=True)
class Labeller:
    """The models by the rubric whose criteria they tell apart."""

    models: Mapping[str, LabelModel]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Labeller:
        """Read the models by rubric from what `scripts/train.py` wrote."""
        return cls({rubric: LabelModel.of(model) for rubric, model in data.items()})

    def asks_for_story(self, question: str) -> bool:
        """Whether a question asks for something that happened."""
        model = self.models.get("amazon-principles")
        none = model.strengths(question)[model.classes.index(NONE)] if model and NONE in model.classes else 0.0
        return asks_for_story(question, none)

    def knows(self, text: str) -> bool:
        """Whether a telling word of a text occurs in the training: without one, a label is a guess from its letters."""
        terms = index_terms(text)
        return any(term in model.words.places for model in self.models.values() for term in terms)

    def labels(self, rubric: str, text: str, least: float = 0.0) -> list[Label]:
        """Give the classes a text matches, best first; raises KeyError for a rubric without a model."""
        return self.models[rubric].labels(text, least)

    def strengths(self, rubric: str, text: str) -> dict[str, float]:
        """Give how strongly a question asks for each criterion."""
        model = self.models[rubric]
        found = zip(model.classes, model.strengths(text), strict=True)
        return {name: strength for name, strength in found if name != NONE}

    def label_affinity(self, rubric: str, text: str, *, pieces: bool = True) -> dict[str, float]:
        """Give how much a story matches each criterion, in deviations from what is usual."""
        model = self.models[rubric]
        return dict(zip(model.classes, model.label_affinity(text, pieces=pieces), strict=True))


def word_features(spoken: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each feature made of whole words, with the word it stands for: stems, and pairs of stems."""
    stems = [stem(word) for word in spoken]
    for number, each in enumerate(stems):
        if each not in _ASKING:
            yield each, spoken[number]
        if number:
            yield f"{stems[number - 1]}_{each}", f"{spoken[number - 1]} {spoken[number]}"


def piece_features(spoken: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each feature made of a piece of a word, with the word."""
    for word in spoken:
        for piece in _cut(word):
            yield piece, word


def _cut(word: str) -> Iterator[str]:
    padded = f" {word} "
    for size in _SIZES:
        if len(padded) < size:
            yield padded
            break
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


def _weighed(table: FeatureWeights, features: Sequence[tuple[str, str]]) -> Iterator[tuple[int, float, str]]:
    """Yield each feature's share of each class's total, with the word it comes from."""
    counts = Counter(feature for feature, _ in features if feature in table.places)
    values = {feature: (1 + math.log(count)) * table.idf[table.places[feature]] for feature, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    origin = dict(reversed(features))
    for feature, value in values.items():
        for number, weight in table.said(table.places[feature]):
            yield number, weight / HUNDREDTHS * value / length, origin[feature]


def _softmax(totals: Sequence[float]) -> list[float]:
    most = max(totals)
    raised = [math.exp(total - most) for total in totals]
    whole = sum(raised)
    return [each / whole for each in raised]


def _because(shares: Mapping[str, float]) -> str:
    """Name the words that weigh most, as a person would: whole words that say something, a pair before its words."""
    whole = sum(share for share in shares.values() if share > 0)
    named: list[str] = []
    for word, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        if share < MIN_REASON_SHARE * whole or len(named) == MOST_NAMED or share <= 0:
            break
        telling = [part for part in word.split() if part not in _ASKING and index_terms(part)]
        if len(telling) == len(word.split()) and not any(word in other or other in word for other in named):
            named.append(word)
    return f"matches {', '.join(named)}" if named else UNCLEAR
