"""`upward mcp`: serve one assistant over standard input and output, or several over HTTP on this machine."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from upward.faces.mcp.client_settings import CLIENTS, client_settings
from upward.model.errors import UpwardError, UsageError, extra_install
from upward.render.usage import UsageParser
from upward.store.logbook.files import find_logbook
from upward.text.terminal_text import one_line

_MISSING = (
    f"upward: The MCP server needs the extra `assistant` (mcp is not installed); "
    f"{extra_install('assistant')} [missing-extra]\n"
)
_PACKAGES = frozenset("mcp mcp_types anyio pydantic starlette uvicorn httpx2 jsonschema sse_starlette".split())
MOST_PORT = 65535


def main(arguments: Sequence[str]) -> int:
    """Serve until the client leaves; exit code 2 for wrong use, and where the SDK is not installed."""
    options = _parser().parse_args(arguments)
    if options.config:
        return _show_settings(options)
    try:
        from upward.faces.mcp import guard
        from upward.faces.mcp.access import LogbookAccess
        from upward.faces.mcp.server import serve, serve_http
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in _PACKAGES:
            raise
        sys.stderr.write(_MISSING)
        return 2
    try:
        logbook = options.logbook or os.environ.get("UPWARD_LOGBOOK", "")
        reach = tuple(Path(name).expanduser().resolve() for name in options.allow_read)
        desk = LogbookAccess.open(Path.cwd(), dict(os.environ), logbook, reach, propose=options.propose)
        if options.http is None:
            serve(desk)
            return 0
        given = os.environ.get(guard.VARIABLE, "")
        token = guard.token(given)
        listening = _listen(guard.HOST, options.http)
    except UpwardError as error:
        sys.stderr.write(f"upward: {one_line(error.sentence())} [{error.slug}]\n")
        return 2
    shown = f"the token of {guard.VARIABLE}" if given else token
    address = f"http://{guard.HOST}:{listening.getsockname()[1]}/mcp"
    sys.stderr.write(f"upward: MCP at {address}\nEvery request needs the header Authorization: Bearer {shown}\n")
    sys.stderr.flush()
    serve_http(desk, listening, token)
    return 0


def _show_settings(options: argparse.Namespace) -> int:
    """Print a client's settings for the server of these options, with absolute paths: clients have no folder."""
    words: list[str] = []
    logbook = options.logbook or os.environ.get("UPWARD_LOGBOOK", "") or find_logbook(Path.cwd())
    if logbook:
        words += ["--logbook", str(Path(logbook).expanduser().resolve())]
    words += ["--propose"] if options.propose else []
    for name in options.allow_read:
        words += ["--allow-read", str(Path(name).expanduser().resolve())]
    program = shutil.which("upward") or str(Path(sys.executable).with_name("upward"))
    sys.stdout.write(client_settings(options.config, program, words))
    sys.stderr.write(f"Put this into {CLIENTS[options.config].file}, beside what stands there.\n")
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """Take a port on this machine, or a free one for 0; raises UsageError where it can't be had."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(128)
    except OSError as error:
        opened.close()
        why = error.strerror or str(error)
        next_step = "stop the program that uses it, or choose another port with --http"
        raise UsageError(f"Port {port} can't be used", why=why, next_step=next_step) from error
    return opened


def _parser() -> argparse.ArgumentParser:
    parser = UsageParser(
        prog="upward mcp",
        description="Let your assistant use upward, over the Model Context Protocol. It may read the logbook,"
        " but for private records. It never writes; with --propose it may propose, and `upward accept` is yours.",
    )
    parser.add_argument("--logbook", default="", metavar="DIR", help="the logbook; by default the one around you")
    parser.add_argument("--propose", action="store_true", help="take proposals to write, which wait for you to accept")
    parser.add_argument(
        "--allow-read",
        action="append",
        default=[],
        metavar="DIR",
        help="a folder of repositories it may mine or review",
    )
    parser.add_argument(
        "--config",
        default="",
        choices=sorted(CLIENTS),
        help="print the settings of a client that start this server, and end",
    )
    parser.add_argument(
        "--http", type=_port, metavar="PORT", help="serve over HTTP on 127.0.0.1 instead of standard input and output"
    )
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > MOST_PORT:
        raise argparse.ArgumentTypeError(
            f"{text} is not a port number; the server listens on this machine only, so it takes no address"
        )
    return int(text)
