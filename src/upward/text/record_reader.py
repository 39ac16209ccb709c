"""From a file's text to a record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from upward.model.record import Problem, Record
from upward.model.span import Span
from upward.text import frontmatter, markdown

# What `surrogateescape` makes of a byte that is not UTF-8.
_ESCAPED = re.compile("[\udc80-\udcff]")


def parse_record(
    path: str,
    text: str,
    kinds: Mapping[str, str],
    *,
    otherwise: str = "",
    problems: tuple[Problem, ...] = (),
    shown: str = "",
) -> Record:
    """Read the text of a file.

    `path` is relative and has forward slashes; `kinds` maps folders to kinds, and
    `otherwise` is the kind of a file that neither its folder nor its front matter tells.
    `shown` is the path it goes by, where that is another one.
    Whatever can't be read is in the record's problems. Never raises.
    """
    front = frontmatter.parse_front_matter(text)
    found = frontmatter.front_matter_limits(text)
    begin = found[1] if found else (1 if text.startswith("\ufeff") else 0)
    named = front.fields.get("kind", "")
    folder = path.split("/", 1)[0] if "/" in path else ""
    kind = named if isinstance(named, str) and named else kinds.get(folder, otherwise)
    return Record(
        id=file_stem(path),
        kind=kind,
        path=shown or path,
        text=text,
        fields=front.fields,
        body=Span(begin, len(text)),
        sections=markdown.Sections(text, begin),
        problems=(*problems, *front.problems, *_undecodable(text)),
    )


def file_stem(path: str) -> str:
    """Give a record's id: its file name without the last suffix."""
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] if "." in name[1:] else name


def decode_text(raw: bytes) -> str:
    """Decode a file so that encoding gives every byte back."""
    return raw.decode("utf-8", "surrogateescape")


def encode_text(text: str) -> bytes:
    """Encode a text that was read by `decoded`."""
    return text.encode("utf-8", "surrogateescape")


def text_digest(text: str) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal."""
    import hashlib

    return hashlib.sha256(encode_text(text)).hexdigest()


def _undecodable(text: str) -> tuple[Problem, ...]:
    # Most texts are ASCII, and a pattern takes far longer to see that nothing was escaped.
    if text.isascii():
        return ()
    try:
        text.encode()
    except UnicodeEncodeError:
        found = _ESCAPED.search(text)
    else:
        return ()
    if found is None:
        return ()
    message = f"The byte 0x{ord(found.group()) - 0xDC00:02x} is not valid UTF-8; save the file as UTF-8."
    return (Problem("invalid-utf-8", message, Span(*found.span())),)
