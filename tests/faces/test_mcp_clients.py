"""The settings that are printed for a client start the server of this logbook."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from upward.faces.mcp.client_settings import CLIENTS

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "assistants.md"


def command_of(text: str) -> list[str]:
    """Give the words that the settings start, whatever their form."""
    found: Any = json.loads(text) if text.startswith("{") else tomllib.loads(text)
    (servers,) = found.values()
    server = servers["upward"]
    command = server["command"]
    return command if isinstance(command, list) else [command, *server["args"]]


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_is_told_to_start_the_server_of_this_logbook(client: str, logbook: Path) -> None:
    words = [sys.executable, "-m", "upward", "mcp", "--config", client, "--propose", "--allow-read", "."]
    done = subprocess.run(words, cwd=logbook / "stories", capture_output=True, text=True, check=True)
    program, *rest = command_of(done.stdout)
    assert Path(program).is_absolute()
    assert Path(program).name == "upward"
    assert rest == ["mcp", "--logbook", str(logbook), "--propose", "--allow-read", str(logbook / "stories")]
    assert CLIENTS[client].file in done.stderr


def test_the_guide_lists_every_client_with_its_file() -> None:
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| `?([^`|]+)", HOW_TO.read_text("utf-8"))
    told = {name: file.strip() for name, file in rows if name in CLIENTS}
    assert told.keys() == CLIENTS.keys()
    assert all(CLIENTS[name].file.startswith(file) for name, file in told.items())
