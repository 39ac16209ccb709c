"""How much a changed file counts: a lock file of 9,000 lines is no work."""

from __future__ import annotations

import re
from functools import lru_cache

_NOTHING = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|pdm\.lock|cargo\.lock|go\.sum|gemfile\.lock"
    r"|composer\.lock|pipfile\.lock|flake\.lock)$"
    r"|(?:^|/)(?:vendor|vendored|_vendor|third_party|node_modules|dist|__snapshots__)/"
    r"|\.min\.(?:js|css)$|\.(?:map|snap|svg|po|pot|ipynb|csv|lock)$|(?:_pb2(?:_grpc)?\.pyi?|\.pb\.go|\.generated\.\w+|\.g\.dart)$",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"(?:^|/)(?:tests?|testing|spec|__tests__)/|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.\w+$|\.(?:spec|test)\.\w+$",
    re.IGNORECASE,
)
_PROSE = re.compile(r"\.(?:md|rst|txt|adoc)$|(?:^|/)docs?/", re.IGNORECASE)


@lru_cache(maxsize=65536)
def weight(path: str) -> float:
    """Give what a line in this file counts, from 0 to 1."""
    if _NOTHING.search(path):
        return 0.02
    if _TEST.search(path):
        return 0.6
    return 0.5 if _PROSE.search(path) else 1.0


def area(path: str) -> str:
    """Give the part of a repository that a path belongs to: its first two folders, or the top."""
    folders = path.split("/")[:-1]
    if folders[:1] in (["src"], ["lib"], ["packages"], ["apps"]):
        folders = folders[:3]
    return "/".join(folders[:3] if folders[:1] == ["src"] else folders[:2]) or "(top)"
