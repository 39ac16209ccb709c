"""Pages of a tracker's interface: waited for where it says so, tried again where it fails, kept so that a run goes on.

Only addresses below the one base are asked, the token goes nowhere else, and a redirect to
another place is not followed.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import socket
import subprocess
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

MOST_BYTES = 64 * 1024 * 1024
MOST_TRIES = 6
# Longer than this nobody waits at a keyboard; what was read so far is kept for the next run. In seconds.
MOST_WAIT = 15 * 60
TIMEOUT = 30
# A page without a tag of its own is taken from the last run so long after it. In seconds.
FRESH = 600
_AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Tracker:
    """A tracker: its name, its usual address, the variables that hold another and a token, and how that is sent."""

    name: str
    base: str
    base_variable: str
    token_variables: tuple[str, ...]
    header: Callable[[str, Mapping[str, str]], tuple[str, str]]


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

    def get(self, path: str, query: Mapping[str, str] | None = None) -> tuple[Any, Mapping[str, str]]:
        """Give what an address answers, read as JSON, with its headers in lower case; raises SourceError."""
        url = path if path.startswith(("http://", "https://")) else f"{self.base.rstrip('/')}/{path.lstrip('/')}"
        if query:
            url += ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
        if not url.startswith(self.base.rstrip("/") + "/"):
            raise SourceError(
                f"{self.service.name} names a page at {url}", why="that is not below its own address",
                next_step="look at its settings: a token must not go there",
            )  # fmt: skip
        return self._patiently(url)

    def _patiently(self, url: str) -> tuple[Any, Mapping[str, str]]:
        why = ""
        for attempt in range(MOST_TRIES):
            try:
                return self._once(url)
            except urllib.error.HTTPError as error:
                headers = {key.lower(): value for key, value in error.headers.items()}
                error.close()
                if error.code not in _AGAIN and not self._limited(error.code, headers):
                    raise self._refused(error.code, url) from error
                why = f"it answered {error.code}"
                self._wait(headers, attempt, why)
            except (OSError, http.client.HTTPException, ValueError) as error:
                if isinstance(getattr(error, "reason", None), socket.gaierror):
                    # Nobody knows the name: that does not change while somebody waits.
                    step = "check the address and the network"
                    raise SourceError(
                        f"{self.service.name} can't be reached", why=str(error), next_step=step
                    ) from error
                why = f"{type(error).__name__}: {error}"
                self._wait({}, attempt, why)
        raise SourceError(
            f"{self.service.name} could not be read", why=f"{why}, {MOST_TRIES} times",
            next_step="run this again later: what was read is kept",
        )  # fmt: skip

    def _once(self, url: str) -> tuple[Any, Mapping[str, str]]:
        kept = self._kept(url)
        if kept is not None and not kept["headers"].get("etag") and self.now() - kept["at"] < FRESH:
            # A run that was cut off goes on where it was.
            return kept["body"], kept["headers"]
        request = urllib.request.Request(url, headers=self._headers(kept))  # noqa: S310 - below the base, checked above
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
            raise SourceError(f"{url} answers with more than {MOST_BYTES // 1024**2} MiB", next_step="narrow it")
        body = json.loads(raw)
        self._keep(url, body, headers)
        return body, headers

    def _headers(self, kept: Mapping[str, Any] | None) -> dict[str, str]:
        found = {"Accept": "application/json", "User-Agent": f"upward/{__version__}"}
        if self.token:
            name, value = self.service.header(self.token, self.environment)
            found[name] = value
        if kept is not None and kept["headers"].get("etag"):
            found["If-None-Match"] = kept["headers"]["etag"]
        return found

    @staticmethod
    def _limited(code: int, headers: Mapping[str, str]) -> bool:
        return code == http.client.FORBIDDEN and (
            "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
        )

    def _wait(self, headers: Mapping[str, str], attempt: int, why: str) -> None:
        """Wait as long as the tracker asks for, or twice as long each time; the wait is shown."""
        seconds = 2.0**attempt
        with suppress(ValueError):
            seconds = float(headers["retry-after"]) if "retry-after" in headers else seconds
            if headers.get("x-ratelimit-remaining") == "0" and "x-ratelimit-reset" in headers:
                seconds = max(1.0, float(headers["x-ratelimit-reset"]) - self.now())
        if seconds > MOST_WAIT:
            raise SourceError(
                f"{self.service.name} asks to wait for {seconds / 60:.0f} minutes", why="its limit is used up",
                next_step="run this again then: what was read is kept",
            )  # fmt: skip
        self.say(f"{self.service.name}: {why}; waiting for {seconds:.0f} s")
        self.sleep(seconds)

    def _refused(self, code: int, url: str) -> SourceError:
        variables = " or ".join(self.service.token_variables)
        if code == http.client.UNAUTHORIZED:
            step = f"put a valid one into {variables}" if self.token else f"put one into {variables}"
            why = "the token is not valid, or has expired" if self.token else "it wants a token"
            return SourceError(f"{self.service.name} lets nobody in", why=why, next_step=step)
        if code in {http.client.FORBIDDEN, http.client.NOT_FOUND}:
            why = (
                "there is nothing there, or the token may not see it"
                if self.token
                else "there is nothing there for strangers"
            )
            return SourceError(
                f"{self.service.name} shows nothing at {_shown(url)}",
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
            os.chmod(path.parent, 0o700)  # noqa: PTH101 - what a tracker shows its user is nobody else's
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


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would carry the token to wherever it leads."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _bearer(token: str, _: Mapping[str, str]) -> tuple[str, str]:
    return "Authorization", f"Bearer {token}"


def _private(token: str, _: Mapping[str, str]) -> tuple[str, str]:
    return "PRIVATE-TOKEN", token


def _jira(token: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """Jira's cloud wants address and token together, a server the token alone."""
    email = environment.get("JIRA_EMAIL", "")
    if not email:
        return "Authorization", f"Bearer {token}"
    import base64

    return "Authorization", "Basic " + base64.b64encode(f"{email}:{token}".encode()).decode()


SERVICES = {
    "github": Tracker("GitHub", "https://api.github.com", "UPWARD_GITHUB_URL", ("GITHUB_TOKEN", "GH_TOKEN"), _bearer),
    "gitlab": Tracker("GitLab", "https://gitlab.com/api/v4", "UPWARD_GITLAB_URL", ("GITLAB_TOKEN",), _private),
    "jira": Tracker("Jira", "", "UPWARD_JIRA_URL", ("JIRA_TOKEN",), _jira),
}


def opened(name: str, environment: Mapping[str, str], cache: Path | None, say: Callable[[str], None]) -> TrackerClient:
    """Open a tracker by its name; raises SourceError where its address or scheme can't be used."""
    service = SERVICES[name]
    base = environment.get(service.base_variable) or service.base
    host = urllib.parse.urlsplit(base)
    local = host.hostname in {"127.0.0.1", "localhost", "::1"}
    if host.scheme != "https" and not (host.scheme == "http" and local):
        why = f"{base or 'nothing'} is no https address"
        raise SourceError(f"{service.name} has no address", why=why, next_step=f"put it into {service.base_variable}")
    token = next((environment[key] for key in service.token_variables if environment.get(key)), "")
    if not token and name == "github" and not local:
        token = _of_gh()
    return TrackerClient(service, base, token, environment, cache, say)


def _of_gh() -> str:
    """Give the token that GitHub's own command holds; empty without it."""
    program = shutil.which("gh")
    if program is None:
        return ""
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run([program, "auth", "token"], capture_output=True, timeout=10, check=False)  # noqa: S603 - the user's own
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
    return ""
