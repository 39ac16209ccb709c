"""The settings with which usual clients start the server: where each keeps them, and in which form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Client(NamedTuple):
    """A client: the file of its settings (of the project, where it has one), and its form from a command's words."""

    file: str
    form: Callable[[Sequence[str]], str]


def _json(wrap: Callable[[Sequence[str]], Mapping[str, Any]]) -> Callable[[Sequence[str]], str]:
    return lambda words: json.dumps(wrap(words), indent=2) + "\n"


def _servers(words: Sequence[str]) -> Mapping[str, Any]:
    return {"mcpServers": {"upward": {"command": words[0], "args": list(words[1:])}}}


def _typed(words: Sequence[str]) -> Mapping[str, Any]:
    return {"servers": {"upward": {"type": "stdio", "command": words[0], "args": list(words[1:])}}}


def _context(words: Sequence[str]) -> Mapping[str, Any]:
    return {"context_servers": {"upward": {"command": words[0], "args": list(words[1:]), "env": {}}}}


def _local(words: Sequence[str]) -> Mapping[str, Any]:
    return {"mcp": {"upward": {"type": "local", "command": list(words), "enabled": True}}}


def _toml(words: Sequence[str]) -> str:
    # A JSON string is a basic string of TOML, but for DEL, which stands in no path that a client takes.
    args = ", ".join(json.dumps(word) for word in words[1:])
    return f"[mcp_servers.upward]\ncommand = {json.dumps(words[0])}\nargs = [{args}]\n"


CLIENTS: Mapping[str, Client] = {
    "claude-code": Client(".mcp.json", _json(_servers)),
    "claude-desktop": Client("claude_desktop_config.json (Settings, Developer, Edit Config)", _json(_servers)),
    "codex": Client("~/.codex/config.toml", _toml),
    "cursor": Client(".cursor/mcp.json", _json(_servers)),
    "gemini-cli": Client(".gemini/settings.json", _json(_servers)),
    "opencode": Client("opencode.json", _json(_local)),
    "vscode": Client(".vscode/mcp.json", _json(_typed)),
    "windsurf": Client("~/.codeium/windsurf/mcp_config.json", _json(_servers)),
    "zed": Client("~/.config/zed/settings.json", _json(_context)),
}


def client_settings(name: str, program: str, options: Sequence[str]) -> str:
    """Give the settings of a client that start `program mcp` with options."""
    return CLIENTS[name].form([program, "mcp", *options])
