"""Patterns of other languages than Python: a fault, and code like it in which nothing is to be told."""

from __future__ import annotations

import pytest

from upward.analysis.code_review.languages import review_source
from upward.catalogue.catalogue import Catalogue

FAMILIES = Catalogue().patterns
JAVASCRIPT: dict[str, list[tuple[str, str]]] = {
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
ERR = "package a\nfunc f() error {\n\tif err := g(); err != nil {\n\t\t#\n\t}\n\treturn nil\n}"
GO: dict[str, list[tuple[str, str]]] = {
    "go-cause-dropped": [(ERR.replace("#", 'return errors.New("failed")'), ERR.replace("#", 'return fmt.Errorf("failed: %w", err)'))],
    "go-compared-as-text": [('package a\nfunc f() {\n\tif err.Error() == "gone" {\n\t}\n}', "package a\nfunc f() {\n\tif errors.Is(err, gone) {\n\t}\n}"), ('package a\nfunc f() { use(strings.Contains(err.Error(), "gone")) }', 'package a\nfunc f() { use(strings.Contains(name, "gone")) }')],
    "go-no-deadline": [("package a\nfunc f() { g(context.TODO()) }", "package a\nfunc f(ctx context.Context) { g(ctx) }")],
    "go-never-cancelled": [("package a\nfunc f() { ctx, _ := context.WithTimeout(c, s); g(ctx) }", "package a\nfunc f() { ctx, cancel := context.WithTimeout(c, s); defer cancel(); g(ctx) }")],
    "go-counted-too-late": [("package a\nfunc f() { var wg sync.WaitGroup; go func() { wg.Add(1); defer wg.Done() }() }", "package a\nfunc f() { var wg sync.WaitGroup; wg.Add(1); go func() { defer wg.Done() }() }")],
    "go-lock-of-a-copy": [("package a\nfunc (s S) f() { s.mu.Lock() }", "package a\nfunc (s *S) f() { s.mu.Lock() }")],
    "go-exit-inside": [("package a\nfunc load() { os.Exit(1) }", "package a\nfunc main() { os.Exit(1) }")],
    "go-busy": [("package a\nfunc f() { for { select { default: work() } } }", "package a\nfunc f() { for { select { case <-c: return; default: work() } } }")],
    "go-retry-without-pause": [("package a\nfunc f() { for { if err := g(); err == nil { break } } }", "package a\nfunc f() { for { if err := g(); err == nil { break }; time.Sleep(s) } }")],
    "go-told-twice": [(ERR.replace("#", "log.Println(err)\n\t\treturn err"), ERR.replace("#", "return err"))],
    "go-quiet-error": [(ERR.replace("#", 'slog.Info("save failed", "err", err)'), ERR.replace("#", 'slog.Error("save failed", "err", err)'))],
    "go-printed": [('package a\nfunc f() { println("x") }', 'package a\nfunc f() { p.println("x") }')],
    "go-guessable": [("package a\nfunc newToken() string { return fmt.Sprint(rand.Int()) }", "package a\nfunc pick() string { return fmt.Sprint(rand.Int()) }")],
    "go-raw-markup": [('package a\nimport "text/template"\nfunc f(w http.ResponseWriter) {}', 'package a\nimport "text/template"\nfunc f(w io.Writer) {}'), ('package a\nfunc f(w W, r R) { fmt.Fprintf(w, "<h1>%s</h1>", r.FormValue("name")) }', 'package a\nfunc f(w W, r R) { fmt.Fprintf(w, "<h1>%s</h1>", name) }')],
    "go-path-from-archive": [("package a\nfunc f(z *zip.Reader) { for _, e := range z.File { os.Create(filepath.Join(d, e.Name)) } }", "package a\nfunc f(z *zip.Reader) { for _, e := range z.File { if filepath.IsLocal(e.Name) { os.Create(filepath.Join(d, e.Name)) } } }")],
    "go-unverified": [("package a\nfunc f() { p.ParseUnverified(t, c) }", "package a\nfunc f() { p.Parse(t, c) }")],
    "go-answers-to-everybody": [('package a\nfunc main() { http.ListenAndServe("0.0.0.0:80", h) }', 'package a\nfunc main() { http.ListenAndServe("127.0.0.1:80", h) }')],
    "go-plain-comparison": [("package a\nfunc f() bool { return token == expectedToken }", "package a\nfunc f() bool { return token == END }")],
    "go-broken-cipher": [("package a\nfunc f() { des.NewCipher(k) }", "package a\nfunc f() { aes.NewCipher(k) }")],
    "go-compiled-each-time": [('package a\nfunc f(s string) { regexp.MustCompile("a+").MatchString(s) }', 'package a\nvar a = regexp.MustCompile("a+")')],
    "go-pause-in-request": [("package a\nfunc f(w http.ResponseWriter, r *http.Request) { time.Sleep(s) }", "package a\nfunc f() { time.Sleep(s) }")],
    "go-all-columns": [('package a\nfunc f() { db.Query("SELECT * FROM orders") }', 'package a\nfunc f() { db.Query("SELECT id FROM orders") }')],
    "go-each-with-each": [("package a\nfunc f() { for _, a := range xs { for _, b := range xs { g(a, b) } } }", "package a\nfunc f() { for _, a := range xs { for _, b := range a.ys { g(a, b) } } }")],
    "go-clock-compared": [("package a\nfunc f(t time.Time) bool { return time.Now().After(t) }", "package a\nfunc f(t, now time.Time) bool { return now.After(t) }")],
    "go-hidden-setting": [('package a\nfunc price() { if os.Getenv("REGION") == "eu" { g() } }', 'package a\nfunc main() { if os.Getenv("REGION") == "eu" { g() } }')],
}  # fmt: skip


def java(body: str) -> str:
    return f"class A {{ void f() throws Exception {{ {body} }} }}"


JAVA: dict[str, list[tuple[str, str]]] = {
    "java-lock-kept": [(java("lock.lock(); work(); lock.unlock();"), java("lock.lock(); try { work(); } finally { lock.unlock(); }"))],
    "java-wait-without-loop": [(java("if (!ready) { wait(); }"), java("while (!ready) { wait(); }"))],
    "java-half-read": [(java("in.read(bytes);"), java("int n = in.read(bytes);"))],
    "java-by-default-letters": [(java("b = s.getBytes();"), java("b = s.getBytes(UTF_8);"))],
    "java-awaited-for-ever": [(java("future.get();"), java("future.get(3, SECONDS);"))],
    "java-result-dropped": [(java("name.trim();"), java("name = name.trim();"))],
    "java-text-put-together": [(java('log.info("order " + id);'), java('log.info("order {}", id);'))],
    "java-told-twice": [(java('try { g(); } catch (IOException e) { log.error("x", e); throw e; }'), java("try { g(); } catch (IOException e) { throw e; }"))],
    "java-quiet-error": [(java('try { g(); } catch (IOException e) { log.debug("failed", e); }'), java('try { g(); } catch (IOException e) { log.debug("skipped", e); }'))],
    "java-path-from-archive": [(java("ZipEntry e = z.getNextEntry(); new File(dir, e.getName());"), java("ZipEntry e = z.getNextEntry(); new File(dir, name);"))],
    "java-built-filter": [(java('ctx.search("ou=x", "(uid=" + u + ")", c);'), java('ctx.search("ou=x", "(uid={0})", a, c);'))],
    "java-any-class": [(java("mapper.enableDefaultTyping();"), java("mapper.enable(x);")), (java("new Yaml().load(s);"), java("new Yaml(new SafeConstructor()).load(s);"))],
    "java-class-from-request": [(java('Class.forName(q.getParameter("c"));'), java('Class.forName("org.h2.Driver");'))],
    "java-plain-passwords": [(java("p = NoOpPasswordEncoder.getInstance();"), java("p = new BCryptPasswordEncoder();"))],
    "java-fixed-start": [(java('new IvParameterSpec("0000".getBytes());'), java("new IvParameterSpec(fresh);"))],
    "java-signature-unread": [(java("Jwts.parser().setSigningKey(k).parse(t);"), java("Jwts.parser().setSigningKey(k).parseClaimsJws(t);"))],
    "java-text-grown-in-loop": [(java('String s = ""; for (String x : xs) { s += x; }'), java("int s = 0; for (int x : xs) { s += x; }"))],
    "java-asked-in-loop": [(java("for (Long id : ids) { repo.findById(id); }"), java("repo.findAllById(ids);"))],
    "java-compiled-each-time": [(java('Pattern.compile("a+").matcher(s);'), 'class A { static final Pattern P = Pattern.compile("a+"); }')],
    "java-searched-in-loop": [(java("for (X x : xs) { ys.stream().filter(y -> y.id == x.id).findFirst(); }"), java("ys.stream().filter(y -> y.id == 1).findFirst();"))],
    "java-boxed": [(java("new Integer(3);"), java("Integer.valueOf(3);"))],
    "java-all-columns": [(java('st.executeQuery("SELECT * FROM orders");'), java('st.executeQuery("SELECT id FROM orders");'))],
    "java-no-rest": [(java("while (!done) { Thread.sleep(10); }"), java("Thread.sleep(10);"))],
    "java-endless-cache": [("class A { static final Map<String, X> CACHE = new HashMap<>(); }", "class A { static final Map<String, X> CACHE = new HashMap<>(); void f() { CACHE.clear(); } }")],
    "java-lines-at-once": [(java("Files.readAllLines(p).forEach(this::g);"), java("Files.lines(p).forEach(this::g);"))],
    "java-clock-compared": [(java("return t.isBefore(Instant.now());"), java("return t.isBefore(clock.instant());"))],
    "java-chance-inside": [(java("return new Random().nextInt(3);"), java("return random.nextInt(3);"))],
    "java-only-one": [("class A { static A getInstance() { return I; } }", "class A { static Codec getInstance(String name) { return I; } }")],
    "java-made-inside": [("class A { private PaymentClient c = new PaymentClient(u); }", "class A { private final PaymentClient c; }")],
    "java-hidden-setting": [(java('return "eu".equals(System.getenv("REGION"));'), java('String r = System.getenv("REGION");'))],
    "java-injected-past": [("class A { @Autowired private B b; }", "class A { private final B b; @Autowired A(B b) { this.b = b; } }")],
    "java-too-much-given": [("class A { void f(int a, int b, int c, int d, int e, int g, int h, int i, int j, int k) {} }", "class A { void f(int a, Map<A, Map<B, C>> b) {} }")],
}  # fmt: skip
_CASES = [
    (path, check, *pair)
    for pairs_of, paths in ((JAVASCRIPT, ("a.js", "a.ts")), (GO, ("a.go",)), (JAVA, ("A.java",)))
    for check, pairs in pairs_of.items()
    for pair in pairs
    for path in paths
]


def told(code: str, path: str) -> set[str]:
    family = next(each for each in FAMILIES.values() if each.language(path))
    return {spot.check for spot in review_source(code + "\n", path, family)}


@pytest.mark.parametrize(
    ("path", "check", "fault", "harmless"), _CASES, ids=[f"{each[1]}-{n}" for n, each in enumerate(_CASES)]
)
def test_a_fault_is_told_from_what_looks_like_it(path: str, check: str, fault: str, harmless: str) -> None:
    assert check in told(fault, path)
    assert check not in told(harmless, path)
