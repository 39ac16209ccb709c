"""A value out of a command's output or a file: a number, a count of SARIF results, coverage, a benchmark."""

from __future__ import annotations

import json
import re
from typing import Any

from upward.analysis.concerns.concern import Indicator, IndicatorSource, read_number

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
_LINE_RATE = re.compile(r"<coverage\b[^>]*\bline-rate=[\"']([\d.]+)[\"']")


class UnreadableMeasureError(ValueError):
    """What was measured holds no value; the message says why."""


def read_measure(indicator: Indicator, text: str) -> float:
    """Give an indicator's value out of what its command printed or its file holds; raises UnreadableMeasureError."""
    if indicator.source is IndicatorSource.SARIF:
        return _sarif_results(text, indicator.pattern)
    if indicator.source is IndicatorSource.COVERAGE:
        return _coverage(text)
    if indicator.source is IndicatorSource.BENCHMARK:
        return _benchmark(text, indicator.pattern)
    return _number(text, indicator.pattern)


def _number(text: str, pattern: str) -> float:
    """Give the number a pattern finds (its first group, or all of it), else the last number there is."""
    if pattern:
        try:
            found = re.search(pattern, text)
        except re.error as error:
            raise UnreadableMeasureError(f"the pattern {pattern} is not a valid regular expression: {error}") from error
        written = (found[1] if found.re.groups else found[0]) if found else None
    else:
        written = next(reversed(_NUMBER.findall(text)), None)
    value = read_number(written) if written else None
    if value is None:
        raise UnreadableMeasureError(f"no number {'matches ' + pattern if pattern else 'in the output'}")
    return value


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableMeasureError(f"not valid JSON: {error}") from error


def _items(held: Any, key: str) -> list[dict[str, Any]]:
    found = held.get(key) if isinstance(held, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _sarif_results(text: str, rule: str) -> float:
    """Count the results of a SARIF log that are not suppressed; of one rule, where `rule` names it."""
    held = _loaded(text)
    if not isinstance(held, dict) or "runs" not in held:
        raise UnreadableMeasureError("not a SARIF log: it has no `runs`")
    results = [result for run in _items(held, "runs") for result in _items(run, "results")]
    return float(sum(not _items(each, "suppressions") and rule in ("", each.get("ruleId")) for each in results))


def _coverage(text: str) -> float:
    """Give the share of covered lines in percent: Cobertura XML, lcov, or coverage.py's JSON."""
    cobertura = _LINE_RATE.search(text)
    if cobertura:
        return round(float(cobertura[1]) * 100, 2)
    if re.search(r"(?m)^LF:\d", text):
        found, hit = (sum(int(each) for each in re.findall(rf"(?m)^{key}:(\d+)", text)) for key in ("LF", "LH"))
        if found:
            return round(hit / found * 100, 2)
    totals = _loaded(text).get("totals", {}) if text.lstrip().startswith("{") else {}
    share = totals.get("percent_covered") if isinstance(totals, dict) else None
    if not isinstance(share, (int, float)):
        raise UnreadableMeasureError("it is not a Cobertura XML, lcov or coverage.py JSON report")
    return round(float(share), 2)


def _benchmark(text: str, name: str) -> float:
    """Give a benchmark's mean in seconds: of pytest-benchmark or hyperfine; the only one, where none is named."""
    held = _loaded(text)
    found = {str(each.get("name")): each.get("stats", {}).get("mean") for each in _items(held, "benchmarks")}
    found |= {str(each.get("command")): each.get("mean") for each in _items(held, "results")}
    chosen = found.get(name) if name else next(iter(found.values()), None) if len(found) == 1 else None
    if not isinstance(chosen, (int, float)):
        raise UnreadableMeasureError(f"no benchmark {name or 'alone in it'}; there are {', '.join(found) or 'none'}")
    return float(chosen)
