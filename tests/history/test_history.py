"""Histories read at git's own speed: equal to git's answers, kept between runs, and whose work is whose."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.history import log_parsing as parsing
from upward.analysis.history.churn import ChurnWeights
from upward.analysis.history.credit import MOST_COMMITS
from upward.analysis.identities.people import Mailmap, identity_kind, similar_identities
from upward.importers.git import IMPORTER
from upward.jobs.mine._report import row
from upward.model.effort import Identity, Person, RawCommit
from upward.model.errors import SourceError
from upward.model.importer import Candidate, ImportQuery
from upward.store.git.history import GitHistory
from upward.store.git.repository import Repository, open_repository
from upward.store.import_source import PathImportSource

from ..conftest import Repo, proposed

Run = Callable[..., tuple[int, str, str]]
HERE = Path(__file__).parents[2]


def mined(path: Path, *authors: str, cache: Path | None = None, **wish: object) -> list[Candidate]:
    return list(IMPORTER.read(PathImportSource(str(path), cache), ImportQuery(authors or ("ada@example.com",), **wish)))  # type: ignore[arg-type]


def busy(repo: Repo) -> None:
    """A history with a merge, a rename, a binary file, other people, and names git must quote."""
    repo.commit("Begin", {"a.txt": "1\n" * 30, "b b/ü\t\n.txt": "x\n"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("On the side", {"c.txt": "1\n2\n"}, who="Bo Example <bo@example.com>")
    repo.git("checkout", "-q", "main")
    repo.git("mv", "a.txt", "moved.txt")
    repo.commit("Move", {"bin": "\0\1"})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge branch 'side'", "side")
    repo.commit("After", {"moved.txt": "1\n" * 29 + "2\n"}, who="Bo Example <bo@example.com>")


@pytest.mark.parametrize("workers", [1, 3])
def test_every_number_is_gits_own(repo: Repo, workers: int) -> None:
    busy(repo)
    for path in (repo.path, HERE):
        history = GitHistory(open_repository(path), None, workers)
        raws = list(history.log())
        asked = subprocess.run(
            ["git", "-C", str(path), "log", "--format=%H %ae"], capture_output=True, text=True, check=True
        ).stdout.split("\n")
        assert Counter(f"{raw.oid.decode()} {raw.email.decode()}" for raw in raws) == Counter(asked[:-1])
        single = [raw.oid.decode() for raw in raws if b" " not in raw.parents]
        found = dict(history.changes(single))
        assert list(found) == single
        said = subprocess.run(
            ["git", "-C", str(path), "log", "--no-merges", "--numstat", "-M", "--format="],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        rows = [line.split("\t")[:2] for line in said.split("\n") if line.count("\t") >= 2]
        own = [change for changes in found.values() for change in changes]
        assert len(own) == len(rows)
        for place in (0, 1):
            git = sum(int(row[place]) for row in rows if row[place].isdigit())
            assert git == sum((change.added, change.deleted)[place] or 0 for change in own)


def test_what_was_read_is_kept_and_only_what_is_new_is_asked_for(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(repo)
    cache = tmp_path / "cache"
    first = mined(repo.path, cache=cache)
    asked: list[list[str]] = []
    stream = Repository.stream

    def noted(
        self: Repository, arguments: Sequence[str], feed: bytes = b"", stall: float | None = None
    ) -> Iterator[bytes]:
        asked.append(list(arguments))
        return stream(self, arguments, feed, stall)

    monkeypatch.setattr(Repository, "stream", noted)
    assert len(list(GitHistory(open_repository(repo.path), cache).log())) == 5
    assert asked == []
    new = repo.commit("One more", {"d.txt": "1\n"})
    assert next(iter(list(GitHistory(open_repository(repo.path), cache).log()))).oid.decode() == new
    assert [arguments[0] for arguments in asked] == ["rev-list", "log"]
    assert any(argument.startswith("^") for argument in asked[1])
    second = mined(repo.path, cache=cache)
    assert {each.title for each in second} == {each.title for each in first} | {"One more"}
    assert [row(each) for each in mined(repo.path)] == [row(each) for each in second]
    asked.clear()
    mined(repo.path, cache=cache)
    assert "diff-tree" not in {arguments[0] for arguments in asked}


def test_a_rewritten_history_and_a_new_mailmap_are_noticed(repo: Repo, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.commit("Wrong", {"b/other.md": "2\n"})
    assert {each.title for each in mined(repo.path, cache=cache)} == {"Begin", "Wrong"}
    repo.git("commit", "-q", "--amend", "-m", "Right")
    assert {each.title for each in mined(repo.path, cache=cache)} == {"Begin", "Right"}
    repo.commit("Other", {"c/third.txt": "1\n"}, who="ada <ada@old.example>")
    assert "Other" not in {each.title for each in mined(repo.path, cache=cache)}
    repo.commit("Map", {".mailmap": "Ada Example <ada@example.com> <ada@old.example>\n"})
    assert "Other" in {each.title for each in mined(repo.path, cache=cache)}


@pytest.mark.parametrize("damage", [b"", b"not zlib at all", None])
def test_a_damaged_cache_is_thrown_away_and_never_believed(repo: Repo, tmp_path: Path, damage: bytes | None) -> None:
    cache = tmp_path / "cache"
    busy(repo)
    whole = [row(each) for each in mined(repo.path, cache=cache)]
    for path in (cache / "history").rglob("*.z"):
        path.unlink() if damage is None else path.write_bytes(damage)
    if damage is None:
        assert [row(each) for each in mined(repo.path, cache=cache)] == whole
        return
    with pytest.raises(SourceError, match="damaged"):
        mined(repo.path, cache=cache)
    found = [row(each) for each in mined(repo.path, cache=cache)]
    assert found == whole


def test_a_change_that_was_picked_or_rebased_counts_once(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.git("checkout", "-q", "-b", "release")
    fix = repo.commit("Fix the import", {"fix.txt": "1\n"}, when="2026-03-02T12:00:00Z")
    repo.git("checkout", "-q", "main")
    repo.git("cherry-pick", fix, when="2026-03-04T12:00:00Z")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge release", "release", when="2026-03-05T12:00:00Z")
    repo.commit("Same words", {"c.txt": "1\n"})
    repo.commit("Same words", {"c.txt": "2\n"})
    commits = [oid for each in mined(repo.path) for oid in row(each)["commits"]]
    assert len(commits) == 4
    assert sum("Fix the import" in each.title for each in mined(repo.path)) == 1


def test_a_squashed_commit_is_one_effort_with_its_parts(repo: Repo) -> None:
    parts = "".join(f"* Step {number} of the parser\n\n" for number in range(1, 11))
    repo.commit(f"Rewrite the parser (#7)\n\n{parts}", {"a.py": "1\n" * 50})
    found = mined(repo.path)
    assert [len(row(each)["parts"]) for each in found] == [10]
    assert "It is made of:" in found[0].body


def test_what_a_merge_brought_in_is_told_with_the_days_it_took(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.git("checkout", "-q", "-b", "feature/queue")
    for number in range(3):
        repo.commit(f"Step {number}", {f"q{number}.py": "1\n" * 9}, when=f"2026-03-0{number + 2}T12:00:00Z")
    repo.git("checkout", "-q", "main")
    who = "Bo Example <bo@example.com>"
    message = "Merge pull request #9 from ada/feature/queue\n\nTake orders through a queue"
    repo.git("merge", "-q", "--no-ff", "-m", message, "feature/queue", when="2026-03-12T12:00:00Z", who=who)
    effort = next(each for each in mined(repo.path) if "queue" in each.title)
    assert (effort.title, len(row(effort)["commits"])) == ("Take orders through a queue", 3)
    assert row(effort)["days_to_merge"] == 10.0
    assert row(effort)["survives"] == 1.0


def test_two_merges_of_one_branch_stay_two_efforts(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    for month in (3, 6):
        repo.git("checkout", "-q", "-B", "move-to-events")
        repo.commit(f"Part {month} of #7", {f"p{month}.py": "1\n"}, when=f"2026-0{month}-02T12:00:00Z")
        repo.git("checkout", "-q", "main")
        message = "Merge branch 'move-to-events'"
        repo.git("merge", "-q", "--no-ff", "-m", message, "move-to-events", when=f"2026-0{month}-03T12:00:00Z")
    assert {each.title for each in mined(repo.path)} == {"Begin", "Part 3 of #7", "Part 6 of #7"}


def test_two_merges_that_close_one_issue_are_one_effort(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    for number in (1, 2):
        repo.git("checkout", "-q", "-b", f"topic-{number}")
        repo.commit(f"Step {number}\n\nFixes #7", {f"p{number}/x.py": "1\n"})
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--no-ff", "-m", f"Merge branch 'topic-{number}'", f"topic-{number}")
    effort = next(each for each in mined(repo.path) if each.title.startswith("Step"))
    assert len(row(effort)["commits"]) == 2
    assert row(effort)["together"] == ["are about #7"]


def test_merging_a_line_that_goes_on_is_no_effort_and_joins_nothing(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.git("checkout", "-q", "-b", "stable")
    for number in (1, 2):
        repo.git("checkout", "-q", "-b", f"fix-{number}")
        repo.commit(f"Fix {'one' if number == 1 else 'another'}", {f"d{number}/f.py": "1\n"})
        repo.git("checkout", "-q", "stable")
        message = f"Merge pull request #{number} from ada/fix-{number}\n\nFix number {number} for good"
        repo.git("merge", "-q", "--no-ff", "-m", message, f"fix-{number}")
    repo.git("checkout", "-q", "main")
    repo.commit("Meanwhile", {"m/m.py": "1\n"})
    repo.git("merge", "-q", "--no-ff", "-m", "Merge branch 'stable'", "stable")
    found = {each.title: row(each)["refs"] for each in mined(repo.path)}
    assert found == {"Begin": [], "Meanwhile": [], "Fix number 1 for good": ["#1"], "Fix number 2 for good": ["#2"]}


BO = "Bo Example <bo@example.com>"


def test_a_small_part_of_a_merge_is_credited_as_that_and_does_not_bear_its_title(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"}, who=BO)
    repo.git("checkout", "-q", "-b", "queue")
    repo.commit("Write the queue", {"queue.py": "1\n" * 90}, who=BO)
    repo.commit("Count what waits", {"count.py": "1\n" * 10})
    repo.git("checkout", "-q", "main")
    repo.git(
        "merge", "-q", "--no-ff", "-m", "Merge pull request #9 from bo/queue\n\nTake orders by queue", "queue", who=BO
    )
    mine, theirs = mined(repo.path), {each.title: row(each) for each in mined(repo.path, "bo@example.com")}
    assert [each.title for each in mine] == ["Count what waits"]
    found = row(mine[0])
    assert (found["added"], found["share"], found["author"]) == (10, 0.1, "Ada Example")
    assert [(each["name"], each["share"]) for each in found["people"]] == [("Bo Example", 0.9), ("Ada Example", 0.1)]
    assert (
        found["because"][0] == "part of “Take orders by queue” (#9), mostly by Bo Example: 10% of its lines are yours"
    )
    assert theirs["Take orders by queue"]["share"] == 0.9


def test_a_co_author_is_named_as_one_and_the_author_stays(repo: Repo) -> None:
    repo.commit("Together\n\nCo-authored-by: Ada Example <ada@example.com>", {"b.py": "1\n" * 40}, who=BO)
    repo.commit("Alone", {"c.py": "1\n" * 40})
    alone, together = (row(each) for each in mined(repo.path))
    assert (together["author"], together["part"], together["added"]) == ("Bo Example", "co-author", 0)
    assert (alone["part"], alone["added"]) == ("author", 40)


def test_the_handle_in_a_forges_address_names_its_owner(repo: Repo) -> None:
    repo.commit("Count carts", {"a.py": "1\n"}, who="Cy Example <7+cyclone@users.noreply.github.example>")
    (found,) = proposed(IMPORTER.read(PathImportSource(str(repo.path)), ImportQuery(("cyclone",))))
    assert found.title == "Count carts"


def test_lines_of_a_co_author_are_not_called_ones_own_and_one_person_is_named_once(repo: Repo) -> None:
    trailers = (
        "Co-authored-by: Bo Example <bo@example.com>\nCo-authored-by: Bo <7+bexample@users.noreply.github.example>"
    )
    repo.commit(f"Together\n\n{trailers}", {"b.py": "1\n" * 40})
    (found,) = proposed(IMPORTER.read(PathImportSource(str(repo.path)), ImportQuery(("ada@example.com",))))
    fields: Any = found.fields
    assert [each["name"] for each in fields["people"]] == ["Bo Example"]
    units = [each["unit"] for each in fields["measures"] if each["id"] == "lines"]
    assert units == ["lines added or deleted under your name, co-authors' lines included"]
    repo.commit("Begin", {"a.py": "1\n"}, who=BO)
    theirs = proposed(IMPORTER.read(PathImportSource(str(repo.path)), ImportQuery(("bo@example.com",))))
    fields = next(each.fields for each in theirs if each.title == "Together")
    assert [each["id"] for each in fields["measures"]] == ["commits"]


def test_one_who_applies_or_merges_a_change_is_no_reviewer(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    for number in range(3):
        repo.git("checkout", "-q", "-b", f"t{number}")
        repo.commit(f"Add part {number}", {f"n{number}.py": "1\n"}, who=BO)
        repo.git("checkout", "-q", "main")
        repo.git(
            "merge", "-q", "--no-ff", "-m", f"Merge pull request #{number} from bo/t{number}\n\nPart", f"t{number}"
        )
    found = {row(each)["kind"]: row(each) for each in mined(repo.path)}
    assert found.keys() == {"knowledge", "merges", "mentoring"}
    assert (found["merges"]["title"], found["merges"]["part"]) == ("Merged 3 changes of others in 2026", "merger")
    assert found["mentoring"]["title"] == "Merged the first change of Bo Example"


def test_a_backport_repeats_nothing(repo: Repo) -> None:
    repo.commit("Fix the export of empty carts (#12)", {"cart.py": "1\n" * 20})
    repo.commit("[2.x] Fix the export of empty carts (#13)", {"old.py": "1\n" * 20}, when="2026-03-09T12:00:00Z")
    assert [(each.title, row(each)["refs"]) for each in mined(repo.path)] == [
        ("Fix the export of empty carts", ["#12"])
    ]


def test_what_a_release_note_and_a_merge_say_stands_in_the_evidence(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("wip", {"one/a.py": "1\n" * 9, "doc/9.feature.rst": "Orders survive a restart.\n"})
    repo.git("checkout", "-q", "main")
    message = "Merge pull request #9 from ada/topic\n\nKeep orders on the disk\n\nTwo shops lost a day of orders."
    repo.git("merge", "-q", "--no-ff", "-m", message, "topic")
    body = next(each.body for each in mined(repo.path) if each.title == "Keep orders on the disk")
    assert "> Two shops lost a day of orders." in body
    assert "> Orders survive a restart." in body


def test_days_bound_reviews_and_newcomers_too(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "1\n"}, when="2026-05-01T12:00:00Z")
    message = "Add part\n\nReviewed-by: Ada Example <ada@example.com>"
    repo.commit(message, {"n.py": "1\n"}, who=BO, when="2015-03-02T12:00:00Z")
    assert {row(each)["kind"] for each in mined(repo.path)} == {"knowledge", "mentoring"}
    assert {row(each)["kind"] for each in mined(repo.path, since=date(2026, 1, 1))} == {"knowledge"}


def test_an_advisory_is_at_the_top_and_releases_are_at_the_bottom(repo: Repo) -> None:
    repo.commit("Add retries to uploads", {"up.py": "1\n" * 200, "tests/test_up.py": "1\n" * 90})
    repo.commit("Check the length\n\nCVE-2026-12345", {"parse.py": "1\n"})
    repo.commit("Release 2.1.0", {"CHANGES.rst": "1\n" * 300, "version.py": "1\n"})
    found = [(each.title, row(each)["kind"]) for each in mined(repo.path)]
    assert found == [("Check the length", "security"), ("Add retries to uploads", "work"), ("Release 2.1.0", "release")]


def test_reviews_and_newcomers_helped_are_found_and_stand_below_ones_own_work(repo: Repo) -> None:
    repo.commit("Begin the service", {"service.py": "1\n" * 80, "tests/test_service.py": "1\n" * 40})
    for number in range(4):
        name = f"New{number} Person <new{number}@example.com>"
        message = f"Add part {number}\n\nReviewed-by: Ada Example <ada@example.com>"
        repo.commit(message, {f"n{number}.py": "1\n"}, who=name, when=f"2026-03-0{number + 2}T12:00:00Z")
    found = {row(each)["kind"]: each for each in mined(repo.path)}
    assert found["reviews"].title == "Reviewed 4 changes of others in 2026"
    assert row(found["reviews"])["part"] == "reviewer"
    assert found["mentoring"].title.startswith("Reviewed the first changes of New0 Person, New1 Person")
    assert row(found["work"])["score"] > row(found["reviews"])["score"]
    assert mined(repo.path, known_origins=frozenset(o for each in found.values() for o in each.origins)) == []


@pytest.mark.parametrize(
    ("message", "path", "kind"),
    [
        ("Write down why we take the queue", "docs/adr/0007-queue.md", "decision"),
        ("Post-mortem of the outage of 3 May", "notes.md", "post-mortem"),
        ("Hotfix: stop the double charge", "pay.py", "hotfix"),
        ("Drop support for Python 3.8", "setup.py", "migration"),
        ("Fix CVE-2026-1234 in the parser", "parser.py", "security"),
        ("Use rack 3.1 for development, for CVE-2026-1234", "Gemfile", "work"),
        ("Dep update for CVE-2026-1234", "src/app.py", "upkeep"),
        ("Check types in CI", ".github/workflows/ci.yml", "automation"),
        ("Write down how names are given", "CONTRIBUTING.md", "standards"),
        ("Propose one index for all shops", "neps/nep-0007-index.rst", "decision"),
        ("Release 2.1.0", "version.py", "release"),
        ("Explain the cache", "docs/cache.md", "knowledge"),
        ("Bump rich to 14", "requirements.txt", "upkeep"),
        ("Speed up the import", "importer.py", "work"),
    ],
)
def test_work_that_no_list_of_commits_shows_is_named(repo: Repo, message: str, path: str, kind: str) -> None:
    repo.commit(message, {path: "1\n"})
    assert [row(each)["kind"] for each in mined(repo.path)] == [kind]


def test_a_revert_says_when_it_was_and_how_long_after(repo: Repo) -> None:
    broken = repo.commit("Cache prices", {"a.py": "1\n"}, when="2026-03-07T20:00:00+01:00")
    message = f'Revert "Cache prices"\n\nThis reverts commit {broken}.'
    repo.commit(message, {"a.py": "2\n"}, when="2026-03-07T23:30:00+01:00")
    because = next(row(each)["because"] for each in mined(repo.path) if row(each)["kind"] == "revert")
    assert because[:2] == ["made at 23:30 on a Saturday, outside working hours", "3 hours after what it reverts"]


def test_a_co_author_that_is_a_tool_is_no_person(repo: Repo) -> None:
    message = "Add\n\nCo-authored-by: Claude <noreply@anthropic.com>\nCo-authored-by: Claude Monet <cm@example.org>"
    repo.commit(message, {"a.py": "1\n"})
    people = row(mined(repo.path)[0])["people"]
    assert [(each["name"], each["part"]) for each in people] == [
        ("Ada Example", "author"), ("Claude Monet", "co-author"), ("Claude", "tool")
    ]  # fmt: skip


def test_bots_are_told_from_people() -> None:
    bots = ["dependabot[bot]", "renovate-bot", "pre-commit-ci", "github-actions", "k8s-ci-robot"]
    assert [identity_kind(Person(name, "x@example.com")) for name in bots] == ["bot"] * 5
    assert identity_kind(Person("Rob Botham", "rob.botham@example.com")) == "person"
    assert identity_kind(Person("Abbot Example", "abbot@example.com")) == "person"
    assert identity_kind(Person("x", "49699333+dependabot[bot]@users.noreply.github.com")) == "bot"


def test_addresses_that_look_like_ones_own_are_named(repo: Repo, upward: Run) -> None:
    repo.commit("One", {"a": "1\n"})
    repo.commit("Two", {"b": "1\n"}, who="Ada Example <ada.private@example.org>")
    repo.commit("Three", {"c": "1\n"}, who="adax <12345+adax@users.noreply.github.com>")
    repo.commit("Four", {"d": "1\n"}, who="Bo Other <bo@example.com>")
    out = upward("mine", str(repo.path), "--author", "ada@example.com")[1]
    assert "These authors may also be you: Ada Example <ada.private@example.org>." in " ".join(out.split())
    both = upward("mine", str(repo.path), "--author", "ada@example.com", "--author", "ada.private@example.org")[1]
    assert "look like you" not in both
    assert list(
        similar_identities(
            [Identity("Ada Example", "ada@x.org")],
            [Identity("Example, Ada", "other@y.org"), Identity("Al", "al@z.org")],
        )
    ) == [("Example, Ada", "other@y.org")]


MAPS = """# people
Ada Example <ada@example.com>
Ada Example <ada@example.com> <ada@old.example>
<bo@example.com> <bo@old.example>
Cy Example <cy@example.com> cy <shared@example.com>
Dee Example <dee@example.com> <SHARED@example.com>   # the rest of them
"""


def test_a_mailmap_is_read_as_git_reads_it(repo: Repo) -> None:
    repo.commit("Map", {".mailmap": MAPS})
    found = Mailmap.of(MAPS)
    for who in (
        "a <ada@example.com>", "ada <ADA@old.example>", "Bo <bo@old.example>", "cy <shared@example.com>",
        "CY <shared@example.com>", "build <shared@example.com>", "Eve <eve@example.com>",
    ):  # fmt: skip
        name, _, email = who.rstrip(">").partition(" <")
        new, address = found.person(name, email)
        assert f"{new} <{address}>" == repo.git("check-mailmap", who), who


def test_generated_and_vendored_files_count_as_the_repository_says() -> None:
    scale = ChurnWeights(
        "*.gen.ts linguist-generated\nlib/*.js linguist-vendored\nlib/own.js -linguist-vendored\n[attr]x y\n"
    )
    assert [scale.weight(path) for path in ("a.gen.ts", "lib/x.js", "lib/own.js", "src/a.ts")] == [0.02, 0.02, 1.0, 1.0]


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(max_size=60)), max_size=6), st.integers(1, 64))
def test_records_are_the_same_however_git_pauses(parts: list[tuple[bytes, bytes]], size: int) -> None:
    nonce = "f" * 32
    wanted = [
        RawCommit(b"a" * 40, b"", name.replace(b"\0", b""), b"e", b"1 +0000", b"c", b"d", b"2 +0000", message)
        for name, message in parts
    ]
    stream = b"".join(b"\0" + nonce.encode() + b"\0" + b"\0".join(each) for each in wanted)
    chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert list(parsing.records(chunks, nonce)) == wanted


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        (b"0 +0000", 1970),
        (b"4102444800 -1200", 2099),
        (b"99999999999999 +0000", 1970),
        (b"x", 1970),
        (b"-5 +9999", 1969),
    ],
)
def test_dates_of_any_era_are_read(raw: bytes, year: int) -> None:
    assert parsing.moment(raw).year == year


def test_everybody_is_mined_person_by_person_and_bots_are_not(repo: Repo, upward: Run) -> None:
    busy(repo)
    repo.commit("Bump x", {"d": "1\n"}, who="dependabot[bot] <support@github.com>")
    code, out, _ = upward("mine", str(repo.path), "--everyone", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {row["author_email"] for row in rows} == {"ada@example.com", "bo@example.com"}
    assert sum(len(row["commits"]) for row in rows) == 4


def test_one_broken_repository_never_stops_the_rest_and_workers_change_nothing(
    repo: Repo, tmp_path: Path, upward: Run
) -> None:
    busy(repo)
    subprocess.run(["git", "clone", "-q", str(repo.path), str(tmp_path / "second")], check=True)
    broken = tmp_path / "broken"
    (broken / ".git" / "objects").mkdir(parents=True)
    (broken / ".git" / "HEAD").write_text("nonsense\n")
    (tmp_path / "list.txt").write_text(f"# mine\n{tmp_path / 'second'}\n{broken}\n")
    ask = ("mine", str(repo.path), "--repos", "list.txt", "--author", "ada@example.com", "--format", "jsonl")
    code, alone, err = upward(*ask, "--workers", "1")
    assert code == 1
    assert {json.loads(line)["repo"] for line in alone.splitlines()} == {"project", "second"}
    assert upward(*ask, "--workers", "3") == (code, alone, err)
    assert "broken" in upward(*ask[:-2], "--workers", "1")[1]


def test_a_dask_cluster_gives_the_same_rows(repo: Repo, tmp_path: Path, upward: Run) -> None:
    distributed = pytest.importorskip("distributed")
    busy(repo)
    subprocess.run(["git", "clone", "-q", str(repo.path), str(tmp_path / "second")], check=True)
    ask = ("mine", str(repo.path), str(tmp_path / "second"), "--author", "ada@example.com", "--format", "jsonl")
    alone = upward(*ask, "--workers", "1")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        assert upward(*ask, "--scheduler", cluster.scheduler_address) == alone
    assert "No scheduler answers" in upward(*ask, "--scheduler", "tcp://127.0.0.1:9")[2]


def test_all_efforts_go_into_a_table_that_others_read(repo: Repo, upward: Run) -> None:
    from pyarrow import parquet

    busy(repo)
    code, _, _ = upward("mine", str(repo.path), "--everyone", "--limit", "1", "--table", "efforts.parquet")
    rows = parquet.read_table("efforts.parquet").to_pylist()
    assert code == 0
    assert len(rows) == 4
    assert {row["author"] for row in rows} == {"Ada Example", "Bo Example"}
    assert all(row["started"].year == 2026 for row in rows)


@pytest.mark.parametrize("missing", ["blob", "tree"])
def test_after_a_missing_object_the_rest_is_still_counted(repo: Repo, missing: str) -> None:
    for number in range(6):
        repo.commit(f"Write {number}", {f"d{number}/f.txt": "1\n" * (number + 1)})
    name = repo.git("rev-parse", "HEAD~2:d3/f.txt" if missing == "blob" else "HEAD~2:d3")
    (repo.path / ".git" / "objects" / name[:2] / name[2:]).unlink()
    for workers in (1, 2):
        history = GitHistory(open_repository(repo.path), None, workers)
        found = dict(history.changes([raw.oid.decode() for raw in history.log()]))
        assert len(found) == 6
        assert sum(change.added or 0 for changes in found.values() for change in changes) == 17


def test_a_large_pull_request_of_one_person_is_one_effort_and_an_empty_commit_is_none(repo: Repo) -> None:
    repo.commit("Begin", {"a.py": "x = 1\n"})
    repo.git("checkout", "-q", "-b", "transport")
    for number in range(MOST_COMMITS + 2):
        repo.commit(f"Part {number}", {f"transport/p{number % 7}.py": f"x = {number}\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge pull request #9 from ada/transport\n\nA new transport", "transport")
    repo.commit("Switch to getattr")
    titles = [each.title for each in mined(repo.path)]
    assert titles.count("A new transport") == 1
    assert not any(title.startswith(("Part", "Switch")) for title in titles)
