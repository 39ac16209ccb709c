"""Repositories that attack the person who opens them. Each attack is shown to work on git used plainly, and not on upward."""

from __future__ import annotations

import hashlib
import os
import pty
import resource
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from upward.importers.git import IMPORTER
from upward.model.errors import SourceError
from upward.model.importer import ImportQuery
from upward.store.git.history import GitHistory
from upward.store.git.repository import Repository, open_repository
from upward.store.import_source import PathImportSource

from ..conftest import Repo, proposed


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """A file that an attack makes where it fires."""
    return tmp_path / "fired"


@pytest.fixture
def victim(repo: Repo) -> Repo:
    """A small history with something to show."""
    repo.commit("Begin", {"a.txt": "1\n", "b.dat": "x\n"})
    repo.commit("Go on", {"a.txt": "1\n2\n"})
    return repo


def mined(path: Path) -> int:
    """Read everything of a repository as upward does; give how many commits there were."""
    history = GitHistory(open_repository(path))
    oids = [raw.oid.decode() for raw in history.log()]
    list(history.changes(oids))
    history.blob(".mailmap")
    history.files()
    list(IMPORTER.read(PathImportSource(str(path)), ImportQuery(("ada@example.com",))))
    return len(oids)


def plainly(repo: Repo, *arguments: str, seconds: float | None = None, terminal: bool = False) -> str:
    """Run git as people do; what it complains about does not matter here."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(repo.path.parent), "TERM": "xterm"}
    out, inner = pty.openpty() if terminal else (-1, -1)
    done = subprocess.run(
        ["git", "-C", str(repo.path), *arguments], env=environment, timeout=seconds, check=False, text=True,
        stdout=inner if terminal else subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    for handle in {out, inner} - {-1}:
        os.close(handle)
    return done.stdout or ""


def ends(work: Callable[[], object]) -> bool:
    """Whether work comes to an end: a reader that waits at a pipe never does. A minute is no measure of speed."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(60)
    return not thread.is_alive()


def refused(work: Callable[[], object]) -> Callable[[], None]:
    """Give the work with its SourceError taken."""

    def run() -> None:
        with suppress(SourceError):
            work()

    return run


def fires(mark: Path, naive: Callable[[], object]) -> bool:
    """Whether an attack works on git used plainly."""
    naive()
    found = mark.exists()
    mark.unlink(missing_ok=True)
    return found


CONFIGURED = {
    "fsmonitor": ({"core.fsmonitor": "touch {mark};:"}, ("status",)),
    "external diff": ({"diff.external": "touch {mark};:"}, ("diff", "HEAD~1", "HEAD")),
    "textconv": ({"diff.mine.textconv": "touch {mark}; cat"}, ("log", "-p")),
    "filter": ({"filter.mine.clean": "touch {mark}; cat", "filter.mine.required": "true"}, ("diff",)),
    "hooks": (
        {"core.hooksPath": "{hooks}"},
        ("-c", "user.name=x", "-c", "user.email=x@y", "commit", "--allow-empty", "-m", "x"),
    ),
    "an alias": ({"alias.history": "!touch {mark}"}, ("history",)),
}


@pytest.mark.parametrize("name", CONFIGURED)
def test_what_their_configuration_names_is_not_run(victim: Repo, mark: Path, tmp_path: Path, name: str) -> None:
    settings, naive = CONFIGURED[name]
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("pre-commit", "post-index-change", "reference-transaction"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (hooks / hook).chmod(0o755)
    (victim.path / ".git" / "info").mkdir(exist_ok=True)
    (victim.path / ".git" / "info" / "attributes").write_text("* diff=mine filter=mine\n")
    for key, value in settings.items():
        victim.git("config", key, value.format(mark=mark, hooks=hooks))
    (victim.path / "a.txt").write_text("3\n")
    assert fires(mark, lambda: plainly(victim, *naive))
    assert mined(victim.path) >= 2
    assert not mark.exists()
    assert not heard(victim, str(tmp_path))


def heard(victim: Repo, word: str) -> bool:
    """Whether git, as upward runs it, has a word in its configuration."""
    return word in open_repository(victim.path).run(["config", "--list"]).decode()


def test_their_pager_is_not_run(victim: Repo, mark: Path) -> None:
    victim.git("config", "core.pager", f"touch {mark}; cat")
    assert fires(mark, lambda: plainly(victim, "log", terminal=True))
    assert mined(victim.path) == 2
    assert not mark.exists()
    assert not heard(victim, str(mark))


def test_their_signature_program_is_not_run(victim: Repo, mark: Path) -> None:
    raw = victim.git("cat-file", "commit", "HEAD")
    head, _, body = raw.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{body}\n"
    done = subprocess.run(
        ["git", "-C", str(victim.path), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=signed, capture_output=True, text=True, check=True,
    )  # fmt: skip
    victim.git("reset", "-q", "--hard", done.stdout.strip())
    program = victim.path.parent / "gpg"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    victim.git("config", "gpg.program", str(program))
    victim.git("config", "log.showSignature", "true")
    assert fires(mark, lambda: plainly(victim, "log"))
    assert mined(victim.path) == 2
    assert not mark.exists()


def test_a_partial_clone_fetches_nothing(victim: Repo, mark: Path) -> None:
    blob = victim.git("rev-parse", "HEAD:a.txt")
    (victim.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://git@example.invalid/x", "core.sshCommand": f"touch {mark};:", "protocol.allow": "always",
    }.items():  # fmt: skip
        victim.git("config", key, value)
    assert fires(mark, lambda: plainly(victim, "log", "--numstat"))
    assert mined(victim.path) == 2
    assert not mark.exists()


def test_replaced_and_grafted_histories_are_read_as_they_were_written(victim: Repo) -> None:
    root = victim.git("rev-list", "--max-parents=0", "HEAD")
    head = victim.git("rev-parse", "HEAD")
    victim.git("replace", head, root)
    assert len(plainly(victim, "log", "--format=%H").split()) == 1
    assert mined(victim.path) == 2
    victim.git("replace", "-d", head)
    (victim.path / ".git" / "info").mkdir(exist_ok=True)
    (victim.path / ".git" / "info" / "grafts").write_text(f"{head}\n")
    assert len(plainly(victim, "log", "--format=%H").split()) == 1
    assert mined(victim.path) == 2


def forged(path: Path, head: str) -> None:
    """Take the parents of a commit out of a commit-graph, and make its checksum right again."""
    raw = bytearray(path.read_bytes())
    chunks = {
        bytes(raw[at : at + 4]): int.from_bytes(raw[at + 4 : at + 12], "big") for at in range(8, 8 + 12 * raw[6], 12)
    }
    names, data = chunks[b"OIDL"], chunks[b"CDAT"]
    count = (data - names) // 20
    place = next(n for n in range(count) if raw[names + 20 * n : names + 20 * n + 20].hex() == head)
    raw[data + 36 * place + 20 : data + 36 * place + 24] = (0x70000000).to_bytes(4, "big")
    raw[-20:] = hashlib.sha1(raw[:-20]).digest()
    path.chmod(0o644)
    path.write_bytes(raw)


def test_a_forged_commit_graph_hides_nothing(victim: Repo) -> None:
    victim.git("commit-graph", "write", "--reachable")
    forged(victim.path / ".git" / "objects" / "info" / "commit-graph", victim.git("rev-parse", "HEAD"))
    assert len(plainly(victim, "log", "--format=%H").split()) == 1
    assert mined(victim.path) == 2


def test_objects_of_another_place_are_not_read_as_theirs(victim: Repo, tmp_path: Path) -> None:
    mine = Repo(tmp_path / "private")
    secret = mine.commit("The secret plan", {"plan.txt": "1\n"})
    (victim.path / ".git" / "objects" / "info" / "alternates").write_text(f"{mine.path}/.git/objects\n")
    (victim.path / ".git" / "HEAD").write_text(f"{secret}\n")
    assert "secret plan" in plainly(victim, "log")
    with pytest.raises(SourceError, match="uses the objects"):
        open_repository(victim.path)


@pytest.mark.parametrize("place", ["objects/info/alternates", "objects/pack/pack-x.idx"])
def test_a_pipe_among_the_objects_is_refused_without_waiting(victim: Repo, place: str) -> None:
    path = victim.path / ".git" / place
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    assert ends(refused(lambda: open_repository(victim.path)))
    with pytest.raises(SourceError):
        open_repository(victim.path)


def test_a_pipe_as_a_mailmap_keeps_nobody_waiting(victim: Repo) -> None:
    os.mkfifo(victim.path / ".mailmap")
    with pytest.raises(subprocess.TimeoutExpired):
        plainly(victim, "log", seconds=2)
    assert mined(victim.path) == 2


def test_their_environment_is_not_ours(
    victim: Repo, mark: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(f"[diff]\n\texternal = touch {mark};:\n[log]\n\tshowSignature = true\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {mark};:")
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    assert mined(victim.path) == 2
    assert not mark.exists()
    assert not heard(victim, str(mark))


def stored(repo: Repo, kind: str, raw: bytes) -> str:
    """Write an object as it is, whatever git thinks of it."""
    whole = b"%s %d\0%s" % (kind.encode(), len(raw), raw)
    oid = hashlib.sha1(whole).hexdigest()
    path = repo.path / ".git" / "objects" / oid[:2] / oid[2:]
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(zlib.compress(whole, 1))
    return oid


def committed(
    repo: Repo, tree: str, message: bytes = b"x", parent: str = "", who: bytes = b"Ada <ada@example.com>"
) -> str:
    lines = [b"tree " + tree.encode(), *([b"parent " + parent.encode()] if parent else [])]
    lines += [b"author %s 1767603600 +0000" % who, b"committer %s 1767603600 +0000" % who]
    oid = stored(repo, "commit", b"\n".join(lines) + b"\n\n" + message)
    (repo.path / ".git" / "refs" / "heads" / "main").write_text(oid + "\n")
    return oid


def test_a_tree_that_stands_for_billions_of_files_is_given_up_on(victim: Repo) -> None:
    tree = stored(victim, "tree", b"100644 f\0" + bytes.fromhex(victim.git("rev-parse", "HEAD:a.txt")))
    for _ in range(7):
        tree = stored(victim, "tree", b"".join(b"40000 d%d\0" % n + bytes.fromhex(tree) for n in range(10)))
    head = victim.git("rev-parse", "HEAD")
    committed(victim, tree, parent=head)
    with pytest.raises(subprocess.TimeoutExpired):
        plainly(victim, "log", "--numstat", seconds=3)
    history = GitHistory(open_repository(victim.path), None, 1, stall=1.0)
    found = dict(history.changes([raw.oid.decode() for raw in history.log()]))
    assert [len(changes) for changes in found.values()] == [0, 1, 2]
    assert history.files() == frozenset()


def test_a_blob_that_unpacks_to_much_is_counted_as_binary(victim: Repo) -> None:
    head = victim.git("rev-parse", "HEAD")
    blob = stored(victim, "blob", b"\n" * 20_000_000)
    tree = stored(victim, "tree", b"100644 bomb.txt\0" + bytes.fromhex(blob))
    oid = committed(victim, tree, parent=head)
    assert "20000000\t0\tbomb.txt" in plainly(victim, "show", "--numstat", "--format=")
    history = GitHistory(open_repository(victim.path), None, 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    changes = dict(history.changes([oid]))[oid]
    assert {change.path: change.added for change in changes}["bomb.txt"] is None
    assert history.blob("bomb.txt") == b""
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_names_and_messages_full_of_escapes_and_separators_stay_what_they_are(victim: Repo, upward) -> None:
    head = victim.git("rev-parse", "HEAD")
    blob = bytes.fromhex(victim.git("rev-parse", "HEAD:a.txt"))
    name = b"e\x1b[2J\nf\x07" + b"a" * 40
    tree = stored(victim, "tree", b"100644 %s\0%s100644 %s\0%s" % (b"0" * 40, blob, name, blob))
    hostile = (
        b"\x1b]0;t\x07 Fix\n\n\xff\xfe"
        + b"\x01%s\x01%s\x01\x01Eve\x01eve@example.com\x011 +0000\x01\x01\x011 +0000\x01x" % (b"f" * 32, b"a" * 40)
        + b"\x00%s\x00%s\x00\x00Eve\x00eve@example.com" % (b"f" * 32, b"a" * 40)
    )
    oid = committed(victim, tree, hostile, head, who=b"A\x1b[31m\xffda <ada@example.com>")
    history = GitHistory(open_repository(victim.path), None, 1)
    raws = list(history.log())
    assert next(raw.oid.decode() for raw in raws) == oid
    assert len(raws) == 3
    assert {raw.email for raw in raws} == {b"ada@example.com"}
    changes = dict(history.changes([oid]))[oid]
    assert {change.path for change in changes} == {"0" * 40, name.decode(), "b.dat"}
    for form in ("text", "jsonl", "html", "markdown"):
        out = upward("mine", str(victim.path), "--author", "ada@example.com", "--format", form, "--explain")[1]
        assert "\x1b" not in out
        assert "\x07" not in out


def test_a_message_of_megabytes_a_commit_with_many_parents_and_other_encodings_are_read(victim: Repo) -> None:
    head = victim.git("rev-parse", "HEAD")
    tree = victim.git("rev-parse", "HEAD^{tree}")
    sides = [victim.git("commit-tree", tree, "-p", head, "-m", f"side {number}") for number in range(12)]
    many = victim.git("commit-tree", tree, *(word for side in sides for word in ("-p", side)), "-m", "Octopus")
    (victim.path / "more.txt").write_text("more\n")
    victim.git("add", "more.txt")
    lines = b"tree %s\nparent %s\nauthor J\xfcrgen <ada@example.com> 4102444800 +0000\n" % (
        victim.git("write-tree").encode(),
        many.encode(),
    )
    lines += b"committer x <x@example.com> 1 -0000\nencoding ISO-8859-1\n\n\xdcber " + b"m" * 30_000_000
    oid = stored(victim, "commit", lines)
    (victim.path / ".git" / "refs" / "heads" / "main").write_text(oid + "\n")
    found = next(
        each
        for each in proposed(IMPORTER.read(PathImportSource(str(victim.path)), ImportQuery(("ada@example.com",))))
        if "ber" in each.title
    )
    assert found.title.startswith("Über")
    assert found.day.startswith("2100")
    assert len(found.body) < 10_000


def test_a_repository_of_somebody_else_is_read(victim: Repo) -> None:
    if os.getuid() == 0:
        for path in (victim.path, victim.path / ".git"):
            os.chown(path, 12345, 12345)
        assert plainly(victim, "log") == ""
    assert mined(victim.path) == 2


def other_program(victim: Repo, script: str) -> Repository:
    """Open a repository with a program that behaves badly in git's place."""
    program = victim.path.parent / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return replace(open_repository(victim.path), program=str(program))


def test_git_that_hangs_is_stopped(victim: Repo) -> None:
    # A program that is not stopped would end by itself, without an error.
    with pytest.raises(SourceError, match="was stopped"):
        replace(other_program(victim, "exec sleep 30"), most_seconds=1.0).run(["log"])


def test_git_that_never_ends_what_it_says_is_stopped(victim: Repo) -> None:
    with pytest.raises(SourceError) as caught:
        for _ in replace(other_program(victim, "exec yes"), most_output=50 * 1024**2).stream(["log"]):
            pass
    assert caught.value.why == "it printed more than 50 MiB"


def test_an_object_that_takes_all_memory_ends_git_and_nothing_else(victim: Repo) -> None:
    head = victim.git("rev-parse", "HEAD")
    last = committed(victim, victim.git("rev-parse", "HEAD^{tree}"), b"m" * 300_000_000, head)
    with pytest.raises(SourceError) as caught:
        for _ in replace(open_repository(victim.path), most_memory=256 * 1024**2).stream(["log", last]):
            pass
    assert "memory" in caught.value.why


@pytest.mark.parametrize("place", ["HEAD", "packed-refs", "refs/heads/main", "shallow", "commondir"])
def test_a_pipe_among_the_references_keeps_nobody_waiting(victim: Repo, place: str) -> None:
    path = victim.path / ".git" / place
    path.unlink(missing_ok=True)
    if place == "packed-refs":
        (victim.path / ".git" / "refs" / "heads" / "main").unlink()
    os.mkfifo(path)
    assert ends(refused(lambda: mined(victim.path)))


def test_a_link_for_a_git_folder_is_refused(victim: Repo, tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / ".git").symlink_to(victim.path / ".git")
    with pytest.raises(SourceError, match="is a link"):
        open_repository(tmp_path / "linked")


@pytest.mark.parametrize("command", [[sys.executable, "-m", "upward"], [str(Path(sys.executable).parent / "upward")]])
def test_a_module_of_a_strangers_called_like_one_of_pythons_does_not_run(tmp_path: Path, command: list[str]) -> None:
    for module in ("queue", "colorsys", "statistics", "textwrap"):
        (tmp_path / f"{module}.py").write_text(f"open('{module}.ran', 'w').close()\nraise SystemExit(7)\n")
    (tmp_path / "a.py").write_text("import statistics\n\nstatistics.variances([1])\n")
    done = subprocess.run([*command, "review", "a.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not list(tmp_path.glob("*.ran")), done.stderr
    assert "Production readiness" in done.stdout
