"""One table of the shapes of secrets: a row each, with a look-alike that is none. All are invented."""

from __future__ import annotations

import pytest

from upward.analysis.narrative.patterns.confidential import SECRET, SECRET_SHAPES
from upward.text.pattern_search import compile_finder

HEX = "0123456789abcdef"
EXAMPLES = {
    "AWS access key": ("ASIA" + "Q7" * 8, "ASIAN markets"),
    "GitHub token": ("ghp_" + "a1B2" * 9, "ghp_short"),
    "GitHub fine-grained token": ("github_pat_" + "11AB" * 6, "github_pat_x"),
    "GitLab token": ("glpat-" + "a1-_" * 5, "glpat-short"),
    "Slack token": ("xoxb-" + "1234567890", "xoxb-"),
    "Slack webhook": (
        "https://hooks.slack.com/services/T0000000/B0000000/abcdEFGH1234",
        "https://hooks.slack.com/docs",
    ),
    "key of a language model": ("sk-proj-" + "aB3_" * 6, "sk-learn"),
    "Stripe key": ("sk_live_" + "4eC3" * 5, "sk_live_mode"),
    "Google API key": ("AIza" + "Sy0-_" * 7, "AIza is a prefix"),
    "SendGrid key": ("SG." + "aB1_" * 5 + "." + "cD2-" * 6, "SG.com"),
    "npm token": ("npm_" + "aB1c" * 9, "npm_config_cache"),
    "PyPI token": ("pypi-AgEIcHlwaS5vcmc" + "aB1_", "pypi-server"),
    "Hugging Face token": ("hf_" + "aBcD" * 9, "hf_hub"),
    "DigitalOcean token": ("dop_v1_" + HEX * 4, "dop_v1_x"),
    "Shopify token": ("shpat_" + HEX * 2, "shpat_x"),
    "Databricks token": ("dapi" + HEX * 2, "dapi"),
    "Twilio key": ("SK" + HEX * 2, "SKU 12"),
    "Telegram bot token": ("123456789:AA" + "Fk3" * 11, "12:AA"),
    "Azure storage key": ("AccountKey=" + "aB3+" * 22 + "==", "AccountKey=NAME"),
    "private key": ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "-----BEGIN PUBLIC KEY-----"),
    "age key": ("AGE-SECRET-KEY-1" + "Q3" * 29, "AGE-SECRET-KEY-1"),
    "JSON Web Token": ("eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abcDEF_12", "eyJ"),
    "password in an address": ("postgres://shop:hunter22@db.example/shop", "https://example.com:8080/a"),
    "assigned password, key or token": ("DB_PASSWORD=hunter2correct", "the token: a word"),
}


@pytest.mark.parametrize("shape", SECRET_SHAPES)
def test_each_shape_is_found_and_its_look_alike_is_not(shape: str) -> None:
    secret, other = EXAMPLES[shape]
    find = compile_finder(SECRET_SHAPES[shape])
    assert list(find(f"We used {secret} then.", 0, 10_000))
    assert not list(find(f"We used {other} then.", 0, 10_000))


@pytest.mark.parametrize(
    "text", ['"password": "hunter2correct"', "api_key = 'a1b2c3d4e5'", *(secret for secret, _ in EXAMPLES.values())]
)
def test_a_record_with_a_secret_has_a_finding(text: str, names) -> None:
    assert "secret" in names(f"---\ntitle: T\n---\n\nWe used {text} then.\n", "secret")


@pytest.mark.parametrize(
    "text", ["password: ${DB_PASSWORD}", "token = <your token>", "https://user:***@host", "The API key: ask Kim."]
)
def test_a_placeholder_is_no_secret(text: str, names) -> None:
    assert names(f"---\ntitle: T\n---\n\nWe used {text} then.\n", "secret") == []


def test_the_hint_lets_every_shape_through() -> None:
    import re

    assert all(re.search(SECRET.prefilter, secret) for secret, _ in EXAMPLES.values())
