"""How well `upward match` finds the story that was written for a question, on banks it was tuned on and on others."""

from __future__ import annotations

import math
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from train import TRAINING, questions, settled, shipped, stories  # noqa: E402

from upward.analysis.questions.bm25 import Bm25  # noqa: E402
from upward.analysis.questions.label_model import Labeller  # noqa: E402
from upward.analysis.questions.matching import StoryBank  # noqa: E402
from upward.model.record import Record  # noqa: E402
from upward.text import record_reader  # noqa: E402
from upward.text.words import index_terms  # noqa: E402

# What the weights and thresholds of matching were chosen on, and what they never saw.
TUNED, HELD_OUT, FRESH, PLAIN = "banks.txt", "banks-held-out.txt", "banks-fresh.txt", "banks-plain.txt"
LATER = "banks-later.txt"
DEEP, THREE = 5, 3
DRAWS = 1000


@dataclass(frozen=True)
class Story:
    """A story of a bank with the questions it was written for."""

    title: str
    principles: tuple[str, ...]
    themes: tuple[str, ...]
    questions: tuple[str, ...]
    text: str

    def record(self, number: int, *, tagged: bool) -> Record:
        """Give the story as a record."""
        tags = f"principles: [{', '.join(self.principles)}]\nthemes: [{', '.join(self.themes)}]\n" if tagged else ""
        text = f"---\nkind: story\ntitle: '{self.title}'\n{tags}---\n\n{self.text}\n"
        return record_reader.parse_record(f"stories/story-{number}.md", text, {"stories": "story"})


def banks(name: str) -> list[list[Story]]:
    """Read the banks of a file."""
    found = []
    for bank in (TRAINING / name).read_text("utf-8").split("\n=== ")[1:]:
        made = []
        for block in bank.split("\n# ")[1:]:
            head, *lines = block.strip().split("\n")
            title, principles, themes = head.split(" | ")
            asked = tuple(line[3:] for line in lines if line.startswith("Q: "))
            text = " ".join(line for line in lines if not line.startswith("Q: "))
            made.append(Story(title, tuple(principles.split()), tuple(themes.split()), asked, text))
        found.append(made)
    return found


def made(name: str, *, tagged: bool) -> Iterator[tuple[list[Story], list[Record], Labeller]]:
    """Yield each bank with its records and a labeller that has not seen it."""
    data = shipped()
    for number, bank in enumerate(banks(name)):
        # What is usual for stories was taken from banks.txt: for one of these, from the others only.
        seen = name == TUNED
        models = {rubric: settled(model, stories(without=number)) if seen else model for rubric, model in data.items()}
        records = [story.record(place, tagged=tagged) for place, story in enumerate(bank)]
        yield bank, records, Labeller.of(models)


def places(name: str, *, tagged: bool, words_only: bool) -> Iterator[int]:
    """Yield the place, from 0, at which each question's own story was ranked."""
    for bank, records, labeller in made(name, tagged=tagged):
        whole = StoryBank.of(records, labeller)
        plain = Bm25.of([index_terms(story.title) * 3 + index_terms(story.text) for story in bank])
        for place, story in enumerate(bank):
            for question in story.questions:
                if words_only:
                    scores = plain.scores(index_terms(question))
                    order = sorted(range(len(bank)), key=lambda each: (-scores.get(each, 0.0), each))
                else:
                    order = [
                        int(match.story.split("-")[1]) for match in whole.rank_stories(question, len(bank)).matches
                    ]
                # A question that is taken for one without a story has no order.
                yield order.index(place) if place in order else len(bank)


def kin(name: str, *, tagged: bool) -> tuple[list[float], list[float]]:
    """Give how well the stories of a question's principle are found for questions that nothing was trained on: nDCG@5, first.

    The questions are those of held-out.txt, the stories those of all banks of the file.
    """
    kept = [story for bank in banks(name) for story in bank]
    records = [story.record(place, tagged=tagged) for place, story in enumerate(kept)]
    whole = StoryBank.of(records, Labeller.of(shipped()))
    gains, firsts = [], []
    for row in questions(TRAINING / "held-out.txt"):
        near = {number for number, story in enumerate(kept) if {*row.labels["amazon-principles"]} & {*story.principles}}
        if not near:
            continue
        order = [int(match.story.split("-")[1]) for match in whole.rank_stories(row.text, DEEP).matches]
        best = sum(1 / math.log2(rank + 2) for rank in range(min(DEEP, len(near))))
        gains.append(sum(1 / math.log2(rank + 2) for rank, number in enumerate(order) if number in near) / best)
        firsts.append(float(bool(order) and order[0] in near))
    return gains, firsts


def honest(name: str, *, tagged: bool) -> tuple[int, int, int]:
    """Count questions, those answered with all stories, and those told "no story yet" with all of their principles gone."""
    asked = answered = refused = 0
    for bank, records, labeller in made(name, tagged=tagged):
        whole = StoryBank.of(records, labeller)
        for story in bank:
            others = [
                each
                for each, other in zip(records, bank, strict=True)
                if {*other.principles}.isdisjoint(story.principles)
            ]
            rest = StoryBank.of(others, labeller)
            asked += len(story.questions)
            answered += sum(whole.rank_stories(question, 1).answerable for question in story.questions)
            refused += sum(not rest.rank_stories(question, 1).answerable for question in story.questions)
    return asked, answered, refused


def shown(name: str, found: Sequence[int]) -> str:
    """Give a line of figures with bootstrap intervals."""
    drawn = random.Random(1)
    columns = []
    gains = [1 / math.log2(place + 2) if place < DEEP else 0.0 for place in found]
    for values in (gains, [float(place < THREE) for place in found]):
        means = sorted(statistics.fmean(drawn.choices(values, k=len(values))) for _ in range(DRAWS))
        columns.append(f"{statistics.fmean(values):.2f} ({means[DRAWS // 40]:.2f}-{means[-DRAWS // 40]:.2f})")
    return f"{name:<34} {len(found):>3}  {columns[0]}  {columns[1]}"


def main() -> None:
    """Print the figures of docs/how-to/questions.md."""
    for file in (TUNED, HELD_OUT, FRESH, PLAIN, LATER):
        print(f"{file:<34} {'n':>3}  nDCG@5 (95 %)     in the first three (95 %)")
        print(shown("words alone (BM25)", list(places(file, tagged=False, words_only=True))))
        print(shown("upward match, untagged", list(places(file, tagged=False, words_only=False))))
        print(shown("upward match, tagged by the owner", list(places(file, tagged=True, words_only=False))))
        for name, tagged in (("untagged", False), ("tagged", True)):
            gains, firsts = kin(file, tagged=tagged)
            print(
                f"{name}, held-out questions to stories of their principle: of {len(gains)}, "
                f"nDCG@5 {statistics.fmean(gains):.2f}, first {statistics.fmean(firsts):.2f}"
            )
            asked, answered, refused = honest(file, tagged=tagged)
            print(
                f"{name}: of {asked}, {answered} answered with the story there, {refused} told 'no story yet' without it"
            )


if __name__ == "__main__":
    main()
