"""Train what makes an effort matter from what maintainers told their users: `python scripts/train_significance.py DIR`.

DIR holds clones of the projects below, each under its name. The sections of their release notes are the grades: a
breaking change or a feature counts more than a fix, a fix more than a note for developers; an effort whose references
no note names has none. Reported is nDCG@10 over authors with enough efforts, one project left out at a time; `--write`
puts weights trained on all of them into the package. Needs scikit-learn.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from release_notes import entries

from upward.analysis.history import efforts, significance
from upward.analysis.history.churn import ChurnWeights
from upward.analysis.history.significance import SignificanceModel
from upward.importers.git._history import read_history
from upward.model.effort import Effort
from upward.model.importer import ImportQuery
from upward.store.git.history import GitHistory
from upward.store.git.repository import open_repository

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "upward" / "weights" / "significance.json"
PROJECTS = ("pip", "pytest", "tox", "attrs", "aiohttp", "twisted", "trio", "ansible")
NOTES = re.compile(
    r"(?i)(?:^|/)(?:news|changes?|changelog|history|release[-_]?notes)[^/]*\.(?:rst|md|txt)$|(?:^|/)changelog[^/]*\.ya?ml$"
)
LEAST_EFFORTS = 20
LEAST_GRADED = 5
AT = 10


@dataclass(frozen=True)
class Row:
    """One effort: whose it is, in which project, its features and its grade."""

    project: str
    author: str
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


def project(path: Path) -> Iterator[Row]:
    """Yield every effort of every author with enough of them."""
    history = GitHistory(open_repository(path), None)
    names = [name for name in history.files() if NOTES.search(name)]
    graded = grades(history.blob(name).decode("utf-8", "replace") for name in names)
    whole, _, _ = read_history(history, ImportQuery(everyone=True))
    scale = ChurnWeights(whole.attributes)
    for person, own in efforts.by_author(whole):
        found = [effort for effort in efforts.find_efforts(own, person) if effort.kind not in {"reviews", "mentoring"}]
        if len(found) >= LEAST_EFFORTS:
            for effort in found:
                yield _row(path.name, effort, graded, scale)


def _row(name: str, effort: Effort, graded: Mapping[str, int], scale: ChurnWeights) -> Row:
    facts = significance.effort_facts(effort.commits, effort.title, effort.author, scale)
    made = significance.features(effort.commits, facts)
    grade = max((graded.get(ref, 0) for ref in effort.refs), default=0)
    return Row(name, effort.author.email, made, grade, effort.added + effort.deleted)


def ndcg(ranked: Sequence[int]) -> float:
    """Give nDCG@10 of grades in the order they were ranked."""

    def gain(grades_: Sequence[int]) -> float:
        return float(sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades_[:AT])))

    best = gain(sorted(ranked, reverse=True))
    return gain(ranked) / best if best else 0.0


def judged(rows: Sequence[Row], weights: SignificanceModel | None) -> list[float]:
    """Give nDCG@10 of each author with enough graded efforts; without weights, by lines changed."""
    found = []
    for key in sorted({(row.project, row.author) for row in rows}):
        own = [row for row in rows if (row.project, row.author) == key]
        if sum(row.grade > 0 for row in own) >= LEAST_GRADED:
            own.sort(key=lambda row: -(weights.score(row.features) if weights else row.lines))
            found.append(ndcg([row.grade for row in own]))
    return found


def fitted(rows: Sequence[Row]) -> SignificanceModel:
    """Fit a logistic model of being told to users at all, the better sections counting more."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for row in rows for name in row.features})
    table = [[row.features.get(name, 0.0) for name in names] for row in rows]
    told = [int(row.grade > 0) for row in rows]
    weight = [float(max(1, row.grade)) for row in rows]
    model = LogisticRegression(C=0.3, max_iter=2000, class_weight="balanced").fit(table, told, sample_weight=weight)
    values = {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}
    return SignificanceModel(round(float(model.intercept_[0]), 4), values, "")


def main(arguments: Sequence[str]) -> int:
    """Print the figures; with `--write`, put the weights into the package."""
    folders = [Path(word) for word in arguments if not word.startswith("--")]
    if len(folders) != 1:
        print(__doc__)
        return 2
    there = [name for name in PROJECTS if (folders[0] / name).exists()]
    print(f"{len(there)} of {len(PROJECTS)} projects: {', '.join(there) or 'none'}")
    by_project = {name: list(project(folders[0] / name)) for name in there}
    rows = [row for found in by_project.values() for row in found]
    for name in there:
        rest = [row for row in rows if row.project != name]
        shipped, lines = judged(by_project[name], SignificanceModel.shipped()), judged(by_project[name], None)
        if not any(row.grade for row in rest) or not shipped:
            print(f"{name:<10} {len(by_project[name])} efforts: too few to judge")
            continue
        left_out = judged(by_project[name], fitted(rest))
        mean = [statistics.fmean(found) for found in (left_out, shipped, lines)]
        print(
            f"{name:<10} {len(by_project[name]):>6} efforts, {len(shipped):>3} authors: nDCG@10 {mean[0]:.3f} left out, {mean[1]:.3f} shipped, {mean[2]:.3f} by lines"
        )
    if "--write" in arguments and rows:
        made = fitted(rows)
        about = f"Trained by scripts/train_significance.py on {len(rows)} efforts of {', '.join(there)}."
        data = {"about": about, "bias": made.bias, "weights": dict(made.of)}
        TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
        print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
