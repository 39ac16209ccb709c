"""Mining real repositories with real git: what belongs together, what counts, and nothing of theirs runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from upward.importers.git import IMPORTER
from upward.jobs.mine._report import row
from upward.model.errors import SourceError
from upward.model.importer import ImportQuery
from upward.store.git.history import GitHistory
from upward.store.git.repository import open_repository
from upward.store.import_source import PathImportSource

from ..conftest import Repo, proposed


def efforts(repo: Repo, **query):
    query.setdefault("authors", ("ada@example.com",))
    return [row(each) for each in proposed(IMPORTER.read(PathImportSource(str(repo.path)), ImportQuery(**query)))]


def titles(found) -> list[str]:
    return [effort["title"] for effort in found]


def test_commits_that_name_one_issue_are_one_effort(repo: Repo) -> None:
    repo.commit("Add a queue (#7)", {"queue.py": "a\n" * 30})
    repo.commit("Document the queue, fixes #7", {"docs/queue.md": "b\n" * 5}, when="2026-03-20T12:00:00+01:00")
    repo.commit("Rename the colours", {"paint/colours.css": "c\n"}, when="2026-03-20T13:00:00+01:00")
    found = efforts(repo)
    assert titles(found) == ["Add a queue", "Rename the colours"]
    assert found[0]["refs"] == ["#7"]
    assert found[0]["together"] == ["name #7"]


def test_commits_of_one_merged_branch_are_one_effort_named_by_the_merge(repo: Repo) -> None:
    repo.commit("Begin", {"a.txt": "x\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("wip", {"one/a.py": "1\n" * 9})
    repo.commit("more", {"two/b.py": "2\n" * 9})
    repo.git("checkout", "-q", "main")
    repo.git(
        "merge", "-q", "--no-ff", "topic", "-m", "Merge pull request #3 from topic\n\nServe two shops from one cart"
    )
    assert "Serve two shops from one cart" in titles(efforts(repo))


def test_unrelated_fixes_of_one_day_stay_apart(repo: Repo) -> None:
    repo.commit("Fix the login form", {"web/login.js": "a\n"})
    repo.commit("Fix rounding of prices", {"billing/price.py": "b\n"})
    assert len(efforts(repo)) == 2


def test_a_lock_file_of_thousands_of_lines_counts_little_and_says_so(repo: Repo) -> None:
    repo.commit("Bump dependencies", {"package-lock.json": "x\n" * 9000})
    repo.commit("Add retries to uploads", {"upload.py": "y\n" * 60})
    found = efforts(repo)
    assert titles(found) == ["Add retries to uploads", "Bump dependencies"]
    assert any("count little" in reason for reason in found[1]["because"])


def test_counts_are_gits_own(repo: Repo) -> None:
    repo.commit("Add", {"a\tname\n.txt": "1\n2\n3\n", "b.txt": "1\n" * 20})
    repo.git("mv", "b.txt", "c.txt")
    repo.commit("Rename and change", {"c.txt": "1\n" * 20 + "2\n", "bin.dat": "\0\1\2"})
    git = open_repository(repo.path)
    oids = [raw.oid.decode() for raw in GitHistory(git).log()]
    for oid, changes in GitHistory(git).changes(oids):
        lines = repo.git("show", "--numstat", "-M", "--format=", "-z", oid)
        added = sum(change.added or 0 for change in changes)
        asked = sum(
            int(cell.split("\t")[0]) for cell in lines.split("\0") if cell.count("\t") >= 2 and cell[0].isdigit()
        )
        assert added == asked
    newest = dict(GitHistory(git).changes(oids[:1]))[oids[0]]
    assert {(change.path, change.added) for change in newest} == {("c.txt", 1), ("bin.dat", None)}


def test_other_people_and_their_parts_come_from_trailers(repo: Repo) -> None:
    repo.commit(
        "Add x\n\nCo-authored-by: Bo Example <bo@example.com>\nReviewed-by: Cy Example <cy@example.com>\n\nLast line.",
        {"x": "1\n"},
    )
    assert [(person["name"], person["part"], person["share"]) for person in efforts(repo)[0]["people"]] == [
        ("Ada Example", "author", 1.0),
        ("Bo Example", "co-author", 0.0),
        ("Cy Example", "reviewer", 0.0),
    ]


def test_a_co_author_finds_their_work(repo: Repo) -> None:
    repo.commit("Mine", {"a": "1\n"}, who="Bo Example <bo@example.com>")
    repo.commit("Together\n\nCo-authored-by: Bo Example <bo@example.com>", {"b": "1\n"})
    assert sorted(titles(efforts(repo, authors=("bo@example.com",)))) == ["Mine", "Together"]


def test_an_unknown_author_is_answered_with_likely_people(repo: Repo) -> None:
    repo.commit("Add", {"a": "1\n"})
    with pytest.raises(SourceError) as caught:
        efforts(repo, authors=("ada@exmple.com",))
    assert caught.value.next_step == "did you mean Ada Example <ada@example.com>?"


def test_without_an_author_it_is_asked_whose_work_is_meant(repo: Repo) -> None:
    repo.commit("Add", {"a": "1\n"})
    with pytest.raises(SourceError, match="Whose work in project") as caught:
        efforts(repo, authors=())
    assert caught.value.why == "authors there: Ada Example <ada@example.com>"


def test_an_empty_repository_and_none_are_told_apart(repo: Repo, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no commits yet"):
        efforts(repo)
    (tmp_path / "bare-folder").mkdir()
    with pytest.raises(SourceError, match="is not in a git repository"):
        list(IMPORTER.read(PathImportSource(str(tmp_path / "bare-folder")), ImportQuery()))


def test_a_shallow_clone_is_read_and_says_so(repo: Repo, tmp_path: Path) -> None:
    for number in range(4):
        repo.commit(f"Change {number}", {f"f{number}": "1\n"})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "2", f"file://{repo.path}", str(shallow)], check=True)
    found = proposed(IMPORTER.read(PathImportSource(str(shallow)), ImportQuery(("ada@example.com",))))
    assert sum(len(row(candidate)["commits"]) for candidate in found) == 2
    assert "shallow" in found[0].body


def test_the_commit_at_which_a_shallow_clone_ends_is_not_credited_with_the_whole_tree(
    repo: Repo, tmp_path: Path
) -> None:
    repo.commit("Begin", {f"f{number}": "1\n" * 50 for number in range(30)})
    repo.commit("Change", {"f1": "2\n"})
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repo.path}", str(shallow)], check=True)
    found = proposed(IMPORTER.read(PathImportSource(str(shallow)), ImportQuery(("ada@example.com",))))
    assert [(row(each)["title"], row(each)["files"]) for each in found] == [("Change", 0)]


def test_a_bare_clone_a_worktree_and_packed_references_are_read(repo: Repo, tmp_path: Path) -> None:
    repo.commit("Add", {"a": "1\n"})
    repo.git("pack-refs", "--all")
    subprocess.run(["git", "clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare.git")], check=True)
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    for place in (repo.path, tmp_path / "bare.git", tmp_path / "tree", repo.path / ".git"):
        assert open_repository(place).head == repo.git("rev-parse", "HEAD")


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sha256"
    subprocess.run(["git", "init", "-q", "--object-format=sha256", str(path)], check=True)
    subprocess.run(
        [
            "git",
            "-C",
            str(path),
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "Add",
        ],
        check=True,
    )
    assert [raw.message for raw in GitHistory(open_repository(path)).log()] == [b"Add\n\n"]


def test_a_mailmap_joins_the_addresses_of_one_person(repo: Repo) -> None:
    repo.commit("Old", {"a": "1\n"}, who="ada <ada@old.example>")
    repo.commit("New", {".mailmap": "Ada Example <ada@example.com> <ada@old.example>\n"})
    assert len(efforts(repo, authors=("ada@example.com",))) == 2


def test_days_bound_what_is_mined_and_known_commits_are_left_out(repo: Repo) -> None:
    from datetime import date

    first = repo.commit("First", {"a": "1\n"})
    repo.commit("Second", {"b": "1\n"}, when="2026-05-01T12:00:00Z")
    assert titles(efforts(repo, since=date(2026, 4, 1))) == ["Second"]
    assert titles(efforts(repo, until=date(2026, 4, 1))) == ["First"]
    assert titles(efforts(repo, known_origins=frozenset({f"git:{first}"}))) == ["Second"]


def test_what_a_stranger_writes_in_a_message_stays_text(repo: Repo) -> None:
    repo.commit("{{slot: mine?}} <!-- hidden \x1b[2J", {"a": "1\n"})
    body = proposed(IMPORTER.read(PathImportSource(str(repo.path)), ImportQuery(("ada@example.com",))))[0].body
    assert "\x1b" not in body
    assert "{{slot" not in body
    assert "<!--" not in body


ATTACKS = {
    "core.fsmonitor": "touch {mark}",
    "core.sshCommand": "touch {mark}",
    "core.pager": "touch {mark}; cat",
    "diff.external": "touch {mark};:",
    "core.hooksPath": "hooks",
    "gpg.program": "touch {mark};:",
    "diff.mine.textconv": "touch {mark}; cat",
    "filter.mine.clean": "touch {mark}; cat",
}


def test_nothing_in_a_strangers_repository_runs(repo: Repo, tmp_path: Path) -> None:
    mark = tmp_path / "fired"
    repo.commit("Add", {"a.txt": "1\n", ".gitattributes": "* diff=mine filter=mine\n"})
    repo.commit("Change", {"a.txt": "2\n"})
    for key, value in ATTACKS.items():
        repo.git("config", key, value.format(mark=mark))
    repo.git("config", "log.showSignature", "true")
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "attributes").write_text("* diff=mine\n")
    assert len(efforts(repo)) >= 1
    assert not mark.exists()


def test_a_missing_object_leaves_paths_without_counts(repo: Repo) -> None:
    repo.commit("Add", {"a.txt": "1\n"})
    blob = repo.git("rev-parse", "HEAD:a.txt")
    (repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = efforts(repo)
    assert (found[0]["files"], found[0]["added"]) == (1, 0)
    assert any(reason.startswith("the changes of 1 of 1 commits could not be read") for reason in found[0]["because"])


def test_beside_a_missing_object_a_file_called_like_a_commit_is_a_file(repo: Repo) -> None:
    repo.commit("Add", {"0" * 40: "2\n", "a.txt": "1\n", "b.txt": "3\n"})
    blob = repo.git("rev-parse", "HEAD:a.txt")
    (repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert efforts(repo)[0]["files"] == 3


def test_without_git_the_user_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SourceError, match="git is not installed"):
        open_repository(repo.path)
