"""Running the page: uvicorn on a socket that is open already, and what is said at the terminal."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from html import escape
from pathlib import Path

import uvicorn

from upward.faces.web.app import application
from upward.faces.web.guard import Guard
from upward.faces.web.logbook import Logbook
from upward.text.terminal_text import one_line

# A client that holds a connection without asking is dropped; in seconds.
KEEP_ALIVE = 20
MOST_CONNECTIONS = 128
# How soon a thread that works gives way to one that waits, in seconds: a fifth of what Python has.
SWITCH = 0.001


def serve(logbook: Logbook, listening: socket.socket, token: str, *, show: bool, browser: bool) -> None:
    """Serve until interrupted."""
    host, port = listening.getsockname()[:2]
    guard = Guard(application(logbook), f"{host}:{port}", token)
    link = f"http://{host}:{port}/start?token={token}"
    config = uvicorn.Config(
        guard,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=3,
        lifespan="on",
    )
    sys.setswitchinterval(SWITCH)
    sys.stdout.write(f"Open {link}\n")
    if show:
        sys.stdout.write(f"Serving {one_line(str(logbook.root))} on this machine only. Stop with Ctrl-C.\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt), _opened(link) if browser else contextlib.nullcontext():
        uvicorn.Server(config).run(sockets=[listening])


@contextlib.contextmanager
def _opened(link: str) -> Iterator[None]:
    """Open the link by a file that only this user can read: a browser's arguments are shown to everyone by `ps`."""
    with tempfile.TemporaryDirectory(prefix="upward-") as folder:
        page = Path(folder, "open.html")
        handle = os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(link)}">')
        webbrowser.open(page.as_uri())
        yield
