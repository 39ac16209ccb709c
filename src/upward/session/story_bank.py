"""The stories of a logbook made ready to be matched: what rests on one text alone is kept by its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from upward import __version__
from upward.analysis.lint.runner import lint_record
from upward.analysis.questions.indexed_story import LARGE, WEAKNESSES, story_affinities
from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.model.ports import Progress
from upward.model.record import Record
from upward.model.rule import Context
from upward.session.record_findings import RecordFindings, own_code
from upward.store.logbook.kept_answers import KeptAnswers


def story_bank(
    catalogue: Catalogue, context: Context, findings: RecordFindings | None, root: Path | None, progress: Progress
) -> StoryBank:
    """Give the stories with what the linter holds against each, and what each matches.

    `findings` are those that are kept; without them, and without a logbook at `root`, everything is computed again.
    """
    stories = context.corpus.records("story")
    rules = [rule for name, rule in catalogue.rules.items() if name in WEAKNESSES]
    weak: dict[str, list[str]] = {}
    for story in progress(stories, "Checking stories", len(stories)):
        found = findings.of(story) if findings is not None else None
        found = lint_record(story, rules, context) if found is None else found
        weak.setdefault(story.id, []).extend(each.name for each in found if each.name in WEAKNESSES)
    if findings is not None:
        findings.save()
    affinities = _affinities(stories, catalogue, root, progress) if root is not None else {}
    questions = context.rubrics["question-bank"].questions
    return StoryBank.of(stories, catalogue.labeller, questions, weak, context.today, affinities)


def _affinities(
    stories: Sequence[Record], catalogue: Catalogue, root: Path, progress: Progress
) -> Mapping[str, Mapping[str, float]]:
    """Give what each story matches, by its path."""
    pieces = len(stories) <= LARGE
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
