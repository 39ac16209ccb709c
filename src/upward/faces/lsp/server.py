"""The language server's features: each asks the desk, and gives the answer the protocol's shape."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcServerNotInitialized
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.uris import from_fs_path, to_fs_path

from upward import __version__
from upward.analysis.lint.completion import completions
from upward.analysis.lint.navigation import explanation_at, linked_record, records_linking, rule_page
from upward.faces.lsp import protocol
from upward.faces.lsp.positions import PositionMap
from upward.faces.lsp.workspace import OpenDocument, Workspace
from upward.model.errors import UpwardError
from upward.model.record import Record
from upward.model.span import Span
from upward.store import rule_pages


class OrderedProtocol(LanguageServerProtocol):
    """The protocol with the order that its specification asks for: before `initialize` nothing is answered."""

    _begun = False

    def _handle_request(self, msg_id: str | int, method_name: str, params: Any) -> None:
        self._begun = self._begun or method_name == types.INITIALIZE
        if self._begun:
            super()._handle_request(msg_id, method_name, params)
            return
        error = JsonRpcServerNotInitialized(f"{method_name} was sent before initialize; send initialize first")
        self._send_response(msg_id, None, error.to_response_error())

    def _handle_notification(self, method_name: str, params: Any) -> None:
        if self._begun or method_name == types.EXIT:
            super()._handle_notification(method_name, params)


class Upward(LanguageServer):
    """The server and its desk."""

    def __init__(self) -> None:
        super().__init__("upward", __version__, protocol_cls=OrderedProtocol)
        self.desk = Workspace(dict(os.environ))
        self.pages: Mapping[str, str] = {}
        self.pulls = False

    def take(self, uri: str) -> OpenDocument | None:
        """Check a text as the editor has it now; None where the settings can't be used, which is shown."""
        document = self.workspace.get_text_document(uri)
        held = self.desk.sheets.get(uri)
        if held is not None and held.version == (document.version or 0):
            return held
        try:
            return self.desk.put(uri, _path(uri), document.source, document.version or 0)
        except UpwardError as error:
            self.desk.drop(uri)
            message = error.sentence()
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))
            return None

    def diagnostics(self, sheet: OpenDocument) -> list[types.Diagnostic]:
        """Give what was found in a text."""
        return [protocol.diagnostic(finding, sheet.places, self.pages) for finding in sheet.findings]

    def publish(self, uri: str) -> None:
        """Check a text, and push what is found to a client that does not ask for it."""
        sheet = self.take(uri)
        if not self.pulls:
            found = self.diagnostics(sheet) if sheet else []
            version = sheet.version if sheet else None
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def again(self) -> None:
        """Check everything again: files or settings changed."""
        try:
            self.desk.refresh()
        except UpwardError as error:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, error.what))
        if self.pulls:
            self.workspace_diagnostic_refresh(None)
        else:
            for uri in list(self.desk.sheets):
                self.publish(uri)

    def location(self, record: Record, span: Span, sheet: OpenDocument) -> types.Location | None:
        """Give where a record of the same logbook stands."""
        root = sheet.checker.session.root
        uri = from_fs_path(str(root / record.path)) if root else None
        return types.Location(uri, PositionMap(record.text, self.desk.encoding).range(span)) if uri else None


def _path(uri: str) -> Path | None:
    name = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(name) if name else None


def _server() -> Upward:
    server = Upward()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        workspace, texts = params.capabilities.workspace, params.capabilities.text_document
        server.pulls = bool(texts and texts.diagnostic and workspace and workspace.diagnostics)
        given = params.initialization_options
        server.desk.everywhere = bool(isinstance(given, Mapping) and given.get("everywhere"))
        server.pages = rule_pages.write_rule_page(server.desk.catalogue.rules.values(), server.desk.environment)

    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        encoding = server.workspace.position_encoding or types.PositionEncodingKind.Utf16
        server.desk.encoding = str(getattr(encoding, "value", encoding))
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            globs = [types.FileSystemWatcher("**/*.md"), types.FileSystemWatcher("**/*.toml")]
            options = types.DidChangeWatchedFilesRegistrationOptions(globs)
            wish = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([wish]))

    for part in (_texts, _findings, _hints, _links):
        part(server)
    return server


def _texts(server: Upward) -> None:
    """Register what the client tells of texts and files."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        server.again()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def moved(_: types.DidChangeWatchedFilesParams) -> None:
        server.again()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.desk.drop(params.text_document.uri)
        if not server.pulls:
            server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))


def _findings(server: Upward) -> None:
    """Register what the client asks about findings."""
    pulling = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier="upward")

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, pulling)
    def pulled(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        sheet = server.take(params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(items=server.diagnostics(sheet) if sheet else [])

    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, protocol.FIX_ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def acted(params: types.CodeActionParams) -> list[types.CodeAction]:
        sheet = server.take(params.text_document.uri)
        wanted = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
        return list(protocol.actions(sheet, sheet.places.span(params.range), wanted, server.pages)) if sheet else []


def _hints(server: Upward) -> None:
    """Register what helps while writing."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        sheet = server.take(params.text_document.uri)
        if sheet is None:
            return None
        offset = sheet.places.offset(params.position)
        known = explanation_at(sheet.record, offset, server.desk.context(sheet), sheet.checker.rule_set.all_rules)
        if known is None:
            found = [finding for finding in sheet.findings if finding.span.start <= offset <= finding.span.stop]
            rules = [
                sheet.checker.rule_set.all_rules[finding.name]
                for finding in found
                if finding.name in sheet.checker.rule_set.all_rules
            ]
            if not rules:
                return None
            known = found[0].span, "\n\n---\n\n".join(rule_page(rule) for rule in dict.fromkeys(rules))
        text = types.MarkupContent(types.MarkupKind.Markdown, known[1])
        return types.Hover(text, sheet.places.range(known[0]))

    starts = types.CompletionOptions(trigger_characters=[":", " ", "-", "[", ",", "#"])

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, starts)
    def completed(params: types.CompletionParams) -> list[types.CompletionItem]:
        sheet = server.take(params.text_document.uri)
        if sheet is None:
            return []
        offset = sheet.places.offset(params.position)
        found = completions(sheet.record, offset, server.desk.context(sheet), sheet.checker.rule_set.all_rules)
        return [protocol.completion(each, sheet.places) for each in found]


def _links(server: Upward) -> None:
    """Register what leads from record to record."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.Location]:
        sheet = server.take(params.text_document.uri)
        if sheet is None:
            return []
        records = linked_record(sheet.record, sheet.places.offset(params.position), server.desk.context(sheet))
        places = [server.location(record, Span(record.body.start, record.body.start), sheet) for record in records]
        return [place for place in places if place]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def referred(params: types.ReferenceParams) -> list[types.Location]:
        sheet = server.take(params.text_document.uri)
        if sheet is None or not sheet.path:
            return []
        found = records_linking(sheet.record.id, server.desk.context(sheet))
        places = [server.location(record, span, sheet) for record, span in found]
        return [place for place in places if place]


def serve() -> None:
    """Serve over standard input and output until the client leaves."""
    _server().start_io()
