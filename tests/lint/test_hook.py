"""The pre-commit hook names files: it judges what an editor judges, and never a README as a story."""

from __future__ import annotations

from pathlib import Path

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


def test_a_readme_is_no_story_and_a_labelled_note_is(tmp_path: Path, upward) -> None:
    (tmp_path / "README.md").write_text("# Shop\n\nWe sell things. We ship them, and we pack them.\n")
    (tmp_path / "note.md").write_text("S: builds were slow\nT: halve them\nA: we did it\n")
    code, out, _ = upward("check", "--only-records", "README.md", "note.md", "--output-format", "concise")
    assert code == 1
    assert "README.md" not in out
    assert "note.md" in out


def test_the_hook_asks_for_records_only() -> None:
    text = HOOKS.read_text("utf-8")
    assert "entry: upward check --only-records" in text
    assert "entry: upward check --fix --only-records" in text
