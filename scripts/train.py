"""Train the labels' weights from training/*.txt, and say what they reach on questions they never saw.

`train.py` prints the figures of docs/how-to/questions.md; `train.py --write` also writes the weights. Needs
scikit-learn (`pip install scikit-learn`), which upward itself does not.
"""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from upward.analysis.questions.label_model import HUNDREDTHS, NONE, LabelModel, piece_features, word_features
from upward.text.words import words

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "training"
PUBLIC = TRAINING / "public-questions.jsonl"
# Raised whenever what is computed from the training files changes: renaming and rewording don't count.
FEATURES_VERSION = 1
TARGET = ROOT / "src" / "upward" / "weights" / "labels"
THEMES = {
    "T": "technical-complexity", "L": "leadership-influence", "C": "conflict-resolution", "F": "failure-recovery",
    "M": "mentorship", "U": "customer-impact", "X": "cross-team-collaboration", "A": "ambiguity-pivoting",
}  # fmt: skip
# Which kind of leadership a theme usually shows.
KINDS = {"T": "technical", "L": "influence", "C": "influence", "F": "project", "M": "people", "U": "project", "X": "influence", "A": "project"}  # fmt: skip
STYLES = {
    "s": "short phrase",
    "t": "tell me about",
    "w": "what would you do",
    "a": "virtue gone wrong",
    "h": "how and why",
}
# Features kept of each sort, the inverse of the penalty, and the weights left out: chosen by cross-validation
# within training/questions.txt.
KEPT, PENALTY, SMALL = 8000, 5.0, 0.18
DRAWS = 2000


@dataclass(frozen=True)
class Row:
    """A question or phrase with its group and its labels by rubric."""

    text: str
    group: str
    labels: Mapping[str, tuple[str, ...]]


def questions(path: Path) -> list[Row]:
    """Read a file of questions."""
    rows, principle = [], ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            principle = line[3:].strip()
        elif " | " in line and not line.startswith("#"):
            style, letters, *_ = line.split(" | ")[0].split()
            rows.append(Row(line.split(" | ", 1)[1], style, _labels(principle, letters.replace("-", ""))))
    return rows


def phrases() -> list[Row]:
    """Read the phrases."""
    rows, name = [], ""
    theme_letters = {theme: letter for letter, theme in THEMES.items()}
    for line in (TRAINING / "phrases.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            name = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            labels = _labels("-", theme_letters[name]) if name in theme_letters else _labels(name, "")
            rows += [Row(each.strip(), "phrase", labels) for each in line.split(",") if each.strip()]
    return rows


def deeds() -> list[Row]:
    """Read what people did who showed a principle: stories speak otherwise than questions do."""
    rows, principle = [], ""
    for line in (TRAINING / "deeds.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            principle = line[3:].strip()
        elif " | " in line and not line.startswith("#"):
            letters, text = line.split(" | ", 1)
            rows.append(Row(text, "deed", _labels(principle, letters.replace(" ", ""))))
    return rows


def public(path: Path) -> list[Row]:
    """Read questions of public repositories, those whose digest is in training/public-questions.jsonl.

    The file is what the recipe of the shared development set builds; the texts stay out of the project.
    """
    known = {row["question"]: row["principle"] for row in map(json.loads, PUBLIC.read_text("utf-8").splitlines())}
    found = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        name = hashlib.sha256(" ".join(row["question"].split()).encode()).hexdigest()[:16]
        if name in known:
            found.append(Row(row["question"], row["source"], _labels(known[name], "")))
    return found


def nothing() -> list[Row]:
    """Read the questions that ask for no story."""
    lines = (TRAINING / "none.txt").read_text("utf-8").splitlines()
    return [Row(line, NONE, dict.fromkeys(_labels("-", ""), ())) for line in lines if line and not line.startswith("#")]


def _labels(principle: str, letters: str) -> dict[str, tuple[str, ...]]:
    return {
        "amazon-principles": () if principle == "-" else (principle,),
        "story-themes": tuple(THEMES[letter] for letter in letters),
        "leadership-kinds": tuple(dict.fromkeys(KINDS[letter] for letter in letters)),
    }


def fitted(rows: Sequence[Row], rubric: str) -> dict[str, Any]:
    """Train one model; give it as the data that is shipped."""
    rows = [row for row in rows if row.labels[rubric] or row.group == NONE]
    first = _fit(rows, rubric, None)
    chosen = [_strongest(table, KEPT) for table in (first["words"], first["pieces"])]
    made = _fit(rows, rubric, chosen)
    return {**made, "words": _columns(made["words"]), "pieces": _columns(made["pieces"])}


def _columns(table: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give a table as `labelling.Table` reads it, without what is small."""
    made: dict[str, list[Any]] = {"features": [], "idf": [], "stops": [], "classes": [], "weights": []}
    for feature, (idf, weights) in sorted(table.items()):
        kept = {key: each for key, each in weights.items() if abs(each) >= SMALL}
        made["features"].append(feature)
        made["idf"].append(round(idf * HUNDREDTHS))
        made["classes"] += kept
        made["weights"] += [round(each * HUNDREDTHS) for each in kept.values()]
        made["stops"].append(len(made["classes"]))
    return made


def shipped() -> dict[str, Any]:
    """Read the models as they were written last, by rubric."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(TARGET.glob("*.json"))}


def _strongest(table: Mapping[str, Any], most: int) -> list[str]:
    strength = {
        name: max((abs(each) for each in weights.values()), default=0.0) for name, (_, weights) in table.items()
    }
    return sorted(strength, key=lambda name: (-strength[name], name))[:most]


def _fit(rows: Sequence[Row], rubric: str, chosen: Sequence[list[str]] | None) -> dict[str, Any]:
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer

    exclusive = rubric == "amazon-principles"
    analysers = [
        lambda text: [feature for feature, _ in word_features(words(text))],
        lambda text: [feature for feature, _ in piece_features(words(text))],
    ]
    vectorisers = [
        TfidfVectorizer(analyzer=analyser, sublinear_tf=True, min_df=least if chosen is None else 1, vocabulary=names)
        for analyser, least, names in zip(analysers, (1, 2), chosen or (None, None), strict=True)
    ]
    texts = [row.text for row in rows]
    matrix = hstack([each.fit_transform(texts) for each in vectorisers]).tocsr()
    regression = LogisticRegression(C=PENALTY, max_iter=3000, class_weight="balanced")
    if exclusive:
        regression.fit(matrix, [(*row.labels[rubric], NONE)[0] for row in rows])
        classes, weights, bias = list(regression.classes_), regression.coef_, regression.intercept_
    else:
        binary = MultiLabelBinarizer()
        many = OneVsRestClassifier(regression).fit(matrix, binary.fit_transform([row.labels[rubric] for row in rows]))
        classes = list(binary.classes_)
        weights = [each.coef_[0] for each in many.estimators_]
        bias = [each.intercept_[0] for each in many.estimators_]
    tables, offset = [], 0
    for each in vectorisers:
        names = each.get_feature_names_out()
        tables.append(
            {
                str(name): (float(idf), {k: float(weights[k][offset + n]) for k in range(len(classes))})
                for n, (name, idf) in enumerate(zip(names, each.idf_, strict=True))
            }
        )
        offset += len(names)
    return {
        "classes": [str(each) for each in classes],
        "bias": [round(float(each), 3) for each in bias],
        "words": tables[0],
        "pieces": tables[1],
        "exclusive": exclusive,
    }


def stories(*, without: int = -1) -> list[str]:
    """Give the texts of training/banks.txt, leaving out one bank."""
    banks = (TRAINING / "banks.txt").read_text("utf-8").split("\n=== ")[1:]
    texts = []
    for number, bank in enumerate(banks):
        for block in bank.split("\n# ")[1:] if number != without else ():
            head, *lines = block.split("\n")
            texts.append(f"{head.split(' | ')[0]}. {' '.join(line for line in lines if not line.startswith('Q: '))}")
    return texts


def settled(data: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """Add what stories usually have of each class, and how far they differ."""
    model = LabelModel.of(_plain(data))
    rows = [model.totals(text) for text in texts]
    usual = [statistics.fmean(column) for column in zip(*rows, strict=True)]
    spread = statistics.pstdev([value - mean for row in rows for value, mean in zip(row, usual, strict=True)])
    return {**data, "usual": [round(mean, 3) for mean in usual], "spread": round(spread, 3)}


def hits(model: LabelModel, rows: Sequence[Row], rubric: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield, for each row with labels, its first label, and whether one of its labels is ranked first, and in the first three."""
    for row in rows:
        meant = row.labels[rubric]
        if meant:
            ranked = [label.criterion for label in model.labels(row.text)]
            yield meant[0], ranked[0] in meant, not {*ranked[:3]}.isdisjoint(meant)


def macro(judged: Sequence[tuple[str, bool, bool]]) -> tuple[float, float]:
    """Give the accuracy at 1 and at 3, the mean over the labels."""
    by_label: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for label, first, three in judged:
        by_label[label].append((first, three))
    means = [(sum(a for a, _ in each) / len(each), sum(b for _, b in each) / len(each)) for each in by_label.values()]
    return sum(a for a, _ in means) / len(means), sum(b for _, b in means) / len(means)


def shown(name: str, judged: Sequence[tuple[str, bool, bool]]) -> str:
    """Give a line with accuracies and their bootstrap intervals."""
    drawn = random.Random(1)
    draws = [macro(drawn.choices(judged, k=len(judged))) for _ in range(DRAWS // 4)]
    first, three = macro(judged)
    ranges = []
    for place in (0, 1):
        values = sorted(draw[place] for draw in draws)
        ranges.append(f"{values[int(len(values) * 0.025)]:.2f}-{values[int(len(values) * 0.975)]:.2f}")
    return f"{name:<44} {len(judged):>5}  {first:.2f} ({ranges[0]})  {three:.2f} ({ranges[1]})"


def figures(rows: list[Row], extra: list[Row], models: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the evaluation: leave one way of asking out, and the held-out questions."""
    yield f"{'':<44} {'n':>5}  at 1 (95 %)       at 3 (95 %)"
    for rubric in ("amazon-principles", "story-themes", "leadership-kinds"):
        everything: list[tuple[str, bool, bool]] = []
        for style, name in STYLES.items():
            model = LabelModel.of(_plain(fitted([row for row in [*rows, *extra] if row.group != style], rubric)))
            judged = list(hits(model, [row for row in rows if row.group == style], rubric))
            everything += judged
            yield shown(f"{rubric}, without '{name}'", judged)
        yield shown(f"{rubric}, each way of asking left out once", everything)
        held = list(hits(LabelModel.of(_plain(models[rubric])), questions(TRAINING / "held-out.txt"), rubric))
        yield shown(f"{rubric}, held-out questions", held)


def _plain(data: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(data))


# Raised when features or training change, so that the weights are trained again; renames change nothing.
FEATURES_VERSION = 1


def digest() -> str:
    """Give a digest of everything the weights come from: the training files and the version of the features."""
    names = ("questions.txt", "phrases.txt", "deeds.txt", "none.txt", "banks.txt", PUBLIC.name)
    made = b"".join((TRAINING / name).read_bytes() for name in names)
    return hashlib.sha256(made + str(FEATURES_VERSION).encode()).hexdigest()


def main() -> None:
    """Train, print, and with --write keep."""
    rows, extra = questions(TRAINING / "questions.txt"), [*phrases(), *deeds(), *nothing()]
    given = next((argument.partition("=")[2] for argument in sys.argv if argument.startswith("--public=")), "")
    extra += public(Path(given)) if given else []
    models = {rubric: settled(fitted([*rows, *extra], rubric), stories()) for rubric in rows[0].labels}
    print(f"{len(rows)} questions, {len(extra)} phrases, deeds and questions that ask for nothing")
    for line in figures(rows, extra, models) if "--no-figures" not in sys.argv else ():
        print(line, flush=True)
    if "--write" in sys.argv:
        TARGET.mkdir(exist_ok=True)
        about = {"made-by": "scripts/train.py", "digest": digest()}
        for rubric, model in models.items():
            text = json.dumps({"about": about, **model}, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
            (TARGET / f"{rubric}.json").write_text(text + "\n", "utf-8")
            print(f"wrote the weights for {rubric}: {len(text) // 1000} KB")


if __name__ == "__main__":
    main()
