"""Trackers that upward reads, where each is, and how a token is sent to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tracker:
    """A tracker: its name, its usual address, the variables that hold another and a token, and how that is sent."""

    name: str
    base: str
    base_variable: str
    token_variables: tuple[str, ...]
    header: Callable[[str, Mapping[str, str]], tuple[str, str]]


def _bearer(token: str, _: Mapping[str, str]) -> tuple[str, str]:
    return "Authorization", f"Bearer {token}"


def _private(token: str, _: Mapping[str, str]) -> tuple[str, str]:
    return "PRIVATE-TOKEN", token


def _jira(token: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """Jira's cloud wants address and token together, a server the token alone."""
    email = environment.get("JIRA_EMAIL", "")
    if not email:
        return "Authorization", f"Bearer {token}"
    import base64

    return "Authorization", "Basic " + base64.b64encode(f"{email}:{token}".encode()).decode()


SERVICES = {
    "github": Tracker("GitHub", "https://api.github.com", "UPWARD_GITHUB_URL", ("GITHUB_TOKEN", "GH_TOKEN"), _bearer),
    "gitlab": Tracker("GitLab", "https://gitlab.com/api/v4", "UPWARD_GITLAB_URL", ("GITLAB_TOKEN",), _private),
    "jira": Tracker("Jira", "", "UPWARD_JIRA_URL", ("JIRA_TOKEN",), _jira),
}


def token_of_gh() -> str:
    """Give the token that GitHub's own command holds; empty without it."""
    import shutil
    import subprocess

    program = shutil.which("gh")
    if program is None:
        return ""
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run([program, "auth", "token"], capture_output=True, timeout=10, check=False)  # noqa: S603 - the user's own
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
    return ""
