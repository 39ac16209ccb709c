"""Each check tells a fault from what looks like it: names as modules spell them, what flows from a request, mistakes."""

from __future__ import annotations

import pytest

from ..pairs import told, told_apart

_ROUTE = "from flask import Flask, redirect, request\napp = Flask(__name__)\n"
# By its own name it would look like a stub of ours to the checks of this repository.
_NOT_YET = NotImplemented.__class__.__name__.removesuffix("Type") + "Error"
# By check: code in which it tells of a fault, and code like it in which it must not.
PAIRS: dict[str, list[tuple[str, str]]] = {
    "no-timeout": [
        ("from requests import get\nget('https://a.test')", "from cache import get\nget('https://a.test')"),
        ("import requests as http\nhttp.post('https://a.test')", "import requests as http\nhttp.post('https://a.test', timeout=3)"),
        ("from requests import get as fetch\nfetch('https://a.test')", "from requests import get\ndef get(place):\n    return place\nget('a')"),
    ],
    "unseen-failure": [("from subprocess import call\ncall(['make'])", "from subprocess import call\ncode = call(['make'])\nprint(code)")],
    "never-filled-in": [
        ("def f(x):\n    raise ValueError('no %s here', x)", "def f(x):\n    raise ValueError('no %s here' % x)"),
        ("def f(x):\n    raise KeyError('no {} here', x)", "def f(x):\n    raise OSError(2, 'no {} here')"),
    ],
    "thread-without-work": [
        ("import threading\nthreading.Thread(run).start()", "import threading\nthreading.Thread(None, run).start()"),
        ("from threading import Thread\ndef f(a):\n    Thread(target=work(a)).start()", "from threading import Thread\ndef f(a):\n    Thread(target=partial(work, a)).start()"),
    ],
    "never-reached": [
        ("try:\n    f()\nexcept LookupError:\n    g()\nexcept KeyError:\n    h()", "try:\n    f()\nexcept KeyError:\n    h()\nexcept LookupError:\n    g()"),
        ("try:\n    f()\nexcept OSError:\n    g()\nexcept (FileNotFoundError, PermissionError):\n    h()", "try:\n    f()\nexcept OSError:\n    g()\nexcept (FileNotFoundError, ValueError):\n    h()"),
    ],
    "last-round": [
        ("def f(rows):\n    for row in rows:\n        g(row)\n    return row", "def f(rows):\n    row = None\n    for row in rows:\n        g(row)\n    return row"),
        ("def f(rows):\n    for row in rows:\n        g(row)\n    return row", "def f(rows):\n    if not rows:\n        return None\n    for row in rows:\n        g(row)\n    return row"),
        ("def f(rows):\n    for n, row in enumerate(rows):\n        g(row)\n    return n", "def f():\n    for n in range(3):\n        g(n)\n    return n"),
    ],
    "next-of-nothing": [("def f(rows):\n    head = next(rows)\n    yield head", "def f(rows):\n    head = next(rows, None)\n    yield head"),
                        ("def f(rows):\n    yield next(rows)", "def f(rows):\n    return next(rows)")],
    "scope-given-away": [
        ("async def f():\n    async with asyncio.timeout(3):\n        yield 1", "@asynccontextmanager\nasync def f():\n    async with asyncio.timeout(3):\n        yield 1"),
    ],
    "changed-meanwhile": [("def f(d):\n    for key in d:\n        d[key.lower()] = 1", "def f(d):\n    for key in d:\n        d[key] = 1")],
    "shared-without-lock": [
        ("import threading\nseen = []\ndef work():\n    seen.append(1)\nthreading.Thread(target=work).start()",
         "import threading\nseen = []\nlock = threading.Lock()\ndef work():\n    with lock:\n        seen.append(1)\nthreading.Thread(target=work).start()"),
        ("import threading\ncount = 0\ndef work():\n    global count\n    count += 1\nthreading.Thread(target=work).start()",
         "import threading\ncount = 0\ndef work():\n    count = 0\n    count += 1\nthreading.Thread(target=work).start()"),
    ],
    "locks-crossed": [
        ("def f():\n    with a_lock:\n        with b_lock:\n            pass\ndef g():\n    with b_lock, a_lock:\n        pass",
         "def f():\n    with a_lock:\n        with b_lock:\n            pass\ndef g():\n    with a_lock, b_lock:\n        pass"),
    ],
    "left-empty": [
        ("def pay(order) -> bool:\n    '''Pay.'''\n    ...", "def pay(order) -> None:\n    '''Pay.'''"),
        (f"def pay(order):\n    raise {_NOT_YET}('later')", "@overload\ndef pay(order) -> bool: ...\ndef pay(order):\n    return True"),
    ],
    "path-from-request": [
        (_ROUTE + "@app.get('/a')\ndef a():\n    named = request.args.get('f')\n    path = BASE / named\n    with open(path) as file:\n        return file.read()",
         _ROUTE + "@app.get('/a')\ndef a():\n    named = request.args.get('f')\n    path = (BASE / named).resolve()\n    if not path.is_relative_to(BASE):\n        return 'no'\n    with open(path) as file:\n        return file.read()"),
        (_ROUTE + "@app.get('/a/<named>')\ndef a(named):\n    return (BASE / named).read_text()", _ROUTE + "@app.get('/a/<int:named>')\ndef a(named):\n    return (BASE / named).read_text()"),
        ("def lambda_handler(event, context):\n    named = event['queryStringParameters']['file']\n    return open(os.path.join(BASE, named)).read()",
         "def lambda_handler(event, context):\n    named = event['Records'][0]['key']\n    return open(os.path.join(BASE, named)).read()"),
        (_ROUTE + "@app.post('/a')\ndef a():\n    sent = request.files['f']\n    sent.save(os.path.join(BASE, sent.filename))", _ROUTE + "@app.post('/a')\ndef a():\n    sent = request.files['f']\n    sent.save(os.path.join(BASE, secure_filename(sent.filename)))"),
        (_ROUTE + "@app.get('/a')\ndef a():\n    kind = request.args['kind']\n    return open(kind + '.txt').read()", _ROUTE + "@app.get('/a')\ndef a():\n    kind = request.args['kind']\n    if kind not in KINDS:\n        return 'no'\n    return open(kind + '.txt').read()"),
        (_ROUTE + "@app.get('/a')\ndef a():\n    return open(request.args['f']).read()", _ROUTE + "@app.get('/a')\ndef a():\n    user = users.get(request.args['id'])\n    return open(user.picture).read()"),
        # Asked of something else, or among what strangers asked for: no safeguard.
        (_ROUTE + "@app.get('/a')\ndef a():\n    named = request.args['f']\n    if request.path.startswith('/a'):\n        log()\n    return open(named).read()", _ROUTE + "@app.get('/a')\ndef a():\n    named = os.path.join(BASE, request.args['f'])\n    if not os.path.abspath(named).startswith(BASE):\n        return 'no'\n    return open(named).read()"),
        (_ROUTE + "@app.get('/a')\ndef a():\n    named = request.args['f']\n    if named in cache:\n        return cache[named]\n    return open(named).read()", _ROUTE + "@app.get('/a')\ndef a():\n    named = request.args['f']\n    if named not in allowed:\n        return 'no'\n    return open(named).read()"),
        (_ROUTE + "@app.get('/a')\ndef a():\n    named = request.args['f']\n    log(os.path.basename(named))\n    return open(named).read()", _ROUTE + "@app.get('/a')\ndef a():\n    named = os.path.basename(request.args['f'])\n    return open(named).read()"),
    ],
    "redirect-from-request": [
        ("def f(request):\n    url = request.GET.get('next')\n    return HttpResponseRedirect(url)", "def f(request):\n    url = request.GET.get('next')\n    return HttpResponseRedirect(reverse(url))"),
    ],
    "query-from-request": [
        ("def f(cur, request):\n    query = 'select a from t where b = '\n    query += request.args['b']\n    cur.execute(query)",
         "def f(cur, request):\n    query = 'select a from t where b = ?'\n    cur.execute(query, [request.args['b']])"),
        ("def f(cur, request):\n    cur.execute(request.json['query'])", "def f(cur, request):\n    order = escape_name(request.args['by'])\n    cur.execute('select a from t order by ' + order)"),
    ],
    "address-from-request": [
        ("from fastapi import APIRouter\nimport httpx\nrouter = APIRouter()\n@router.get('/a')\ndef a(url):\n    return httpx.get('http://' + url, timeout=3)",
         "from fastapi import APIRouter\nimport httpx\nrouter = APIRouter()\n@router.get('/a')\ndef a(db):\n    return httpx.get(db.url, timeout=3)"),
    ],
    "raw-markup": [
        (_ROUTE + "@app.get('/a')\ndef a():\n    who = request.args['who']\n    return f'<b>{who}</b>'", _ROUTE + "@app.get('/a')\ndef a():\n    who = escape(request.args['who'])\n    return f'<b>{who}</b>'"),
    ],
    "open-to-all": [
        ("CORS(app)", "CORS(app, origins=['https://a.test'])"),
        ("app.add_middleware(CORSMiddleware, allow_origins=['*'])", "app.add_middleware(CORSMiddleware, allow_origins=ORIGINS)"),
        ("CORS_ALLOW_ALL_ORIGINS = True", "CORS_ALLOW_ALL_ORIGINS = False"),
    ],
    "as-sent": [("class UserForm(ModelForm):\n    class Meta:\n        fields = '__all__'", "class UserForm(ModelForm):\n    class Meta:\n        fields = ['name']")],
    "unsigned-call": [
        (_ROUTE + "@app.post('/stripe/webhook')\ndef paid():\n    grant(request.json['id'])", _ROUTE + "@app.post('/stripe/webhook')\ndef paid():\n    event = stripe.Webhook.construct_event(request.data, request.headers['Stripe-Signature'], KEY)\n    grant(event['id'])"),
    ],
    "secret-in-code": [
        ("API_KEY = '9f8e7d6c5b4a39281706'", "API_KEY = 'your-api-key'"),
        ("connect(access_key='8Kx2pQ9vL4mZ7tRw')", "connect(access_key=os.environ['ACCESS_KEY'])"),
        ("config = {'client_secret': 'Zk39dLq0aPxM27'}", "config = {'client_secret': 'client.secret.path'}"),
        ("KEY = 'AKIA" + "Q3EGRU7PLMN5DS2X'", "KEY = 'AKIAIOSFODNN7" + "EXAMPLE'"),
    ],
    "old-protocol": [("Context(SSL.SSLv3_METHOD)", "Context(SSL.TLS_METHOD)"),
                     ("context.minimum_version = ssl.TLSVersion.TLSv1", "context.minimum_version = ssl.TLSVersion.TLSv1_2")],
    "loads-code": [
        ("import torch\ntorch.load('weights.pt')", "import torch\ntorch.load('weights.pt', weights_only=True)"),
        ("np.load(path, allow_pickle=True)", "np.load(path)"),
        ("joblib.load(path)", "json.load(path)"),
    ],
    "not-pinned": [
        ("AutoModel.from_pretrained('house/model')", "AutoModel.from_pretrained('house/model', revision='" + "0a1b2c3d" * 5 + "')"),
        ("AutoModel.from_pretrained('house/model', revision='main')", "AutoModel.from_pretrained('./model')"),
        ("load_dataset('house/data')", "load_dataset(**given)"),
    ],
    "runs-strangers-code": [("AutoModel.from_pretrained(path, trust_remote_code=True)", "AutoModel.from_pretrained(path)")],
    "model-believed": [
        ("def f(llm, cur, q):\n    sql = llm.invoke(q)\n    cur.execute(sql)", "def f(llm, cur, q):\n    said = llm.invoke(q)\n    cur.execute('insert into t values (?)', [said])"),
        ("def f(client, q):\n    answer = client.chat.completions.create(messages=q)\n    code = answer.choices[0].message.content\n    exec(code)", "def f(client, q):\n    answer = client.chat.completions.create(messages=q)\n    show(answer)"),
    ],
    "agent-may-anything": [("Agent(tools=[ShellTool()])", "Agent(tools=[SearchTool()])"),
                           ("Tool(func=os.system, name='shell')", "Tool(func=look_up, name='look up')")],
    "secret-told-model": [("def f(client, token):\n    client.responses.create(input=f'Why does {token} fail?')", "def f(client, max_tokens):\n    client.responses.create(input=f'In {max_tokens} words')")],
    "blocking-in-async": [
        ("import requests\nsession = requests.Session()\nasync def f(u):\n    return session.get(u)", "import httpx\nsession = httpx.AsyncClient()\nasync def f(u):\n    return await session.get(u)"),
        ("import socket\nasync def f(h):\n    return socket.getaddrinfo(h, 80)", "import trio\nasync def f(h):\n    return await trio.socket.getaddrinfo(h, 80)"),
        ("async def f(pool, g):\n    return pool.submit(g).result()", "def f(pool, g):\n    return pool.submit(g).result()"),
        ("import queue\nq = queue.Queue()\nasync def f():\n    return q.get()", "import asyncio\nq = asyncio.Queue()\nasync def f():\n    return await q.get()"),
        ("async def f(db: Session):\n    return db.query(User).first()", "async def f(db: AsyncSession):\n    return await db.execute(q)"),
        ("import shutil\nasync def f(a, b):\n    shutil.copytree(a, b)", "import asyncio, shutil\nasync def f(a, b):\n    await asyncio.to_thread(shutil.copytree, a, b)"),
        ("from redis import from_url\nimport redis\nr = redis.Redis()\nasync def f(k):\n    return r.get(k)", "import redis.asyncio as redis\nr = redis.Redis()\nasync def f(k):\n    return await r.get(k)"),
    ],
    "locked-meanwhile": [
        ("import threading\nlock = threading.Lock()\nasync def f():\n    with lock:\n        await g()", "import threading\nlock = threading.Lock()\nasync def f():\n    with lock:\n        n = 1\n    await g(n)"),
    ],
    "loop-in-loop": [("import asyncio\nasync def f():\n    asyncio.run(g())", "import asyncio\ndef f():\n    asyncio.run(g())")],
    "cancellation-lost": [
        ("async def f():\n    try:\n        await g()\n    except BaseException:\n        log.exception('no')", "async def f():\n    try:\n        await g()\n    except BaseException:\n        log.exception('no')\n        raise"),
    ],
    "awaited-in-turn": [("async def f(ids):\n    out = []\n    for i in ids:\n        out.append(await fetch_user(i))\n    return out", "async def f(ids):\n    for i in ids:\n        await write(i)")],
    "work-in-assertion": [("def f(a, x):\n    assert a.remove(x)", "def f(a, x):\n    assert a.is_removed(x)")],
    "wrong-missing": [
        ("class A:\n    def __getattr__(self, name):\n        return self.kept[name]", "class A:\n    def __getattr__(self, name):\n        try:\n            return self.kept[name]\n        except KeyError:\n            raise AttributeError(name) from None"),
    ],
    "maybe-unbound": [
        ("def f(a):\n    if a == 1:\n        b = 1\n    elif a == 2:\n        b = 2\n    return b", "def f(a):\n    if a == 1:\n        b = 1\n    else:\n        b = 2\n    return b"),
        ("def f(a):\n    if a == 1:\n        b = 1\n    elif a == 2:\n        b = 2\n    return b", "def f(a):\n    b = 0\n    if a == 1:\n        b = 1\n    elif a == 2:\n        b = 2\n    return b"),
    ],
    "text-as-number": [("def f():\n    n = os.environ.get('N', '4')\n    return n > 8", "def f():\n    n = int(os.environ.get('N', '4'))\n    return n > 8")],
    "inexact-money": [("price = float(line['price'])", "share = float(line['share'])")],
    "inexact-equality": [("def f(a):\n    return a == 0.1", "def f(a):\n    return a == 0.5")],
    "result-dropped": [("def f(name):\n    name.strip()\n    return name", "def f(name):\n    name = name.strip()\n    return name"), ("sorted(names)", "names.sort()")],
    "fixed-when-defined": [("import time\ndef f(at=time.time()):\n    return at", "import time\ndef f(at=None):\n    return at or time.time()")],
    "shared-by-all": [
        ("class A:\n    items = []\n    def add(self, x):\n        self.items.append(x)", "class A:\n    items = []\n    def __init__(self):\n        self.items = []\n    def add(self, x):\n        self.items.append(x)"),
    ],
    "used-up": [("def f(rows):\n    paid = filter(None, rows)\n    n = len(list(paid))\n    return n, sum(paid)", "def f(rows):\n    paid = list(filter(None, rows))\n    n = len(paid)\n    return n, sum(paid)")],
    "full-pipe": [("def f(c):\n    p = subprocess.Popen(c, stdout=subprocess.PIPE)\n    p.wait()\n    return p.stdout.read()", "def f(c):\n    p = subprocess.Popen(c, stdout=subprocess.PIPE)\n    return p.communicate()[0]")],
    "half-read": [("def f(h):\n    with socket.create_connection((h, 1), 3) as s:\n        return s.recv(4096)", "def f(h):\n    with socket.create_connection((h, 1), 3) as s:\n        while part := s.recv(4096):\n            yield part")],
    "half-sent": [("def f(h, q):\n    with socket.create_connection((h, 1), 3) as s:\n        s.send(q)", "def f(h, q):\n    with socket.create_connection((h, 1), 3) as s:\n        s.sendall(q)")],
    "address-by-part": [("def f(url):\n    return 'a-house.com' in url", "def f(text):\n    return 'a-house.com' in text"), ("def f(host):\n    return host.endswith('a-house.com')", "def f(host):\n    return host.endswith('.a-house.com')")],
    "markup-by-pattern": [("re.sub(r'<script.*?</script>', '', page)", "re.sub(r'<br>', ' ', page)")],
    "kept-plain": [("def f(p, password):\n    p.write_text(f'{password}')", "def f(p, password):\n    p.write_text(hashed(password))")],
    "guessed-place": [("os.path.join(tempfile.gettempdir(), 'a.csv')", "os.path.join(tempfile.mkdtemp(), 'a.csv')")],
    "nested-repeat": [("re.compile(r'^(\\w+\\s?)*$')", "re.compile(r'^(\\w+,)*$')"),
                      ("re.match('(a+)+$', text)", "re.match(r'\\d+(?:\\.\\d+)*$', text)")],
    "counted-each-time": [("def f(words):\n    return {w: words.count(w) for w in words}", "def f(words, all_of):\n    return {w: all_of.count(w) for w in words}")],
    "text-grown-in-loop": [("def f(p):\n    out = ''\n    while p:\n        out = p.title + out\n    return out", "def f(p):\n    out = ''\n    out = p.title + out\n    return out")],
    "written-in-place": [("def f(p, s):\n    with open(p) as a:\n        old = a.read()\n    with open(p, 'w') as b:\n        b.write(old + s)", "def f(p, q):\n    with open(p) as a:\n        old = a.read()\n    with open(q, 'w') as b:\n        b.write(old)")],
    "matched-by-all": [("def f(xs):\n    for i in range(len(xs)):\n        for j in range(len(xs)):\n            if xs[i] == xs[j]:\n                g(i, j)", "def f(xs, ys):\n    for i in range(len(xs)):\n        for j in range(len(ys)):\n            if xs[i] == ys[j]:\n                g(i, j)")],
    "same-each-time": [("def f(lines, word):\n    for line in lines:\n        if re.compile(re.escape(word)).search(line):\n            g(line)", "def f(words, line):\n    for word in words:\n        if re.compile(re.escape(word)).search(line):\n            g(line)")],
    "sorted-in-loop": [("def f(xs):\n    best = []\n    for x in xs:\n        best.append(x)\n        best = sorted(best)[:3]\n    return best", "def f(xs):\n    for x in xs:\n        for y in sorted(x):\n            g(y)")],
    "made-inside": [("import sqlite3\nclass A:\n    def __init__(self):\n        self.conn = sqlite3.connect('a')", "class A:\n    def __init__(self, conn):\n        self.conn = conn")],
    "held-whole": [
        ("def f(p):\n    with open(p) as a:\n        lines = a.readlines()\n    return sum(1 for x in lines if x)", "def f(p):\n    with open(p) as a:\n        lines = a.readlines()\n    return len(lines), sum(1 for x in lines if x)"),
        ("def f(conn):\n    rows = conn.execute('select a from t').fetchall()\n    for row in rows:\n        g(row)", "def f(conn):\n    rows = conn.execute('pragma table_info(t)').fetchall()\n    for row in rows:\n        g(row)"),
    ],
    "connect-in-loop": [
        ("import sqlite3\ndef f(rows):\n    for row in rows:\n        sqlite3.connect('a.db').execute('insert', row)", "import sqlite3\ndef f(files):\n    for file in files:\n        sqlite3.connect(file).execute('vacuum')"),
    ],
}  # fmt: skip


@told_apart(PAIRS)
def test_a_fault_is_told_from_what_looks_like_it(check: str, fault: str, harmless: str) -> None:
    assert check in told(fault)
    assert check not in told(harmless)


@pytest.mark.parametrize("line", ["self.assertTrue('x')", "self.assertTrue(f(), 3)"])
def test_an_assertion_about_nothing_is_told_wherever_a_case_makes_it(line: str) -> None:
    assert "always-true" in told(line, is_test=True)
    assert "always-true" in told(line)
    assert "always-true" not in told(line.replace("self", "contract"))
    assert "always-true" not in told("self.assertTrue(f(), 'why')", is_test=True)
