"""Banks of a thousand stories: the work grows with the words and the stories, and a bounded answer says its gap."""

from __future__ import annotations

import random
from collections import Counter

from upward.analysis.questions import coverage
from upward.analysis.questions.coverage import graded_bank, undominated
from upward.analysis.questions.label_model import FeatureWeights, LabelModel


class Counted(dict[str, int]):
    """Places that count how often each feature is looked up."""

    def __init__(self, places: dict[str, int]) -> None:
        super().__init__(places)
        self.asked: Counter[str] = Counter()

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        """Count, and give the place."""
        self.asked[name] += 1
        return super().get(name, default)


def _weights(places: dict[str, int]) -> FeatureWeights:
    count = len(places)
    return FeatureWeights(places, [2] * count, list(range(1, count + 1)), [0] * count, [100] * count)


def _bank(stories: int, items: int) -> dict[str, dict[str, float]]:
    dice = random.Random(5)
    return {f"i{item}": {f"s{story:04}": dice.random() for story in range(stories)} for item in range(items)}


def test_the_pieces_of_a_word_are_looked_up_once_for_all_stories() -> None:
    places = Counted({" ca": 0, "ach": 1})
    model = LabelModel(("speed",), (0.0,), _weights({"cache": 0}), _weights(places), exclusive=False)
    first = model.totals("cache, cache and cache")
    asked = places.asked.total()
    assert first == model.totals("cache, cache and cache")
    assert [places.asked["ach"], places.asked.total()] == [1, asked]


def test_a_total_is_the_sum_of_the_shares_that_are_given_as_reasons() -> None:
    model = LabelModel(
        ("speed",), (0.5,), _weights({"cach": 0, "cach_slow": 1}), _weights({" ca": 0, "ach": 1}), exclusive=False
    )
    shares = [share for _, share, _ in model._shares("the cache slow cache", pieces=True)]
    assert len(shares) == 4
    assert abs(model.totals("the cache slow cache")[0] - 0.5 - sum(shares)) < 1e-9


def test_a_story_that_another_exceeds_everywhere_is_no_candidate() -> None:
    items = {"x": {"a": 0.9, "b": 0.8, "c": 0.9}, "y": {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.6}}
    assert undominated(items) == ["a", "d"]


def test_of_a_large_bank_the_best_is_found_with_few_candidates(monkeypatch) -> None:
    items = {"x": {"a": 0.9, "b": 0.8}, "y": {"b": 0.2, "c": 0.9, "d": 0.7}, "z": {"a": 0.1, "d": 0.3}}
    small = graded_bank(items, 2)
    monkeypatch.setattr(coverage, "MANY_PAIRS", 1)
    large = graded_bank(items, 2)
    assert (large.chosen, large.optimal, large.gap) == (small.chosen, True, 0.0)


def test_a_large_bank_without_a_proof_is_as_good_as_the_greedy_one_and_says_its_gap(monkeypatch) -> None:
    items = _bank(60, 20)
    monkeypatch.setattr(coverage, "MANY_PAIRS", 1)
    monkeypatch.setattr(coverage, "SECONDS_FOR_MANY", 0.0)
    bounded = graded_bank(items, 5)
    greedy = coverage._greedy_graded(items, sorted(items["i0"]), 5)
    monkeypatch.undo()
    best = coverage._bank_value(items, graded_bank(items, 5).chosen)
    worth = coverage._bank_value(items, bounded.chosen)
    assert not bounded.optimal
    assert bounded.gap is not None
    assert worth >= coverage._bank_value(items, greedy)
    assert worth <= best <= worth * (1 + bounded.gap) + 1e-9
