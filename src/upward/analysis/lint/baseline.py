"""A baseline: findings that were there when checking began, identified by their words.

A fingerprint is made of the rule, the path and the normalised sentence, never of line numbers, so that
a paragraph may move or be rewrapped.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from upward.model.finding import Finding

VERSION = 1


def fingerprint(finding: Finding) -> str:
    """Give what a finding is known by."""
    import hashlib

    words = " ".join(finding.sentence.lower().split())
    named = f"{finding.name}\0{finding.path}\0{words}"
    return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def format_baseline(findings: Iterable[Finding]) -> str:
    """Give a baseline file that holds these findings."""
    return format_counts(Counter(fingerprint(finding) for finding in findings))


def format_counts(count: Counter[str]) -> str:
    """Give a baseline file that holds findings by their fingerprints, with how many of each there are."""
    return json.dumps({"version": VERSION, "findings": dict(sorted(count.items()))}, indent=1) + "\n"


def parse_baseline(text: str) -> Counter[str]:
    """Read a baseline file; raises ValueError where it is none."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), dict):
        raise ValueError(f"it is not a baseline of version {VERSION}")
    return Counter({str(key): int(value) for key, value in data["findings"].items()})


def new_findings(findings: Sequence[Finding], known: Counter[str]) -> list[Finding]:
    """Give the findings that the baseline does not hold; of three alike where it holds two, one."""
    left = Counter(known)
    fresh = []
    for finding in findings:
        mark = fingerprint(finding)
        if left[mark] > 0:
            left[mark] -= 1
        else:
            fresh.append(finding)
    return fresh
