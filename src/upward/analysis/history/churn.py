"""How much a changed file counts: a lock file of 9,000 lines is no work."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from upward.text.named_patterns import NamedPatterns

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NOTHING = 0.02
# Above the weight of generated files.
MIN_CHURN_WEIGHT = 0.1
_NOTHING = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|pdm\.lock|cargo\.lock|go\.sum|gemfile\.lock"
    r"|composer\.lock|pipfile\.lock|flake\.lock|requirements(?:[^/]*|/.+)\.txt|constraints[^/]*\.txt)$"
    r"|(?:^|/)(?:vendor|vendored|_vendor|third_party|node_modules|dist|__snapshots__|testdata|fixtures|cassettes)/"
    r"|\.min\.(?:js|css)$|\.(?:map|snap|svg|po|pot|ipynb|csv|lock|sum|pdf|png|jpe?g|gif|ico|woff2?)$"
    r"|(?:_pb2(?:_grpc)?\.pyi?|\.pb\.go|\.generated\.\w+|\.g\.dart)$",
    re.IGNORECASE,
)
# Beside the usual names: `t/` of Perl and those who learnt there, `tests.py` of Django, `*_spec.rb`, `FooTest.java`.
TEST = re.compile(
    r"(?:^|/)(?:(?:[\w-]+[-_])?tests?|testing|specs?|__tests__|e2e|cypress)/|^t/|\.t$"
    r"|(?:^|/)(?:test_[^/]*|[^/]*_(?:test|spec)|tests?|conftest)\.\w+$|\.(?:spec|test)\.\w+$|\w(?-i:Tests?)\.(?:java|kt|cs|scala|swift|php)$",
    re.IGNORECASE,
)
PROSE = re.compile(r"\.(?:md|rst|txt|adoc)$|(?:^|/)docs?/", re.IGNORECASE)
_PATHS = NamedPatterns({"nothing": _NOTHING, "test": TEST, "prose": PROSE})


@lru_cache(maxsize=16384)
def weight(path: str) -> float:
    """Give what a line in this file counts, from 0 to 1."""
    found = _PATHS.found(path)
    if "nothing" in found:
        return NOTHING
    if "test" in found:
        return 0.6
    return 0.5 if "prose" in found else 1.0


@dataclass(slots=True)
class ChurnWeights:
    """Weights of one repository's files: its `.gitattributes` may say what is generated or vendored."""

    attributes: str = ""
    _rules: list[tuple[GitIgnoreSpec, bool]] | None = None
    _known: dict[str, float] = field(default_factory=dict)

    def weight(self, path: str) -> float:
        """Give what a line in this file counts, from 0 to 1."""
        if path not in self._known:
            self._known[path] = self._weight(path)
        return self._known[path]

    def _weight(self, path: str) -> float:
        made = None
        for pattern, is_made in self._read():
            if pattern.match_file(path):
                made = is_made
        return weight(path) if made is None else NOTHING if made else max(weight(path), 1.0)

    def _read(self) -> list[tuple[GitIgnoreSpec, bool]]:
        """Read the lines about linguist; the last that matches decides."""
        if self._rules is None:
            self._rules = []
            if "linguist-" in self.attributes:
                from pathspec import GitIgnoreSpec

                for line in self.attributes.splitlines()[:2000]:
                    pattern, *words = line.split()[:20] or ["#"]
                    said = [made for word in words if (made := _made(word)) is not None]
                    if said and not pattern.startswith(("#", "!", '"', "[attr]")):
                        self._rules.append((GitIgnoreSpec.from_lines([pattern]), any(said)))
        return self._rules


def _made(word: str) -> bool | None:
    name, _, value = word.lstrip("-!").partition("=")
    if name not in {"linguist-generated", "linguist-vendored"}:
        return None
    return not word.startswith(("-", "!")) and value.lower() not in {"false", "0"}


@lru_cache(maxsize=16384)
def area(path: str) -> str:
    """Give the part of a repository that a path belongs to: its first two folders, or the top."""
    folders = path.split("/")[:-1]
    if folders[:1] in (["src"], ["lib"], ["packages"], ["apps"]):
        folders = folders[:3]
    return "/".join(folders[:3] if folders[:1] == ["src"] else folders[:2]) or "(top)"
