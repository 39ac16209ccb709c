"""Signs of AI in a commit: trailers, identities, footers, links and disclosures. A person's name is never one.

Of a tool's name alone nothing follows: there are people called Claude and Devin. What counts is an address
that belongs to a tool, a trailer made for tools, a line that a tool is known to leave, or a sentence about the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from upward.analysis.ai_policy.attribution_patterns import (
    ABOUT_AI,
    ADDRESS,
    AGENT,
    AMBIGUOUS_NAMES,
    BY_ADDRESS,
    DENIAL,
    FOOTER,
    FOR_ALL,
    FOR_TOOLS,
    KEYS,
    LINK,
    LINKED,
    OF_VENDORS,
    PERSON_NAMES,
    ROLES,
    SESSION,
    SPELT_SMALL,
    TOOL_NAMES,
    VENDOR_MODEL,
)
from upward.analysis.ai_policy.disclosure_patterns import is_open, role_of
from upward.analysis.ai_policy.disclosures import is_denial, read_disclosures, visible_text
from upward.analysis.ai_policy.subjects import read_subject
from upward.analysis.identities.ai_tools import bare_tool, tool_named, tool_of
from upward.analysis.identities.trailers import Trailer, trailers_in
from upward.model.effort import Identity


class MarkSource(StrEnum):
    """Where a sign of AI stands."""

    AUTHOR = "author"
    COMMITTER = "committer"
    TRAILER = "trailer"
    FOOTER = "footer"
    DISCLOSURE = "disclosure"
    SUBJECT = "subject"
    LINK = "link"
    GIT_AI_NOTE = "git-ai note"
    ATTRIBUTION_NOTE = "attribution note"
    AGENT_TRACE = "Agent Trace"


class AiRole(StrEnum):
    """What a tool did by its sign."""

    WROTE = "wrote"
    HELPED = "helped"
    FOUND = "found"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class AiMark:
    """A sign of a tool: which one, by whose words, where it stands, and what the tool did.

    `trailer` is the trailer's key, in lower case, where the sign is one.
    """

    tool: str
    by: str
    source: MarkSource
    role: AiRole = AiRole.WROTE
    trailer: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as it is shown: "trailer assisted-by"."""
        return f"{self.source.value} {self.trailer}".strip()


def ai_trailers(message: str) -> list[Trailer]:
    """Give the trailers that may be about AI or reviews, wherever they stand below the subject."""
    return [each for each in trailers_in(message) if each.key in KEYS or SESSION.match(each.key)]


def find_ai_marks(message: str, author: Identity, committer: Identity | None = None) -> list[AiMark]:
    """Give every sign in a commit's message and people, each once."""
    people = [(MarkSource.AUTHOR, author), *([(MarkSource.COMMITTER, committer)] if committer else [])]
    found = [
        AiMark(tool, f"{name} <{email}>", source) for source, (name, email) in people if (tool := tool_of(email, name))
    ]
    shown = visible_text(message)
    found += _in_trailers(message)
    found += [
        AiMark(match["tool"].strip(), match.group().strip(), MarkSource.FOOTER) for match in FOOTER.finditer(shown)
    ]
    said = {each.tool.lower() for each in found}
    values = [each.by for each in found if each.source is MarkSource.TRAILER]
    found += [
        AiMark(each.tool, each.text[:300], MarkSource.DISCLOSURE, AiRole(each.role))
        for each in read_disclosures(message).found
        # A line that is a trailer or footer, too, is one sign.
        if each.tool.lower() not in said and not any(value in each.text for value in values)
    ]
    found += [AiMark(each.tool, each.text, MarkSource.SUBJECT, AiRole(each.role)) for each in read_subject(message)]
    found += [AiMark(LINKED[match["host"].lower()], match.group(), MarkSource.LINK) for match in LINK.finditer(message)]
    return list(dict.fromkeys(found))


def _in_trailers(message: str) -> Iterator[AiMark]:
    for trailer in ai_trailers(message):
        tool = _tool(trailer)
        if tool:
            said = role_of(trailer.value) if trailer.key in ABOUT_AI else "wrote"
            role = AiRole(ROLES.get(trailer.key, said))
            yield AiMark(tool, trailer.value, MarkSource.TRAILER, role, trailer.key)


def denies_ai_use(message: str) -> bool:
    """Whether a commit says of itself that no AI was used, in a trailer or in prose."""
    in_trailer = any(
        trailer.key in ABOUT_AI | {"assisted-by"} and (DENIAL.match(trailer.value) or is_denial(trailer.value))
        for trailer in ai_trailers(message)
    )
    return in_trailer or read_disclosures(message).denies


def _tool(trailer: Trailer) -> str:
    """Give the tool that a trailer names; empty where it names a person, a denial, or a program that is not an AI tool."""
    key, value = trailer.key, trailer.value
    form, vendor = OF_VENDORS.get(key, (None, ""))
    if form is not None:
        return vendor if form.match(value) else ""
    session = SESSION.match(key)
    if session:
        name = session["tool"].lower().removesuffix("-code")
        return name if name in SPELT_SMALL else name.title()
    if DENIAL.match(value) or (key in ABOUT_AI and (is_denial(value) or is_open(value))):
        return ""
    address = ADDRESS.search(value)
    said = value[: address.start()] if address else value
    owner = tool_of(address[1] or address[2], said) if address else ""
    if owner or key in BY_ADDRESS | FOR_ALL:
        return owner or tool_named(said) or _model(said) or ("" if address else bare_tool(said))
    if key in ABOUT_AI:
        named = TOOL_NAMES.search(value)
        return named.group() if named else value
    return _named(key, value) if key in FOR_TOOLS and address is None else ""


def _model(said: str) -> str:
    """Give a model named by its vendor, such as `anthropic/claude-opus-4`."""
    match = VENDOR_MODEL.match(said.strip())
    return match.group() if match else ""


def _named(key: str, value: str) -> str:
    """Give the tool that is named where people are, too, if without an address."""
    agent = AGENT.match(value) if key == "assisted-by" else None
    if agent:
        return agent["tool"]
    named = TOOL_NAMES.search(value)
    is_other = named is None or PERSON_NAMES.match(value) or AMBIGUOUS_NAMES.match(value[named.start() :])
    return _model(value) if named is None or is_other else named.group()
