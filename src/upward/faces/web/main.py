"""`upward serve`: serve the page for one logbook on 127.0.0.1 until it is stopped."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from upward.model.errors import UpwardError, UsageError, extra_install
from upward.render.usage import UsageParser
from upward.text.terminal_text import one_line

if TYPE_CHECKING:
    from upward.faces.web.logbook import Logbook

_MISSING = f"upward: The page needs the extra `page`; {extra_install('page')} [missing-extra]\n"
_PACKAGES = frozenset("starlette jinja2 markupsafe uvicorn anyio h11 click".split())
HOST = "127.0.0.1"
PORT = 8741
# So many ports are tried where none was asked for.
TRIED = 20
MOST_PORT = 65535


def main(arguments: Sequence[str]) -> int:
    """Serve until interrupted; exit code 2 for wrong use, a port in use, and where the extra is not installed."""
    options = _parser().parse_args(arguments)
    try:
        from upward.faces.web.logbook import Logbook
        from upward.faces.web.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in _PACKAGES:
            raise
        sys.stderr.write(_MISSING)
        return 2
    try:
        named = options.logbook or os.environ.get("UPWARD_LOGBOOK", "")
        opened: Logbook = Logbook.open(Path.cwd(), dict(os.environ), named)
        listening = _listen(options.port)
    except UpwardError as error:
        sys.stderr.write(f"upward: {one_line(error.sentence())} [{error.slug}]\n")
        return 2
    serve(opened, listening, secrets.token_urlsafe(32), show=not options.quiet, browser=options.open)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = UsageParser(
        prog="upward serve",
        description="Serve the page for a logbook on this machine, and print the link that opens it.",
        epilog="Only this machine can reach it, and only a browser that opened the printed link. Stop it with Ctrl-C.",
    )
    parser.add_argument("--logbook", default="", metavar="FOLDER", help="the logbook; by default the one around you")
    parser.add_argument(
        "--port", type=_port, default=None, help=f"the port on 127.0.0.1; by default the first free one from {PORT} on"
    )
    parser.add_argument("--open", action="store_true", help="open the link in the browser")
    parser.add_argument("--quiet", "-q", action="store_true", help="print the link and nothing else")
    return parser


def _port(text: str) -> int:
    number = int(text) if text.isdigit() else -1
    if not 0 <= number <= MOST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port; give a number from 0 to {MOST_PORT}")
    return number


def _listen(port: int | None) -> socket.socket:
    """Take a port on loopback; raises UsageError where it can't be had."""
    wanted = range(PORT, PORT + TRIED) if port is None else (port,)
    why = ""
    for number in wanted:
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((HOST, number))
            opened.listen(128)
        except OSError as error:
            opened.close()
            why = error.strerror or str(error)
            continue
        return opened
    shown = f"Port {port} can't be used" if port is not None else f"Ports {PORT} to {PORT + TRIED - 1} are all in use"
    raise UsageError(shown, why=why, next_step="stop the program that uses it, or choose another with --port")
