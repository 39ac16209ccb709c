"""The main job on this repository's own history: mine, draft, check, match, rehearse, readiness."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
LOGBOOK = DEMO / "logbook"
TRANSCRIPT = DEMO / "transcript.txt"


def author() -> str:
    """Give the address of the author with the most commits in this repository."""
    command = ["git", "-C", str(ROOT), "log", "--format=%ae"]
    found = Counter(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    return found.most_common(1)[0][0]


def step(
    what: str, *arguments: str, shows: Callable[[str], str] = lambda _: "", expected: tuple[int, ...] = (0,)
) -> None:
    """Run a command as a user would and print one line about it; stop the demo where it goes wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "upward", *arguments], cwd=LOGBOOK, capture_output=True, text=True, check=False
    )
    with TRANSCRIPT.open("a", encoding="utf-8") as file:
        file.write(f"$ upward {shlex.join(arguments)}\n{done.stdout}{done.stderr}\n")
    if done.returncode not in expected:
        sys.exit(f"{done.stdout}{done.stderr}\ndemo: `upward {shlex.join(arguments)}` ended with {done.returncode}")
    said = " ".join(shows(done.stdout).split())
    print(f"  {what}{f': {said}' if said else ''}", flush=True)


def last_line(text: str) -> str:
    """Give the last line that is not empty."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def line(number: int) -> Callable[[str], str]:
    """Give a function that takes that line of an answer."""
    return lambda text: (text.splitlines() + [""] * (number + 1))[number].strip()


def practices() -> None:
    """Show a worked example of each practice of a team."""
    step("Score who named an incident's cause", "incident", "score", shows=line(4))
    step("Write its post-mortem", "incident", "report", "example-incident", "--output", "postmortem.html")
    step("List the concerns", "concern", shows=line(2))
    step("Draw the radar of AI tools", "radar", "show", "--output", "radar.svg")
    step("List the standards", "standard", shows=line(2))
    step("Explain the incident to finance", "explain", "example-incident", "--for", "finance", shows=line(1))
    step("Review a mentoring goal", "mentor", "review", "example-mentoring", shows=line(4))


def begins(with_: str) -> Callable[[str], str]:
    """Give a function that takes the first line of an answer that begins like this."""
    return lambda text: next((row.strip() for row in text.splitlines() if row.startswith(with_)), "")


def main() -> None:
    """Recreate demo/logbook and do the main job in it."""
    shutil.rmtree(LOGBOOK, ignore_errors=True)
    LOGBOOK.mkdir(parents=True)
    TRANSCRIPT.write_text("", "utf-8")
    print("The main job, on the history of this repository:")
    step("Create a logbook, with worked examples", "init", "--examples")
    step(
        "Collect evidence from git",
        "mine",
        str(ROOT),
        "--author",
        author(),
        "--limit",
        "5",
        "--save",
        shows=begins("1. "),
    )
    step("List it", "list", "evidence", shows=line(0))
    step("Draft a story from the most significant effort", "draft", shows=line(1))
    # The draft still asks what only a person knows, so findings are what a check should give here.
    step("Check every record", "check", "--output-format", "concise", shows=last_line, expected=(0, 1))
    question = "Tell me about a time you set the technical direction for more than yourself."
    step("Match a question with its story", "match", question, shows=begins("1. "))
    step("Refuse a question that asks for no story", "match", "What is your favourite colour?", expected=(1,))
    step("Label a question", "label", "Tell me about a time you disagreed with your manager.")
    step("Choose the smallest bank of stories", "cover", expected=(0, 1))
    step("Plan rehearsals", "rehearse", shows=line(1))
    step("Show readiness", "readiness", "--output", "readiness.html")
    step("Score a decision against its scenarios", "decide", "score")
    # As far back as this clone goes.
    count = subprocess.run(["git", "-C", str(ROOT), "rev-list", "--count", "HEAD"], capture_output=True, check=True)
    base = f"HEAD~{min(20, int(count.stdout) - 1)}..HEAD"
    step("Check the last commits against the AI-use policy", "policy", "check", base, "--repo", str(ROOT))
    practices()
    step(
        "Comment on the last commits as on a pull request",
        "pr",
        base,
        "--repo",
        str(ROOT),
        "--output",
        "comment.md",
        expected=(0, 1),
    )
    step("Plan growth", "grow", "--save")
    step("Export the stories as a page", "export", "html", "--to", "stories.html")
    step("Export a promotion packet as PDF", "export", "packet", "--output", "packet.pdf")
    step("See what is due", "today", shows=line(1))
    print("\nOpen:")
    for name in (
        "readiness.html",
        "postmortem.html",
        "radar.svg",
        "comment.md",
        "packet.pdf",
        "stories.html",
        "stories",
        "evidence",
    ):
        print(f"  {(LOGBOOK / name).relative_to(ROOT)}")
    print(f"  {TRANSCRIPT.relative_to(ROOT)}  (every command with its full output)")


if __name__ == "__main__":
    main()
