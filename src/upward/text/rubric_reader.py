"""Rubrics from YAML, validated: what is wrong with one is said, and the rest is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from upward.model.rubric import Area, Book, Criterion, Question, Rubric, Signals
from upward.text.data_file import parse_yaml


def parse_rubric(text: str) -> tuple[Rubric, tuple[str, ...]]:
    """Read a rubric; give it with what was wrong in it, a sentence each."""
    data, problem = parse_yaml(text)
    if problem:
        return Rubric("", ""), (f"The rubric can't be read: {problem}.",)
    if not isinstance(data, dict):
        return Rubric("", ""), ("The rubric is no mapping of keys to values.",)
    rubric = Rubric(
        id=_text(data, "id"),
        title=_text(data, "title"),
        source=_text(data, "source"),
        levels=_texts(data, "levels"),
        areas=tuple(_area(item) for item in _mappings(data, "areas")),
        criteria=tuple(_criterion(item) for item in _mappings(data, "criteria")),
        questions=tuple(_question(item) for item in _mappings(data, "questions")),
        books=tuple(_book(item) for item in _mappings(data, "books")),
    )
    return rubric, tuple(_faults(rubric))


def _area(data: Mapping[str, Any]) -> Area:
    return Area(_text(data, "id"), _text(data, "title"), _text(data, "summary"), _texts(data, "path"), _signals(data))


def _criterion(data: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=_text(data, "id"),
        area=_text(data, "area"),
        text=_text(data, "text"),
        level=_text(data, "level"),
        aspect=_text(data, "aspect"),
        title=_text(data, "title"),
        not_yet=_text(data, "not-yet"),
        exceeds=_text(data, "exceeds"),
        looks_like=_texts(data, "looks-like"),
        weak=_text(data, "weak"),
        scope=_pairs(data, "scope"),
        next_step=_text(data, "next-step"),
        reading=_texts(data, "reading"),
        signals=_signals(data),
        like=_texts(data, "like"),
    )


def _pairs(data: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    value = data.get(key)
    return tuple((str(name), str(text)) for name, text in value.items()) if isinstance(value, dict) else ()


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        id=_text(data, "id"),
        text=_text(data, "text"),
        level=_text(data, "level"),
        principles=_texts(data, "principles"),
        themes=_texts(data, "themes"),
        listens_for=_texts(data, "listens-for"),
        weak=_text(data, "weak"),
        follow_ups=_texts(data, "follow-ups"),
        not_a=_text(data, "not-a"),
    )


def _book(data: Mapping[str, Any]) -> Book:
    return Book(
        id=_text(data, "id"),
        title=_text(data, "title"),
        author=_text(data, "author"),
        form=_text(data, "form"),
        serves=_texts(data, "serves"),
        why=_text(data, "why"),
        teaches=_text(data, "teaches"),
    )


def _signals(data: Mapping[str, Any]) -> Signals:
    signals = data.get("signals")
    return Signals(_texts(signals, "words"), _texts(signals, "paths")) if isinstance(signals, dict) else Signals()


def _faults(rubric: Rubric) -> Iterator[str]:
    if not rubric.id or not rubric.title:
        yield "The rubric needs an id and a title."
    areas = {area.id for area in rubric.areas}
    for what, ids in (
        ("area", [area.id for area in rubric.areas]),
        ("criterion", [criterion.id for criterion in rubric.criteria]),
        ("question", [question.id for question in rubric.questions]),
        ("book", [book.id for book in rubric.books]),
    ):
        yield from (
            f"The {what} {ident or '(without id)'} is defined more than once or has no id." for ident in _doubled(ids)
        )
    for criterion in rubric.criteria:
        if criterion.area not in areas:
            yield f"The criterion {criterion.id} names the area {criterion.area}, which the rubric does not have."
        if criterion.level and criterion.level not in rubric.levels:
            yield f"The criterion {criterion.id} names the level {criterion.level}, which the rubric does not have."
        if not criterion.text or not criterion.looks_like:
            yield f"The criterion {criterion.id} needs a text and what evidence of it looks like."
    for question in rubric.questions:
        if question.level not in rubric.levels:
            yield f"The question {question.id} names the level {question.level}, which the bank does not have."


def _doubled(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for ident in ids:
        if not ident or ident in seen:
            yield ident
        seen.add(ident)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    return value if isinstance(value, str) else ""


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, ())
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in value)


def _mappings(data: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    value = data.get(key, ())
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
