"""What stands at a place in a record: a key, a value, a link to another record, the name of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from upward.analysis.lint.schema import allowed_choices
from upward.analysis.lint.suppression import suppressions
from upward.model.kind import Field, Kind, Type
from upward.model.record import Record
from upward.model.rubric import Criterion
from upward.model.rule import Context, Rule
from upward.model.span import Span
from upward.text import frontmatter
from upward.text.frontmatter import Path

# Of a linked record, as much as fits a small window.
EXCERPT = 900


@dataclass(frozen=True, slots=True)
class Target:
    """What stands somewhere: the field it belongs to, and its value where it is one."""

    span: Span
    field: Field
    value: str = ""


def target_at(record: Record, offset: int, kinds: Mapping[str, Kind]) -> Target | None:
    """Give the key or value of the front matter at an offset."""
    kind = kinds.get(record.kind)
    if kind is None or offset >= record.body.start:
        return None
    front = frontmatter.parse_front_matter(record.text)
    for places, is_value in ((front.values, True), (front.keys, False)):
        # The longest path is the innermost value.
        for path in sorted(places, key=len, reverse=True):
            span = places[path]
            if span.start <= offset <= span.stop:
                field = _field(kind.fields, path)
                value = _at(record.fields, path) if is_value else ""
                if field is not None and (not is_value or isinstance(value, str)):
                    return Target(span, field, str(value) if is_value else "")
    return None


def linked_record(record: Record, offset: int, context: Context) -> list[Record]:
    """Give the records that the value at an offset leads to."""
    found = target_at(record, offset, context.kinds)
    if found is None or found.field.type is not Type.LINK or not found.value:
        return []
    return list(context.corpus.named(found.value))


def records_linking(ident: str, context: Context) -> Iterator[tuple[Record, Span]]:
    """Give every place that links to a record: "who rests on this?"."""
    for record in context.corpus.records():
        if ident not in record.text:
            continue
        kind = context.kinds.get(record.kind)
        for path, span in frontmatter.parse_front_matter(record.text).values.items():
            field = _field(kind.fields, path) if kind else None
            if field is not None and field.type is Type.LINK and _at(record.fields, path) == ident:
                yield record, span


def explanation_at(record: Record, offset: int, context: Context, rules: Mapping[str, Rule]) -> tuple[Span, str] | None:
    """Give what is known of the thing at an offset, in Markdown: a record, a criterion, a key, a rule in a comment."""
    for comment in suppressions(record):
        if comment.place.start <= offset <= comment.place.stop:
            pages = [rules[name] for name in sorted(comment.names) if name in rules]
            return comment.place, "\n\n---\n\n".join(rule_page(rule) for rule in pages)
    found = target_at(record, offset, context.kinds)
    if found is None:
        return None
    records = linked_record(record, offset, context)
    if records:
        return found.span, _record(records[0])
    criterion = _criterion(found, context)
    if criterion is not None:
        return found.span, _described(criterion)
    known = allowed_choices(found.field, context.rubrics)
    allowed = f"\n\nOne of: {', '.join(known)}" if known and len(known) < 20 else ""  # noqa: PLR2004 - a window's worth
    return found.span, f"**{found.field.name}**: {found.field.help}{allowed}"


def rule_page(rule: Rule) -> str:
    """Give a rule's page with its heading."""
    return f"### {rule.code} {rule.name}\n\n{rule.page.strip()}"


def _record(record: Record) -> str:
    prose = record.prose.strip()
    cut = prose[:EXCERPT].rsplit("\n", 1)[0] + "\n\n…" if len(prose) > EXCERPT else prose
    when = f" · {record.string('date')}" if record.string("date") else ""
    return f"**{record.title}** ({record.kind}{when})\n\n{cut}"


def _described(criterion: Criterion) -> str:
    looks = "".join(f"\n- {each}" for each in criterion.looks_like)
    return f"**{criterion.title or criterion.id}**\n\n{criterion.text}\n{looks}".strip()


def _criterion(found: Target, context: Context) -> Criterion | None:
    rubrics = [context.rubrics[each[1:]] for each in found.field.choices if each[1:] in context.rubrics]
    return next((each for rubric in rubrics if (each := rubric.criterion(found.value)) is not None), None)


def _field(fields: tuple[Field, ...], path: Path) -> Field | None:
    field: Field | None = None
    for name in path:
        if isinstance(name, str):
            field = next((each for each in (field.parts if field else fields) if each.name == name), None)
            if field is None:
                return None
    return field


def _at(value: object, path: Path) -> object:
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(str(step), "")
        elif isinstance(value, (list, tuple)) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return ""
    return value
