// The editor of one record: findings while one types, saved by itself, nothing lost.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, setDiagnostics, nextDiagnostic } from "@codemirror/lint";
import { EditorState, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const { csrf, state: page } = globalThis.upward;

const holder = document.querySelector("#editor");
const area = holder.querySelector("textarea");
const { path } = holder.dataset;
const said = document.querySelector("#saved");
const LIVE = 40; // milliseconds without a key before the text is checked
const CALM = 300; // and before what is found is underlined
const SAVE = 900; // and before it is saved
const KEY = `upward:${holder.dataset.logbook}:${path}`;
let digest = holder.dataset.digest;
let checked = 0;
let saving = null;
let conflict = false;
let timers = {};

const styles = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "600", fontFamily: "var(--sans)" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.comment, tags.processingInstruction, tags.meta], color: "var(--soft)" },
  { tag: [tags.monospace, tags.url], fontFamily: "var(--mono)", fontSize: "14px" },
]);

// Front matter is shown small and in one width; its end is the second line of dashes.
const front = StateField.define({
  create: (state) => lines(state),
  update: (value, change) => (change.docChanged ? lines(change.state) : value),
  provide: (field) => EditorView.decorations.from(field),
});
function lines(state) {
  const builder = new RangeSetBuilder();
  if (state.doc.line(1).text.trim() === "---") {
    for (let number = 1; number <= Math.min(state.doc.lines, 400); number += 1) {
      const line = state.doc.line(number);
      builder.add(line.from, line.from, Decoration.line({ class: "cm-front" }));
      if (number > 1 && line.text.trim() === "---") return builder.finish();
    }
  }
  return Decoration.none;
}
const slot = new MatchDecorator({ regexp: /\{\{[^{}]*\}\}/g, decoration: () => Decoration.mark({ class: "cm-slot" }) });
const slots = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = slot.createDeco(view);
    }
    update(change) {
      this.decorations = slot.updateDeco(change, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

// Rows and columns count from 1, columns in characters; an editor counts in UTF-16.
function offset(doc, { row, column }) {
  const line = doc.line(Math.max(1, Math.min(row, doc.lines)));
  const before = Array.from(line.text).slice(0, column - 1).join("").length;
  return line.from + Math.min(before, line.length);
}

function diagnostic(view, found) {
  const { doc } = view.state;
  const from = offset(doc, found.start);
  return {
    from,
    to: Math.max(from, offset(doc, found.end)),
    severity: { error: "error", warning: "warning", hint: "info" }[found.severity],
    message: `${found.message} (${found.name})`,
    actions: found.fix ? [{ name: found.fix.message, apply: (each) => applyFix(each, found.fix) }] : [],
  };
}

function applyFix(view, fix) {
  const { doc } = view.state;
  const changes = fix.edits.map((edit) => ({ from: offset(doc, edit.start), to: offset(doc, edit.end), insert: edit.text }));
  view.dispatch({ changes });
  view.focus();
}

async function send(address, data) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF": csrf(), "X-Part": "1" },
    body: JSON.stringify(data),
  });
}

let latest = [];
let asking = false;
async function check(view) {
  const mine = ++checked;
  if (asking) return; // The answer that is on its way asks again where the text changed since.
  asking = true;
  try {
    const answer = await send("/live", { path, text: view.state.sliceDoc() });
    if (mine !== checked || !answer.ok) return;
    const found = await answer.json();
    if (mine !== checked) return;
    latest = found.findings;
    view.dispatch(setDiagnostics(view.state, found.findings.map((each) => diagnostic(view, each))));
    for (const [name, markup] of Object.entries(found.parts)) {
      const place = document.querySelector(`#part-${name}`);
      if (place && place.innerHTML !== markup) place.innerHTML = markup;
    }
    document.dispatchEvent(new CustomEvent("upward:checked"));
  } catch (error) {
    // The server is away: what is typed is kept, and checked when it is back. Anything else is a fault to be seen.
    if (!(error instanceof TypeError && /fetch/i.test(error.message))) console.error(error);
  } finally {
    asking = false;
    if (mine !== checked) check(view);
  }
}

function keep(text) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ text, digest, at: new Date().toISOString() }));
  } catch {
    // A full or forbidden storage takes nothing away from saving.
  }
}

function clock() {
  return new Date().toTimeString().slice(0, 5);
}

async function save(view) {
  if (saving || conflict) return;
  const text = view.state.sliceDoc();
  said.textContent = "saving";
  saving = send("/save", { path, text, digest });
  try {
    const answer = await saving;
    const found = await answer.json();
    if (answer.ok) {
      digest = found.digest;
      document.body.dataset.version = found.version;
      said.classList.remove("failed");
      said.textContent = `saved ${clock()}`;
      if (view.state.sliceDoc() === text) {
        page.dirty = false;
        localStorage.removeItem(KEY);
      }
    } else if (answer.status === 409) {
      conflict = true;
      said.classList.add("failed");
      said.textContent = "changed elsewhere: not saved";
      const form = document.querySelector("#conflict");
      form.elements.text.value = text;
      form.elements.digest.value = digest;
      form.hidden = false;
    } else {
      fail(`not saved: ${found.what || "the server refused"}${found.next_step ? `; ${found.next_step}` : ""}`);
    }
  } catch {
    fail("not saved: the server does not answer; your text is kept in this browser");
  } finally {
    saving = null;
    if (page.dirty && !conflict) later("save", () => save(view), said.classList.contains("failed") ? 5000 : SAVE);
  }
}

function fail(message) {
  said.classList.add("failed");
  said.textContent = message;
}

function later(name, act, wait) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, wait);
}

function changed(view) {
  page.dirty = true;
  view.dom.classList.add("typing");
  keep(view.state.sliceDoc());
  later("calm", () => view.dom.classList.remove("typing"), CALM);
  later("live", () => check(view), LIVE);
  later("save", () => save(view), SAVE);
}

function start(text) {
  const view = new EditorView({
    parent: holder,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(holder.dataset.nonce),
        EditorState.lineSeparator.of("\n"),
        history(),
        markdownLanguage,
        syntaxHighlighting(styles),
        front,
        slots,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": `Text of ${path}`, spellcheck: "true", autocapitalize: "sentences" }),
        keymap.of([
          { key: "Mod-s", run: (each) => (save(each), true), preventDefault: true },
          { key: "F8", run: nextDiagnostic },
          { key: "Mod-.", run: (each) => fixHere(each) },
          ...defaultKeymap,
          ...historyKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of((change) => change.docChanged && changed(change.view)),
      ],
    }),
  });
  area.hidden = true;
  area.disabled = true;
  document.querySelector("#save-plain")?.remove();
  return view;
}

function fixHere(view) {
  const at = view.state.selection.main.head;
  const found = latest.find((each) => each.fix && offset(view.state.doc, each.start) <= at && at <= offset(view.state.doc, each.end));
  if (found) applyFix(view, found.fix);
  return Boolean(found);
}

const view = start(area.value.replace(/\r\n?/g, "\n"));
check(view);

// A draft that a crash left behind is offered, and never put in place by itself.
const draft = JSON.parse(localStorage.getItem(KEY) || "null");
if (draft && draft.text !== view.state.sliceDoc()) {
  const bar = document.querySelector("#draft");
  bar.hidden = false;
  bar.querySelector("span").textContent = `Text of ${new Date(draft.at).toLocaleString()} was not saved.`;
  bar.querySelector("[data-restore]").addEventListener("click", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: draft.text } });
    bar.hidden = true;
  });
  bar.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    bar.hidden = true;
  });
} else if (draft) {
  localStorage.removeItem(KEY);
}

// A click on a finding or a claim goes to its place; a fix shows what it writes before it is made.
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-at]");
  if (place) {
    event.preventDefault();
    const [row, column] = place.dataset.at.split(":").map(Number);
    const at = offset(view.state.doc, { row, column });
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  }
  const fix = event.target.closest("[data-fix]");
  if (fix) {
    event.preventDefault();
    applyFix(view, latest[Number(fix.dataset.fix)].fix);
  }
});
addEventListener("files-changed", async () => {
  if (page.dirty || conflict) return;
  const answer = await fetch(`/text?path=${encodeURIComponent(path)}`, { headers: { "X-Part": "1" } });
  if (!answer.ok) return;
  const found = await answer.json();
  if (found.digest !== digest && !page.dirty) {
    digest = found.digest;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: found.text.replace(/\r\n?/g, "\n") } });
    clearTimeout(timers.save);
    page.dirty = false;
    localStorage.removeItem(KEY);
    said.textContent = `reloaded ${clock()}`;
  }
});
addEventListener("beforeunload", () => page.dirty && !conflict && navigator.onLine && save(view));
