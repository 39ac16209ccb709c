"""The rules' pages as files, for an editor to open: kept in the user's cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from upward.model.errors import UpwardError
from upward.model.rule import Rule
from upward.store.logbook.folder import Folder


def write_rule_page(rules: Iterable[Rule], environment: Mapping[str, str]) -> Mapping[str, str]:
    """Write a Markdown page a rule; give their addresses by the rules' names, none where the disk refuses."""
    base = environment.get("XDG_CACHE_HOME") or Path(environment.get("HOME", "."), ".cache")
    root = Path(base).absolute() / "upward" / "rules"
    found: dict[str, str] = {}
    with suppress(OSError, UpwardError):
        root.mkdir(parents=True, exist_ok=True)
        folder = Folder(root)
        for rule in rules:
            name, text = f"{rule.name}.md", f"# {rule.code} {rule.name}\n\n{rule.page.strip()}\n"
            if not folder.exists(name) or folder.read(name) != text.encode():
                folder.write_artefact(name, text)
            found[rule.name] = (root / name).as_uri()
    return found
