"""Train what makes an effort matter from what maintainers told their users: `python scripts/train_significance.py DIR`.

DIR holds clones of the projects below, each under its name. The sections of their release notes are the grades: a
breaking change or a feature counts more than a fix, a fix more than a note for developers. An effort is joined to a
note by its own number (the pull request that was merged or squashed, the issue it closes, the file name of the note it
adds), never by a number that it mentions. One that has no such number could never be graded: it is left out, since
otherwise whatever tells the two apart would be learnt. Reported is nDCG@10 over authors with enough efforts, one project
left out at a time, with a bootstrap interval over authors; `--write` puts weights trained on all into the package.
Needs scikit-learn.
"""

from __future__ import annotations

import json
import math
import random
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from release_notes import GRADES, PROJECTS, UNGRADED, entries, texts_of

from upward.analysis.history import efforts, significance
from upward.analysis.history.change_types import fragments
from upward.analysis.history.churn import ChurnWeights
from upward.analysis.history.commit_messages import squash_number, subject_matter
from upward.analysis.history.significance import SignificanceModel
from upward.analysis.history.title_model import TitleModel
from upward.importers.git._history import read_history
from upward.model.effort import Effort
from upward.model.importer import ImportQuery
from upward.store.git.history import GitHistory
from upward.store.git.repository import open_repository

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "upward" / "weights" / "significance.json"
# What is only there where maintainers keep notes; and what says that there is nothing to note.
OF_NOTES = ("noted", "logged", "quiet")
LEFT_OUT = frozenset({"quiet"})
LEAST_EFFORTS = 20
LEAST_GRADED = 5
AT = 10
# How much of the weights is kept small, and how many pairs of one author's efforts are compared.
PENALTY = 0.3
PAIRS = 400
DRAWS = 2000


@dataclass(frozen=True)
class Row:
    """One effort: whose it is, in which project, its features and its grade."""

    project: str
    author: str
    title: str
    features: Mapping[str, float]
    grade: int
    lines: int


def grades(texts: Iterable[str]) -> dict[str, int]:
    """Give the best grade under which release notes name each reference."""
    found: dict[str, int] = {}
    for entry in (each for text in texts for each in entries(text)):
        for ref in entry.refs:
            found[ref] = max(found.get(ref, 0), entry.grade)
    return found


def own_numbers(effort: Effort) -> frozenset[str]:
    """Give the numbers that an effort is known by: its pull request, what it closes, the notes it adds."""
    named = {number for commit in effort.commits if (number := squash_number(commit.subject))}
    named |= {number for commit in effort.commits for number in subject_matter(commit.message)}
    named |= {number for commit in effort.commits for _, number, _ in fragments(commit.changes) if number}
    # The number of the merge stands first, where there is one.
    merged = {ref for ref in effort.refs[:1] if effort.days_to_merge is not None}
    return frozenset(named | merged)


def project(path: Path, cache: Path | None = None) -> Iterator[Row]:
    """Yield every effort that a note could name, of every author with enough of them."""
    history = GitHistory(open_repository(path), cache)
    graded = grades(texts_of(path))
    whole, _, _ = read_history(history, ImportQuery(everyone=True))
    scale = ChurnWeights(whole.attributes)
    for person, own in efforts.by_author(whole):
        found = [each for each in efforts.find_efforts(own, person) if own_numbers(each)]
        if len(found) >= LEAST_EFFORTS:
            by_note = _by_note(history, found)
            for effort in found:
                yield _row(path.name, effort, graded, by_note, scale)


def _by_note(history: GitHistory, found: Sequence[Effort]) -> Mapping[str, int]:
    """Give the grades of notes kept as YAML, whose file names no section, by commit."""
    places = [place for effort in found for place in effort.notes if place[1].endswith((".yml", ".yaml"))]
    made: dict[str, int] = {}
    for (oid, _), raw in zip(places, history.blobs(places), strict=True):
        sections = re.findall(r"(?m)^([a-z_]+):", raw.decode("utf-8", "replace"))
        values = [
            next((grade for grade, pattern in GRADES if re.search(pattern, name.replace("_", " "))), UNGRADED)
            for name in sections
        ]
        made[oid] = max([made.get(oid, 0), *values])
    return made


def _row(name: str, effort: Effort, graded: Mapping[str, int], by_note: Mapping[str, int], scale: ChurnWeights) -> Row:
    facts = significance.effort_facts(effort.written, effort.title, effort.author, scale)
    made = significance.features(effort.written, facts)
    grade = max((graded.get(ref, 0) for ref in own_numbers(effort)), default=0)
    grade = max([grade, *(by_note.get(commit.oid, 0) for commit in effort.commits)])
    return Row(name, effort.author.email, effort.title, made, grade, effort.added + effort.deleted)


def ndcg(ranked: Sequence[int]) -> float:
    """Give nDCG@10 of grades in the order they were ranked."""

    def gain(grades_: Sequence[int]) -> float:
        return float(sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades_[:AT])))

    best = gain(sorted(ranked, reverse=True))
    return gain(ranked) / best if best else 0.0


def by_author(rows: Sequence[Row]) -> Mapping[tuple[str, str], list[Row]]:
    """Give the rows of each author with enough graded efforts."""
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row.project, row.author].append(row)
    return {key: own for key, own in sorted(found.items()) if sum(row.grade > 0 for row in own) >= LEAST_GRADED}


def judged(rows: Sequence[Row], weights: SignificanceModel | None) -> list[float]:
    """Give nDCG@10 of each author; without weights, by lines changed."""
    found = []
    for own in by_author(rows).values():
        ranked = sorted(own, key=lambda row: -(weights.score(row.features) if weights else row.lines))
        found.append(ndcg([row.grade for row in ranked]))
    return found


def at_random(rows: Sequence[Row]) -> float:
    """Give the mean nDCG@10 of shuffled efforts."""
    draw, found = random.Random(1), []
    for own in by_author(rows).values():
        given = [row.grade for row in own]
        for _ in range(20):
            draw.shuffle(given)
            found.append(ndcg(given))
    return statistics.fmean(found)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of a mean over authors."""
    draw = random.Random(1)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(DRAWS))
    return means[int(DRAWS * 0.025)], means[int(DRAWS * 0.975) - 1]


def without_notes(row: Row) -> Row:
    """Give an effort as it would be in a project that keeps no notes beside its changes."""
    kept = {name: value for name, value in row.features.items() if not name.startswith(OF_NOTES)}
    return replace(row, features=kept)


def titled(rows: Sequence[Row], model: TitleModel) -> list[Row]:
    """Give rows with what a title is worth by a model that has not seen their project's notes."""
    return [replace(row, features={**row.features, "worth": math.log(model.title_score(row.title))}) for row in rows]


def pairs(rows: Sequence[Row]) -> Iterator[tuple[dict[str, float], float]]:
    """Yield differences of an author's better and worse efforts, each with what getting them wrong would cost.

    Each author counts the same, whatever they wrote, and so does each project.
    """
    draw = random.Random(1)
    groups = by_author(rows)
    authors: dict[str, int] = defaultdict(int)
    for name, _ in groups:
        authors[name] += 1
    for (name, _), own in groups.items():
        told, quiet = [row for row in own if row.grade > 0], own
        for _ in range(PAIRS):
            one, other = draw.choice(told), draw.choice(quiet)
            if one.grade == other.grade:
                continue
            better, worse = (one, other) if one.grade > other.grade else (other, one)
            keys = better.features.keys() | worse.features.keys()
            difference = {key: better.features.get(key, 0.0) - worse.features.get(key, 0.0) for key in keys}
            yield difference, (2**better.grade - 2**worse.grade) / authors[name]


def fitted(rows: Sequence[Row]) -> SignificanceModel:
    """Fit a linear model to the order of each author's efforts, half of them as if their project kept no notes.

    Where the scores lie is set so that a half is the middle between what users are shown and what not.
    """
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for row in rows for name in row.features} - LEFT_OUT)
    table, weight = [], []
    for difference, cost in (*pairs(rows), *pairs([without_notes(row) for row in rows])):
        table.append([difference.get(name, 0.0) for name in names])
        weight.append(cost)
    mean = statistics.fmean(weight)
    signed = [[value * (-1) ** number for value in line] for number, line in enumerate(table)]
    told = [1 - number % 2 for number in range(len(table))]
    model = LogisticRegression(C=PENALTY / len(table) * 1000, max_iter=2000, fit_intercept=False)
    model.fit(signed, told, sample_weight=[value / mean for value in weight])
    values = {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}
    raw = SignificanceModel(0.0, values, "")
    # The middle between an effort that users are shown and one that they are not.
    means = [
        statistics.fmean(raw.total(row.features) for row in rows if (row.grade > 1) == told_) for told_ in (True, False)
    ]
    return SignificanceModel(round(-statistics.fmean(means), 4), values, "")


def _line(name: str, rows: Sequence[Row], folder: Path) -> str:
    """Say how well the efforts of a project are ranked by what was learnt of the others, its titles' words included."""
    import train_wording

    own = [row for row in rows if row.project == name]
    if not by_author(own):
        return f"{name:<10} {len(own)} efforts: no evidence yet"
    known = train_wording.notes(folder)
    words = train_wording.fitted({other: found for other, found in known.items() if other != name})
    model = fitted(titled([row for row in rows if row.project != name], words))
    found = judged(titled(own, words), model)
    bare = judged([without_notes(row) for row in titled(own, words)], model)
    shipped, lines = judged(own, SignificanceModel.shipped()), judged(own, None)
    low, high = interval(found)
    mean = statistics.fmean
    return (
        f"{name:<10} {len(own):>6} efforts, {len(lines):>3} authors: nDCG@10 {mean(found):.2f} ({low:.2f}-{high:.2f}) left out, "
        f"{mean(bare):.2f} without notes, {mean(shipped):.2f} shipped, {mean(lines):.2f} lines, {at_random(own):.2f} random"
    )


def main(arguments: Sequence[str]) -> int:
    """Print the figures; with `--write`, put the weights into the package."""
    folders = [Path(word) for word in arguments if not word.startswith("--")]
    if not folders:
        print(__doc__)
        return 2
    there = [name for name in PROJECTS if (folders[0] / name).exists()]
    print(f"{len(there)} of {len(PROJECTS)} projects: {', '.join(there) or 'none'}")
    by_project = {name: list(project(folders[0] / name, *folders[1:2])) for name in there}
    rows = [row for found in by_project.values() for row in found]
    for name in there:
        print(_line(name, rows, folders[0]), flush=True)
    if "--write" in arguments and rows:
        made = fitted(rows)
        about = f"Trained by scripts/train_significance.py on {len(rows):,} efforts of {', '.join(there)}."
        data = {"about": about, "bias": made.bias, "weights": dict(made.of)}
        TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
        print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
