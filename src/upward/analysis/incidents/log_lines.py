"""One line of a log as values: JSON lines, logfmt, syslog (RFC 3164 and 5424), access logs, and lines with a time.

Python's `logging`, logback and Spring write those; a name that `docker compose logs` puts before each line counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

_TIME_KEYS = ("time", "timestamp", "@timestamp", "ts", "t", "datetime", "date", "asctime")
_LEVEL_KEYS = ("level", "severity", "lvl", "loglevel", "log.level", "levelname", "severityText")
_COMPONENT_KEYS = ("service", "component", "service.name", "service_name", "app", "application", "logger", "name")
_MESSAGE_KEYS = ("msg", "message", "body", "event", "error", "err", "log")
ERROR_LEVELS = frozenset("error err fatal critical crit panic alert emerg emergency severe e f".split())
# syslog's severities 0 to 7 (RFC 5424, 6.2.1).
_SEVERITIES = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")

_PAIR = re.compile(r'(?:^|\s)([A-Za-z_@][\w.@-]*)=("(?:[^"\\]|\\.)*"|\S*)')
_RFC5424 = re.compile(r"<(\d{1,3})>\d{1,2} (\S+) (\S+) (\S+) \S+ \S+ (?:-|\[.*?\]) ?(.*)", re.DOTALL)
_RFC3164 = re.compile(
    r"(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (\S+) ([\w./-]+)(?:\[\d+\])?: ?(.*)", re.DOTALL
)
_ISO = re.compile(r"\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?")
# Common and combined form of web servers: address, identity, user, time, request, status.
_ACCESS = re.compile(r'\S+ \S+ \S+ \[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "([^"]*)" (\d{3})\b')
_SERVER_ERROR = 500
# The service's name as `docker compose logs` writes it.
_COMPOSE = re.compile(r"([A-Za-z][\w.-]*)\s+\|\s+(?=\S)")
_LEVELS = r"(?:EMERG|ALERT|CRIT(?:ICAL)?|FATAL|PANIC|SEVERE|ERR(?:OR)?|WARN(?:ING)?|INFO|DEBUG|TRACE)"
# What follows the time: a logger, a thread, the level, Spring's process and thread, a name in brackets, a logger.
_NAMED = re.compile(
    rf"(?:(?P<first>[A-Za-z_][\w.]*)\s+-\s+(?={_LEVELS}\b))?(?:\[[^\]]*\]\s+)?\[?{_LEVELS}\]?[\s:]+(?:\d+\s+---\s+\[[^\]]*\]\s+|\[(?P<bracket>[A-Za-z][\w./-]*)\]:?\s*)?"
    r"(?:(?P<logger>[A-Za-z_][\w.$/-]*)(?:\s+-|\s*:)\s)?",
    re.IGNORECASE,
)
_LEVEL_WORD = re.compile(r"(?i)\b(emerg|alert|crit(?:ical)?|fatal|panic|severe|err(?:or)?|warn(?:ing)?|info|debug)\b")
# A word before a colon that is the fault itself and no logger's name.
_FAULT = re.compile(r"(?i)error$|exception$|fail|time.?out|refused|^(?:caused|cause|unable|cannot|could|no|not|http)$")
_FAILURE = re.compile(r"(?i)\b(?:error|exception|fatal|panic|traceback|failed|failure|timed? ?out|refused)\b")
# Above these, a number of seconds since 1970 is one of milliseconds, or of nanoseconds.
_MILLISECONDS, _NANOSECONDS = 1e11, 1e16
_LEVEL_WITHIN = 80
MOST_CHARACTERS = 4000


class LogLine(NamedTuple):
    """A line of a log: seconds since 1970 (None where it has no time), level in lower case, component, message."""

    at: float | None
    level: str
    component: str
    message: str

    @property
    def is_error(self) -> bool:
        """Whether it tells of an error: by its level, or by its words where it has none."""
        return self.level in ERROR_LEVELS or (not self.level and _FAILURE.search(self.message) is not None)


def parse_log_line(line: str, year: int = 1970, zone: tzinfo = UTC) -> LogLine:
    """Read a line in whichever form it is; `year` and `zone` are those of times that have none. Never raises."""
    text = line[:MOST_CHARACTERS].strip()
    composed = _COMPOSE.match(text)
    if composed is not None:
        found = _parse(text[composed.end() :], year, zone)
        return found if found.component else found._replace(component=composed[1])
    return _parse(text, year, zone)


def _parse(text: str, year: int, zone: tzinfo) -> LogLine:
    if text.startswith("{"):
        found = _json(text, zone)
        if found is not None:
            return found
    return _access(text) or _syslog(text, year, zone) or _logfmt(text, zone) or _plain(text, zone)


def _access(text: str) -> LogLine | None:
    found = _ACCESS.match(text)
    if found is None:
        return None
    try:
        at = datetime.strptime(found[1], "%d/%b/%Y:%H:%M:%S %z").timestamp()
    except ValueError:
        return None
    level = "error" if int(found[3]) >= _SERVER_ERROR else "info"
    return LogLine(at, level, "", f"{found[2].partition('?')[0]} {found[3]}")


def _json(text: str, zone: tzinfo) -> LogLine | None:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _from_pairs(held, zone) if isinstance(held, dict) else None


def _from_pairs(held: Mapping[str, Any], zone: tzinfo) -> LogLine:
    message = _first(held, _MESSAGE_KEYS)
    return LogLine(
        parse_time(_first(held, _TIME_KEYS), zone),
        _first(held, _LEVEL_KEYS).lower(),
        _first(held, _COMPONENT_KEYS),
        message or " ".join(f"{key}={value}" for key, value in held.items() if isinstance(value, str))[:500],
    )


def _first(held: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = held.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
    return ""


def _logfmt(text: str, zone: tzinfo) -> LogLine | None:
    pairs = {key: value.strip('"').replace('\\"', '"') for key, value in _PAIR.findall(text)}
    if not pairs.keys() & set(_LEVEL_KEYS) or not pairs.keys() & set(_MESSAGE_KEYS):
        return None
    found = _from_pairs(pairs, zone)
    # Some write the time in front of the pairs.
    return found if found.at is not None else found._replace(at=_leading_time(text, zone))


def _syslog(text: str, year: int, zone: tzinfo) -> LogLine | None:
    modern = _RFC5424.fullmatch(text)
    if modern is not None:
        priority, at, _, component, message = modern.groups()
        return LogLine(parse_time(at, zone), _SEVERITIES[int(priority) % 8], component, message)
    old = _RFC3164.fullmatch(text)
    if old is None:
        return None
    priority, at, _, component, message = old.groups()
    try:
        moment = datetime.strptime(f"{year} {at}", "%Y %b %d %H:%M:%S").replace(tzinfo=zone).timestamp()
    except ValueError:
        moment = None
    level = _SEVERITIES[int(priority) % 8] if priority else _level_word(message)
    return LogLine(moment, level, component, message)


def _plain(text: str, zone: tzinfo) -> LogLine:
    at = _leading_time(text, zone)
    rest = _ISO.sub("", text, count=1).strip(" -:|") if at is not None else text
    named = _NAMED.match(rest)
    component = ""
    if named is not None:
        names = [
            each for each in (named["first"], named["logger"], named["bracket"]) if each and not _FAULT.search(each)
        ]
        component = names[0] if names else ""
    return LogLine(at, _level_word(rest), component, rest)


def _level_word(text: str) -> str:
    found = _LEVEL_WORD.search(text[:_LEVEL_WITHIN])
    return found.group().lower() if found else ""


def _leading_time(text: str, zone: tzinfo) -> float | None:
    found = _ISO.match(text)
    return parse_time(found[1], zone) if found else None


def parse_time(text: str, zone: tzinfo = UTC) -> float | None:
    """Read an ISO time (in `zone` where it has no offset), or seconds, milliseconds or nanoseconds since 1970."""
    try:
        number = float(text)
    except ValueError:
        return _iso(text, zone)
    if not 0 < number < float("inf"):
        return None
    return number / (1e9 if number > _NANOSECONDS else 1e3 if number > _MILLISECONDS else 1)


def _iso(text: str, zone: tzinfo) -> float | None:
    try:
        moment = datetime.fromisoformat(text.strip().replace(",", "."))
    except ValueError:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).timestamp()
