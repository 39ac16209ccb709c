// What every screen shares: keys, the palette, files that change, long work. Everything works without it, only slower.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const body = document.body;

// What the editor uses: the token of this visit, and whether something is not saved yet.
const state = { dirty: false };
globalThis.upward = { state, csrf: () => $('meta[name="csrf"]').content };

function typing(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], .cm-editor");
}

// ---- Lists: j and k move, Enter opens, x selects
function rows() {
  return $$("[data-row]").filter((row) => row.offsetParent !== null);
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.max(0, Math.min(all.length - 1, now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step))];
  all.forEach((row) => row.classList.toggle("here", row === next));
  (next.querySelector("a, button, input") || next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function here() {
  return $("[data-row].here") || document.activeElement?.closest?.("[data-row]") || null;
}

// ---- A plan: Shift J and Shift K, the arrows or a drag move a row; the order of the rows is what is sent
function shift(step) {
  const row = here();
  if (!row?.matches("[data-moves]")) return;
  const beside = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  if (beside) (step > 0 ? beside.after(row) : beside.before(row));
  ordered(row.parentElement);
  (row.querySelector("a") || row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function ordered(list) {
  state.dirty = true; // Nothing is redrawn under the hands of the user.
  [...list.children].forEach((row, place) => {
    const [up, down] = $$("button[name=act]", row);
    [up.value, down.value] = [`up:${place}`, `down:${place}`];
    [up.disabled, down.disabled] = [place === 0, place === list.children.length - 1];
  });
}

let dragged = null;
document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest(".handle")?.closest("[data-moves]");
  $$("[data-moves]").forEach((each) => (each.draggable = each === row));
});
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-moves]") || null;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-moves]");
  if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const { top, height } = over.getBoundingClientRect();
  if (over !== dragged) (event.clientY > top + height / 2 ? over.after(dragged) : over.before(dragged));
});
document.addEventListener("drop", (event) => dragged && event.preventDefault());
document.addEventListener("dragend", () => {
  if (dragged) ordered(dragged.parentElement);
  dragged = null;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-moves] button[name=act]");
  if (!button) return;
  event.preventDefault();
  button.closest("[data-moves]").classList.add("here");
  $$("[data-row].here").forEach((each) => each.classList.toggle("here", each.contains(button)));
  shift(button.value.startsWith("down") ? 1 : -1);
  button.focus();
});

// What is opened to be filled in is ready for the keyboard; words are counted while one types.
document.addEventListener(
  "toggle",
  (event) => event.target.matches("details.act[open]") && $("input:not([type=hidden])", event.target)?.focus(),
  true,
);
document.addEventListener("input", (event) => {
  const said = $(`[data-counts="${CSS.escape(event.target.id)}"]`);
  if (said) {
    const words = event.target.value.split(/\s+/).filter(Boolean).length;
    said.textContent = `${words} ${words === 1 ? "word" : "words"} of up to ${said.dataset.most}`;
  }
});

// ---- Keys: `g` and a letter go to a screen; a letter presses the button that shows it
let went = 0;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches("[data-sends]")) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  if (typing(event.target) || $("dialog[open]")) return;
  if (went && Date.now() - went < 1500) {
    went = 0;
    const link = $(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  const act = {
    g: () => (went = Date.now()),
    j: () => move(1),
    k: () => move(-1),
    "/": openPalette,
    "?": () => $("#keys").showModal(),
    J: () => shift(1),
    K: () => shift(-1),
    x: () => $("input[type=checkbox]", here() || undefined)?.click(),
    Escape: () => history.length > 1 && $("[data-back]")?.click(),
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
    return;
  }
  const key = `[data-key="${CSS.escape(event.key)}"]`;
  const button = (here() && $(key, here())) || $$(key).find((each) => each.offsetParent !== null);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row) $$("[data-row].here").forEach((each) => each !== row && each.classList.remove("here"));
  row?.classList.add("here");
});

// ---- Palette
function openPalette() {
  const dialog = $("#palette");
  dialog.showModal();
  const field = $("input", dialog);
  field.select();
  ask(field.value);
}

let asked = 0;
async function ask(words) {
  const mine = ++asked;
  const answer = await fetch(`/palette?q=${encodeURIComponent(words)}`, { headers: { "X-Part": "1" } });
  if (mine !== asked || !answer.ok) return;
  $("#palette-list").innerHTML = await answer.text();
  $("#palette-list a")?.classList.add("here");
}

const palette = $("#palette");
palette?.addEventListener("input", (event) => ask(event.target.value));
palette?.addEventListener("keydown", (event) => {
  const all = $$("a", palette);
  const now = all.findIndex((link) => link.classList.contains("here"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    const next = all[(now + step + all.length) % all.length];
    all.forEach((link) => link.classList.toggle("here", link === next));
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && all.length) {
    event.preventDefault();
    all[Math.max(0, now)].click();
  }
});
$$("dialog").forEach((dialog) =>
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()),
);
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) opener.dataset.opens === "palette" ? openPalette() : $(`#${opener.dataset.opens}`)?.showModal();
});

// ---- A form is sent once; what takes longer says so
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

// ---- Files that change on the disk appear by themselves, unless something is being written here
// A screen with a script of its own, such as the clock of a telling, says with data-keep that it stays as it is.
function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const chosen = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(0, chosen);
}

function busyHere() {
  return (
    state.dirty ||
    $("dialog[open]") ||
    $("details.act[open]") ||
    $("#content [data-keep]") ||
    $$("#content input, #content textarea, #content select").some(changed)
  );
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { "X-Part": "1" } });
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const from = $("#content", next);
  if (!from || $("#editor") || busyHere()) return;
  const place = rows().findIndex((row) => row.classList.contains("here"));
  const focus = document.activeElement?.id;
  $("#content").replaceWith(document.adoptNode(from));
  $(".side")?.replaceWith(document.adoptNode($(".side", next)));
  if (place >= 0) rows()[place]?.classList.add("here");
  if (focus) document.getElementById(focus)?.focus();
  htmx.process(document.body);
}

async function pulse() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch("/pulse", { headers: { "X-Part": "1" } });
      if (answer.ok) {
        $("#lost").hidden = true;
        const { version } = await answer.json();
        if (String(version) !== body.dataset.version) {
          body.dataset.version = version;
          dispatchEvent(new CustomEvent("files-changed"));
          if (!busyHere()) await refresh();
        }
      } else if (answer.status === 401) {
        $("#lost").hidden = false;
      }
    } catch {
      $("#lost").hidden = false;
    }
  }
  setTimeout(pulse, 2000);
}
if (body.dataset.version) setTimeout(pulse, 2000);
