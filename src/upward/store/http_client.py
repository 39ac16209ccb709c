"""Pages of a tracker's interface: waited for where it says so, tried again where it fails, kept so that a run goes on.

Only addresses below the one base are asked, the token goes nowhere else, and a redirect is followed only below it.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upward import __version__
from upward.model.errors import SourceError
from upward.store import graphql_failures, http_waits
from upward.store.tracker_accounts import SERVICES, Tracker, token_of_gh

MOST_BYTES = 64 * 1024 * 1024
MOST_TRIES = 6
# Longer than this a user at a keyboard does not wait; what was read so far is kept for the next run. In seconds.
MOST_WAIT = 15 * 60
TIMEOUT = 30
# A connection that is refused is tried so often; of a complaint, so many bytes are read.
MOST_REFUSED = 2
MOST_COMPLAINT = 64 * 1024
# A page without a tag of its own is taken from the last run so long after it. In seconds.
FRESH = 600
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(slots=True)
class TrackerClient:
    """One tracker as one user sees it."""

    service: Tracker
    base: str
    token: str
    environment: Mapping[str, str]
    cache: Path | None = None
    say: Callable[[str], None] = print
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    _etags: dict[str, str] = field(default_factory=dict)
    # Why no server answers at the address: what else is asked of it is not waited for.
    _unreachable: str = ""

    def get(self, path: str, query: Mapping[str, str] | None = None) -> tuple[Any, Mapping[str, str]]:
        """Give what an address answers, read as JSON, with its headers in lower case; raises SourceError."""
        url = path if path.startswith(("http://", "https://")) else f"{self.base.rstrip('/')}/{path.lstrip('/')}"
        if query:
            url += ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
        if not url.startswith(self.base.rstrip("/") + "/"):
            raise SourceError(
                f"{self.service.name} refers to a page at {url}", why="that is outside its own address",
                next_step="check its settings: the token must not be sent there",
            )  # fmt: skip
        return self._patiently(url)

    @property
    def is_signed_in(self) -> bool:
        """Whether a token is sent along."""
        return bool(self.token)

    def graphql(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the answer to a GraphQL query, `errors` beside `data`; raises SourceError where there is none."""
        # GitHub Enterprise has REST at /api/v3 and GraphQL at /api/graphql, on the same host.
        url = f"{self.base.rstrip('/').removesuffix('/v3')}/graphql"
        body = json.dumps({"query": query, "variables": dict(variables)})
        found: Mapping[str, Any] = self._patiently(url, body.encode())[0]
        return found

    def _patiently(self, url: str, posted: bytes | None = None) -> tuple[Any, Mapping[str, str]]:
        if self._unreachable:
            raise self._out_of_reach()
        why, refused = "", 0
        for attempt in range(MOST_TRIES):
            try:
                return self._once(url, posted)
            except urllib.error.HTTPError as error:
                headers = {key.lower(): value for key, value in error.headers.items()}
                limit = self._limit(error, headers)
                error.close()
                if error.code not in _AGAIN and not limit:
                    raise self._refused(error.code, url) from error
                why = limit or f"it answered {error.code}"
                self._wait(http_waits.requested_wait(headers, self.now()), attempt, why, secondary="secondary" in limit)
            except (OSError, http.client.HTTPException, ValueError) as error:
                cause = getattr(error, "reason", error)
                refused += isinstance(cause, ConnectionRefusedError)
                why = getattr(cause, "strerror", "") or f"{type(cause).__name__}: {cause}"
                if isinstance(cause, socket.gaierror) or refused >= MOST_REFUSED:
                    # No such name, or no server at that port: waiting does not change that.
                    self._unreachable = why
                    raise self._out_of_reach() from error
                self._wait(None, attempt, why)
        raise SourceError(
            f"{self.service.name} could not be read", why=f"{why}, {MOST_TRIES} times",
            next_step="run the command again later: what was read so far is saved",
        )  # fmt: skip

    def _out_of_reach(self) -> SourceError:
        return SourceError(
            f"{self.service.name} can't be reached",
            why=self._unreachable,
            next_step="check the address and the network",
        )

    def _limit(self, error: urllib.error.HTTPError, headers: Mapping[str, str]) -> str:
        """Give which limit an answer names; empty for a refusal that no waiting changes."""
        if error.code not in {http.client.FORBIDDEN, http.client.TOO_MANY_REQUESTS}:
            return ""
        with suppress(OSError, http.client.HTTPException):
            if b"secondary rate limit" in error.read(MOST_COMPLAINT).lower():
                return "a secondary rate limit"
        limited = http_waits.requested_wait(headers, self.now()) is not None
        return "its rate limit is used up" if limited or error.code == http.client.TOO_MANY_REQUESTS else ""

    def _once(self, url: str, posted: bytes | None) -> tuple[Any, Mapping[str, str]]:
        page = f"{url} {posted.decode()}" if posted else url
        kept = self._kept(page)
        if kept is not None and not kept["headers"].get("etag") and self.now() - kept["at"] < FRESH:
            # A run that was cut off goes on where it was.
            return kept["body"], kept["headers"]
        sent = {**self._headers(kept), **({"Content-Type": "application/json"} if posted else {})}
        request = urllib.request.Request(url, posted, sent)  # noqa: S310 - of the base, checked above
        request.base = self.base.rstrip("/")  # type: ignore[attr-defined]
        try:
            with _OPENER.open(request, timeout=TIMEOUT) as answer:
                raw = answer.read(MOST_BYTES + 1)
                headers = {key.lower(): value for key, value in answer.headers.items()}
        except urllib.error.HTTPError as error:
            if error.code == http.client.NOT_MODIFIED and kept is not None:
                error.close()
                return kept["body"], kept["headers"]
            raise
        if len(raw) > MOST_BYTES:
            raise SourceError(f"{url} answered with more than {MOST_BYTES // 1024**2} MiB", next_step="narrow it")
        body = json.loads(raw)
        if posted and (code := graphql_failures.code_of(body)):
            raise urllib.error.HTTPError(url, code, "", answer.headers, io.BytesIO(raw))
        if not (posted and body.get("errors")):
            self._keep(page, body, headers)
        return body, headers

    def _headers(self, kept: Mapping[str, Any] | None) -> dict[str, str]:
        found = {"Accept": "application/json", "User-Agent": f"upward/{__version__}"}
        if self.token:
            name, value = self.service.header(self.token, self.environment)
            found[name] = value
        if kept is not None and kept["headers"].get("etag"):
            found["If-None-Match"] = kept["headers"]["etag"]
        return found

    def _wait(self, wanted: float | None, attempt: int, why: str, *, secondary: bool = False) -> None:
        """Wait as long as the tracker asks for, or twice as long each time; the wait is shown.

        A secondary limit that names no time is waited for by the minute, as GitHub's documentation asks.
        """
        seconds = wanted if wanted is not None else 60.0 * 2**attempt if secondary else 2.0**attempt
        if seconds > MOST_WAIT:
            raise SourceError(
                f"{self.service.name} asks for a pause of {seconds / 60:.0f} minutes", why="its rate limit is used up",
                next_step="run the command again after that: what was read so far is saved",
            )  # fmt: skip
        self.say(f"{self.service.name}: {why}; waiting for {seconds:.0f} s")
        self.sleep(seconds)

    def _refused(self, code: int, url: str) -> SourceError:
        variables = " or ".join(self.service.token_variables)
        if code == http.client.UNAUTHORIZED:
            step = f"put a valid token into {variables}" if self.token else f"put a token into {variables}"
            why = "the token is not valid, or has expired" if self.token else "it requires a token"
            return SourceError(f"{self.service.name} refused the request", why=why, next_step=step)
        if code in {http.client.FORBIDDEN, http.client.NOT_FOUND}:
            why = (
                "it does not exist, or the token has no access to it"
                if self.token
                else "it does not exist or is not public"
            )
            return SourceError(
                f"{self.service.name} has nothing at {_shown(url)}",
                why=why,
                next_step=f"check the name, and the token in {variables}",
            )
        return SourceError(
            f"{self.service.name} refused {_shown(url)}", why=f"it answered {code}", next_step="check the name"
        )

    def _file(self, url: str) -> Path | None:
        if self.cache is None:
            return None
        # Another token may see other things.
        key = hashlib.sha256(f"{hashlib.sha256(self.token.encode()).hexdigest()} {url}".encode()).hexdigest()
        return self.cache / "web" / f"{key[:40]}.json"

    def _kept(self, url: str) -> Mapping[str, Any] | None:
        path = self._file(url)
        if path is None:
            return None
        with suppress(OSError, ValueError):
            found = json.loads(path.read_text("utf-8"))
            whole = (
                isinstance(found, dict) and isinstance(found.get("headers"), dict) and found.keys() >= {"at", "body"}
            )
            return found if whole else None
        return None

    def _keep(self, url: str, body: Any, headers: Mapping[str, str]) -> None:
        path = self._file(url)
        if path is None:
            return
        kept = {key: headers[key] for key in ("etag", "link", "x-next-page") if key in headers}
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.chmod(path.parent, 0o700)  # noqa: PTH101 - what a tracker shows its user is confidential
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_text(json.dumps({"at": self.now(), "headers": kept, "body": body}), "utf-8")
            temporary.replace(path)

    def linked(self, path: str, query: Mapping[str, str]) -> Iterator[Any]:
        """Yield the answers of all pages, by the `Link` header's `next`."""
        body, headers = self.get(path, query)
        yield body
        seen = set()
        while (following := _next(headers.get("link", ""))) and following not in seen:
            seen.add(following)
            body, headers = self.get(following)
            yield body


def _shown(url: str) -> str:
    return url.partition("?")[0]


def _next(link: str) -> str:
    for part in link.split(","):
        address, _, rest = part.partition(";")
        if 'rel="next"' in rest:
            return address.strip().strip("<>")
    return ""


class _Below(urllib.request.HTTPRedirectHandler):
    """Follows one redirect, and only below the address that was asked: elsewhere it would carry the token."""

    max_redirections = 1

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        base = getattr(req, "base", "")
        if req.get_method() != "GET" or not base or not newurl.startswith(base + "/"):
            return None
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None:
            made.base = ""  # type: ignore[attr-defined]
        return made


_OPENER = urllib.request.build_opener(_Below)


def opened(name: str, environment: Mapping[str, str], cache: Path | None, say: Callable[[str], None]) -> TrackerClient:
    """Open a tracker by its name; raises SourceError where its address or scheme can't be used."""
    service = SERVICES[name]
    base = environment.get(service.base_variable) or service.base
    host = urllib.parse.urlsplit(base)
    local = host.hostname in {"127.0.0.1", "localhost", "::1"}
    if host.scheme != "https" and not (host.scheme == "http" and local):
        why = f"{base or 'nothing'} is not an https address"
        raise SourceError(f"{service.name} has no address", why=why, next_step=f"set {service.base_variable} to it")
    token = next((environment[key] for key in service.token_variables if environment.get(key)), "")
    if not token and name == "github" and not local:
        token = token_of_gh()
    return TrackerClient(service, base, token, environment, cache, say)
