"""Train what a title's words say of its worth from release notes: `python scripts/train_wording.py DIR`.

DIR holds clones of the projects, each under its name. Reported is nDCG@10 of ranking forty notes of a project by their words alone, the weights
learnt from the other projects; against chance, and against the sorts of change that rules find in the same words.
`--write` puts weights learnt from all of them into the package. Needs scikit-learn.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from release_notes import PROJECTS, Entry, entries, texts_of
from train_significance import ndcg

from upward.analysis.history import title_model
from upward.analysis.history.change_types import change_types
from upward.analysis.history.title_model import TitleModel

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "upward" / "weights" / "wording.json"
# A mark counts where so many projects have it, so often; so many notes are ranked, so many times.
PROJECTS_WITH, TIMES = 4, 12
RANKED, DRAWS = 40, 500
PENALTY = 40.0
LEAST_NOTES, LEAST_WORDS = 40, 2
# What a program or a project is called says nothing of the next one.
NAMES = frozenset(
    {
        *PROJECTS,
        "cpython",
        "git",
        "github",
        "openssl",
        "pypi",
        "pypy",
        "python",
        "setuptools",
        "sphinx",
        "wheel",
        "wheels",
    }
)
SECTIONS = {"breaking": 3, "deprecation": 3, "security": 3, "feature": 3, "performance": 2, "fix": 2}
Notes = Mapping[str, Sequence[Entry]]


@lru_cache(maxsize=1)
def notes(folder: Path) -> Notes:
    """Read each project's notes from its clone: of several files, the one with the most entries."""
    found = {}
    for name in PROJECTS:
        texts = texts_of(folder / name) if (folder / name).exists() else ()
        read = [[each for each in entries(text) if _says_something(each)] for text in texts]
        if read and len(most := max(read, key=len)) >= LEAST_NOTES:
            found[name] = most
    return found


def _says_something(entry: Entry) -> bool:
    return bool(entry.section) and len(entry.text.split()) >= LEAST_WORDS


def fitted(known: Notes) -> TitleModel:
    """Fit a linear model of a note's worth; every project and grade counts by the root of how many notes it has."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import Ridge

    where, times = defaultdict(set), Counter[str]()
    for name, found in known.items():
        for entry in found:
            for mark in title_model.title_features(entry.text):
                where[mark].add(name)
                times[mark] += 1
    names = frozenset[str]().union(*map(title_model.title_features, NAMES))
    kept = {mark for mark in where if len(where[mark]) >= PROJECTS_WITH and times[mark] >= TIMES}
    kept = {mark for mark in kept if not names.intersection(mark.lstrip("^").split())}
    rows = [(name, entry) for name, found in known.items() for entry in found]
    many = Counter((name, entry.grade) for name, entry in rows)
    vectors = DictVectorizer()
    table = vectors.fit_transform(
        [dict.fromkeys(title_model.title_features(entry.text) & kept, 1.0) for _, entry in rows]
    )
    counts = [many[name, entry.grade] ** -0.5 for name, entry in rows]
    mean = statistics.fmean(counts)
    model = Ridge(alpha=PENALTY).fit(
        table, [2**entry.grade - 1 for _, entry in rows], sample_weight=[count / mean for count in counts]
    )
    values = zip(vectors.get_feature_names_out(), model.coef_, strict=True)
    of = {str(mark): round(float(value), 2) for mark, value in values if round(float(value), 2)}
    return TitleModel(round(float(model.intercept_), 2), of, "")


def judged(found: Sequence[Entry], score: Callable[[str], float]) -> float:
    """Give the mean nDCG@10 of ranking some of a project's notes, drawn again and again."""
    draw = random.Random(1)
    scores = {entry.text: score(entry.text) for entry in found}

    def once() -> float:
        some = draw.sample(found, min(RANKED, len(found)))
        draw.shuffle(some)
        return ndcg([entry.grade for entry in sorted(some, key=lambda entry: -scores[entry.text])])

    return statistics.fmean(once() for _ in range(DRAWS))


def by_sorts(text: str) -> float:
    """Score by the sorts of change that rules find, each by the section it would stand under."""
    return max((SECTIONS.get(sort, 0) for sort in change_types(text)), default=1)


def main(arguments: Sequence[str]) -> int:
    """Print the figures; with `--write`, put the weights into the package."""
    folders = [Path(word) for word in arguments if not word.startswith("--")]
    if len(folders) != 1:
        print(__doc__)
        return 2
    known, chance = notes(folders[0]), random.Random(2)
    print(f"{len(known)} of {len(PROJECTS)} projects")
    means = []
    for name, found in known.items():
        model = fitted({other: rest for other, rest in known.items() if other != name})
        means.append([judged(found, score) for score in (model.title_score, by_sorts, lambda _: chance.random())])
        print(
            f"{name:<8} {len(found):>5} notes: words {means[-1][0]:.2f}, sorts {means[-1][1]:.2f}, chance {means[-1][2]:.2f}"
        )
    print(
        "mean                  words {:.2f}, sorts {:.2f}, chance {:.2f}".format(
            *map(statistics.fmean, zip(*means, strict=True))
        )
    )
    if "--write" in arguments:
        made = fitted(known)
        whole = sum(map(len, known.values()))
        about = f"Trained by scripts/train_wording.py on {whole:,} release notes of {', '.join(known)}."
        data = {"about": about, "bias": made.bias, "weights": made.of}
        TARGET.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", "utf-8")
        print(f"wrote {len(made.of)} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
