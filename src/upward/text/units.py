"""Units of quantities: their names, dimensions and sizes; number words; plural forms."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns and word lists.
from typing import NamedTuple

from upward.model.quantity import QuantityKind

# A month is a twelfth of a Gregorian year of 365.2425 days.
_DAY = 86_400.0
_YEAR = 365.2425 * _DAY


class Unit(NamedTuple):
    """A unit: its canonical name, the kind of quantity it measures, and its size in the base unit of that kind.

    Durations are measured in seconds, sizes in bytes, shares in percent; money has a unit for each currency.
    """

    name: str
    kind: QuantityKind
    size: float = 1.0


def _units(kind: QuantityKind, *rows: tuple[str, float, str]) -> dict[str, Unit]:
    return {word: Unit(name, kind, size) for name, size, words in rows for word in words.split("|")}


# Written in lower case; a short form that is also a word (`m`, `s`, `d`, `w`, `y`, `h`, `b`) counts only directly
# behind the figure, and is distinguished in `figures`.
WORDS: dict[str, Unit] = {
    **_units(
        QuantityKind.DURATION,
        ("nanosecond", 1e-9, "ns|nanosecond|nanoseconds|nanos"),
        ("microsecond", 1e-6, "us|µs|μs|microsecond|microseconds|micros"),
        ("millisecond", 1e-3, "ms|msec|msecs|millisecond|milliseconds|millis"),
        ("second", 1.0, "s|sec|secs|second|seconds"),
        ("minute", 60.0, "min|mins|minute|minutes"),
        ("hour", 3600.0, "h|hr|hrs|hour|hours"),
        ("day", _DAY, "d|day|days|working day|working days|business day|business days|workday|workdays"),
        ("week", 7 * _DAY, "wk|wks|week|weeks|working week|working weeks"),
        ("month", _YEAR / 12, "mo|mos|month|months"),
        ("quarter", _YEAR / 4, "quarters"),
        ("year", _YEAR, "y|yr|yrs|year|years"),
    ),
    **_units(
        QuantityKind.SIZE,
        ("byte", 1.0, "byte|bytes"),
        ("kilobyte", 1e3, "kb|kilobyte|kilobytes|kib"),
        ("megabyte", 1e6, "mb|megabyte|megabytes|mib"),
        ("gigabyte", 1e9, "gb|gigabyte|gigabytes|gib|gigs"),
        ("terabyte", 1e12, "tb|terabyte|terabytes|tib"),
        ("petabyte", 1e15, "pb|petabyte|petabytes|pib"),
    ),
    **_units(
        QuantityKind.MONEY,
        ("USD", 1.0, "usd|dollar|dollars|us dollars|us-dollars"),
        ("EUR", 1.0, "eur|euro|euros"),
        ("GBP", 1.0, "gbp|pound|pounds|pounds sterling"),
        ("CHF", 1.0, "chf|franc|francs"),
        ("INR", 1.0, "inr|rupee|rupees"),
        ("JPY", 1.0, "jpy|yen"),
        ("cent", 0.01, "cents"),
    ),
    **_units(QuantityKind.PERCENT, ("percent", 1.0, "%|percent|per cent|pct|per-cent")),
    **_units(
        QuantityKind.POINTS,
        ("percentage point", 1.0, "pp|percentage points|percentage point|percent points|%-points|%-pts|pct points"),
        ("percentage point", 0.01, "bps|basis points|basis point"),
    ),
    **_units(
        QuantityKind.FACTOR,
        ("times", 1.0, "x|×|-fold|fold|times faster|times as fast|times as many|times as much|times more|times fewer"),
        ("times", 1.0, "times slower|times cheaper|times smaller|times larger|times bigger|times higher|times lower"),
        ("times", 1.0, "times less|times quicker|times longer|times shorter|times the|times better"),
    ),
}
# Units that stand for a count a time: name of what is counted, and the time.
RATES: dict[str, tuple[str, str]] = {
    "rps": ("request", "second"),
    "req/s": ("request", "second"),
    "reqs/s": ("request", "second"),
    "qps": ("query", "second"),
    "tps": ("transaction", "second"),
    "rpm": ("request", "minute"),
    "req/min": ("request", "minute"),
    "iops": ("operation", "second"),
    "mbps": ("megabit", "second"),
    "gbps": ("gigabit", "second"),
    "fps": ("frame", "second"),
}
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mm": 1e6,
    "mio": 1e6,
    "mn": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "dozen": 12.0,
}
NUMBER_WORDS: dict[str, float] = {
    word: float(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: float(10 * number)
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
# What a verb says without a figure: the factor by which the thing changed.
FACTORS = {
    "halved": 0.5,
    "halve": 0.5,
    "halving": 0.5,
    "doubled": 2.0,
    "doubling": 2.0,
    "tripled": 3.0,
    "tripling": 3.0,
    "trebled": 3.0,
    "quadrupled": 4.0,
    "quadrupling": 4.0,
    "twofold": 2.0,
    "threefold": 3.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
    "tenfold": 10.0,
}
# Words that end a counted thing's name: behind them nothing is counted by the figure before.
BREAKS = frozenset(
    "a about across after against all already also although am an and are as at because been before behind being below "
    "beside between both but by can could did do does down during each every few for from had has have he her his how "
    "i if in instead into is it its last later less long me more much my next no nor not of off on once only or our out "
    "over per rather she should since so still than that the their them then there these they this those through to "
    "together too under until up upon us used using versus via vs was we were what when where which while who why will "
    "with within without would you your now today ago earlier early late alone apart again always never least most".split()
)
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "data": "data",
    "criteria": "criterion",
    "staff": "staff",
    "headcount": "headcount",
    "indices": "index",
    "repos": "repository",
    "repo": "repository",
    "repositories": "repository",
    "prs": "pull request",
    "mrs": "merge request",
    "devs": "developer",
    "dev": "developer",
    "apis": "api",
    "dbs": "database",
    "db": "database",
    "engs": "engineer",
    "loc": "line",
    "microservices": "microservice",
    "sprints": "sprint",
}
_NOT_PLURAL = ("ss", "us", "is", "ous")


def singular(word: str) -> str:
    """Give the singular of a counted noun, in lower case: "services" → "service", "queries" → "query"."""
    lower = word.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower.endswith("ies") and len(lower) > len("ties"):
        return lower[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zes")):
        return lower[:-2]
    if lower.endswith("s") and not lower.endswith(_NOT_PLURAL) and len(lower) > 2:  # noqa: PLR2004 - "as", "is"
        return lower[:-1]
    return lower


def is_plural(word: str) -> bool:
    """Whether a word has the form of a plural noun."""
    lower = word.lower()
    return singular(lower) != lower or lower in _IRREGULAR
