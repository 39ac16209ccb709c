"""Which story answers a question, and why; and when the honest answer is none yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upward.analysis import signals
from upward.analysis.bm25 import Bm25
from upward.model.record import Record
from upward.model.rubric import Question, Rubric
from upward.model.verdict import Answer, Label, Match
from upward.text.slots import slots, written
from upward.text.words import terms

# What counts, and how much: chosen by eye on our own examples; issue 4 of the plan measures them.
TAGS, THEMES_READ, WORDS = 0.50, 0.20, 0.30
# Below this the best story is a guess, and saying so helps more than naming it.
ENOUGH = 0.30
# What a draft with open questions is worth of a story that is told to its end.
DRAFT = 0.6
LIKE = 0.35
SHARED = 2
_RUBRICS = {"principles": "amazon-principles", "themes": "story-themes", "leadership": "leadership-kinds"}


@dataclass(frozen=True, slots=True)
class Bank:
    """Stories made ready to be matched."""

    stories: tuple[Record, ...]
    index: Bm25
    rubrics: Mapping[str, Rubric]

    @classmethod
    def of(cls, stories: Sequence[Record], rubrics: Mapping[str, Rubric]) -> Bank:
        """Index the stories' words; the title counts three times."""
        documents = [terms(story.title) * 3 + terms(written(story)) for story in stories]
        return cls(tuple(stories), Bm25.of(documents), rubrics)

    def answer(self, question: str, most: int = 5) -> Answer:
        """Give the stories for a question, best first."""
        labels = self.labels(question)
        words = terms(question)
        scores, full = self.index.scores(words), self.index.most(words)
        matches = [
            self._match(number, labels, scores.get(number, 0.0) / full, words) for number in range(len(self.stories))
        ]
        ranked = sorted(
            (match for match in matches if match.strength > 0), key=lambda match: (-match.strength, match.story)
        )[:most]
        answerable = bool(ranked) and ranked[0].strength >= ENOUGH
        return Answer(question, tuple(labels), tuple(ranked), answerable, "" if answerable else self._advice(labels))

    def labels(self, question: str) -> list[Label]:
        """Give the principles, themes and kinds of leadership that a question asks for.

        A question of the bank has its own; another borrows them from the bank's questions
        most like it, and from the words it uses.
        """
        bank = self.rubrics.get("question-bank", Rubric("", ""))
        known = next(
            (item for item in bank.questions if item.text.lower().strip(" ?.") == question.lower().strip(" ?.")), None
        )
        if known is not None:
            return [
                Label(criterion, 1.0, "the question bank says so") for criterion in (*known.principles, *known.themes)
            ]
        found: dict[str, Label] = {}
        for rubric in _RUBRICS.values():
            for label in (
                signals.labels(question, self.rubrics[rubric], least=0.2)[:3] if rubric in self.rubrics else ()
            ):
                found[label.criterion] = label
        for label in _borrowed(question, bank.questions):
            if label.criterion not in found or found[label.criterion].strength < label.strength:
                found[label.criterion] = label
        return sorted(found.values(), key=lambda label: (-label.strength, label.criterion))[:8]

    def _match(self, number: int, labels: Sequence[Label], words: float, asked: Sequence[str]) -> Match:
        story = self.stories[number]
        because = []
        tags = {tag for key in _RUBRICS for tag in story.strings(key)}
        total = sum(label.strength for label in labels) or 1.0
        tagged = [label for label in labels if label.criterion in tags]
        tag_share = min(1.0, 1.6 * sum(label.strength for label in tagged) / total)
        if tagged:
            because.append("tagged " + ", ".join(label.criterion for label in tagged))
        read = {
            label.criterion: label for rubric in _RUBRICS.values() for label in _read(story, self.rubrics.get(rubric))
        }
        speaks = [label.criterion for label in labels if label.criterion in read and label.criterion not in tags]
        read_share = min(1.0, sum(read[each].strength for each in speaks) / 2)
        if speaks:
            because.append("speaks of " + ", ".join(each.replace("-", " ") for each in speaks[:3]))
        shared = [word for word in dict.fromkeys(asked) if word in set(terms(story.title) + terms(written(story)))]
        if shared:
            because.append("shares the words " + ", ".join(shared[:5]))
        strength = TAGS * tag_share + THEMES_READ * read_share + WORDS * min(1.0, words)
        open_slots = len(list(slots(story.prose)))
        if open_slots:
            strength *= DRAFT
            because.append(f"still a draft: {open_slots} questions open")
        return Match(story.id, story.title, round(strength, 3), tuple(because))

    def _advice(self, labels: Sequence[Label]) -> str:
        wanted = [label.criterion.replace("-", " ") for label in labels[:2]]
        about = f" It asks for {' and '.join(wanted)}." if wanted else ""
        step = "Look through your evidence with `upward list evidence`, and draft one with `upward draft`."
        return f"No story is strong enough yet.{about} {step}"


def _borrowed(question: str, bank: Sequence[Question]) -> list[Label]:
    index = Bm25.of([terms(item.text) for item in bank])
    words = terms(question)
    scores, full = index.scores(words), index.most(words)
    found: dict[str, Label] = {}
    for number, score in sorted(scores.items(), key=lambda pair: -pair[1])[:3]:
        share = min(1.0, score / full)
        # One word in common, or less than a third of what is asked, is chance.
        if share < LIKE or len(set(words) & set(terms(bank[number].text))) < SHARED:
            continue
        for criterion in (*bank[number].principles, *bank[number].themes):
            if criterion not in found:
                found[criterion] = Label(criterion, round(share, 3), f'like "{bank[number].text}"')
    return list(found.values())


def _read(story: Record, rubric: Rubric | None) -> Sequence[Label]:
    return signals.labels(f"{story.title} {written(story)}", rubric)[:4] if rubric else ()
