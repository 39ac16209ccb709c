"""What may reach a terminal or a CI log: no escape sequence but colours, and no character that turns text around."""

from __future__ import annotations

import re

_REPLACEMENT = "\ufffd"
# C0 and C1 but for line ends and tabs, marks that reverse the direction of text, and the byte order mark.
_RAW = dict.fromkeys(
    [
        *(*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x1B), *range(0x1C, 0x20), *range(0x7F, 0xA0)),
        *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF),
    ],
    _REPLACEMENT,
)


_ANY_RAW = re.compile("[" + "".join(map(re.escape, map(chr, _RAW))) + "]")


def harmless(text: str, *, colour: bool = False) -> str:
    """Give a text without raw control characters; with `colour` the sequences that set colours and links stay."""
    # Looked for first: an answer of many megabytes is not copied where there is nothing to replace.
    plain = text.translate(_RAW) if _ANY_RAW.search(text) else text
    if "\r" in plain:
        plain = plain.replace("\r\n", "\n").replace("\r", _REPLACEMENT)
    if "\x1b" not in plain:
        return plain
    if not colour:
        return plain.replace("\x1b", _REPLACEMENT)
    return re.sub(r"\x1b(?!\[[\d;]*m|\]8;[^\x07\x1b]*;[^\x07\x1b]*\x1b\\|\\)", _REPLACEMENT, plain)


def one_line(text: str) -> str:
    """Give a text on one line, with a replacement sign for each character that is not printable."""
    return "".join(sign if sign.isprintable() else _REPLACEMENT for sign in " ".join(text.split()))


def wants_colour(environment: dict[str, str], *, terminal: bool) -> bool:
    """Whether to colour: NO_COLOR first, then FORCE_COLOR and CLICOLOR_FORCE, then whether a terminal can."""
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(key, "") not in {"", "0", "false"} for key in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environment.get("TERM") != "dumb"
