"""What a job advert is about, its technologies and its field, and which stories tell of it: ledger, PostgreSQL, fleet.

A subject is a name such as "Kafka", or a word of what is asked for that few of the stories share; English only.
"""

from __future__ import annotations

# ruff: noqa: E501
# Word lists.
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from upward.text.words import stem

MOST_SUBJECTS = 12
# A word of so many characters may be a subject; a name of a technology may be shorter.
LEAST_LETTERS = 5
# A word in more than this share of the stories tells none apart; of fewer stories each counts.
COMMON, FEW = 0.5, 4
_WORD = re.compile(r"[A-Za-z][\w+#./-]*[\w+#]|[A-Z]\b")
_NAME = re.compile(r"(?<![.!?:\n*#-] )(?<!^)(?<![\n])\b[A-Z][\w+#]*")
_ALIASES = {"postgresql": "postgres", "k8s": "kubernetes", "golang": "go", "nodejs": "node", "js": "javascript"}
# Words that any advert of this trade may use.
_COMMON_IN_ADVERTS = frozenset(
    stem(word)
    for word in (
        "senior engineer engineers engineering software backend frontend developer developers team teams experience years work "
        "working build building design designing develop development services service system systems product products "
        "production company people skills knowledge strong good great role roles responsibilities requirements tasks bring "
        "offer offers architecture architectural decisions decision scalable quality review reviews code clean drive deliver "
        "ownership mentor mentoring incident incidents incident-response response rotation on-call comfortable ambiguity "
        "communicate clearly stakeholders stakeholder technical non-technical together other others looking join about hiring "
        "remote platform environment technology technologies solutions solution customers customer users user business "
        "process processes deep degree level apply field years' you'll we're project projects support including across "
        "after before their there where which while would should could these those every never always least using day "
        "daily understanding ability able responsible manager managers managing feature features modern world share right "
        "problem problems change changes driven event-driven large small first english german speak data"
    ).split()
)


class Subject(NamedTuple):
    """A technology or a word of the field that an advert names, and the ids of the stories that tell of it."""

    name: str
    stories: tuple[str, ...]
    is_name: bool


def subjects(asked: str, left_out: str, stories: Mapping[str, str]) -> list[Subject]:
    """Give the subjects of what an advert asks for: those that stories tell of first, then names that none tells of.

    `asked` is the text without the company's offer, `left_out` holds names that are none, such as the company's;
    `stories` gives their texts by id.
    """
    known = {ident: _terms(text) for ident, text in stories.items()}
    silent = {term.lower() for term in _WORD.findall(left_out)}
    names = {match.group() for match in _NAME.finditer(asked)}
    most = max(FEW, len(stories) * COMMON)
    found: dict[str, Subject] = {}
    for word in _candidates(asked):
        is_name = word in names
        term = _term(word)
        if term in found or word.lower() in silent or term in _COMMON_IN_ADVERTS:
            continue
        if not is_name and len(word) < LEAST_LETTERS:
            continue
        told = tuple(ident for ident, terms in known.items() if (word if len(word) <= 2 else term) in terms)  # noqa: PLR2004 - "Go" and "go"
        if is_name or 0 < len(told) <= most:
            found[term] = Subject(word, told, is_name)
    told_first = sorted(found.values(), key=lambda each: not each.stories)
    return told_first[:MOST_SUBJECTS]


def _candidates(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        yield word.rstrip("./-")


def _term(word: str) -> str:
    lower = word.lower()
    return stem(_ALIASES.get(lower, lower))


def _terms(text: str) -> set[str]:
    """Give the terms of a story, and its words as they are written."""
    words = [word.rstrip("./-") for word in _WORD.findall(text)]
    return {_term(word) for word in words} | set(words)
