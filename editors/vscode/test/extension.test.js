// The extension with VS Code's side of it played, and the real server on the other side where a test says so.
"use strict";

const assert = require("node:assert");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const test = require("node:test");

// The server of this clone where it is set up, else the one that is installed.
const clone = path.join(__dirname, "..", "..", "..", ".venv", "bin", "python");
const server = process.env.UPWARD_COMMAND
  ? JSON.parse(process.env.UPWARD_COMMAND)
  : fs.existsSync(clone) ? [clone, "-m", "upward"] : ["upward"];
const settings = { command: ["upward", "lsp"], everywhere: false };
const shown = [];
const commands = new Map();
const clients = [];
let changed;

class LanguageClient {
  constructor(id, name, server, options) {
    Object.assign(this, { id, name, server, options, running: false });
    clients.push(this);
  }

  // Speaks the first words of the protocol with whatever the extension chose to run.
  start() {
    return new Promise((resolve, reject) => {
      this.process = spawn(this.server.command, this.server.args);
      this.process.on("error", reject);
      let heard = "";
      this.process.stdout.on("data", (chunk) => {
        heard += chunk;
        if (!this.running && heard.includes("capabilities")) {
          this.running = true;
          this.answer = heard;
          resolve();
        }
      });
      const params = { processId: null, rootUri: null, capabilities: {}, initializationOptions: this.options.initializationOptions };
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
      this.process.stdin.on("error", () => {});
      this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  stop() {
    this.running = false;
    return new Promise((resolve) => {
      this.process.on("exit", resolve);
      this.process.kill();
    });
  }
}

const vscode = {
  workspace: {
    getConfiguration: (section) => ({ get: (key) => (assert.strictEqual(section, "upward"), settings[key]) }),
    onDidChangeConfiguration: (listener) => ((changed = listener), { dispose() {} }),
  },
  window: { showErrorMessage: (message) => shown.push(message) },
  commands: { registerCommand: (name, run) => (commands.set(name, run), { dispose() {} }) },
};

const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
const extension = require("../extension.js");
const manifest = require("../package.json");

test("it starts the server that the settings name, for Markdown", async () => {
  settings.command = [...server, "lsp"];
  settings.everywhere = true;
  await extension.activate({ subscriptions: [] });
  const [client] = clients;
  assert.match(client.answer, /"name":\s*"upward"/);
  assert.deepStrictEqual(client.options.initializationOptions, { everywhere: true });
  assert.ok(client.options.documentSelector.every((each) => each.language === "markdown"));
});

test("it starts anew when asked, and when its settings change", async () => {
  await commands.get("upward.restart")();
  assert.strictEqual(clients.length, 2);
  assert.ok(!clients[0].running && clients[1].running);
  await changed({ affectsConfiguration: (section) => section === "other" });
  assert.strictEqual(clients.length, 2);
  await changed({ affectsConfiguration: (section) => section === "upward" });
  assert.strictEqual(clients.length, 3);
  await extension.deactivate();
  assert.ok(clients.every((client) => !client.running));
});

test("without the command it says what to do", async () => {
  settings.command = ["no-such-command-anywhere"];
  await commands.get("upward.restart")();
  assert.match(shown[0], /could not be started.*pipx install '\.\[editor\]'/);
  await extension.deactivate();
});

test("the package holds the bundle, its licences and nothing that is not needed", () => {
  assert.deepStrictEqual(manifest.files, ["dist/extension.js", "LICENSE", "THIRD_PARTY_LICENSES", "README.md"]);
  assert.strictEqual(manifest.main, "./dist/extension.js");
  assert.strictEqual(manifest.dependencies, undefined);
  assert.strictEqual(manifest.license, "MIT");
});

test("the manifest names what the extension uses", () => {
  const { properties } = manifest.contributes.configuration;
  assert.deepStrictEqual(Object.keys(properties), ["upward.command", "upward.everywhere"]);
  assert.deepStrictEqual(properties["upward.command"].default, ["upward", "lsp"]);
  // A folder that somebody sent must not choose what is run.
  assert.strictEqual(properties["upward.command"].scope, "machine");
  assert.deepStrictEqual(manifest.contributes.commands.map((each) => each.command), [...commands.keys()]);
});
