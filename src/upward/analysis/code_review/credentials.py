"""Hard-coded credentials in any text under review, by the shapes that records and exports are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.code_review.finding import CodeFinding
from upward.analysis.narrative.patterns.confidential import SECRET, SECRET_SHAPES
from upward.text.pattern_search import compile_finder, compile_test

CHECK = "hard-coded-credential"
CWE = 798
_ASSIGNED = "assigned password, key or token"
_ADDRESS = "password in an address"
_PRIVATE_KEY = "private key"
# In code an unquoted value is an expression, in prose a word; in a settings file it is the value.
_SETTINGS = re.compile(r"(?:^|/)\.env(?:\.[\w-]+)?$|\.(?:ya?ml|toml|ini|cfg|conf|properties|json|tfvars|env)$")
_QUOTED_VALUE = re.compile(r"[:=]\s*[\"']")
_VALUE = re.compile(r"[:=]\s*[\"']?(?P<value>.*)$", re.DOTALL)
# Slots of a template, colours of the token of a grammar, the public half of a key, and names of resources are no credentials.
_NO_CREDENTIAL = re.compile(r"(?i)public_?(?:key_?)?$|::\w*$")
_NO_VALUE = re.compile(r"#[0-9A-Fa-f]{3,8}$|.*%\(\w+\)s|.*\{\w*\}")
MIN_VALUE = 8  # characters; guides on passwords ask for no fewer (NIST SP 800-63B, 5.1.1.1)
# Values that documentation and templates use in the place of a secret.
_PLACEHOLDER = re.compile(
    r"(?i)example|placeholder|change[_-]?me|dummy|redacted|x{6}|your[_-]|\bmy_?(?:pass|secret|token|key)|\b(?:test|fake|foo|bar)[_-]?"
)
_USUAL = frozenset(
    ("pass", "password", "passwd", "secret", "user", "username", "postgres", "root", "admin", "guest", "token")
)
_LOCAL_HOST = re.compile(r"@(?:localhost|127\.|0\.0\.0\.0|\[::1\])")
_KEY_BODY = re.compile(r"(?:\s|\\n|\\r|[\"'+])*(?:Proc-Type|Version|Comment|[A-Za-z0-9+/=]{20})")
# How much of the text after a place is looked at, in characters: the host of an address, the first line of a key.
_BESIDE = 80


def find_credentials(text: str, path: str) -> Iterator[CodeFinding]:
    """Yield a finding for each line with a credential that is neither a placeholder nor the name of one."""
    if not compile_test(SECRET.pattern)(text):
        return
    settings = _SETTINGS.search(path) is not None
    seen: set[int] = set()
    for shape, pattern in SECRET_SHAPES.items():
        for start, stop in compile_finder(pattern)(text, 0, len(text)):
            line = text.count("\n", 0, start) + 1
            around = (text[max(0, start - _BESIDE) : start], text[stop : stop + _BESIDE])
            if line in seen or not _is_real(shape, text[start:stop], around, settings=settings):
                continue
            seen.add(line)
            message = (
                f"Hard-coded credential ({shape}): read it from the environment or a secret store, and revoke this one."
            )
            yield CodeFinding(CHECK, "security", line, line, message, severity="error", cwe=CWE)


def _is_real(shape: str, found: str, around: tuple[str, str], *, settings: bool) -> bool:
    """Whether a place of a shape, given with the text before and after it, holds a credential itself."""
    before, after = around
    if _PLACEHOLDER.search(found):
        return False
    if shape == _ASSIGNED:
        value = _VALUE.search(found)
        written = settings or _QUOTED_VALUE.search(found) is not None
        plain = value is None or len(value["value"]) < MIN_VALUE or _NO_VALUE.match(value["value"])
        return written and not plain and not _NO_CREDENTIAL.search(before)
    if shape == _PRIVATE_KEY:
        return _KEY_BODY.match(after) is not None
    if shape == _ADDRESS:
        user, _, password = found.partition("://")[2].rpartition("@")[0].partition(":")
        usual = password.lower() in _USUAL or password.lower() == user.lower()
        return not usual and not _LOCAL_HOST.search(found[-2:] + after)
    return True
