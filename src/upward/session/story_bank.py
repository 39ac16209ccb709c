"""The stories of a logbook made ready to be matched: what rests on one text alone is kept by its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from upward import __version__
from upward.analysis.lint.runner import lint_record
from upward.analysis.lint.suppression import SIGN
from upward.analysis.questions.indexed_story import LARGE, WEAKNESSES, story_affinities
from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.model.ports import Progress
from upward.model.record import Record
from upward.model.rule import Context
from upward.session.record_findings import RecordFindings, own_code
from upward.store.logbook.kept_answers import KeptAnswers


def story_bank(
    catalogue: Catalogue,
    context: Context,
    findings: RecordFindings | None,
    root: Path | None,
    progress: Progress,
    compared: Callable[[Record], bool] | None = None,
) -> StoryBank:
    """Give the stories with what the linter holds against each, and what each matches.

    `findings` are those that are kept; without them, and without a logbook at `root`, everything is computed again.
    With `compared`, the texts of the other stories are not compared with principles and themes: they match none.
    """
    stories = context.corpus.records("story")
    weak = _weak(stories, catalogue, context, findings, root, progress)
    left_out = [story for story in stories if compared is not None and not compared(story)]
    affinities: dict[str, Mapping[str, float]] = {story.path: {} for story in left_out}
    if root is not None:
        affinities |= _affinities(
            [story for story in stories if story.path not in affinities],
            catalogue, root, progress, pieces=len(stories) <= LARGE,
        )  # fmt: skip
    questions = context.rubrics["question-bank"].questions
    return StoryBank.of(stories, catalogue.labeller, questions, weak, context.today, affinities)


def _weak(
    stories: Sequence[Record],
    catalogue: Catalogue,
    context: Context,
    findings: RecordFindings | None,
    root: Path | None,
    progress: Progress,
) -> Mapping[str, Sequence[str]]:
    """Give the names of the findings that make each story weaker, by its id.

    Of a story that was not checked yet only the rules for these run: all of them take three times as long.
    """
    rules = [rule for name, rule in catalogue.rules.items() if name in WEAKNESSES]
    fewer = None
    if findings is not None and root is not None:
        fewer = RecordFindings.over(root, rules, context, findings.corpus.all, "weaknesses")
    weak: dict[str, list[str]] = {}
    for story in progress(stories, "Checking stories", len(stories)):
        found = None
        if findings is not None and fewer is not None and SIGN not in story.text:
            found = findings.known(story)
            found = fewer.of(story) if found is None else found
        found = lint_record(story, rules, context) if found is None else found
        weak.setdefault(story.id, []).extend(each.name for each in found if each.name in WEAKNESSES)
    if fewer is not None:
        fewer.save()
    return weak


def _affinities(
    stories: Sequence[Record], catalogue: Catalogue, root: Path, progress: Progress, *, pieces: bool
) -> Mapping[str, Mapping[str, float]]:
    """Give what each story matches, by its path."""
    about = hashlib.sha256(json.dumps([__version__, own_code(), pieces]).encode()).hexdigest()
    kept = KeptAnswers(root, "affinities", about)
    kept.load()
    found: dict[str, Mapping[str, float]] = {}
    for story in progress(stories, "Indexing stories", len(stories)):
        text = kept.known(story.path, story.digest)
        if text is None:
            text = json.dumps(story_affinities(story, catalogue.labeller, pieces=pieces))
            kept.learn(story.path, story.digest, text)
        found[story.path] = json.loads(text)
    kept.save()
    return found
