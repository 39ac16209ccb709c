"""What must not be shown: word lists written for this purpose, English only."""

from __future__ import annotations

# A line is a pattern.
from upward.analysis.narrative.patterns.pattern import Pattern

SECRET = Pattern(
    "secret",
    r"""
    \bAKIA[0-9A-Z]{16}\b
    \bgh[pousr]_[A-Za-z0-9]{30,}\b
    \bxox[abprs]-[A-Za-z0-9-]{10,}
    \bsk-[A-Za-z0-9_-]{20,}
    -----BEGIN [A-Z ]*PRIVATE KEY-----
    \beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}
    (?:[Pp]assword|[Pp]asswd|[Ss]ecret|[Aa]pi[_-]?[Kk]ey|[Tt]oken)\s*[:=]\s*[^\s"']*[0-9!@#$%^&*][^\s"']{4,}
    """,
    folded=False,
    hint=(
        r"\b(?:AKIA|gh[pousr]_|xox[abprs]-|sk-|eyJ)|PRIVATE\s+KEY"
        r"|(?:[Pp]assword|[Pp]asswd|[Ss]ecret|[Aa]pi[_-]?[Kk]ey|[Tt]oken)\s*[:=]"
    ),
)
INTERNAL = Pattern(
    "internal",
    r"""
    \b[a-z0-9][a-z0-9.-]*\.(?:internal|corp|intranet|lan|local|intra)\b(?::\d+)?
    \b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b
    https?://(?:jira|confluence|wiki|gitlab|jenkins|grafana|kibana|sentry|sharepoint|git)\.[^\s)>\]]+
    https?://[^\s)>\]]+/browse/[A-Z][A-Z0-9]+-\d+
    """,
    hint=(
        r"(?i)\.(?:internal|corp|intranet|lan|local|intra)\b|\b(?:10\.\d|192\.168|172\.)|/browse/[A-Z]"
        r"|https?://(?:jira|confluence|wiki|gitlab|jenkins|grafana|kibana|sentry|sharepoint|git)\."
    ),
)
EMAIL = Pattern("email", r"\b[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\b", hint=r"@[A-Za-z0-9_-]+\.")
