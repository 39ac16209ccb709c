"""A sealed packet: every planted edit is caught, an untouched packet has none, confidential records are opened to one."""

import html
import json
import random
import re

import pytest

from upward.analysis.narrative.verification import _seal_of, check_text, read_packet

EDITS = 100


@pytest.fixture
def packet(upward, logbook, repo):
    repo.commit("Add retries to uploads", {"up.py": "import time\n" * 40})
    oid = repo.git("rev-parse", "HEAD").strip() if hasattr(repo, "git") else ""
    (logbook / ".upward" / "config.toml").write_text('name = "Ada"\nemails = ["ada@example.com"]\n')
    (logbook / "evidence" / "pay.md").write_text(
        "---\ntitle: Pay talk\ndate: 2026-02-02\nprivate: true\n---\n\nAbout pay.\n"
    )
    (logbook / "evidence" / "up.md").write_text(
        f"---\ntitle: Uploads\ndate: 2026-03-03\norigins: [git:{oid}]\npart: author\ncriteria: [senior-architecture-resilience]\nmeasures:\n  - {{id: lines, value: '40', unit: lines, method: git diff}}\n  - {{id: failures, value: '2', unit: percent of uploads failed, baseline: '9', method: log, status: measured}}\nsaid:\n  - {{by: Grace, text: She made uploads safe., role: manager}}\n---\n\n## What happened\n\n- 2026-03-03: Add retries to uploads\n"
    )
    (logbook / "stories" / "safe.md").write_text(
        "---\ntitle: Safe uploads\ndate: 2026-03-20\nevidence: [up, pay]\n---\n## Situation\nUploads failed on bad networks.\n## Task\nI had to fix it.\n## Action\nI added retries although two teams feared load.\n## Result\nOnly 2 percent of uploads failed instead of 9.\n## Learning\nI learned to measure first.\n"
    )
    out = logbook / "packet.html"
    assert upward("export", "packet", "--verifiable", "--numbers", "--output", str(out))[0] == 0
    return out


def outcomes(upward, packet, *options):
    code, out, _ = upward("verify", str(packet), *options, "--format", "json")
    return code, json.loads(out)


def test_an_untouched_packet_differs_in_nothing(upward, packet):
    code, rows = outcomes(upward, packet)
    assert [row for row in rows if row["outcome"] == "differs"] == []
    assert code == 0
    assert {row["outcome"] for row in rows} <= {"match", "cannot look"}
    assert any(row["statement"] == "safe: 2 percent" and row["outcome"] == "match" for row in rows)


def edited(text, rng):
    """Make one edit, of many kinds, somewhere in the packet."""
    body = text.index("<body>")
    places = [match for match in re.finditer(r">([^<>\n]{3,})<", text) if match.start() > body]
    place = rng.choice(places)
    words = place[1]
    kind = rng.choice(("digit", "word", "drop", "insert", "append", "swap"))
    if kind == "digit" and (digits := [n for n, c in enumerate(words) if c.isdigit()]):
        at = rng.choice(digits)
        new = words[:at] + str((int(words[at]) + rng.randint(1, 8)) % 10) + words[at + 1 :]
    elif kind == "drop":
        new = ""
    elif kind == "insert":
        new = f"{words} single-handedly"
    elif kind == "append":
        new = f"{words}9"
    elif kind == "swap" and " " in words:
        one, _, other = words.partition(" ")
        new = f"{other} {one}"
    else:
        new = words[: len(words) // 2] + "x" + words[len(words) // 2 :]
    return text[: place.start(1)] + new + text[place.end(1) :]


def test_all_of_a_hundred_planted_edits_are_caught(upward, packet):
    text, rng = packet.read_text("utf-8"), random.Random(20)
    missed = []
    for _ in range(EDITS):
        changed = edited(text, rng)
        if any(each.outcome == "differs" for each in check_text(read_packet(changed))):
            continue
        packet.write_text(changed, "utf-8")
        if " ".join(html.unescape(changed).split()) == " ".join(html.unescape(text).split()):
            continue
        if outcomes(upward, packet)[0] != 1:
            missed.append(changed)
    assert missed == []


def resealed(text, old, new):
    """Forge a passage, and everything in the seal that hangs on it."""
    import hashlib

    changed = text.replace(old, new)
    code = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", changed, re.DOTALL)
    assert code is not None
    lines = [json.loads(line) for line in html.unescape(code[1]).splitlines()]
    hashes = [hashlib.sha256(each.encode()).hexdigest()[:16] for each in read_packet(changed).passages]
    lines[0]["passages"] = hashes
    lines[-1] = {"seal": _seal_of(lines[:-1])}
    sealed = html.escape("\n".join(json.dumps(line, sort_keys=True) for line in lines))
    return changed[: code.start(1)] + sealed + changed[code.end(1) :]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Only 2 percent", "Only 1 percent"),
        ("I had to fix it", "I alone had to fix it"),
        ("She made uploads safe", "She saved the company"),
        ("instead of 9", "instead of 19"),
    ],
)
def test_a_forgery_with_a_fresh_seal_is_caught_by_the_records_at_hand(upward, packet, old, new):
    packet.write_text(resealed(packet.read_text("utf-8"), old, new), "utf-8")
    assert outcomes(upward, packet)[0] == 1


def test_nothing_of_a_confidential_record_stands_in_the_packet_and_it_can_be_opened(upward, packet):
    text = packet.read_text("utf-8")
    assert "Pay talk" not in text
    assert '"pay"' not in html.unescape(text)
    opening = packet.parent / "opening.json"
    assert upward("verify", "--open-record", "pay", "--output", str(opening))[0] == 0
    rows = outcomes(upward, packet, "--opened", str(opening))[1]
    assert [row["outcome"] for row in rows if row["statement"] == "a confidential record"] == ["match"]
    forged = opening.read_text().replace("About pay.", "About nothing.")
    opening.write_text(forged)
    rows = outcomes(upward, packet, "--opened", str(opening))[1]
    assert [row["outcome"] for row in rows if row["statement"] == "a confidential record"] == ["cannot look"]


def test_a_packet_without_a_seal_cannot_be_looked_up(upward, packet):
    packet.write_text("<html><body><p>I led it.</p></body></html>", "utf-8")
    assert outcomes(upward, packet)[1][0]["outcome"] == "cannot look"


def test_a_repository_at_hand_is_asked_for_size_and_authors(upward, packet, repo, logbook):
    rows = {row["statement"]: row for row in outcomes(upward, packet, "--repo", str(repo.path))[1]}
    assert rows["commits of up"]["outcome"] == "match"
    text = (logbook / "evidence" / "up.md").read_text()
    (logbook / "evidence" / "up.md").write_text(text.replace("value: '40'", "value: '4000'"))
    assert upward("export", "packet", "--verifiable", "--output", str(packet))[0] == 0
    rows = {row["statement"]: row for row in outcomes(upward, packet, "--repo", str(repo.path))[1]}
    assert rows["commits of up"]["because"] == "4000 lines stated, 40 counted"
