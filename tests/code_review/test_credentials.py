"""Credentials in code are found by the table of shapes that records and exports are held against."""

from __future__ import annotations

import json

import pytest

from tests.lint.test_secret_shapes import EXAMPLES
from upward.analysis.code_review.credentials import find_credentials
from upward.analysis.narrative.patterns.confidential import SECRET_SHAPES

KEY_BODY = "\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC"
# In code a value stands in quotes, and the head of a key is followed by the key.
IN_CODE = {
    shape: secret.replace("=", "='", 1) + "'" if shape.startswith("assigned") else secret + KEY_BODY * (shape == "private key")
    for shape, (secret, _) in EXAMPLES.items()
}  # fmt: skip


@pytest.mark.parametrize("shape", SECRET_SHAPES)
@pytest.mark.parametrize("path", ["app/a.py", "web/a.ts", "cmd/a.go"])
def test_each_shape_is_found_in_code_and_its_look_alike_is_not(shape: str, path: str) -> None:
    secret, other = IN_CODE[shape], EXAMPLES[shape][1]
    line = secret if shape.startswith("assigned") else f'value = "{secret}"'
    assert [(each.line, each.cwe) for each in find_credentials(f"first = 1\n{line}\n", path)] == [(2, 798)]
    assert not list(find_credentials(f'value = "{other}"\n', path))


@pytest.mark.parametrize(
    "line",
    [
        "password = os.environ['DB_PASSWORD_1']",
        "token = request.headers_v2.token1",
        'aws = "AKIAIOSFODNN7EXAMPLE"',
        'url = "postgres://postgres:postgres@db/shop"',
        'url = "postgres://shop:hunter22@localhost/shop"',
        'if b"-----BEGIN RSA PRIVATE KEY-----" in data: pass',
        "Token: '#d0d0d0',",
        'SECRET = "%(secret)s1";',
        'publicKeyToken="1fc8b3b9a1e18e3b"',
        'password = "change-me-1"',
    ],
)
def test_what_only_looks_like_a_credential_is_left(line: str) -> None:
    assert not list(find_credentials(line, "app/a.py"))


def test_a_value_without_quotes_counts_in_a_settings_file_only() -> None:
    line = "DB_PASSWORD=hunter2correct\n"
    assert [each.line for each in find_credentials(line, "deploy/.env.production")] == [1]
    assert not list(find_credentials(line, "notes.md"))


def test_a_review_finds_a_committed_key_in_any_language_once_and_not_in_tests(upward, repo) -> None:
    base = repo.commit("Begin", {"a.py": "x = 1\n"})
    key = EXAMPLES["GitHub token"][0]
    repo.commit(
        "Add a key",
        {
            "a.py": f'x = 1\ntoken = "{key}"\n',
            "deploy/values.yaml": f"token: {key}\n",
            "tests/test_a.py": f'token = "{key}"\n',
            "b.py": f'token = "{key}"  # upward: ignore[hard-coded-credential] revoked\n',
        },
    )
    status, out, _ = upward("review", f"{base}..HEAD", "--repo", str(repo.path), "--format", "json", "--all-rules")
    rows = [
        each
        for each in json.loads(out)["dimensions"]["security"]["findings"]
        if "redential" in each["message"] or "S105" in json.dumps(each)
    ]
    assert status == 1
    assert sorted((row["path"], row["row"]) for row in rows if not row["path"].startswith("tests/")) == [
        ("a.py", 2),
        ("deploy/values.yaml", 1),
    ]
    assert not [row for row in rows if "hard-coded" in json.dumps(row) and row["path"].startswith("tests/")]
