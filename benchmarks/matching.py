"""`upward match` over ten thousand stories: how much CPU time a question takes once the bank is loaded."""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from evaluate_matching import banks
from train import TRAINING, questions

from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.model.record import Record

STORIES, ASKED, GATE = 10_000, 60, 50.0


def stories() -> list[Record]:
    """Make stories from sentences of the training banks, each in an order of its own."""
    dice = random.Random(1)
    all_of_them = [story for bank in banks("banks.txt") for story in bank]
    sentences = [sentence for story in all_of_them for sentence in story.text.split(". ")]
    made = []
    for number in range(STORIES):
        base = dice.choice(all_of_them)
        text = ". ".join(dice.sample(sentences, 7))
        made.append(
            type(base)(base.title, base.principles, base.themes, (), text).record(number, tagged=number % 2 == 0)
        )
    return made


def main() -> int:
    """Print the CPU time of loading, the median and the 95th percentile of a question, and memory."""
    labeller = Catalogue().labeller
    records = stories()
    begun = time.process_time()
    bank = StoryBank.of(records, labeller)
    loading = time.process_time() - begun
    asked = [row.text for row in questions(TRAINING / "held-out.txt")][:ASKED]
    times = []
    for question in asked:
        begun = time.process_time()
        bank.rank_stories(question)
        times.append((time.process_time() - begun) * 1000)
    high = statistics.quantiles(times, n=20)[-1]
    verdict = "kept" if high <= GATE else "BROKEN"
    print(
        f"{STORIES} stories loaded in {loading:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    print(
        f"{statistics.median(times):8.1f} ms a question, {high:.1f} at the 95th percentile  gate ≤ {GATE:g} {verdict}"
    )
    return int(high > GATE)


if __name__ == "__main__":
    sys.exit(main())
