"""Say what a question asks for, or suggest tags for stories."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from upward.analysis.growth import rubric_signals
from upward.analysis.questions.label_model import UNCLEAR
from upward.analysis.questions.levels import NAMES_NOTHING, levels
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult
from upward.model.json_value import as_json
from upward.model.judgement import Label
from upward.model.page import Block, Callout, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.model.rubric import Rubric
from upward.session.session import Session
from upward.text import edits
from upward.text.template_slots import text_without_slots

LEVELS = "levels"
PRINCIPLES = "amazon-principles"
# By the key of the front matter: the rubric, how many tags to suggest, and the deviations from other stories that
# are worth one: of 104 stories' suggestions .51 and .57 were their owners' from 1.0 and 0.8 on, .69 and .76 from these.
_TAGS = {
    "principles": ("amazon-principles", 2, 1.75),
    "themes": ("story-themes", 2, 1.25),
    "leadership": ("leadership-kinds", 1, 0.6),
}
SHOWN = 3
# The reason of a suggestion that no single word of the story decides.
TOGETHER = "its words together; none of them decides"


def run(
    session: Session,
    text: Annotated[
        str, "A question or other text; without it, JSON lines with `id` and `text` are read from standard input"
    ] = "",
    *,
    rubric: Annotated[
        str, "Only this rubric: amazon-principles, story-themes, leadership-kinds, levels, or another id"
    ] = "",
    stories: Annotated[bool, "Suggest tags for the stories in the logbook"] = False,
    save: Annotated[bool, "With --stories: write the suggestions into their front matter"] = False,
    dry_run: Annotated[bool, "With --save: show, and write nothing"] = False,
) -> JobResult:
    """Rank the criteria that a text matches, each with its reason."""
    if stories:
        if text:
            raise UsageError("label needs either a text or --stories", next_step="leave one of them out")
        return _suggest(session, save=save and not dry_run)
    rubrics = [rubric] if rubric else [*(name for name, *_ in _TAGS.values()), LEVELS]
    for name in rubrics:
        if name != LEVELS:
            session.rubric(name)
    if text:
        found = {name: _labels(session, name, text) for name in rubrics}
        rows = [{"rubric": name, **as_json(label)} for name, labels in found.items() for label in labels[:SHOWN]]
        return JobResult(
            Page(
                "What it asks for",
                (Prose(text), *_tables(session, found, asks_for_story=session.catalogue.labeller.asks_for_story(text))),
            ),
            rows,
            rows=rows,
        )
    rows, shown = [], []
    for ident, question in _questions_given():
        labels = [label for name in rubrics for label in _labels(session, name, question)]
        asks = session.catalogue.labeller.asks_for_story(question)
        rows.append({"id": ident, "labels": labels, "asks_for_story": asks})
        shown.append((str(ident), ", ".join(label.criterion for label in labels[:SHOWN])))
    return JobResult(Page("What they ask for", (Table(("id", "labels"), tuple(shown)),)), rows, rows=rows)


def _labels(session: Session, rubric: str, text: str) -> Sequence[Label]:
    if rubric == LEVELS:
        return levels(text)
    if rubric in session.catalogue.labeller.models:
        return session.catalogue.labeller.labels(rubric, text)
    chosen = session.rubric(rubric)
    if any(criterion.like for criterion in chosen.criteria):
        return list(_variant(session, chosen, text))
    return rubric_signals.match_criteria(text, chosen, least=0.0)


def _variant(session: Session, rubric: Rubric, text: str) -> Sequence[Label]:
    """Give the labels of a company's variant: each criterion is as strong as the principles it is like, together."""
    known = {label.criterion: label for label in session.catalogue.labeller.labels(PRINCIPLES, text)}
    found = []
    for criterion in rubric.criteria:
        variants = sorted((known[name] for name in criterion.like if name in known), key=lambda label: -label.strength)
        if variants:
            strength = min(1.0, sum(label.strength for label in variants))
            found.append(
                Label(criterion.id, round(strength, 3), f"like {variants[0].criterion}: {variants[0].because}")
            )
    return sorted(found, key=lambda label: (-label.strength, label.criterion))


def _questions_given() -> Iterator[tuple[Any, str]]:
    """Yield id and text of each line on standard input; raises UsageError, naming the line, for what is none."""
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row.get("id", number), str(row["text"])
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"Line {number} of standard input can't be read",
                why=str(error),
                next_step='each line must be like {"id": 1, "text": "Tell me about a failure"}',
            ) from error


def _tables(session: Session, found: dict[str, Sequence[Label]], *, asks_for_story: bool) -> Iterator[Block]:
    for name, labels in found.items():
        title = "Level" if name == LEVELS else session.rubric(name).title
        if name == LEVELS and labels[0].because == NAMES_NOTHING:
            yield Prose("The text does not say how far the work reaches, so that no level is given.")
            continue
        rows = tuple((label.criterion, f"{label.strength:.2f}", label.because) for label in labels[:SHOWN])
        yield Table((title, "strength", "because"), rows)
    if not asks_for_story:
        yield Callout("This question does not ask for a story.", Tone.WARN)
    yield Callout(
        ("Companies differ in which principle a question stands for, so the three likeliest are shown."), Tone.PLAIN
    )


def _suggest(session: Session, *, save: bool) -> JobResult:
    rows: list[dict[str, Any]] = []
    for story in session.corpus.records("story"):
        missing = {key: list(_missing(session, story, key)) for key in _TAGS if not story.strings(key)}
        missing = {key: labels for key, labels in missing.items() if labels}
        rows += [
            {"story": story.id, "key": key, "tag": label.criterion, "because": label.because}
            for key, labels in missing.items()
            for label in labels
        ]
        if save and any(missing.values()):
            _write(session, story, missing)
    done = (
        "Written as suggestions (`suggested-themes` and similar keys)."
        if save
        else "`--save` writes them as suggestions."
    )
    step = "A suggestion does not count until you confirm it: move it to `themes`, `principles` or `leadership`."
    note = Callout(f"{done} {step}", Tone.PLAIN)
    empty = Callout("Every story has tags, or too little text for a suggestion.", Tone.GOOD)
    table = Table(("story", "key", "tag", "because"), tuple(tuple(row.values()) for row in rows))
    return JobResult(Page("Suggested tags", (table, note) if rows else (empty,)), rows, rows=rows)


def _missing(session: Session, story: Record, key: str) -> Iterator[Label]:
    rubric, most, least = _TAGS[key]
    text = f"{story.title}. {text_without_slots(story)}"
    reasons = {label.criterion: label.because for label in session.catalogue.labeller.labels(rubric, text)}
    affinity = session.catalogue.labeller.label_affinity(rubric, text)
    decided = {*story.strings(f"suggested-{key}"), *story.strings(f"rejected-{key}")}
    for name in sorted(affinity, key=lambda each: -affinity[each])[:most]:
        # A text of a few words has no reason for any label, and then none is suggested.
        if affinity[name] >= least and name in reasons and name not in decided:
            because = TOGETHER if reasons[name] == UNCLEAR else reasons[name]
            yield Label(name, round(affinity[name], 3), because)


def _write(session: Session, story: Record, missing: dict[str, list[Label]]) -> None:
    text = story.text
    for key, labels in missing.items():
        for label in labels:
            text = edits.apply_edits([edits.add_to_list(text, f"suggested-{key}", label.criterion)], text)
    session.folder.replace(story.path, text, story.digest)


JOB = Job("label", run, group="Interview")
