"""Failures that GitHub's GraphQL interface reports with status 200, as the status that REST gives for them."""

from __future__ import annotations

import http.client
from typing import Any

_LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
# The start of its message where a query ran out of time.
_LATE = "something went wrong while executing your query"


def code_of(body: Any) -> int:
    """Give the status of an answer read as JSON: a limit, a query out of time, no object; 0 where it is an answer.

    An answer that has data is one, whatever errors stand beside it; a limit never has.
    """
    if not isinstance(body, dict):
        return http.client.BAD_GATEWAY
    errors = [each for each in body.get("errors") or () if isinstance(each, dict)]
    messages = [str(each.get("message", "")).lower() for each in errors]
    if any(each.get("type") in _LIMITED for each in errors) or any("secondary rate limit" in each for each in messages):
        return http.client.TOO_MANY_REQUESTS
    if not body.get("data") and any(each.startswith(_LATE) for each in messages):
        return http.client.BAD_GATEWAY
    return 0
