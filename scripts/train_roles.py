"""Train the weights of the role model, or measure it and the red flags on authors left out of the training.

usage: train_roles.py CORPUS.jsonl             print the figures of docs/evaluation/red-flags.md
       train_roles.py CORPUS.jsonl --write     write src/upward/weights/roles.json

CORPUS.jsonl comes from `role_corpus.py`. Needs scikit-learn, which upward itself does not. The labels are in
`training/role-labels.jsonl`, by the digest of a story; sentences of our own are in `training/roles.txt`.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from upward.analysis.lint.runner import lint_records
from upward.analysis.narrative import role_model
from upward.analysis.narrative.role_features import FEATURES_VERSION, features, tokens
from upward.analysis.narrative.role_model import Role, RoleModel
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.rule import Context
from upward.text import record_reader

ROOT = Path(__file__).parent.parent
LABELS, OWN = ROOT / "training" / "role-labels.jsonl", ROOT / "training" / "roles.txt"
TARGET = ROOT / "src" / "upward" / "weights" / role_model.FILE
# The inverse of the penalty, and the weight below which a feature says nothing of a role.
PENALTY, SMALL = 0.2, 0.08
FOLDS = 9
DRAWS = 1000
OURS = "own"
# Where a feature depends on the place in a story, a sentence of our own, which stands alone, has none.
_PLACED = ("pos", "h=", "n0", "first", "last")
# A flag of a story, and the rules that speak to it.
FLAGS = {
    "we": ("we-without-i",),
    "vague": ("vague-outcome", "missing-result"),
    "obstacle": ("no-obstacle",),
    "learning": ("no-learning",),
    "task": ("missing-task",),
    "over": ("over-credit",),
}


@dataclass(frozen=True)
class Labelled:
    """A story with its sentences, their parts, their roles, and its flags."""

    author: str
    text: str
    sentences: Sequence[str]
    parts: Sequence[str]
    roles: Sequence[str]
    flags: Mapping[str, Any]


def labelled(corpus: Path) -> list[Labelled]:
    """Read the labelled stories; those whose repository is not available are left out."""
    texts = {row["story"]: row for row in map(json.loads, corpus.read_text("utf-8").splitlines())}
    found = []
    for row in map(json.loads, LABELS.read_text("utf-8").splitlines()):
        text = texts.get(row["story"])
        if text is not None:
            roles = ["".join(sorted(set(each.translate(str.maketrans("IWO", "AAA"))))) for each in row["roles"].split()]
            found.append(Labelled(row["author"], text["text"], text["sentences"], text["parts"], roles, row["flags"]))
    return found


def own() -> list[Labelled]:
    """Read the sentences of our own."""
    found = []
    for line in OWN.read_text("utf-8").splitlines():
        if " | " in line and not line.startswith("#"):
            roles, sentence = line.split(" | ", 1)
            letters = "".join(sorted(set(roles.replace(" ", "").translate(str.maketrans("IWO", "AAA")))))
            found.append(Labelled(OURS, sentence, [sentence], [""], [letters], {}))
    return found


def rows(stories: Sequence[Labelled]) -> list[tuple[list[str], str]]:
    """Give the features and the roles of each sentence: with the story's labels and without them."""
    found = []
    for story in stories:
        for shown in (True, False) if any(story.parts) else (False,):
            words = [tokens(sentence) for sentence in story.sentences]
            kept = [place for place, each in enumerate(words) if each]
            made = features(
                [words[place] for place in kept],
                [story.parts[place] if shown else "" for place in kept],
                [story.sentences[place].rstrip()[-1] for place in kept],
            )
            if story.author == OURS:
                made = [[each for each in one if not each.startswith(_PLACED)] for one in made]
            found += [(one, story.roles[place]) for one, place in zip(made, kept, strict=True)]
    return found


def fitted(stories: Sequence[Labelled]) -> dict[str, Any]:
    """Train a model; give it as the data that is shipped."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    made = rows(stories)
    counts = CountVectorizer(analyzer=lambda each: sorted(set(each)), min_df=2, binary=True)
    matrix = counts.fit_transform([found for found, _ in made])
    names = counts.get_feature_names_out()
    weights: dict[str, dict[str, int]] = {}
    bias = []
    for role in Role:
        regression = LogisticRegression(C=PENALTY, solver="liblinear")
        regression.fit(matrix, [role in roles for _, roles in made])
        bias.append(round(float(regression.intercept_[0]), 3))
        for name, weight in zip(names, regression.coef_[0], strict=True):
            if abs(weight) >= SMALL:
                weights.setdefault(str(name), {})[str(role)] = round(float(weight) * role_model.HUNDREDTHS)
    return {"roles": [str(role) for role in Role], "bias": bias, "weights": dict(sorted(weights.items()))}


def folds(stories: Sequence[Labelled]) -> dict[str, int]:
    """Give each author a fold, so that none is in two."""
    sizes = Counter(story.author for story in stories for _ in story.sentences)
    return {author: number % FOLDS for number, (author, _) in enumerate(sizes.most_common())}


def rates(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Give precision, recall and F1 of (meant, found) pairs."""
    hit = sum(meant and found for meant, found in pairs)
    found, meant = sum(found for _, found in pairs), sum(meant for meant, _ in pairs)
    precision, recall = hit / found if found else 1.0, hit / meant if meant else 1.0
    return precision, recall, 2 * hit / (found + meant) if found + meant else 1.0


def interval(by_author: Mapping[str, Sequence[tuple[bool, bool]]]) -> tuple[float, float]:
    """Give the 95 % interval of F1 when authors are drawn with replacement."""
    drawn, authors = random.Random(1), sorted(by_author)
    values = sorted(
        rates([pair for author in drawn.choices(authors, k=len(authors)) for pair in by_author[author]])[2]
        for _ in range(DRAWS)
    )
    return values[DRAWS // 40], values[-DRAWS // 40]


def shown(name: str, judged: Sequence[tuple[str, bool, bool]]) -> str:
    """Give a line with counts, precision, recall and F1 with its interval."""
    by_author: dict[str, list[tuple[bool, bool]]] = {}
    for author, meant, found in judged:
        by_author.setdefault(author, []).append((meant, found))
    pairs = [pair for each in by_author.values() for pair in each]
    precision, recall, f1 = rates(pairs)
    low, high = interval(by_author)
    count = f"{len(pairs):5} {sum(meant for meant, _ in pairs):5}"
    return f"{name:<26} {count} {precision:9.2f} {recall:6.2f} {f1:5.2f}  {low:.2f}-{high:.2f}"


def spoken(catalogue: Catalogue, text: str) -> Counter[str]:
    """Give how many findings each rule has in a text."""
    record = record_reader.parse_record("note.md", text + "\n", {}, otherwise="story")
    context = Context(MemoryCorpus.of([record]), date(2026, 7, 1), catalogue.kinds, catalogue.rubrics, whole=False)
    return Counter(finding.name for finding in lint_records([record], catalogue.rules.values(), context))


def evaluate(stories: Sequence[Labelled], extra: Sequence[Labelled]) -> None:
    """Print the roles of sentences and the flags of stories, each author judged by a model that has not seen it."""
    place, catalogue = folds(stories), Catalogue()
    roles: dict[Role, list[tuple[str, bool, bool]]] = {role: [] for role in Role}
    flags: dict[str, list[tuple[str, str, bool, bool]]] = {flag: [] for flag in FLAGS}
    for fold in range(FOLDS):
        model = RoleModel.of(fitted([*[each for each in stories if place[each.author] != fold], *extra]))
        role_model.shipped_model = lambda model=model: model  # type: ignore[assignment]
        for story in [each for each in stories if place[each.author] == fold]:
            for found, meant in rows([story]):
                given = model.probabilities(found)
                for role in Role:
                    roles[role].append((story.author, str(role) in meant, given[role] >= 1 / 3))
            said = spoken(catalogue, story.text)
            for flag, rules in FLAGS.items():
                meant_flag, by = bool(story.flags[flag]), story.flags["by"]
                flags[flag].append((by, story.author, meant_flag, any(said[rule] for rule in rules)))
    print(f"{'':<26} {'n':>5} {'meant':>5} precision recall    F1  95 % by author")
    for role in Role:
        print(shown(f"role {role.name.lower()}", roles[role]))
    for who in ("reader", "all"):
        for flag, judged in flags.items():
            kept = [(author, meant, found) for by, author, meant, found in judged if who in {"all", by}]
            print(shown(f"{who}: {flag}", kept))
        every = [(a, m, f) for judged in flags.values() for by, a, m, f in judged if who in {"all", by}]
        print(shown(f"{who}: all of these", every))


def about() -> dict[str, Any]:
    """Say what the weights come from: the labels, the sentences of our own, and the version of the features."""
    made = hashlib.sha256(LABELS.read_bytes() + OWN.read_bytes() + str(FEATURES_VERSION).encode()).hexdigest()
    authors = sorted({json.loads(line)["author"] for line in LABELS.read_text("utf-8").splitlines()})
    return {"made-by": "scripts/train_roles.py", "digest": made, "features": FEATURES_VERSION, "authors": authors}


def main() -> None:
    """Measure, or with --write train on everything and keep."""
    stories, extra = labelled(Path(sys.argv[1])), own()
    if "--write" in sys.argv:
        made = json.dumps({"about": about(), **fitted([*stories, *extra])}, ensure_ascii=False, separators=(",", ":"))
        TARGET.write_text(made + "\n", "utf-8")
        print(f"wrote {len(made) // 1000} KB of weights from {sum(len(story.roles) for story in stories)} sentences")
        return
    evaluate(stories, extra)


if __name__ == "__main__":
    main()
