"""What a browser loads is what its sources build to, with the licence of everything in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import page_bundle


def test_the_bundle_is_the_build_of_its_sources() -> None:
    assert page_bundle.differing() == []


def test_a_changed_bundle_is_told(tmp_path: Path) -> None:
    for path in page_bundle.STATIC.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "app.js").write_text("alert(1)")
    (tmp_path / "more.js").write_text("")
    assert page_bundle.differing(tmp_path) == ["app.js", "more.js"]


def test_every_package_in_it_brings_its_licence() -> None:
    versions = json.loads((page_bundle.STATIC / "build.json").read_text())["versions"]
    licences = (page_bundle.STATIC / "LICENSES.txt").read_text()
    assert versions
    for name, version in versions.items():
        assert f"{name} {version} (" in licences


def test_nothing_in_it_evaluates_text_or_names_an_address() -> None:
    for path in page_bundle.STATIC.glob("*.js"):
        text = path.read_text()
        assert "eval(" not in text.replace("#eval(", "")
        assert "//cdn" not in text
