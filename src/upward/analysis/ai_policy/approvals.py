"""Who reviewed or approved a commit by its trailers: people, and neither its author nor a tool."""

from __future__ import annotations

import re

from upward.analysis.ai_policy.attribution_patterns import DENIAL
from upward.analysis.ai_policy.disclosure_patterns import is_open
from upward.analysis.identities.ai_tools import is_tool_name, tool_of
from upward.analysis.identities.trailers import normal_key, trailers_in
from upward.model.effort import Identity

_PERSON = re.compile(r"^(?P<name>[^<]*?)\s*<(?P<address>[^<>\s]+@[^<>\s]+)>|^(?P<alone>[^<>\s]+@[^<>\s]+)$")


def named_people(message: str, key: str, author: Identity) -> list[str]:
    """Give the values of a trailer that name other people than the author, a person once.

    Someone of the author's own name at another address counts as the author.
    """
    found: dict[str, str] = {}
    for trailer in trailers_in(message):
        if trailer.key == normal_key(key):
            name, address = _parts(trailer.value)
            if _is_another(name, address, author):
                found.setdefault(address or name, trailer.value)
    return list(found.values())


def _parts(value: str) -> tuple[str, str]:
    """Give the name and address that a trailer holds, in lower case; either may be empty."""
    match = _PERSON.match(value.strip())
    if match is None:
        return value.strip().lower(), ""
    return (match["name"] or "").strip().lower(), (match["address"] or match["alone"] or "").strip().lower()


def _is_another(name: str, address: str, author: Identity) -> bool:
    """Whether a name and address are those of a person who is not the author."""
    if not re.search(r"\w", name + address) or DENIAL.match(name) or is_open(name):
        return False
    own_name, own_address = author[0].strip().lower(), author[1].strip().lower()
    if (address and address == own_address) or (name and name == own_name):
        return False
    is_bot = "[bot]" in name + address
    return not (is_bot or tool_of(address, name) or (not address and is_tool_name(name)))
