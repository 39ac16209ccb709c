"""The main job on this repository's own history: mine, draft, check, match, rehearse, readiness."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
LOGBOOK = DEMO / "logbook"


def author() -> str:
    """Give the address of the author with the most commits in this repository."""
    command = ["git", "-C", str(ROOT), "log", "--format=%ae"]
    found = Counter(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    return found.most_common(1)[0][0]


def step(*arguments: str, expected: tuple[int, ...] = (0,)) -> None:
    """Show a command, run it as a user would, and stop the demo where it goes wrong."""
    print(
        f"\n\033[1m$ upward {shlex.join(arguments)}\033[0m"
        if sys.stdout.isatty()
        else f"\n$ upward {shlex.join(arguments)}",
        flush=True,
    )
    done = subprocess.run([sys.executable, "-m", "upward", *arguments], cwd=LOGBOOK, check=False)
    if done.returncode not in expected:
        sys.exit(f"demo: `upward {shlex.join(arguments)}` ended with {done.returncode}")


def main() -> None:
    """Make demo/logbook anew and do the main job in it."""
    begun = time.monotonic()
    shutil.rmtree(LOGBOOK, ignore_errors=True)
    LOGBOOK.mkdir(parents=True)
    step("init", "--examples")
    step("mine", str(ROOT), "--author", author(), "--limit", "5", "--save")
    step("list", "evidence")
    step("draft")
    # The draft still asks what only a person knows, so findings are what a check should give here.
    step("check", "--output-format", "concise", expected=(0, 1))
    step("match", "Tell me about a time you set the technical direction for more than yourself.")
    step("match", "What is your favourite colour?", expected=(1,))
    step("label", "Tell me about a time you disagreed with your manager.")
    step("cover", expected=(1,))
    step("rehearse")
    step("readiness", "--output", "readiness.html")
    step("decide", "score")
    # As far back as this clone goes.
    count = subprocess.run(["git", "-C", str(ROOT), "rev-list", "--count", "HEAD"], capture_output=True, check=True)
    base = f"HEAD~{min(20, int(count.stdout) - 1)}..HEAD"
    step("policy", "check", base, "--repo", str(ROOT))
    step("grow", "--save")
    step("export", "html", "--to", "stories.html")
    step("export", "packet", "--output", "packet.pdf")
    print(f"\nDone in {time.monotonic() - begun:.1f} s. Open these:")
    for name in ("readiness.html", "packet.pdf", "stories.html", "stories", "evidence"):
        print(f"  {(LOGBOOK / name).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
