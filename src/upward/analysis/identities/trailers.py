"""Trailers of a commit's message: lines such as `Assisted-by: …`, wherever they stand below the subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TRAILER = re.compile(
    r"^[ \t]*(?P<key>[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+){0,4})[ \t]*:[ \t]*(?P<value>\S.*?)[ \t\r]*$", re.MULTILINE
)
# A capital in the midst of a key parts two words: `AssistedBy`.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What `git commit -m "…\\n\\nAssisted-by: …"` leaves in a message: the two characters instead of a line's end.
_ESCAPED = re.compile(r"(?:\\n)+(?=[A-Z][A-Za-z-]+-[Bb]y: )")


@dataclass(frozen=True, slots=True)
class Trailer:
    """A line `Key: value`, its key in lower case with hyphens between its words."""

    key: str
    value: str


def trailers_in(message: str) -> list[Trailer]:
    """Give the lines of a message that have a trailer's form; its first line is the subject and none."""
    _, _, body = _ESCAPED.sub("\n", message).partition("\n")
    return [Trailer(normal_key(match["key"]), match["value"]) for match in _TRAILER.finditer(body)]


def normal_key(key: str) -> str:
    """Give a key in its usual form: "Assisted by" and "AssistedBy" are "assisted-by"."""
    return _CAMEL.sub("-", key).replace(" ", "-").lower()
