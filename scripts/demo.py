"""The main job on this repository's own history: mine, draft, check, match, rehearse, readiness."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
LOGBOOK = DEMO / "logbook"
TRANSCRIPT = DEMO / "transcript.txt"
# What a command says of the file it wrote.
WROTE = r"Wrote (\S+)"
# What the demo makes, to be looked at.
OPENED = (
    "readiness.html",
    "postmortem.html",
    "radar.svg",
    "comment.md",
    "packet.pdf",
    "stories.html",
    "stories",
    "evidence",
)


def author() -> str:
    """Give the address of the author with the most commits in this repository."""
    command = ["git", "-C", str(ROOT), "log", "--format=%ae"]
    found = Counter(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    return found.most_common(1)[0][0]


def step(what: str, *arguments: str, said: str = "", shown: str = "{}", expected: tuple[int, ...] = (0,)) -> None:
    """Run a command as a user would, and print a line about it; stop the demo where it goes wrong.

    `said` is a pattern for what the command said, in text whose line breaks are spaces; its groups fill `shown`.
    """
    done = subprocess.run(
        [sys.executable, "-m", "upward", *arguments], cwd=LOGBOOK, capture_output=True, text=True, check=False
    )
    with TRANSCRIPT.open("a", encoding="utf-8") as file:
        file.write(f"$ upward {shlex.join(arguments)}\n{done.stdout}{done.stderr}\n")
    if done.returncode not in expected:
        sys.exit(f"{done.stdout}{done.stderr}\ndemo: `upward {shlex.join(arguments)}` ended with {done.returncode}")
    text = " ".join(f"{done.stdout} {done.stderr}".split())
    found = re.search(said, text) if said else None
    if said and found is None:
        sys.exit(f"{text}\ndemo: the output of `upward {shlex.join(arguments)}` does not hold {said}")
    print(f"  {what:<42}{shown.format(*found.groups()) if found else ''}".rstrip(), flush=True)


def stories() -> None:
    """Collect evidence, and go from it to stories and answers."""
    step("Create a logbook with worked examples", "init", "--examples", said=r"Wrote (\d+ files)")
    of_author = ("mine", str(ROOT), "--author", author(), "--limit", "5", "--save")
    step("Collect five efforts from git", *of_author, said=r"1\. (.+?) \d{4}-\d\d-\d\d, ", shown="first: {}")
    step("List the evidence", "list", "evidence", said=r"^(\d+ records)")
    step("Draft a story from an effort", "draft", said=r"(\d+ questions? open)", shown="{} that only you can answer")
    # The draft still asks what only a person knows, so findings are what a check should give here.
    step("Check every record", "check", "--output-format", "concise", said=r"Found (\d+ findings?)", expected=(0, 1))
    question = "Tell me about a time you set the technical direction for more than yourself."
    step("Find the story for a question", "match", question, said=r"1\. (.+? \(\w+\))")
    step(
        "Refuse a question that asks for no story",
        "match",
        "What is your favourite colour?",
        said=r"(prepare .+?)\.",
        expected=(1,),
    )
    disagreed = "Tell me about a time you disagreed with your manager."
    step(
        "Say what a question asks for",
        "label",
        disagreed,
        said=r"strength because (\S+) .*?because (\S+)",
        shown="{}, {}",
    )
    step("Choose the smallest bank of stories", "cover", said=r"(\d+ stories of at most \d+)", expected=(0, 1))
    step("Plan rehearsals", "rehearse", said=r"(\d+ of \d+ cards are due)")
    step("Measure readiness for senior", "readiness", "--output", "readiness.html", said=WROTE)
    step("Plan growth", "grow", "--save", said=r"(\d+ hours? a week for \d+ weeks?)")


def practices(base: str) -> None:
    """Show each practice of a team on a worked example, and the last commits against two of them."""
    step(
        "Score a decision's options",
        "decide",
        "score",
        said=r"\(chosen\).*?best in (\d+%)",
        shown="the chosen one is best in {} of weightings",
    )
    policy = ("policy", "check", base, "--repo", str(ROOT))
    step("Hold the last commits to the AI policy", *policy, said=r"AI policy (.+?)\.")
    step(
        "Comment on them as on a pull request",
        "pr",
        base,
        "--repo",
        str(ROOT),
        "--output",
        "comment.md",
        said=WROTE,
        expected=(0, 1),
    )
    step("Score who named an incident's cause", "incident", "score", said=r"(\d+ resolved incidents?)")
    step("Write its post-mortem", "incident", "report", "example-incident", "--output", "postmortem.html", said=WROTE)
    finance = ("explain", "example-incident", "--for", "finance")
    step("Explain the incident to finance", *finance, said=r"Wrote (\S+)\. ")
    step("List the concerns", "concern", said=r"indicators (\S+) (\S+) ", shown="{}, on {}")
    step("Draw the radar of AI tools", "radar", "show", "--output", "radar.svg", said=WROTE)
    step("List the standards", "standard", said=r"yes no (\S+) (\S+) ", shown="{}, {}")
    step(
        "Compare a mentee before and after",
        "mentor",
        "review",
        "example-mentoring",
        said=r"unit (.+?) ([\d.]+) \(.+?\) ([\d.]+)",
        shown="{}: {}, then {}",
    )


def main() -> None:
    """Recreate demo/logbook and do the main job in it."""
    shutil.rmtree(LOGBOOK, ignore_errors=True)
    LOGBOOK.mkdir(parents=True)
    TRANSCRIPT.write_text("", "utf-8")
    print("The main job, on the history of this repository:")
    stories()
    print("\nThe practices of a team, on worked examples:")
    # As far back as this clone goes.
    count = subprocess.run(["git", "-C", str(ROOT), "rev-list", "--count", "HEAD"], capture_output=True, check=True)
    practices(f"HEAD~{min(20, int(count.stdout) - 1)}..HEAD")
    print("\nTo hand over, and to go on:")
    step("Export the stories as a page", "export", "html", "--to", "stories.html", said=r"written to (\S+)\.")
    step("Export a promotion packet as PDF", "export", "packet", "--output", "packet.pdf", said=WROTE)
    step("See what is due", "today", said=r"Next: (.+?[.?!]) ")
    print("\nOpen:")
    for name in OPENED:
        print(f"  {(LOGBOOK / name).relative_to(ROOT)}")
    print(f"  {TRANSCRIPT.relative_to(ROOT)}  (every command with its full output)")


if __name__ == "__main__":
    main()
