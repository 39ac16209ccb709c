"""Build the source archive and the wheel of the version that a tag names, into `dist/`.

`release.py v0.3.0` refuses a tag that is not the version of the code, a changelog without that version, and news
fragments that are not in it. Both archives are built from the tag's tree, the wheel out of the source archive, so that
what is published can be built again. Each is then installed by pip in an environment of its own with nothing else in
it, and runs the beginning of the main job there.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

import upward

QUESTION = "Tell me about a time you set the technical direction for more than yourself."
ROOT = Path(__file__).parent.parent


def main() -> int:
    """Check and build; print each archive with its SHA-256."""
    tag = sys.argv[1] if len(sys.argv) > 1 else ""
    problem = refused(tag)
    if problem:
        print(f"release: {problem}")
        return 2
    for path in build(ROOT, ROOT / "dist"):
        try_out(path)
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(ROOT)}")
    return 0


def refused(tag: str) -> str:
    """Give why the tree cannot be released under that tag; empty where it can."""
    version = upward.__version__
    if tag != f"v{version}":
        return f"the tag must be v{version}, the version in src/upward/__init__.py, not {tag or 'empty'}"
    if f"## {version} " not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        return f"CHANGELOG.md has no section {version}; run `towncrier build --version {version}`"
    if list((ROOT / "changelog.d").glob("*.md")):
        return f"changelog.d has fragments that are not in CHANGELOG.md; run `towncrier build --version {version}`"
    return ""


def build(tree: Path, target: Path) -> list[Path]:
    """Build the source archive of a tree, and the wheel from what is in that archive."""
    target.mkdir(exist_ok=True)
    hatch(tree, "sdist", target)
    source = next(iter(sorted(target.glob(f"upward-{upward.__version__}.tar.gz"))))
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
        hatch(Path(folder) / source.name.removesuffix(".tar.gz"), "wheel", target)
    return [source, *sorted(target.glob(f"upward-{upward.__version__}-*.whl"))]


def try_out(archive: Path) -> None:
    """Install an archive in an empty environment, and create, list and check a logbook there; raises on a failure."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        venv.create(place / "env", with_pip=True)
        pip = [str(place / "env/bin/pip"), "install", "--quiet", str(archive)]
        subprocess.run(pip, check=True)
        environment = {"PATH": f"{place / 'env/bin'}{os.pathsep}{os.environ['PATH']}", "HOME": folder}
        for arguments in (
            ["--version"],
            ["init", "log", "--examples"],
            ["check", "log", "--exit-zero"],
            ["match", QUESTION],
        ):
            where = place / "log" if (place / "log").exists() and arguments[0] == "match" else place
            subprocess.run(["upward", *arguments], cwd=where, env=environment, check=True, capture_output=True)


def hatch(tree: Path, form: str, target: Path) -> None:
    """Run the build backend in a tree."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", form, "--directory", str(target)]
    subprocess.run(command, cwd=tree, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
