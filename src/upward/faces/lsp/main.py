"""`upward lsp`: serve one editor over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from upward.model.errors import extra_install

_HELP = (
    "usage: upward lsp [--stdio]\n\nChecks notes live in an editor. The editor starts it and "
    "talks to it in the Language Server Protocol\nover standard input and output; "
    "docs/how-to/editors.md has the settings for VS Code, Neovim,\nHelix and Zed.\n"
)
_MISSING = (
    f"upward: The language server needs the extra `editor` (pygls is not installed); "
    f"{extra_install('editor')} [missing-extra]\n"
)


def main(arguments: Sequence[str]) -> int:
    """Serve until the editor leaves; exit code 2 for wrong use, and where pygls is not installed."""
    if {"-h", "--help"} & set(arguments):
        sys.stdout.write(_HELP)
        return 0
    unknown = [argument for argument in arguments if argument != "--stdio"]
    if unknown:
        sys.stderr.write(f"upward: lsp takes no {unknown[0]}; `upward lsp --help` tells what it takes [usage]\n")
        return 2
    try:
        from upward.faces.lsp import server
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in {"pygls", "lsprotocol", "cattrs", "attrs"}:
            raise
        sys.stderr.write(_MISSING)
        return 2
    server.serve()
    return 0
