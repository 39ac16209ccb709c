"""How long a server asks to wait, by the headers that servers use."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

# A reset below this is a number of seconds, as the IETF's draft has it; above, a moment since 1970, as forges give it.
_MOMENT = 10_000_000
# A reset that is over by our clock is a moment away by theirs. In seconds.
_LEAST = 1.0


def requested_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Give the seconds to wait that an answer asks for, by headers in lower case; None where it does not say.

    `Retry-After` counts as a number or a date; of the limits, GitHub's and GitLab's headers. What is no finite number
    is as if it were not there; a wait that is over is none.
    """
    given = headers.get("retry-after", "")
    seconds = _number(given)
    if seconds is None and given:
        seconds = _date(given, now)
    if seconds is not None:
        return max(0.0, seconds)
    for prefix in ("x-ratelimit", "ratelimit"):
        reset = _number(headers.get(f"{prefix}-reset", ""))
        if headers.get(f"{prefix}-remaining", "").strip() == "0" and reset is not None:
            return max(_LEAST, reset - now if reset > _MOMENT else reset if prefix == "ratelimit" else reset - now)
    return None


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _date(text: str, now: float) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now
