"""The files of the page: read once, compressed once, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

TYPES = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".svg": "image/svg+xml"}


@dataclass
class Static:
    """An ASGI application that gives the files of one folder, and nothing else."""

    folder: Path
    _files: dict[str, tuple[bytes, bytes, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.iterdir()):
            if path.suffix in TYPES:
                raw = path.read_bytes()
                self._files[path.name] = raw, gzip.compress(raw, 6, mtime=0), f"{TYPES[path.suffix]}; charset=utf-8"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give a file by its name."""
        name = scope["path"].rpartition("/static/")[2]
        held = self._files.get(name)
        if held is None or scope["method"] not in {"GET", "HEAD"}:
            await PlainTextResponse("There is no such file.\n", 404)(scope, receive, send)
            return
        raw, small, kind = held
        headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
        if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            raw = small
        await Response(raw, media_type=kind, headers=headers)(scope, receive, send)


@cache
def stamp(name: str) -> str:
    """Give the address of a file: what is in it is part of it, so that a browser may keep it forever."""
    raw = (Path(__file__).parent / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(raw).hexdigest()[:12]}"
