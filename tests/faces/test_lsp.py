"""The language server, asked by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from upward.faces.lsp.positions import PositionMap
from upward.model.span import Span

T = TypeVar("T")
STORY = """---
kind: story
title: The import
date: 2026-03-02
thems: [failure-recovery]
evidence: [import-rewrite]
---

## Situation
😀 The import of our 12 customers took a night.
## Task
I had to bring it under an hour by March.
## Action
We decided to rewrite it. We moved the parser.
## Result
It takes 9 minutes instead of 480.
"""
EVIDENCE = """---
kind: evidence
title: Rewrote the import
date: 2026-03-02
origins: [git:0123456789abcdef]
---

Moved the parser out of the loop.
"""


class Client(LanguageClient):
    """A client that keeps what the server pushes."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self.pushed: dict[str, list[types.Diagnostic]] = {}
        self.news = asyncio.Event()
        self.shown: list[str] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.pushed[params.uri] = list(params.diagnostics)
            self.news.set()

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            self.shown.append(params.message)

    async def heard(self) -> None:
        await asyncio.wait_for(self.news.wait(), 20)
        self.news.clear()

    async def begin(
        self, root: Path, *, encodings: list[str] | None = None, pulls: bool = False, options: object = None
    ) -> types.InitializeResult:
        environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(root.parent / "cache"),
            "UPWARD_NOW": "2026-06-01T09:00:00+00:00",
        }
        await self.start_io(sys.executable, "-m", "upward", "lsp", env=environment)
        general = types.GeneralClientCapabilities(position_encodings=encodings)
        texts = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities() if pulls else None)
        workspace = types.WorkspaceClientCapabilities(
            diagnostics=types.DiagnosticWorkspaceClientCapabilities() if pulls else None
        )
        capabilities = types.ClientCapabilities(general=general, text_document=texts, workspace=workspace)
        result = await self.initialize_async(
            types.InitializeParams(capabilities=capabilities, root_uri=root.as_uri(), initialization_options=options)
        )
        self.initialized(types.InitializedParams())
        return result

    def open(self, path: Path, text: str) -> str:
        uri = path.as_uri()
        item = types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, version: int, text: str, where: types.Range | None = None) -> None:
        change = (
            types.TextDocumentContentChangePartial(where, text)
            if where
            else types.TextDocumentContentChangeWholeDocument(text)
        )
        which = types.VersionedTextDocumentIdentifier(version=version, uri=uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(which, [change]))

    async def end(self) -> None:
        await asyncio.wait_for(self.shutdown_async(None), 20)
        self.exit(None)
        await self.stop()


def talk(body: Callable[[Client], Awaitable[T]]) -> T:
    async def whole() -> T:
        client = Client()
        try:
            return await body(client)
        finally:
            await client.end()

    return asyncio.run(whole())


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    for folder in (".upward", "stories", "evidence"):
        (root / folder).mkdir(parents=True)
    (root / "stories" / "import.md").write_text(STORY, "utf-8")
    (root / "evidence" / "import-rewrite.md").write_text(EVIDENCE, "utf-8")
    return root


def names(found: list[types.Diagnostic]) -> list[str]:
    return sorted(str(each.code) for each in found)


def where(text: str, part: str, encoding: str = "utf-16") -> types.Position:
    return PositionMap(text, encoding).position(text.index(part))


def here(uri: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri)


def test_findings_are_pushed_on_opening_and_on_every_change(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        await client.heard()
        assert {"no-learning", "unknown-key", "we-without-i"} <= {*names(client.pushed[uri])}
        found = next(each for each in client.pushed[uri] if each.code == "we-without-i")
        assert found.source == "upward"
        assert found.code_description is not None
        with open(found.code_description.href.removeprefix("file://"), encoding="utf-8") as page:  # noqa: ASYNC230, PTH123
            assert page.read().startswith("# UP101 we-without-i")
        client.change(uri, 2, STORY.replace("We decided to rewrite it.", "I proposed to rewrite it."))
        await client.heard()
        assert "we-without-i" not in names(client.pushed[uri])

    talk(body)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_counted_in_the_units_the_client_asks_for(book: Path, encoding: str) -> None:
    text = STORY.replace("## Action\n", "## Action\n😀😀 ")

    async def body(client: Client) -> None:
        result = await client.begin(book, encodings=[encoding])
        assert result.capabilities.position_encoding == encoding
        uri = client.open(book / "stories" / "import.md", text)
        await client.heard()
        found = next(each for each in client.pushed[uri] if each.code == "we-without-i")
        assert found.range.end.character == {"utf-8": 34, "utf-16": 30, "utf-32": 28}[encoding]

    talk(body)


def test_a_client_that_pulls_is_not_pushed_to(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book, pulls=True)
        uri = client.open(book / "stories" / "import.md", STORY)
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(here(uri)))
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert "we-without-i" in names(list(report.items))
        assert client.pushed == {}

    talk(body)


def test_a_key_is_mended_and_a_finding_ignored_in_place(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        await client.heard()
        place = where(STORY, "thems")
        actions = await client.text_document_code_action_async(
            types.CodeActionParams(here(uri), types.Range(place, place), types.CodeActionContext([]))
        )
        titles = {action.title: action for action in actions or [] if isinstance(action, types.CodeAction)}
        assert list(titles) == [
            "Rename the key to `themes`",
            "Ignore unknown-key here",
            "Apply all safe fixes of upward",
        ]
        assert titles["Rename the key to `themes`"].is_preferred
        fixed = applied(STORY, titles["Rename the key to `themes`"])
        assert fixed == STORY.replace("thems:", "themes:")
        assert applied(STORY, titles["Apply all safe fixes of upward"]) == fixed
        ignored = applied(STORY, titles["Ignore unknown-key here"])
        assert "thems: [failure-recovery]  # upward: ignore[unknown-key]\n" in ignored
        client.change(uri, 2, ignored)
        await client.heard()
        assert "unknown-key" not in names(client.pushed[uri])
        place = where(ignored, "We decided")
        actions = await client.text_document_code_action_async(
            types.CodeActionParams(
                here(uri), types.Range(place, place), types.CodeActionContext([], only=[types.CodeActionKind.QuickFix])
            )
        )
        action = next(each for each in actions or [] if each.title == "Ignore we-without-i here")
        assert isinstance(action, types.CodeAction)
        client.change(uri, 3, applied(ignored, action))
        await client.heard()
        assert "we-without-i" not in names(client.pushed[uri])
        assert "unused-suppression" not in names(client.pushed[uri])

    talk(body)


def applied(text: str, action: types.CodeAction) -> str:
    assert action.edit is not None
    places = PositionMap(text)
    for change in action.edit.document_changes or []:
        assert isinstance(change, types.TextDocumentEdit)
        for edit in sorted(change.edits, key=lambda each: places.offset(each.range.start), reverse=True):
            assert isinstance(edit, types.TextEdit)
            span = places.span(edit.range)
            text = text[: span.start] + edit.new_text + text[span.stop :]
    return text


def test_hovering_shows_the_linked_record_the_key_and_the_rule(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)

        async def hover(part: str) -> str:
            shown = await client.text_document_hover_async(types.HoverParams(here(uri), where(STORY, part)))
            assert shown is not None
            assert isinstance(shown.contents, types.MarkupContent)
            return shown.contents.value

        assert (await hover("import-rewrite")).startswith("**Rewrote the import** (evidence · 2026-03-02)")
        assert (await hover("date: 2026")) == "**date**: When it happened, or ended"
        assert (await hover("We decided")).startswith("### UP101 we-without-i")

    talk(body)


def test_keys_values_ids_rules_and_headings_are_completed(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        version = 1

        async def offered(line: str, text: str = "") -> list[str]:
            nonlocal version
            version += 1
            now = text or STORY.replace("thems: [failure-recovery]\n", f"{line}\n")
            client.change(uri, version, now)
            place = PositionMap(now).position(now.index(line) + len(line))
            found = await client.text_document_completion_async(types.CompletionParams(here(uri), place))
            assert isinstance(found, list)
            return [item.label for item in found]

        assert "themes" in await offered("the")
        assert "title" not in await offered("the")
        assert "failure-recovery" in await offered("themes: [")
        assert "failure-recovery" in await offered("themes:[")
        assert "ownership" in await offered("principles:\n  - ")
        assert await offered("template: ") == ["technical-direction", "mentorship", "cross-team-alignment", "crisis"]
        assert await offered("private: ") == ["true", "false"]
        assert await offered("metrics:\n  - id: time\n    un") == [
            "id",
            "value",
            "unit",
            "baseline",
            "period",
            "method",
            "status",
        ]
        assert await offered("evidence: [", STORY.replace("[import-rewrite]", "[")) == ["import-rewrite"]
        assert "no-obstacle" in await offered("<!-- upward: ignore[", STORY + "<!-- upward: ignore[")
        assert await offered("\n## ", STORY + "\n## ") == ["Learning"]

    talk(body)


def test_behind_a_completed_key_a_value_can_follow_at_once(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        now = STORY.replace("thems: [failure-recovery]\n", "princ\n")
        client.change(uri, 2, now)
        found = await client.text_document_completion_async(
            types.CompletionParams(here(uri), PositionMap(now).position(now.index("princ\n") + 5))
        )
        assert isinstance(found, list)
        edits = {item.label: item.text_edit for item in found}
        edit = edits["principles"]
        assert isinstance(edit, types.TextEdit)
        assert edit.new_text == "principles: "

    talk(body)


def test_one_goes_from_a_story_to_its_evidence_and_back(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        found = await client.text_document_definition_async(
            types.DefinitionParams(here(uri), where(STORY, "import-rewrite"))
        )
        assert isinstance(found, list)
        target = found[0]
        assert isinstance(target, types.Location)
        assert target.uri == (book / "evidence" / "import-rewrite.md").as_uri()
        other = client.open(book / "evidence" / "import-rewrite.md", EVIDENCE)
        back = await client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(include_declaration=False), here(other), types.Position(8, 0))
        )
        assert [(each.uri, each.range.start) for each in back or []] == [(uri, where(STORY, "import-rewrite"))]

    talk(body)


def test_an_unsaved_record_is_already_there_for_the_others(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY.replace("[import-rewrite]", "[new-thing]"))
        await client.heard()
        assert "broken-link" in names(client.pushed[uri])
        client.open(book / "evidence" / "new-thing.md", EVIDENCE)
        await client.heard()
        client.change(uri, 2, STORY.replace("[import-rewrite]", "[new-thing]") + "\n")
        await client.heard()
        assert "broken-link" not in names(client.pushed[uri])

    talk(body)


def test_a_text_of_ten_megabytes_blocks_nothing_and_is_said_not_to_be_checked(book: Path) -> None:
    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "giant.md", STORY + "We decided to rewrite it.\n" * 400_000)
        await client.heard()
        assert [each.message for each in client.pushed[uri]] == [
            "The text is longer than 256 KiB and is not checked while you write; run `upward check stories/giant.md`."
        ]
        small = client.open(book / "stories" / "import.md", STORY)
        await client.heard()
        assert client.pushed[small]

    talk(body)


def test_an_index_that_another_process_holds_is_waited_for_and_then_the_files_are_read(book: Path) -> None:
    made = subprocess.run([sys.executable, "-m", "upward", "list"], cwd=book, capture_output=True, check=True)
    assert b"The import" in made.stdout

    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        await client.heard()
        assert "unknown-key" in names(client.pushed[uri])
        client.change(uri, 2, STORY.replace("[import-rewrite]", "[nothing-there]"))
        await client.heard()
        assert "broken-link" in names(client.pushed[uri])

    with closing(sqlite3.connect(book / ".upward" / "index.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        talk(body)


def test_what_is_no_note_is_left_alone_unless_asked(tmp_path: Path) -> None:
    readme = "# A tool\n\nWe decided to write it in C. We made it fast.\n"

    async def quiet(client: Client) -> list[str]:
        await client.begin(tmp_path)
        uri = client.open(tmp_path / "README.md", readme)
        await client.heard()
        return names(client.pushed[uri])

    async def asked(client: Client) -> list[str]:
        await client.begin(tmp_path, options={"everywhere": True})
        uri = client.open(tmp_path / "README.md", readme)
        await client.heard()
        return names(client.pushed[uri])

    assert talk(quiet) == []
    assert "we-without-i" in talk(asked)


def test_settings_that_cannot_be_read_are_shown_and_mended_without_a_restart(book: Path) -> None:
    settings = book / ".upward" / "config.toml"
    settings.write_text("ignore = [", "utf-8")

    async def body(client: Client) -> None:
        await client.begin(book)
        uri = client.open(book / "stories" / "import.md", STORY)
        await client.heard()
        assert client.pushed[uri] == []
        assert "not valid TOML" in client.shown[0]
        settings.write_text('ignore = ["we-without-i"]', "utf-8")
        client.text_document_did_save(types.DidSaveTextDocumentParams(here(uri)))
        client.change(uri, 2, STORY + "\n")
        await client.heard()
        assert "unknown-key" in names(client.pushed[uri])
        assert "we-without-i" not in names(client.pushed[uri])

    talk(body)


def test_a_request_before_initialize_is_refused_as_the_protocol_says(book: Path) -> None:
    uri = (book / "stories" / "import.md").as_uri()
    text = {"uri": uri, "languageId": "markdown", "version": 1, "text": STORY}
    place = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}
    begin: dict[str, object] = {"processId": None, "rootUri": book.as_uri(), "capabilities": {}}
    messages: list[dict[str, object]] = [
        {"method": "textDocument/didOpen", "params": {"textDocument": text}},
        {"id": 1, "method": "textDocument/hover", "params": place},
        {"id": 2, "method": "shutdown"},
        {"id": 3, "method": "no/such", "params": {}},
        {"id": 4, "method": "initialize", "params": begin},
        {"id": 5, "method": "textDocument/hover", "params": place},
        {"id": 6, "method": "shutdown"},
        {"method": "exit"},
    ]
    sent = b""
    for message in messages:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        sent += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    environment = {**os.environ, "XDG_CACHE_HOME": str(book.parent / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "upward", "lsp"],
        input=sent,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    answers = [json.loads(part.partition(b"\r\n\r\n")[2]) for part in done.stdout.split(b"Content-Length")[1:]]
    codes = {answer["id"]: answer.get("error", {}).get("code", 0) for answer in answers if "id" in answer}
    assert codes == {1: -32002, 2: -32002, 3: -32002, 4: 0, 5: 0, 6: 0}
    assert not any("method" in answer for answer in answers)


def test_a_long_editing_session_ends_with_what_the_command_finds(book: Path) -> None:
    """Some hundreds of random edits, sent as an editor does; then server and command line must agree."""
    dice = random.Random(7)
    pieces = [
        "We decided. ",
        "\n",
        "😀",
        "## Result\n",
        "I ",
        "{{x: what?}}",
        "```\n",
        "---\n",
        "40 %",
        "é",
        "\r\n",
        "",
    ]

    async def body(client: Client) -> tuple[str, list[tuple[str, int, int]]]:
        await client.begin(book)
        path = book / "stories" / "import.md"
        uri, text = client.open(path, STORY), STORY
        await client.heard()
        for version in range(2, 402):
            places = PositionMap(text)
            start = dice.randrange(len(text) + 1)
            span = Span(start, min(len(text), start + dice.choice((0, 0, 1, 5, 40))))
            # No client points between CR and LF.
            span = places.span(places.range(span))
            where = places.range(span)
            new = dice.choice(pieces)
            text = text[: span.start] + new + text[span.stop :]
            client.change(uri, version, new, where)
        client.change(uri, 402, "", types.Range(types.Position(0, 0), types.Position(0, 0)))
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(here(uri)))
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        path.write_bytes(text.encode())
        return text, sorted(
            (str(each.code), each.range.start.line, each.range.start.character) for each in report.items
        )

    text, served = talk(body)
    command = [sys.executable, "-m", "upward", "check", "stories/import.md", "--output-format", "json-lines"]
    environment = {**os.environ, "UPWARD_NOW": "2026-06-01T09:00:00+00:00"}
    done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, check=False)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    printed = []
    for row in map(json.loads, done.stdout.splitlines()):
        line, column = row["location"]["row"] - 1, row["location"]["column"] - 1
        printed.append((row["name"], line, len(lines[line][:column].encode("utf-16-le")) // 2))
    assert served == sorted(printed)
    assert len(served) > 1


@given(st.text(alphabet="ab\n\r😀é\u2028", max_size=60), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_a_position_leads_back_to_its_offset(text: str, encoding: str) -> None:
    places = PositionMap(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert places.offset(places.position(offset)) == offset


def test_the_command_says_what_to_install_and_what_it_takes() -> None:
    hidden = "import sys; sys.modules['pygls'] = None; sys.argv = ['upward', 'lsp']; from upward.__main__ import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "upward: The language server needs the extra `editor` (pygls is not installed); "
        "in a clone of upward, run `pip install '.[editor]'` [missing-extra]\n"
    )
    done = subprocess.run([sys.executable, "-m", "upward", "lsp", "--tcp"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[:27]) == (2, "upward: lsp takes no --tcp;")
