"""Patterns of JavaScript and TypeScript: a fault, and code like it in which nothing is to be told."""

from __future__ import annotations

import pytest

from upward.analysis.foreign import spots
from upward.catalogue.catalogue import Catalogue

FAMILY = next(each for each in Catalogue().patterns.values() if each.language("a.js"))
PAIRS: dict[str, list[tuple[str, str]]] = {
    "js-shell-by-name": [('const cp = require("child_process");\ncp.exec("git checkout " + branch);', 'const cp = require("child_process");\ncp.exec("git status");'), ('import * as child from "child_process";\nchild.execSync(`ping ${x}`);', 'const pattern = /a/; // not child_process\npattern.exec("a" + b);')],
    "js-text-as-code": [('setTimeout("go(" + x + ")", 10);', "setTimeout(() => go(x), 10);")],
    "js-page-by-request": [('app.get("/h", (req, res) => { res.send("<h1>" + req.query.name + "</h1>"); });', 'app.get("/h", (req, res) => { res.json({ name: req.query.name }); });')],
    "js-signed-by-nobody": [('jwt.verify(t, key, { algorithms: ["none"] });', 'jwt.verify(t, key, { algorithms: ["RS256"] });')],
    "js-any-certificate": [('process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";', 'if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") warn();')],
    "js-safeguard-off": [('res.cookie("sid", id, { httpOnly: false });', 'res.cookie("sid", id, { httpOnly: true });'), ("new ApolloServer({ introspection: true });", "new ApolloServer({ introspection: dev });")],
    "js-nested-repeat": [("const re = /^(a+)+$/;", "const re = /^(a+)b$/;")],
    "js-prototype-open": [("function merge(a, b) { for (const k in b) { a[k] = b[k]; } }", 'function merge(a, b) { for (const k in b) { if (k === "__proto__") continue; a[k] = b[k]; } }')],
    "js-loads-code": [("serialize.unserialize(req.body.x);", "serialize.serialize(req.body.x);"), ("require(req.query.name);", 'require("./a");')],
    "js-plain-line": [('fetch("http://api.shop.com/login", { signal });', 'fetch("http://localhost:3000/login", { signal });')],
    "js-no-such-type": [('if (typeof x === "strnig") { f(); }', 'if (typeof x === "string") { f(); }')],
    "js-nothing-found": [("const n = users.find((u) => u.id === id).name;", "const n = users.find((u) => u.id === id)?.name;"), ("const n = users.find(u => u.id === id).name;", 'const n = $("a").find("b").length;')],
    "js-nothing-to-reduce": [("const m = xs.reduce((a, b) => a + b);", "const m = xs.reduce((a, b) => a + b, 0);")],
    "js-sync-in-request": [('app.get("/a", (req, res) => { res.send(fs.readFileSync("a")); });', 'function load() { return fs.readFileSync("a"); }')],
    "js-searched-in-loop": [("for (const x of a) { const y = b.find((z) => z.id === x.id); g(y); }", "const y = b.find((z) => z.id === x.id);"), ("const c = a.filter((x) => !b.includes(x));", "const c = a.filter((x) => x.includes(b));")],
    "js-each-with-each": [("for (const a of xs) { for (const b of xs) { f(a, b); } }", "for (const a of xs) { for (const b of a.ys) { f(a, b); } }")],
    "js-all-columns": [('db.query("SELECT * FROM orders");', 'db.query("SELECT id FROM orders");')],
    "js-moved-each-time": [("for (const x of xs) { o.unshift(x); }", "o.unshift(x);")],
    "js-no-rest": [("while (!done) {}", "while (next()) {}")],
    "js-hidden-setting": [('function f() { return process.env.REGION === "eu" ? 1 : 2; }', 'const region = process.env.REGION === "eu";')],
    "js-made-inside": [('class S { constructor() { this.db = new PgClient("a"); } }', "class S { constructor(db) { this.db = db; } }")],
    "js-only-one": [("class S { static getInstance() { return S.one; } }", "class S { getName() { return 1; } }")],
    "js-work-on-import": [('mongoose.connect("mongodb://localhost/app");', 'function start() { mongoose.connect("a"); }')],
    "js-too-much-given": [("function f(a, b, c, d, e, g, h, i, j, k) {}", "function f({ a, b, c, d, e, g, h, i, j, k }) {}")],
    "js-too-many-ways": [("function f(x) {\n" + "  if (x) g();\n" * 30 + "}", "function f(x) {\n" + "  if (x) g();\n" * 10 + "}")],
}  # fmt: skip
_CASES = [(check, *pair) for check, pairs in PAIRS.items() for pair in pairs]


def told(code: str, path: str) -> set[str]:
    return {spot.check for spot in spots(code + "\n", path, FAMILY)}


@pytest.mark.parametrize("path", ["a.js", "a.ts"])
@pytest.mark.parametrize(
    ("check", "fault", "harmless"), _CASES, ids=[f"{each[0]}-{n}" for n, each in enumerate(_CASES)]
)
def test_a_fault_is_told_from_what_looks_like_it(check: str, fault: str, harmless: str, path: str) -> None:
    assert check in told(fault, path)
    assert check not in told(harmless, path)
