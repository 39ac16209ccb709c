"""The command `upward`, and `python -m upward`: chooses the face."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the face that the first word names, else the command line; give the exit code."""
    if sys.argv[1:2] == ["lsp"]:
        from upward.faces.lsp import main as server

        return server.main(sys.argv[2:])
    if sys.argv[1:2] == ["mcp"]:
        from upward.faces.mcp import main as door

        return door.main(sys.argv[2:])
    from upward.faces.cli.main import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
