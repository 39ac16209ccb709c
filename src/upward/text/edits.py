"""Edits: splices that leave every other character alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from upward.model.errors import UsageError
from upward.model.finding import Edit
from upward.model.span import Span
from upward.text import frontmatter
from upward.text.record_writer import yaml_scalar


def apply_edits(edits: Iterable[Edit], text: str) -> str:
    """Make the edits; raises ValueError where two overlap or one lies outside the text."""
    # From the back, so that earlier offsets stay true.
    last = len(text)
    for edit in sorted(set(edits), key=lambda edit: (edit.span.start, edit.span.stop), reverse=True):
        if not 0 <= edit.span.start <= edit.span.stop <= last:
            message = f"The edit at {edit.span.start}-{edit.span.stop} overlaps another or lies outside the text."
            raise ValueError(message)
        text = text[: edit.span.start] + edit.text + text[edit.span.stop :]
        last = edit.span.start
    return text


def set_value(text: str, key: str, value: str) -> Edit:
    """Give the edit that sets a top-level scalar of the front matter.

    A key that is there has its value replaced, and nothing else of its line; a new one
    goes to the end of the front matter; a text without front matter gets one.
    """
    front = frontmatter.parse_front_matter(text)
    place = front.values.get((key,))
    if place is None:
        return _new_line(text, f"{key}: {yaml_scalar(value)}")
    if place.start == place.stop:
        return Edit(place, (" " if text[place.start - 1 : place.start] == ":" else "") + yaml_scalar(value))
    tail = _trailing_break(place.cut(text))
    return Edit(Span(place.start, place.stop - len(tail)), yaml_scalar(value))


def add_to_list(text: str, key: str, value: str | Mapping[str, str]) -> Edit:
    """Give the edit that adds an item to a top-level list of the front matter.

    Written as the list is written: `[a, b]` stays on its line, a list of lines gets a line. Raises UsageError where the
    value is no list.
    """
    front = frontmatter.parse_front_matter(text)
    place = front.values.get((key,))
    if place is None:
        if isinstance(value, str):
            return _new_line(text, f"{key}: [{_item(value)}]")
        # An item of several keys fills a line: the next one gets its own.
        return _new_line(text, f"{key}:{line_ending(text)}  - {_item(value)}")
    held = front.fields.get(key)
    if isinstance(held, Mapping):
        raise UsageError(f"`{key}` is a mapping, not a list", next_step=f"write `{key}` as a list of lines with `-`")
    body = place.cut(text)
    if isinstance(held, str):
        items = [held, value] if held else [value]
        edit = set_value(text, key, held)
        lead = edit.text[: len(edit.text) - len(edit.text.lstrip())]
        return Edit(edit.span, f"{lead}[{', '.join(_item(item) for item in items)}]")
    if body.startswith("["):
        inner = place.start + len(body[: body.rindex("]")].rstrip(" \t\r\n,"))
        return Edit(Span(inner, inner), (", " if held else "") + _item(value))
    return _block_item(text, front, key, len(held or ()), value)


def remove_from_list(text: str, key: str, value: str) -> Edit | None:
    """Give the edit that takes an item out of a top-level list of texts; None where the list does not hold it."""
    front = frontmatter.parse_front_matter(text)
    place, held = front.values.get((key,)), front.fields.get(key)
    items = [held] if isinstance(held, str) else list(held or ()) if not isinstance(held, Mapping) else []
    if place is None or value not in items:
        return None
    if place.cut(text).startswith("[") or isinstance(held, str):
        kept = ", ".join(_item(str(item)) for item in items if item != value)
        body = place.cut(text)
        return Edit(Span(place.start, place.start + len(body.rstrip())), f"[{kept}]")
    item = front.values.get((key, items.index(value)))
    if item is None:
        return None
    line = text.rfind("\n", 0, item.start) + 1
    end = text.find("\n", item.stop)
    return Edit(Span(line, end + 1 if end >= 0 else item.stop), "")


def set_in_list(text: str, key: str, place: int, part: str, value: str) -> Edit:
    """Give the edit that sets one part of the mapping at `place` (from 0) of a top-level list of the front matter."""
    front = frontmatter.parse_front_matter(text)
    held = front.values.get((key, place, part))
    if held is not None and held.start < held.stop:
        return Edit(Span(held.start, held.stop - len(_trailing_break(held.cut(text)))), yaml_scalar(value))
    own = [span for path, span in front.values.items() if path[:2] == (key, place) and len(path) > 2]  # noqa: PLR2004
    if held is not None or not own:
        raise UsageError(
            f"`{key}` has no item {place + 1} into which `{part}` can be written", next_step="edit the file yourself"
        )
    last = max(own, key=lambda span: span.stop)
    stop = last.stop - len(_trailing_break(last.cut(text)))
    if text[front.values[key, place].start] == "{":
        return Edit(Span(stop, stop), f", {part}: {yaml_scalar(value)}")
    first = min(span.start for path, span in front.keys.items() if path[:2] == (key, place) and len(path) > 2)  # noqa: PLR2004
    column = first - text.rfind("\n", 0, first) - 1
    return Edit(Span(stop, stop), f"{line_ending(text)}{' ' * column}{part}: {yaml_scalar(value)}")


def set_in_mapping(text: str, key: str, part: str, value: str) -> Edit:
    """Give the edit that sets one part of a top-level mapping of the front matter; raises UsageError for another value.

    A mapping that is not there is begun, in front matter that is not there either.
    """
    front = frontmatter.parse_front_matter(text)
    held, place = front.values.get((key, part)), front.values.get((key,))
    if held is not None and held.start < held.stop:
        return Edit(Span(held.start, held.stop - len(_trailing_break(held.cut(text)))), yaml_scalar(value))
    end = line_ending(text)
    if place is None:
        return _new_line(text, f"{key}:{end}  {part}: {yaml_scalar(value)}")
    own = [span for path, span in front.values.items() if path[:1] == (key,) and len(path) > 1]
    if held is not None or not (own or front.fields.get(key) in ("", {})):
        raise UsageError(f"`{key}` can't take `{part}`", next_step=f"write `{key}` as lines of `name: text`")
    if not own:
        # An empty value, or `{}`: a block takes its place.
        return Edit(place, f"{end}  {part}: {yaml_scalar(value)}")
    last = max(own, key=lambda span: span.stop)
    stop = last.stop - len(_trailing_break(last.cut(text)))
    if text[place.start] == "{":
        return Edit(Span(stop, stop), f", {part}: {yaml_scalar(value)}")
    first = min(span.start for path, span in front.keys.items() if path[:1] == (key,) and len(path) > 1)
    indent = text[text.rfind("\n", 0, first) + 1 : first]
    # Behind a comment that ends the line, too.
    rest = re.compile(r"[^\r\n]*").match(text, stop)
    stop = rest.end() if rest else stop
    return Edit(Span(stop, stop), f"{end}{indent}{part}: {yaml_scalar(value)}")


def _block_item(
    text: str, front: frontmatter.FrontMatter, key: str, count: int, value: str | Mapping[str, str]
) -> Edit:
    last = front.values[key, count - 1]
    line = text.rfind("\n", 0, front.values[key, 0].start) + 1
    dash = re.match(r"[ \t]*-[ \t]*", text[line:])
    stop = last.stop - len(_trailing_break(last.cut(text)))
    end = text.find("\n", stop)
    end = front.span.stop if end < 0 else end + 1
    lead = dash.group() if dash else "- "
    return Edit(Span(end, end), f"{lead}{_item(value)}{line_ending(text)}")


def _item(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return yaml_scalar(value)
    return "{" + ", ".join(f"{yaml_scalar(key)}: {yaml_scalar(each)}" for key, each in value.items() if each) + "}"


def _new_line(text: str, line: str) -> Edit:
    found = frontmatter.front_matter_limits(text)
    end = line_ending(text)
    if found is None:
        start = 1 if text.startswith("\ufeff") else 0
        return Edit(Span(start, start), f"---{end}{line}{end}---{end}")
    stop = found[0].stop
    lead = "" if text[stop - 1] in "\r\n" else end
    return Edit(Span(stop, stop), f"{lead}{line}{end}")


def line_ending(text: str) -> str:
    """Give the line ending that a text uses, by its first one."""
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"


def _trailing_break(body: str) -> str:
    # A block scalar's mark reaches over its line ending.
    return body[len(body.rstrip(" \t\r\n")) :]
