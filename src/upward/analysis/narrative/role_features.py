"""What the role model looks at in a sentence: its words, its first words, its subject, its place, its neighbours.

The features are plain strings, so that a weight can be read: `w=learn` is a stem, `b=i_learn` a pair, `sv=we+past`
a subject with the form of its verb, `h=R` the labelled part, `p:` and `n:` stand for the sentence before and behind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

# Raised whenever a feature changes: the weights are trained for one version of them.
FEATURES_VERSION = 5
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d.,]*%?|[%$€£₹≈→?!:]")
_ENDINGS = (
    ("ingly", 4), ("edly", 4), ("ing", 4), ("ied", 2), ("ies", 2), ("ed", 3), ("es", 4), ("ly", 4), ("s", 3),
)  # fmt: skip
# Past forms that don't end in -ed.
IRREGULAR = frozenset(
    "built made chose wrote took ran drove led brought began held kept set put cut split found got gave went met sent "
    "taught spent redid rewrote rebuilt broke threw drew laid sold won dealt dug shut spun undertook did came saw felt "
    "knew thought understood had left told said read grew fell rose lost paid became hit let spoke stood sat".split()
)
_PAST_AUXILIARIES = frozenset("was were had did would could been wasn't weren't hadn't didn't".split())
_PASSIVE = frozenset("be is are get gets".split())
# Of both tenses.
_BOTH_TENSES = frozenset("put set cut split shut let hit read spread".split())
# Common words in -ed that are none: "need to", "indeed".
_NO_PAST = frozenset(
    "need indeed proceed succeed exceed speed feed seed red bed shed embed hundred unprecedented".split()
)
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand "
    "million half doubled halved tripled zero dozen percent % $ € £ ₹ ≈".split()
)
_SUBJECTS = frozenset("i we they he she it team this".split())
# Who acts is grammar, and says nothing of what a sentence tells: "we" is read as "I".
_AS_ONE = {"we": "i", "our": "my", "us": "me", "ours": "mine", "ourselves": "myself", "we've": "i've", "we'd": "i'd"}
_BETWEEN = frozenset("also then first quickly immediately finally initially".split())
_AUXILIARIES = frozenset("was were had have am would will need needed can could should did".split())
_SIGNS = frozenset(
    "but however although though despite problem because finally task goal result results success successfully".split()
)
_SIGN_STEMS = (
    "challeng", "difficult", "issue", "fail", "learn", "lesson", "result", "reduc", "improv", "increas", "success",
    "need", "task", "responsib",
)  # fmt: skip
# Words that tell the rarer roles, by class: a mood, what can be checked, a lesson, a virtue, a habit, a lack.
_CLASSES = {
    "mood": (
        "happy pleased satisfied impressed delighted glad great good well smoothly successful successfully "
        "success positive appreciated appreciative praised grateful excellent amazing better improved "
        "smoother significantly greatly noticeably satisfaction morale trust confidence relieved proud liked "
        "loved enjoyed"
    ),
    "check": (
        "adopted approved promoted promotion standard default production shipped launched released deployed "
        "live delivered signed renewed merged hired accepted schedule time award still uses used became "
        "rolled completed resolved eliminated retired"
    ),
    "lesson": (
        "learned learnt lesson taught takeaway takeaways realized realised hindsight retrospect differently "
        "since reinforced showed now today reflection"
    ),
    "virtue": (
        "communication teamwork collaboration leadership patience perseverance ownership transparency empathy "
        "trust flexibility adaptability confidence skills experience importance value grow growth stronger "
        "valuable invaluable opportunity"
    ),
    "habit": (
        "usually always generally often typically normally tend prefer believe whenever try strive would i'd regularly"
    ),
    "lack": (
        "no not never none nobody without missing lacked lack unable couldn't "  # language: quoted
        "wouldn't didn't refused resisted disagreed failed broke blocked delayed late risk conflict wrong unclear"
    ),
}
_CLASS_OF = {word: f"k={name}" for name, each in _CLASSES.items() for word in each.split()}
_LENGTHS = (6, 12, 22, 35)
# Of a story's sentences: in which fifth one stands, and how long the story is.
_FIFTHS, _QUARTET, _LONG = 5, 4, 5


def tokens(sentence: str) -> list[str]:
    """Give the words, figures and signs of a sentence, in lower case."""
    return [token.replace("’", "'") for token in _TOKEN.findall(sentence.lower())]


def is_past(word: str) -> bool:
    """Whether a word has the form of a past tense."""
    return (word.endswith("ed") and word not in _NO_PAST) or word in IRREGULAR


def in_past(sentence: str) -> bool:
    """Whether a sentence has a verb in the past: "has to be designed" has none, "I put it" has one."""
    return any(
        word in _PAST_AUXILIARIES
        or (is_past(word) and before not in _PASSIVE and (word not in _BOTH_TENSES or before in {"i", "we"}))
        for before, word in pairwise(["", *tokens(sentence)])
    )


def features(sentences: Sequence[Sequence[str]], parts: Sequence[str], ends: Sequence[str]) -> list[list[str]]:
    """Give the features of each sentence of a story.

    `sentences` are tokens, `parts` the letter of the labelled part each stands in ("" for none), `ends` the last
    character of each.
    """
    count = len(sentences)
    read = [[_AS_ONE.get(word, word) for word in words] for words in sentences]
    own = [_words(words, end) for words, end in zip(read, ends, strict=True)]
    outlines = [_beside(_outline(words)) for words in read]
    for place, found in enumerate(own):
        found.append(f"pos{int((place + 0.5) / count * _FIFTHS)}")
        found.append(f"n{min(_LONG, count // _QUARTET)}")
        if place == 0:
            found.append("first")
        if place == count - 1:
            found.append("last")
            # A lesson often closes a story, in the present: "Bad news on the first day leaves time for a plan."
            if not any(is_past(word) for word in read[place]):
                found.append("lastnow")
        if place:
            found.extend(outlines[place - 1][0])
        if place + 1 < count:
            found.extend(outlines[place + 1][1])
        found.append(f"h={parts[place]}")
        if parts[place] and place and parts[place - 1] != parts[place]:
            found.append(f"hnew={parts[place]}")
    return own


def _stem(word: str) -> str:
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)]
    return word[:-1] if len(word) > _QUARTET and word[-1] == "e" else word


def _is_number(token: str) -> bool:
    return token[0].isdigit() or token in _NUMBERS


@lru_cache(maxsize=65536)
def _known(word: str) -> tuple[str, str]:
    """Give the stem of a word, "#" for a number, and its feature."""
    stem = "#" if _is_number(word) else _stem(word)
    return stem, f"w={stem}"


@lru_cache(maxsize=65536)
def _pair(one: str, other: str) -> str:
    return f"b={one}_{other}"


def _words(words: Sequence[str], end: str) -> list[str]:
    known = [_known(word) for word in words]
    stems = [stem for stem, _ in known]
    found = [feature for _, feature in known]
    found += [_pair(one, other) for one, other in pairwise(stems)]
    if stems:
        found += [f"1={stems[0]}", f"12={'_'.join(stems[:2])}", f"123={'_'.join(stems[:3])}"]
        if words[0] not in {"i", "we"}:
            if is_past(words[0]):
                found.append("startpast")
            if words[0].endswith("ing"):
                found.append("starting")
    found += _subjects(words)
    classes = [_CLASS_OF[word] for word in words if word in _CLASS_OF]
    found += classes
    found += [f"kk={one}_{other}" for one, other in combinations(sorted(set(classes)), 2)]
    numbers = stems.count("#")
    found.append(f"num{min(numbers, 2)}")
    found.append(f"len{bisect_right(_LENGTHS, len(words))}")
    if end in ":?":
        found.append("endcolon" if end == ":" else "endq")
    return found


def _subjects(words: Sequence[str]) -> list[str]:
    found = []
    for place in [place for place, word in enumerate(words[:-1]) if word in _SUBJECTS]:
        word = words[place]
        verb = words[place + 1]
        if verb in _BETWEEN and place + 2 < len(words):
            verb = words[place + 2]
        form = "past" if is_past(verb) else verb if verb in _AUXILIARIES else "oth"
        found.append(f"sv={word}+{form}")
    return found


def _beside(outline: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give what the sentence behind and the one before see of a sentence."""
    pairs = [_before_and_behind(each) for each in outline]
    return [before for before, _ in pairs], [behind for _, behind in pairs]


@lru_cache(maxsize=65536)
def _before_and_behind(feature: str) -> tuple[str, str]:
    return f"p:{feature}", f"n:{feature}"


def _outline(words: Sequence[str]) -> list[str]:
    """Give what of a sentence matters to the one beside it."""
    if not words:
        return []
    found = [f"1={_stem(words[0])}"]
    found += [word for word in ("i", "we") if word in words[:6]]
    if any(_known(word)[0] == "#" for word in words):
        found.append("num")
    signs = set(chain.from_iterable(map(_signs, words)))
    return found + [f"c={sign}" for sign in sorted(signs)]


@lru_cache(maxsize=65536)
def _signs(word: str) -> tuple[str, ...]:
    exact = (word,) if word in _SIGNS else ()
    return (*exact, *(sign for sign in _SIGN_STEMS if word.startswith(sign)))
