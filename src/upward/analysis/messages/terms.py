"""Words that a reader outside of engineering may not know: acronyms, terms of the trade, technologies, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,5}s?\b")
# A name with a capital inside, such as DynamoDB; and what is written as code.
_INNER_CAPITAL = re.compile(r"\b(?:[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+|[a-z]+[A-Z][A-Za-z0-9]*)\b")
_CODE = re.compile(
    r"`[^`\n]+`|\b[a-z]\w*_\w+\b|\b\w+\(\)|(?<![\w/])(?:[\w.-]+/){2,}[\w.-]*|\b\w+\.(?:py|js|ts|go|rs|java|yaml|yml|toml|sql|sh)\b"
)
_EXPLAINED_ACRONYM = re.compile(r"\(([A-Z][A-Z0-9]{1,5})s?\)")
_EXPLAINS = re.compile(
    r"\s*(?:\(|: |, (?:which|that is|that|the|our|a|an|i\.e\.)\b|(?: is| are) (?:the|our|a|an|what|how|where)\b)"
)
# What any office reader knows.
_KNOWN = frozenset(
    "AI API APP CEO CFO CIO CTO EU EUR GBP HR ID IT KPI OK PC PDF PM AM QA ROI SMS TV UK US USA USD UTC VAT".split()
)
_KNOWN_NAMES = frozenset(
    "paypal youtube linkedin whatsapp iphone ipad facebook ebay wifi mastercard powerpoint".split()
)
# Terms of the trade with what to say instead.
PLAIN_WORDS = {
    "asynchronous": "in the background",
    "backend": "the part behind the screens",
    "backlog": "work that waits",
    "cache": "copy kept for speed",
    "cluster": "group of servers",
    "config": "settings",
    "connection pool": "the lines it has to that system",
    "container": "packaged program",
    "cron job": "task that runs by the clock",
    "dead-letter queue": "place where failed messages wait",
    "deadlock": "two tasks that wait for each other",
    "dedupe": "leave out repeats",
    "deduplicate": "leave out repeats",
    "deduplication": "leaving out repeats",
    "dependency": "part it relies on",
    "deploy": "release",
    "deployment": "release",
    "downtime": "time when it did not work",
    "endpoint": "address",
    "expiry": "the time after which it is removed",
    "failover": "switching to the spare",
    "feature flag": "switch",
    "frontend": "the screens",
    "hotfix": "quick correction",
    "idempotent": "safe to repeat",
    "ingestion": "taking in data",
    "kubernetes": "the platform that runs our programs",
    "latency": "waiting time",
    "load balancer": "what spreads the load",
    "memory leak": "memory that fills up over time",
    "message broker": "what passes messages on",
    "microservice": "part of the system",
    "middleware": "program between two others",
    "mitigate": "limit the harm",
    "monolith": "one large program",
    "observability": "seeing what the system does",
    "on-call": "the person on duty",
    "outage": "time when it did not work",
    "payload": "content",
    "pipeline": "the steps a change goes through",
    "pull request": "proposed change",
    "query": "request to the database",
    "queue": "waiting line",
    "race condition": "two things at once that must be one after the other",
    "rate limit": "limit on how many at a time",
    "refactor": "tidy up the code",
    "refactoring": "tidying up the code",
    "regression": "something that worked before and broke",
    "replica": "copy",
    "repository": "where our code is kept",
    "retries": "repeated attempts",
    "rollback": "going back to the old version",
    "rolled back": "went back to the old version",
    "root cause": "why it happened",
    "scalability": "room to grow",
    "schema": "how the data is laid out",
    "shard": "part of the database",
    "staging": "test system",
    "stakeholder": "the people concerned",
    "technical debt": "shortcuts that cost us time now",
    "throttling": "slowing down on purpose",
    "throughput": "how much it handles",
    "timeout": "how long it waits",
    "webhook": "automatic notice from another system",
}
# Names of technologies that are written like any other word.
TECHNOLOGIES = frozenset(
    "ansible azure cassandra clickhouse cloudflare datadog debian django docker elasticsearch etcd fastapi grafana "
    "hadoop istio java jaeger jenkins jira kafka kibana kotlin kubectl linux lua memcached minio mysql nginx node.js "
    "pandas podman postgres postgresql prometheus pytorch rabbitmq redis redshift splunk sqlite systemd terraform "
    "tomcat ubuntu".split()
)
# These are words as well: with a capital in the middle of a sentence they are names.
_WORDS_TOO = frozenset(
    "argo celery consul envoy flask git helm lambda nomad oracle python react rust scala sentry snowflake spark spring "
    "vault".split()
)
_TERMS = re.compile(rf"(?i)\b(?:{'|'.join(sorted(map(re.escape, PLAIN_WORDS), key=len, reverse=True))})s?\b")
_BEGINS = re.compile(r"(?:\A|[.!?:\n-])\s*\Z")
_WORD = re.compile(r"\b[A-Za-z][\w.]*\w\b")


class Term(NamedTuple):
    """A word that a reader may not know, where it stands, and what to say instead ("" where only they can)."""

    word: str
    start: int
    stop: int
    plain: str


def unknown_terms(text: str) -> list[Term]:
    """Give what the text does not explain, each at its first place; "(…)", ", which …" and "SLO is our …" explain."""
    explained = set(_EXPLAINED_ACRONYM.findall(text))
    seen: set[str] = set(explained)
    found: list[Term] = []
    taken: list[tuple[int, int]] = []
    for key, term in _candidates(text):
        overlaps = any(start < term.stop and term.start < stop for start, stop in taken)
        if key in seen or overlaps:
            continue
        taken.append((term.start, term.stop))
        seen.add(key)
        if not _EXPLAINS.match(text, term.stop):
            found.append(term)
    return sorted(found, key=lambda term: term.start)


def _candidates(text: str) -> Iterator[tuple[str, Term]]:
    """Yield each word with what it is known by, the longest kinds first."""
    for match in _CODE.finditer(text):
        yield match.group(), Term(match.group(), *match.span(), "")
    for match in _TERMS.finditer(text):
        word = match.group().lower()
        plain = PLAIN_WORDS.get(word) or PLAIN_WORDS.get(word.removesuffix("s"), "")
        if plain:
            yield plain, Term(match.group(), *match.span(), plain)
    for match in _ACRONYM.finditer(text):
        name = match.group().rstrip("s")
        if name not in _KNOWN:
            yield name, Term(match.group(), *match.span(), "")
    for match in _INNER_CAPITAL.finditer(text):
        if match.group().lower() not in _KNOWN_NAMES:
            yield match.group().lower(), Term(match.group(), *match.span(), "")
    for match in _WORD.finditer(text):
        word = match.group().lower()
        is_name = word in _WORDS_TOO and match.group()[0].isupper() and not _BEGINS.search(text, 0, match.start())
        if is_name or word in TECHNOLOGIES:
            yield word, Term(match.group(), *match.span(), "")
