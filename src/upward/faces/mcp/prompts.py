"""Prompts: one Markdown file each, filled with what the client names; records go along as data of their own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import mcp_types as types

from upward.analysis.decisions import option_exploration
from upward.faces.mcp.access import LogbookAccess
from upward.model.errors import UsageError
from upward.model.record import Record
from upward.text import frontmatter
from upward.text.template_slots import fill_slots

SCHEME = "upward://record/"


class Prompts:
    """The prompts that are offered. A prompt's front matter names its arguments, and the kind of record it is about."""

    def __init__(self, desk: LogbookAccess) -> None:
        self._desk = desk
        self._texts = desk.catalogue.prompts

    def all(self) -> list[types.Prompt]:
        """Give every prompt with its arguments."""
        return [self._prompt(name) for name in self._texts]

    def _prompt(self, name: str) -> types.Prompt:
        front = frontmatter.parse_front_matter(self._texts[name]).fields
        given = front.get("arguments", ())
        arguments = [
            types.PromptArgument(
                name=str(each["name"]), description=str(each["help"]), required=each.get("required") == "yes"
            )
            for each in (given if not isinstance(given, (str, Mapping)) else ())
            if isinstance(each, Mapping)
        ]
        return types.Prompt(
            name=name, title=str(front["title"]), description=str(front["summary"]), arguments=arguments
        )

    def filled(self, name: str, given: Mapping[str, str]) -> types.GetPromptResult:
        """Give a prompt with its slots filled; raises UsageError for one that is not there, or lacks an argument."""
        if name not in self._texts:
            raise UsageError(f"There is no prompt called {name}", next_step=f"there are {', '.join(self._texts)}")
        prompt, text = self._prompt(name), self._texts[name]
        missing = [each.name for each in prompt.arguments or () if each.required and not given.get(each.name)]
        if missing:
            raise UsageError(f"The argument {missing[0]} is missing", next_step=prompt.description or "")
        found = frontmatter.front_matter_limits(text)
        # A slot is a name of ours; what fills it is one line of theirs.
        lines = {each.name: " ".join(given.get(each.name, "").split())[:500] for each in prompt.arguments or ()}
        answers = {key: line or "(not said)" for key, line in lines.items()}
        body = fill_slots(text[found[1] :] if found else text, answers).strip()
        kind = str(frontmatter.parse_front_matter(text).fields.get("record", ""))
        record = self._record(kind, given.get(kind, "")) if kind else None
        if record is not None and kind == "decision":
            body = f"{body}\n\n{option_exploration.exploration_prompt(record)}"
        messages = [types.PromptMessage(role="user", content=types.TextContent(type="text", text=body))]
        if record is not None and kind != "decision":
            messages.append(types.PromptMessage(role="user", content=_embedded(record)))
        return types.GetPromptResult(description=prompt.description, messages=messages)

    def _record(self, kind: str, ident: str) -> Record | None:
        if not ident:
            return None
        session = self._desk.session()
        try:
            return session.record(ident, kind)
        finally:
            session.invalidate()


def _embedded(record: Record) -> types.EmbeddedResource:
    text = record.text.encode("utf-8", "replace").decode("utf-8")
    content = types.TextResourceContents(uri=SCHEME + quote(record.path), mime_type="text/markdown", text=text)
    return types.EmbeddedResource(type="resource", resource=content)
