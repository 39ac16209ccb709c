"""What may be written at a place in a record: keys, values, ids, names, headings, rules.

Looks at the lines above the place and not at the parsed front matter, which half-written YAML
does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from upward.analysis.lint.schema import allowed_choices
from upward.model.kind import Field, Kind, Type
from upward.model.record import Record
from upward.model.rubric import Rubric
from upward.model.rule import Context, Rule
from upward.model.span import Span
from upward.text import frontmatter
from upward.text.record_writer import yaml_scalar

_COMMENT = re.compile(r"upward:[ \t]*ignore(?:-file)?\[(?P<held>[^\]\n]*)$")
_KEY = re.compile(r"^(?P<indent>[ ]*)(?P<item>-[ ]+)?(?P<word>[A-Za-z][\w-]*)?$")
_VALUE = re.compile(r"^(?P<indent>[ ]*)(?:(?P<item>-[ ]+)?(?P<key>[\w-]+):(?:[ \t]+|(?=\[))|-[ ]+)(?P<held>.*)$")
_PARENT = re.compile(r"^(?P<indent>[ ]*)(?P<item>-[ ]+)?(?P<key>[\w-]+):")
_HEADING = re.compile(r"^#{1,3}[ ]?(?P<held>[\w ]*)$")


@dataclass(frozen=True, slots=True)
class Completion:
    """A text for a span, with what it is for."""

    text: str
    span: Span
    detail: str = ""


def completions(record: Record, offset: int, context: Context, rules: Mapping[str, Rule]) -> list[Completion]:
    """Give what may stand where the cursor is, in the order of the schema; none where anything may."""
    text = record.text
    begin = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    line = text[begin:offset]
    comment = _COMMENT.search(line)
    if comment:
        said = _last(comment["held"])
        return [Completion(rule.name, Span(offset - len(said), offset), _summary(rule)) for rule in rules.values()]
    kind = context.kinds.get(record.kind)
    if kind is None:
        return []
    limits = frontmatter.front_matter_limits(text)
    if limits and limits[0].start <= offset <= limits[0].stop:
        return list(_front(text[limits[0].start : begin], line, offset, record, kind, context))
    heading = _HEADING.match(line)
    if heading and not (limits and offset < limits[0].start):
        said = heading["held"]
        missing = [spec for spec in kind.sections if spec.title not in {each.title for each in record.sections}]
        lead = "" if line.startswith(("# ", "## ", "### ")) else " "
        return [Completion(f"{lead}{spec.title}", Span(offset - len(said), offset), "section") for spec in missing]
    return []


def _front(above: str, line: str, offset: int, record: Record, kind: Kind, context: Context) -> Iterator[Completion]:
    """Give what may be written on a line of the front matter, below the lines above it."""
    value = _VALUE.match(line)
    if value:
        indent = len(value["indent"]) + len(value["item"] or "")
        fields = _fields(above, indent, kind) if value["key"] else ()
        field = _named(fields, value["key"]) if value["key"] else _listed(above, len(value["indent"]), kind)
        if field is not None and (field.type is not Type.MAPPING or value["key"]):
            yield from _values(field, value["held"], offset, record, kind, context)
            return
        if value["key"]:
            return
    key = _KEY.match(line)
    if key:
        indent = len(key["indent"]) + len(key["item"] or "")
        word = key["word"] or ""
        held = record.fields if not indent else {}
        for field in _fields(above, indent, kind):
            if field.name not in held or field.name == word:
                # With the space, so that a value or a list in brackets can follow at once.
                after = ":" if field.type is Type.MAPPING else ": "
                yield Completion(f"{field.name}{after}", Span(offset - len(word), offset), field.help)


def _fields(above: str, indent: int, kind: Kind) -> Sequence[Field]:
    """Give the keys that may stand at an indentation."""
    if indent == 0:
        return kind.fields
    field = _parent(above, indent, kind)
    return field.parts if field else ()


def _listed(above: str, indent: int, kind: Kind) -> Field | None:
    """Give the key whose list an item at this indentation belongs to: a list may stand as far left as its key."""
    return _parent(above, indent + 1, kind)


def _parent(above: str, indent: int, kind: Kind) -> Field | None:
    """Give the top-level key that lines of this indentation hang under."""
    for line in reversed(above.splitlines()):
        found = _PARENT.match(line)
        if found and not found["item"] and not found["indent"] and indent:
            return kind.field_named(found["key"])
    return None


def _named(fields: Iterable[Field], name: str) -> Field | None:
    return next((field for field in fields if field.name == name), None)


def _values(field: Field, held: str, offset: int, record: Record, kind: Kind, context: Context) -> Iterator[Completion]:
    said = _last(held.lstrip("["))
    span = Span(offset - len(said), offset)
    for text, detail in _known(field, record, kind, context):
        yield Completion(text if field.type is Type.FLAG else yaml_scalar(text), span, detail)


def _known(field: Field, record: Record, kind: Kind, context: Context) -> Iterator[tuple[str, str]]:
    """Give the values a field may have, each with what it means."""
    match field.type:
        case Type.CHOICE:
            yield from (
                (choice, _meaning(choice, field, context.rubrics)) for choice in allowed_choices(field, context.rubrics)
            )
        case Type.FLAG:
            yield from (("true", field.help), ("false", ""))
        case Type.DATE:
            yield context.today.isoformat(), "today"
        case Type.LINK:
            others = context.corpus.records(field.links or None)
            yield from ((other.id, other.title) for other in others if other.path != record.path)
        case Type.TEXT if field.name == "kind":
            yield kind.name, kind.summary
        case Type.TEXT if field.name in {"name", "assessor", "person"}:
            yield from ((name, "") for name in _people(context))
        case _:
            return


def _meaning(choice: str, field: Field, rubrics: Mapping[str, Rubric]) -> str:
    for ident in field.choices:
        rubric = rubrics.get(ident[1:]) if ident.startswith("@") else None
        criterion = rubric.criterion(choice) if rubric else None
        if criterion is not None:
            return criterion.title or criterion.text
    return field.help


def _people(context: Context) -> list[str]:
    evidence = context.corpus.records("evidence")
    return sorted({str(person.get("name", "")) for item in evidence for person in item.mappings("people")} - {""})


def _last(held: str) -> str:
    """Give what is being written of a list in brackets: what stands behind the last comma."""
    return held.rpartition(",")[2].lstrip()


def _summary(rule: Rule) -> str:
    return rule.page.strip().split("\n", 1)[0]
