"""Build the stories that the role labels belong to, from bare clones of public repositories.

usage: MIRROR=folder role_corpus.py OUT.jsonl     with $MIRROR/owner+name/repo for each repository below

The texts are their authors': they are read to train and to measure, and stay out of the project. A row of OUT has the
story's digest, its author (whom a split must keep together), and its sentences, each with the letter of its part.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from upward.model.span import Span
from upward.text.words import sentences

_LABEL = re.compile(
    r"^[\s>*_#\-\d.)🔹✅]*(?:\W*\b(?P<word>situation|task|action|result|learning|lesson learned|outcome|learnings?|reflection"
    r"|results)s?\b\W{0,3}(?:\([^)]{0,40}\))?\s*(?:[:*\-–—]+|$)|\b(?P<letter>[STARL])"
    r"(?:\s*[-–—]\s*(?:Situation|Task|Action|Result|Learning))?\W{0,3}\s*(?:[:)\-–—]|\s[—–-]\s))\W*",
    re.IGNORECASE,
)
LETTERS = {"s": "S", "t": "T", "a": "A", "r": "R", "l": "L", "o": "R"}
# A story of fewer words is none.
SHORTEST = 15
_GLUED = re.compile(r"(?<=[a-z)]\.)(?=[A-Z][a-z ])")
# A file whose lines are wrapped has so many lines of more than so many characters.
WRAPPED, WIDE = 4, 70
Add = Callable[[str, str, str], None]


def show(repository: str, path: str) -> str:
    """Give a file of a clone; empty where it is not there."""
    where = Path(os.environ["MIRROR"], repository.replace("/", "+"), "repo")
    where = where / ".git" if (where / ".git").exists() else where
    done = subprocess.run(["git", "-C", where, "show", f"HEAD:{path}"], capture_output=True, check=False)
    if done.returncode:
        sys.stderr.write(f"left out: {repository} {path}\n")
    return done.stdout.decode("utf-8", "replace")


def clean(text: str) -> str:
    """Give a text without mark-up and empty lines: what the digest of a story is made from."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(details|summary|br|b|p)[^>]*>", "", text)
    text = re.sub(r"(?m)^>\s?", "", text)
    text = re.sub(r"\*\*|==|`{3}\w*|[\u200b-\u200d]", "", text)
    return re.sub(r"\n{2,}", "\n", re.sub(r"[ \t]+", " ", text)).strip()


def digest(text: str) -> str:
    """Give the digest of a story, whatever its white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def segment(text: str) -> list[tuple[str, str]]:
    """Give the sentences of a story, each with the letter of the part it stands in."""
    lines = text.split("\n")
    wrapped = "\nand " in text and len(lines) > WRAPPED + 1 and sum(len(line) > WIDE for line in lines) >= WRAPPED
    if wrapped and not re.search(r"(?m)^[A-Z]\w+:", text):
        lines = re.sub(r"\n(?=\S)", " ", text).split("\n")
    found, part = [], ""
    for line in lines:
        match = _LABEL.match(line)
        if match and (match["word"] or (match["letter"] and match["letter"].isupper())):
            name = (match["word"] or match["letter"]).lower()
            part = "L" if name.startswith(("learn", "lesson", "refl")) else LETTERS[name[0]]
            line = line[match.end() :]  # noqa: PLW2901 - what is behind the label
        line = re.sub(r"^[\s>*_#\-•·]+", "", line).strip()  # noqa: PLW2901
        for span in sentences(line, Span(0, len(line))) if line else ():
            pieces = _GLUED.split(line[span.start : span.stop].strip())
            found += [(piece.strip(), part) for piece in pieces if re.search(r"\w", piece)]
    return found


def _blocks(add: Add, author: str, place: tuple[str, str], split: str, *, strip: str = "", cut: str = "") -> None:
    """Add each block of a file that `split` begins, up to what `cut` finds, without what `strip` finds."""
    for block in re.split(split, show(*place), flags=re.MULTILINE)[1:]:
        title, _, body = block.partition("\n")
        body = re.split(cut, body, flags=re.MULTILINE | re.IGNORECASE)[0] if cut else body
        add(author, title.lstrip("# "), re.sub(strip, "", body, flags=re.MULTILINE | re.DOTALL) if strip else body)


def _shared(add: Add) -> None:
    """Add the banks whose stories stand under headings."""
    rows = [
        ("Alex1100", "Alex1100/google-interview-prep", "behavioral_questions/Amazon/leadership_answers.md", r"^(?=\d+\. )", "", ""),
        ("HenryLiang", "HenryLiang-123/Shure", "behavioral.md", r"^(?=\d+\. )", "", ""),
        ("AkshaySatam", "AkshaySatam/BehavioralInterview", "behavioral-questions.md", r"^(?=### )", "", ""),
        ("jayachandradora", "jayachandradora/management", "Behavioral Questions.md", r"^(?=### )", "", r"^\[1\]|^# "),
        ("thinklikeadesigner", "thinklikeadesigner/plan-my-year", "stories.md", r"^(?=## Story)", "", r"^\*\*Maps to"),
        ("w3leader", "w3leader/lms_recap", "star-stories.md", r"^(?=## Story)", "", r"^Interview line"),
        ("BefConsulting", "BefConsulting/DBA", "star-stories.md", r"^(?=## Story)", "", r"^---|^\*\*(Good for|Answers|Use)"),
        (
            "eatenbywo1ves", "eatenbywo1ves/studious-chainsaw",
            "development/career/job-search-2025/interview-prep/STAR_BEHAVIORAL_EXAMPLES.md", r"^(?=## STORY)",
            r"^### Tags.*?(?=\*\*STAR Answer)|\*\*STAR Answer:\*\*",
            r"^\*\*(Follow|Key|Likely|Prob|Delivery)|^### (Follow|Key|Prob)|^---",
        ),
        (
            "miracle078", "miracle078/application-security-engineering",
            "5-leadership-principles/security-focused-star-stories.md", r"^(?=### \d)",
            r"^\*\*Principle\*\*.*?\n|^#### .*?\n", r"^\*\*Amazon Connection|^---",
        ),
        ("KendrickPC", "KendrickPC/Extracurricular_Udacity", "behavioral_questions.md", r"^(?=Situation: )", "", r"^[A-Z][^\n]*\?$"),
        ("Ruairi", "Ruairi-Grant/ruairi_bot", "me/interview_questions.md", r"^(?=### )", "", ""),
        ("dco", "dco-l3-study-guide/aws-dco-interview-prep", "lp-star-bank.md", r"^(?=### 💬)", "", r"^---|^## "),
    ]  # fmt: skip
    for author, repository, path, split, strip, cut in rows:
        _blocks(add, author, (repository, path), split, strip=strip, cut=cut)


def _others(add: Add) -> None:
    """Add the banks that need a pattern of their own."""
    for name in ("microsoft", "india-specific", "google", "apple", "amazon", "meta", "indian-startups"):
        text = show("kartikth40/code-snippets", f"Behavioral/company-specific/{name}.md")
        answers = r"(?:✅ \*?\*?(?:GOOD|Good) Answer[^\n]*|❌ \*?\*?(?:BAD|Bad) Answer[^\n]*)\n+(.*?)(?=\n\*\*Why|\n✅|\n❌|\n---|\n###|\n```\n|\n\(Shows)"
        for match in re.finditer(answers, text, re.DOTALL):
            add("kartikth40", "", match[1])
    bank = show(
        "omars-lab/omars-lab.github.io",
        "bytesofpurpose-blog/docs/craft/interview-prep/preparing/personal-story-bank.mdx",
    )
    for match in re.finditer(r"<summary>(.*?)</summary>(.*?)</details>", bank, re.DOTALL):
        add("omars-lab", match[1], match[2])
    for name in ("l6-scenarios", "l7-scenarios"):
        text = show("deepaucksharma/SystemCraft", f"docs/behavioral/{name}.md")
        asked = r"### The Interview Question\s*\n(.*?)\n.*?### Complete STAR Response Example(.*?)(?=\n### )"
        for match in re.finditer(asked, text, re.DOTALL):
            add("deepaucksharma", match[1], re.sub(r"\((\d+ seconds)\)", "", match[2]).replace('"', ""))


def _guides(add: Add) -> None:
    """Add the answers of two interview guides."""
    guide = "docs/interview-guide/behavioral"
    for name in ("common-questions", "conflict-resolution", "leadership-questions", "failure-stories", "amazon-lp"):
        for block in re.split(r"(?m)^(?=#{2,3} )", show("shivam-g-mishra/blog", f"{guide}/{name}.md")):
            if len(re.findall(r"(?i)\b(situation|task|action|result)\b\W*[:*(]", block)) >= 3:  # noqa: PLR2004 - of four
                title, _, body = block.partition("\n")
                body = re.sub(r"\(\d+ seconds\)", "", body).replace('"', "")
                noise = r"(?im)^\*\*(Full STAR Answer|Why|What|Question).*$|^\|.*$|^<.*$|^```.*$|^---$"
                add("shivam", title, re.sub(noise, "", body))
    for name in (
        "04-leadership-teamwork",
        "05-problem-solving",
        "06-communication",
        "07-challenges-failures",
        "11-conflict-resolution",
    ):
        text = show("salmanbd100/full-stack-software-engineer-guide", f"Behavioral/{name}.md")
        for block in re.split(r"(?m)^(?=### Q\d)", text)[1:]:
            add("salmanbd100", block, re.split(r"(?m)^(#{2,3} |---)", block.partition("\n")[2])[0].replace('"', ""))


def _more(add: Add) -> None:
    for match in re.finditer(
        r"\*\*((?:Good|Bad) Answer)[^\n]*\n+(.*?)(?=\n\*\*|\n##)",
        show("Sammii-HK/iprep", "lib/prompts/examples.md"),
        re.DOTALL,
    ):
        add("Sammii", match[1], match[2].strip('"'))
    names = (
        "10_embedding_fraud_assignment", "1_management_transition", "2_high_stakes_tradeoff", "3_meeting_management",
        "4_hiring_leveling", "5_learning_growth", "6_conflict_resolution", "7_engineer_leveling",
        "8_right_person_wrong_seat", "9_mentoring_unblocking",
    )  # fmt: skip
    for name in names:
        text = show("jitingxu1/interview-prep", f"star_stories/story_{name}.md")
        start = re.search(r"(?m)^##? ?Situation|\*\*Situation", text)
        body = text[start.start() :] if start else text
        add(
            "jitingxu1", name, re.split(r"(?m)^## (?!Action|Result|Learning|Reflection|Situation|Task|Lesson)", body)[0]
        )
    for block in re.split(r"(?m)^(?=## Story)", show("Souravrajvi0/taskmaster", "docs/star-stories.md"))[1:]:
        add("Souravrajvi0", block, block.partition("\n")[2].split("\n---")[0])
    text = show("SheldonWangRJT/SheldonWangRJT.Github.io", "_interviews/2025-10-10-behavioral-handling-conflict.md")
    first = max(0, text.find("### **Situation"))
    add("Sheldon", "", text[first : text.find("\n---", first)].replace('"', ""))
    block = show("jayachandradora/management", "strong managerial skills.md")
    for answer in re.split(r"(?m)^\s*(?=\*\*Response:)", block)[1:]:
        add("jayachandradora", "", re.split("(?mi)</details>", answer.partition("\n")[2])[0])


def stories(shared: Path) -> Iterator[dict[str, object]]:
    """Yield the stories: those of the shared development set, then those of the repositories above."""
    found: dict[str, dict[str, object]] = {}

    def add(author: str, title: str, body: str) -> None:
        text = clean(body)
        if len(text.split()) >= SHORTEST:
            found.setdefault(
                digest(text), {"author": author, "title": title.split("\n", maxsplit=1)[0].strip()[:140], "text": text}
            )

    for line in shared.read_text("utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(digest(row["text"]), {"author": row["source"], "title": row["title"], "text": row["text"]})
    for source in (_shared, _others, _guides, _more):
        source(add)
    for story, row in found.items():
        parts = segment(str(row["text"]))
        yield {"story": story, **row, "sentences": [one for one, _ in parts], "parts": [part for _, part in parts]}


def main() -> None:
    """Write the stories; the first argument is the shared set's stories.jsonl, the second the file to write."""
    rows = list(stories(Path(sys.argv[1])))
    Path(sys.argv[2]).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    print(len(rows), "stories")


if __name__ == "__main__":
    main()
