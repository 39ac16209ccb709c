"""What stands before every screen: who asks, from where, with how much; and the headers of every answer.

Only a browser that opened the link printed at the start is answered: the link's token is
exchanged for a cookie. Other pages can't use that cookie: the host and origin of a request
must be exactly ours, a change carries a token of this visit, and the policy of every page
lets no script run that is not a file of ours.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The largest record that upward reads is 4 MiB; as JSON or a form it may take some more.
MOST_BODY = 16 * 1024 * 1024
MOST_FORM_FIELDS = 2_000
SAFE = frozenset({"GET", "HEAD"})
METHODS = SAFE | {"POST"}
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
}


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not answered: the status, what is wrong and what to do."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status, self.what = status, what


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: ASGIApp, host: str, token: str) -> None:
        self.app, self.host, self.origin = app, host, f"http://{host}"
        self._token = token
        self._visit = secrets.token_urlsafe(32)
        self._secret = secrets.token_bytes(32)
        # A cookie is sent to every port of a host: the name tells two logbooks apart.
        self.cookie = f"upward-{host.rpartition(':')[2]}"

    @property
    def csrf(self) -> str:
        """What a change must carry: nothing but a page of ours can know it."""
        return hmac.new(self._secret, self._visit.encode(), hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        nonce = secrets.token_urlsafe(16)
        guarded = self._with_headers(send, nonce, scope)
        try:
            headers = Headers(scope=scope)
            self._from_us(scope, headers)
            if scope["path"] == "/start":
                await self._start(scope, guarded)
                return
            if not scope["path"].startswith("/static/"):
                self._known(headers)
            body = await _body(receive, headers)
            if scope["method"] not in SAFE:
                self._meant(headers, body)
        except Refusal as refusal:
            await _say(guarded, refusal.status, refusal.what)
            return
        scope.setdefault("state", {}).update(nonce=nonce, csrf=self.csrf, body=body)
        await self.app(scope, _given(body, receive), guarded)

    def _from_us(self, scope: Scope, headers: Headers) -> None:
        """Refuse what another page, another name or another port sends."""
        if headers.getlist("host") != [self.host]:
            # Another site's name that leads to this machine (DNS rebinding).
            raise Refusal(421, f"This server answers at {self.origin} only. Open that address.")
        if scope["method"] not in METHODS:
            raise Refusal(405, f"The method {scope['method']} is not used here.")
        origins = headers.getlist("origin")
        if origins and origins != [self.origin]:
            raise Refusal(403, "The request comes from another page. Open the link that `upward serve` printed.")
        site = headers.get("sec-fetch-site", "none")
        if site not in {"same-origin", "none"} and scope["path"] != "/start":
            raise Refusal(403, "The request comes from another page. Open the address yourself.")
        if scope["method"] not in SAFE and not origins:
            raise Refusal(403, "A change must come from a page of upward: the header Origin is missing.")

    def _known(self, headers: Headers) -> None:
        given = SimpleCookie()
        try:
            given.load(headers.get("cookie", ""))
        except CookieError:
            given.clear()
        morsel = given.get(self.cookie)
        if morsel is None or not _same(morsel.value, self._visit):
            raise Refusal(
                401, "This browser was not let in. Open the link that `upward serve` printed in its terminal."
            )

    def _meant(self, headers: Headers, body: bytes) -> None:
        """Refuse a change that does not carry the token of this visit."""
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in {FORM, JSON}:
            raise Refusal(415, f"A change is sent as {FORM} or {JSON}.")
        given = headers.get("x-csrf", "")
        if not given and kind == FORM:
            try:
                fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FORM_FIELDS)
            except ValueError:
                raise Refusal(413, f"A form may have {MOST_FORM_FIELDS} fields.") from None
            given = fields.get("csrf", [""])[0]
        if not _same(given, self.csrf):
            raise Refusal(403, "The form is of an earlier start of the server. Reload the page and send it again.")

    async def _start(self, scope: Scope, send: Send) -> None:
        """Exchange the token of the link for the cookie."""
        try:
            given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=8).get("token", [""])[0]
        except ValueError:
            given = ""
        if scope["method"] not in SAFE or not _same(given, self._token):
            raise Refusal(403, "The link is of an earlier start. Open the one that `upward serve` printed last.")
        cookie = f"{self.cookie}={self._visit}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _with_headers(self, send: Send, nonce: str, scope: Scope) -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = POLICY.format(nonce=nonce)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        return guarded


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


async def _body(receive: Receive, headers: Headers) -> bytes:
    """Read the whole body; raises Refusal where it is larger than anything upward reads."""
    declared = headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > MOST_BODY:
        raise Refusal(413, f"More than {MOST_BODY // 1024 // 1024} MiB can't be sent.")
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Refusal(400, "The request ended early.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BODY:
            raise Refusal(413, f"More than {MOST_BODY // 1024 // 1024} MiB can't be sent.")
        if not message.get("more_body", False):
            return b"".join(parts)


def _given(body: bytes, receive: Receive) -> Receive:
    left: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


async def _say(send: Send, status: int, what: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{what}\n".encode()})
