"""What tests share: a catalogue, a logbook in a temporary folder, records from text, real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from upward.analysis.lint.runner import lint_records
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.importer import Candidate, Skipped
from upward.model.record import Record
from upward.model.rule import Context
from upward.text import record_reader

settings.register_profile("upward", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("upward")

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)

# The shells whose completion is tested, where they are installed.
SHELLS = ("bash", "zsh", "fish", "tcsh")


def pytest_report_header() -> str:
    """Say which shells are not here, so that no test is left out in silence."""
    gone = [shell for shell in SHELLS if shutil.which(shell) is None]
    return f"completion is not tested in {', '.join(gone)}: install them for it" if gone else ""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="session")
def folders(catalogue: Catalogue) -> dict[str, str]:
    return {kind.folder: kind.name for kind in catalogue.kinds.values()}


@pytest.fixture(scope="session")
def examples(catalogue: Catalogue, folders: dict[str, str]) -> list[Record]:
    """The worked examples of all kinds, named as `init --examples` names them."""
    return [
        record_reader.parse_record(f"{kind.folder}/example-{name or kind.name}.md", text, folders)
        for kind in catalogue.kinds.values()
        for name, text in kind.examples.items()
    ]


@pytest.fixture(scope="session")
def names(catalogue: Catalogue, examples: list[Record]) -> Callable[..., list[str]]:
    """Give the names of the findings in a note, a story unless it says otherwise."""

    def of(text: str, *only: str, otherwise: str = "story") -> list[str]:
        record = record_reader.parse_record("note.md", text, {}, otherwise=otherwise)
        led = (Path(__file__).parent / "house" / "led_by_another.md").read_text("utf-8")
        corpus = MemoryCorpus.of(
            [
                record,
                *examples,
                record_reader.parse_record("evidence/example-led-by-another.md", led, {"evidence": "evidence"}),
            ]
        )
        context = Context(corpus, TODAY, catalogue.kinds, catalogue.rubrics)
        rules = [rule for rule in catalogue.rules.values() if not only or rule.name in only]
        return [finding.name for finding in lint_records([record], rules, context)]

    return of


class Repo:
    """A real git repository, made with fixed people and dates."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(
        self, *arguments: str, when: str = "2026-03-01T12:00:00+01:00", who: str = "Ada Example <ada@example.com>"
    ) -> str:
        name, _, email = who.rstrip(">").partition(" <")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.path.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{
                f"GIT_{role}_{what}": value
                for role in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", name), ("EMAIL", email), ("DATE", when))
            },
        }
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, message: str, files: dict[str, str] | None = None, **how: str) -> str:
        for name, text in (files or {}).items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        self.git("add", "-A", **how)
        self.git("commit", "-q", "--allow-empty", "-m", message, **how)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "project")


@pytest.fixture
def upward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command in a temporary home and give its exit code, answer and complaints."""
    from upward.faces.cli.main import main

    monkeypatch.chdir(tmp_path)
    for key in [key for key in os.environ if key.startswith("UPWARD_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("UPWARD_NOW", NOW.isoformat())
    monkeypatch.setenv("TZ", "UTC")

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def logbook(upward: Callable[..., tuple[int, str, str]], tmp_path: Path) -> Path:
    """A logbook with the worked examples in the current folder."""
    assert upward("init", "--examples")[0] == 0
    return tmp_path


def texts(found: Sequence[Record]) -> list[str]:
    return [record.path for record in found]


def proposed(found: Iterable[Candidate | Skipped]) -> list[Candidate]:
    """Give what an importer proposes, without what it skipped."""
    return [each for each in found if isinstance(each, Candidate)]
