"""What must not be shown: shapes of secrets, internal addresses; written for this purpose, English only."""

from __future__ import annotations

# A line is a pattern.
from upward.analysis.narrative.patterns.pattern import Pattern

_KEY = (
    r"(?:[Pp]assword|PASSWORD|[Pp]asswd|PASSWD|[Pp]assphrase|[Ss]ecret|SECRET|"
    r"[Aa]pi[_-]?[Kk]ey|API_?KEY|[Aa]ccess[_-]?[Kk]ey|ACCESS_KEY|[Tt]oken|TOKEN)"
)
# The shapes of secrets, by what they are: records, exports and prompts are held against them.
SECRET_SHAPES = {
    "AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "GitHub token": r"\bgh[pousr]_[A-Za-z0-9]{30,}\b",
    "GitHub fine-grained token": r"\bgithub_pat_[A-Za-z0-9_]{22,}",
    "GitLab token": r"\bgl(?:pat|ptt|dt|rt|ft|soat|cbt)-[A-Za-z0-9_.-]{20,}",
    "Slack token": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    "Slack webhook": r"hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]{8,}",
    "key of a language model": r"\bsk-[A-Za-z0-9_-]{20,}",
    "Stripe key": r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}",
    "Google API key": r"\bAIza[0-9A-Za-z_-]{35}",
    "SendGrid key": r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    "npm token": r"\bnpm_[A-Za-z0-9]{36}\b",
    "PyPI token": r"\bpypi-[A-Za-z0-9_-]{16,}",
    "Hugging Face token": r"\bhf_[A-Za-z0-9]{30,}\b",
    "DigitalOcean token": r"\bdo[opr]_v1_[0-9a-f]{64}\b",
    "Shopify token": r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b",
    "Databricks token": r"\bdapi[0-9a-f]{32}\b",
    "Twilio key": r"\bSK[0-9a-f]{32}\b",
    "Telegram bot token": r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}",
    "Azure storage key": r"AccountKey=[A-Za-z0-9+/]{40,}",
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----",
    "age key": r"AGE-SECRET-KEY-1[0-9A-Z]{50,}",
    "JSON Web Token": r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}",
    "password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>$*{}]+:[^\s/:@\"'<>$*{}]{4,}@[A-Za-z0-9]",
    "assigned password, key or token": _KEY + r"[\"']?\s*[:=]\s*[\"']?[^\s\"'$<{*]*[0-9!@#%^&][^\s\"']{4,}",
}
SECRET = Pattern(
    "secret",
    "\n".join(SECRET_SHAPES.values()),
    ignore_case=False,
    prefilter=(
        r"\b(?:A[KS]IA|gh[pousr]_|github_pat_|gl[a-z]{2,4}-|xox[abeoprs]-|sk-|[rs]k_(?:live|test)_|AIza|SG\.|npm_|pypi-|hf_|do[opr]_v1_|shp[acps]|dapi|SK[0-9a-f]|eyJ)"
        r"|hooks\.slack|:AA[A-Za-z0-9_-]|AccountKey=|PRIVATE\s+KEY|AGE-SECRET|://[^\s/:@]+:[^\s/@]+@"
        rf"|{_KEY}[\"']?\s*[:=]"
    ),
)
INTERNAL = Pattern(
    "internal",
    r"""
    \b[a-z0-9][a-z0-9.-]*\.(?:internal|corp|intranet|lan|local|intra)\b(?:\.[a-z0-9-]+)*(?::\d+)?
    \b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b
    https?://(?:jira|confluence|wiki|gitlab|jenkins|grafana|kibana|sentry|sharepoint|git)\.[^\s)>\]]+
    https?://[^\s)>\]]+/browse/[A-Z][A-Z0-9]+-\d+
    """,
    prefilter=(
        r"(?i)\.(?:internal|corp|intranet|lan|local|intra)\b|\b(?:10\.\d|192\.168|172\.)|/browse/[A-Z]"
        r"|https?://(?:jira|confluence|wiki|gitlab|jenkins|grafana|kibana|sentry|sharepoint|git)\."
    ),
)
EMAIL = Pattern("email", r"\b[A-Za-z0-9_.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\b", prefilter=r"@[A-Za-z0-9_-]+\.")
