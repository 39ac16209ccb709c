"""What stands before the server over HTTP: only a client with the token, addressing this server, is let in."""

from __future__ import annotations

import hmac
import re
import secrets

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from upward.model.errors import UsageError

VARIABLE = "UPWARD_MCP_TOKEN"
HOST = "127.0.0.1"
# Call arguments are some kilobytes; a proposal of a long record is some hundred. In bytes.
MOST_BODY = 1024 * 1024
# Visible ASCII, as a header can carry it; 22 characters of 64 are 128 bits, the least that cannot be guessed.
_USABLE = re.compile(r"[!-~]{22,200}")
_HTTP_DEFAULT_PORT = 80


def token(given: str) -> str:
    """Give the token of the environment, or a new one where it has none; raises UsageError for one easily guessed."""
    if given and not _USABLE.fullmatch(given):
        raise UsageError(
            f"{VARIABLE} can't be used as a token",
            why="it must be 22 to 200 visible ASCII characters",
            next_step=f"set a random one, or unset {VARIABLE} and use the token printed at the start",
        )
    return given or secrets.token_urlsafe(32)


class Guard:
    """An ASGI application that answers every request it does not trust itself, before the body is read."""

    def __init__(self, app: ASGIApp, port: int, wanted: str) -> None:
        """Guard an application at a port of this machine."""
        self.app = app
        self._wanted = f"Bearer {wanted}".encode()
        names = (HOST, "localhost")
        self._hosts = {f"{name}:{port}" for name in names} | (set(names) if port == _HTTP_DEFAULT_PORT else set())
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "http":
            refused = self._refused(Headers(scope=scope))
            if refused is not None:
                await refused(scope, receive, send)
                return
        if scope["type"] in {"http", "lifespan"}:
            await self.app(scope, receive, send)

    def _refused(self, headers: Headers) -> PlainTextResponse | None:
        """Give the refusal of a request; None where it may pass."""
        hosts, origins, given = (headers.getlist(name) for name in ("host", "origin", "authorization"))
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            # Another name that was made to lead to this machine (DNS rebinding).
            return PlainTextResponse("This server answers at the address it printed only.\n", 421)
        if origins and (len(origins) != 1 or origins[0] not in self._origins):
            return PlainTextResponse("The request comes from another page.\n", 403)
        if len(given) != 1 or not hmac.compare_digest(given[0].encode("latin-1"), self._wanted):
            said = f"Send the header Authorization: Bearer TOKEN, with the token printed at the start or {VARIABLE}.\n"
            return PlainTextResponse(said, 401, {"www-authenticate": "Bearer"})
        if len(headers.getlist("content-length")) > 1:
            return PlainTextResponse("The length of the body is given twice.\n", 400)
        return None
