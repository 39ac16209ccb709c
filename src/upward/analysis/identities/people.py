"""Who is who in a history: addresses of one person, bots and AI tools, and addresses that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from upward.analysis.identities.ai_tools import tool_of
from upward.model.effort import Identity, Person

_ADDRESS = re.compile(r"(?P<name>[^<>#]*)<(?P<email>[^<>]*)>")
_BOT = re.compile(
    r"(?i)\[bot\]|[\s_-]bot$|^(?:dependabot|renovate|greenkeeper|pyup|snyk|mergify|bors|pre-commit-ci|github-actions?|codecov|allcontributors"
    r"|web-flow|weblate|transifex|semantic-release|release-please|homu|k8s-ci-robot|copybara|jenkins|travis|gitlab-ci|buildbot)"
    r"(?:[ ._-]?(?:bot|ci|robot|service|user|worker|support))?$"
)
_BOT_ADDRESS = re.compile(
    r"(?i)^(?:bot|ci|build|noreply|no-reply|actions?|github-actions|dependabot)(?:[+._-].*)?@|\[bot\]@"
)
_NOREPLY = re.compile(r"(?i)^(?:\d+\+)?(?P<login>[^@+]+)@users\.noreply\.[\w.]+$")
# Hosts and names that many people share tell nothing.
_ANYBODY = frozenset("me mail info contact hello dev root admin git github noreply no-reply user test".split())
LEAST_NAME = 5
_NO_ONE = Identity("", "")


@dataclass(frozen=True, slots=True)
class Mailmap:
    """A .mailmap, read by us as data: by commit address, and by commit name and address, whom it stands for."""

    by_email: Mapping[str, Identity] = field(default_factory=dict)
    by_both: Mapping[Identity, Identity] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Mailmap:
        """Read the four forms git knows; a line that is none is passed over."""
        by_email: dict[str, Identity] = {}
        by_both: dict[Identity, Identity] = {}
        for line in text.splitlines():
            found = [
                Identity(match["name"].strip(), match["email"].strip())
                for match in _ADDRESS.finditer(line.split("#")[0])
            ]
            if len(found) == 1 and found[0].name:
                name, email = found[0]
                by_email[email.lower()] = Identity(name, by_email.get(email.lower(), _NO_ONE).email)
            elif len(found) > 1:
                (name, email), (old_name, old_email) = found[:2]
                if old_name:
                    by_both[Identity(old_name.lower(), old_email.lower())] = Identity(name, email)
                else:
                    before = by_email.get(old_email.lower(), _NO_ONE)
                    by_email[old_email.lower()] = Identity(name or before.name, email or before.email)
        return cls(by_email, by_both)

    def person(self, name: str, email: str) -> Identity:
        """Give the name and address that a person should go by."""
        key = email.lower()
        known = self.by_both.get(Identity(name.lower(), key)) or self.by_email.get(key, _NO_ONE)
        return Identity(known.name or name, known.email or email)


def identity_kind(person: Person) -> str:
    """Tell a person from a bot and from an AI tool; a name that a tool shares with people makes no person a tool."""
    if tool_of(person.email, person.name):
        return "tool"
    return "bot" if _BOT.search(person.name) or _BOT_ADDRESS.search(person.email) else "person"


def with_identity_kind(person: Person) -> Person:
    """Give a person with the part of a bot or a tool, where they are one."""
    kind = identity_kind(person)
    return person if kind == "person" else Person(person.name, person.email, kind)


def similar_identities(mine: Iterable[Identity], others: Iterable[Identity]) -> Iterator[Identity]:
    """Yield the identities that look like those in `mine`: the same name, or the same login under another host."""
    own = list(mine)
    names = {_plain(name) for name, _ in own if len(_plain(name)) >= LEAST_NAME}
    logins = {login for _, email in own if (login := _login(email)) and login not in _ANYBODY}
    known = {email.lower() for _, email in own}
    for other in others:
        name, email = other
        if email.lower() in known or identity_kind(Person(name, email)) != "person":
            continue
        if _plain(name) in names or _login(email) in logins:
            yield other


def _plain(name: str) -> str:
    return " ".join(sorted(re.findall(r"\w+", name.lower())))


def _login(email: str) -> str:
    hidden = _NOREPLY.match(email)
    login = hidden["login"] if hidden else email.partition("@")[0].partition("+")[0]
    return login.lower() if len(login) >= LEAST_NAME - 1 else ""
