// Starts `upward lsp` and leaves everything else to it.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("upward");
  const [command, ...args] = settings.get("command");
  const server = { command, args };
  const options = {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "untitled", language: "markdown" },
    ],
    initializationOptions: { everywhere: settings.get("everywhere") },
  };
  client = new LanguageClient("upward", "upward", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const step = "Install it with `pipx install '.[editor]'` in a clone of upward, or set upward.command.";
    vscode.window.showErrorMessage(`upward could not be started (${error.message}). ${step}`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("upward.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("upward")) return restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
