"""Checks of what other tools' catalogues name and a reviewer would: settings, retries, rows, rounds, surroundings, logs."""

from __future__ import annotations

import pytest

from upward.analysis.reviewing import spots

FLASK = "from flask import Flask, request\napp = Flask(__name__)\n@app.route('/f')\ndef f():\n    "
LOG = "import logging\nlog = logging.getLogger(__name__)\n"
# By check: code in which it tells of a fault, and code like it in which it must not.
PAIRS: dict[str, list[tuple[str, str]]] = {
    "safeguard-off": [
        ("SESSION_COOKIE_SECURE = False", "SESSION_COOKIE_SECURE = not DEBUG"), ("app.config['WTF_CSRF_ENABLED'] = False", "app.config['WTF_CSRF_ENABLED'] = True"),
        ("app.config.update(SESSION_COOKIE_HTTPONLY=False)", "app.config.update(SESSION_COOKIE_HTTPONLY=None)"), ("SECURE_HSTS_SECONDS: int = 0", "SECURE_HSTS_SECONDS: int = 3600"),
        ("CONFIG = {'REMEMBER_COOKIE_SECURE': False}", "CONFIG = {'COOKIE_NAME': False}"),
    ],
    "fast-hash": [("PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']", "PASSWORD_HASHERS = ['django.contrib.auth.hashers.Argon2PasswordHasher', 'django.contrib.auth.hashers.MD5PasswordHasher']")],
    "csrf-exempt": [("MIDDLEWARE = ['django.contrib.sessions.middleware.SessionMiddleware']", "MIDDLEWARE = ['django.contrib.sessions.middleware.SessionMiddleware', 'django.middleware.csrf.CsrfViewMiddleware']")],
    "debugger-for-all": [("INSTALLED_APPS = []\nDEBUG = True", "INSTALLED_APPS = []\nDEBUG = env('DEBUG')"), ("app.run(debug=True)", "app.run(debug=settings.debug)"), ("v = GraphQLView.as_view(graphiql=True)", "v = GraphQLView.as_view(graphiql=False)")],
    "old-protocol": [("import ssl\nc = ssl.SSLContext()", "import ssl\nc = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)")],
    "plain-line": [("import http.client\nc = http.client.HTTPConnection('shop.example.org', timeout=3)", "import http.client\nc = http.client.HTTPConnection('127.0.0.1', timeout=3)")],
    "verification-off": [("import urllib3\nurllib3.disable_warnings()", "import warnings\nwarnings.disable()"), ("async def f(s):\n    return await s.get(u, ssl=False)", "async def f(s):\n    return await s.get(u, ssl=context)"),
                         ("import ssl\nssl._create_default_https_context = ssl._create_unverified_context", "import ssl\nssl._create_default_https_context = ssl.create_default_context")],
    "broken-cipher": [("ARC4.new(key)", "AES.new(key, AES.MODE_GCM)"), ("Cipher(algorithms.TripleDES(key), mode)", "Cipher(algorithms.AES(key), mode)")],
    "written-key": [("import jwt\njwt.encode(claims, 'my-key', algorithm='HS256')", "import jwt\njwt.encode(claims, key, algorithm='HS256')")],
    "built-command": [("async def f(h):\n    await asyncio.create_subprocess_shell('ping ' + h)", "async def f(h):\n    await asyncio.create_subprocess_shell('ping a')")],
    "open-to-all": [("s3.put_object(Body=b, ACL='public-read')", "s3.put_object(Body=b, ACL='private')")],
    "loads-code": [("YAML(typ='unsafe')", "YAML(typ='safe')")],
    "guessable": [("reset_token = str(uuid.uuid1())", "row_id = str(uuid.uuid1())")],
    "loose-host": [("import re\nre.match(r'^https://www.example.com/', url)", "import re\nre.match(r'^https://www\\.example\\.com/', url)")],
    "raw-markup": [
        ("def f(n):\n    return format_html('<b>%s</b>' % n)", "def f(n):\n    return format_html('<b>{}</b>', n)"), ("def f(n):\n    return MIMEText('<p>' + n, 'html')", "def f(n):\n    return MIMEText('Hello ' + n, 'plain')"),
        ("Template('{% autoescape off %}{{ x }}')", "Template('{{ x }}')"), ("import json\ndef f(r):\n    body = json.dumps(r.GET)\n    return HttpResponse(body)", "import json\ndef f(r):\n    return HttpResponse(json.dumps(r.GET), content_type='application/json')"),
        (FLASK + "return 'Hello ' + request.args['n']", FLASK + "return {'name': request.args['n']}"),
        (FLASK + "return make_response('Hello ' + request.args['n'])", "@app.get('/x')\ndef f(request):\n    return str(request.query_params['n'])"),
    ],
    "header-from-request": [(FLASK + "r = make_response('')\n    r.headers['X-Name'] = request.args['n']\n    return r", FLASK + "r = make_response('')\n    r.headers['X-Name'] = NAMES[0]\n    return r")],
    "attribute-from-request": [(FLASK + "return getattr(obj, request.args['n'])()", FLASK + "return getattr(obj, NAMES[0])()")],
    "option-from-request": [(FLASK + "return run(['git', 'log', request.args['b']])", FLASK + "return run(['git', 'log', '--', request.args['b']])")],
    "line-from-request": [(FLASK + "log.info('user %s', request.args['u'])\n    return ''", FLASK + "log.info('user %s', current.id)\n    return ''")],
    "path-from-archive": [("def f(p, d):\n    z = ZipFile(p)\n    for n in z.namelist():\n        open(d + '/' + n, 'wb').write(z.read(n))", "def f(p, d):\n    z = ZipFile(p)\n    for n in z.namelist():\n        if not (d / n).resolve().is_relative_to(d):\n            raise ValueError(n)\n        open(d / n, 'wb').write(z.read(n))")],
    "built-query": [("def f(c, u):\n    return c.search_s(base, s, '(uid=' + u + ')')", "def f(c, u):\n    return c.search_s(base, s, '(uid=a)')"), ("def f(t, n):\n    return t.xpath(\"//user[@name='\" + n + \"']\")", "def f(t, n):\n    return t.xpath('//user[@name=$n]', n=n)"), ("def f(n):\n    return users.find({'$where': 'this.a == ' + n})", "def f(n):\n    return users.find({'a': n})")],
    "endless-retry": [
        ("@retry\ndef f():\n    g()", "@retry(stop=stop_after_attempt(3), wait=wait_fixed(1))\ndef f():\n    g()"), ("@backoff.on_exception(backoff.expo, OSError)\ndef f():\n    g()", "@backoff.on_exception(backoff.expo, OSError, max_tries=5)\ndef f():\n    g()"),
        ("@app.task(bind=True, max_retries=None)\ndef f(self):\n    g()", "@app.task(bind=True, max_retries=3)\ndef f(self):\n    g()"), ("def f(x):\n    try:\n        return g(x)\n    except OSError:\n        return f(x)", "def f(x, left):\n    try:\n        return g(x)\n    except OSError:\n        return f(x, left - 1)"),
    ],
    "retry-without-pause": [("@retry(stop=stop_after_attempt(3))\ndef f():\n    g()", "@retry(3)\ndef f():\n    g()")],
    "none-unseen": [("def f(d):\n    return d.get('user').name", "def f(d):\n    return client.get('user').text"), ("def f(items=None):\n    for i in items:\n        g(i)", "def f(items=None):\n    for i in items or ():\n        g(i)")],
    "letters-dropped": [("text = data.decode('utf-8', errors='ignore')", "text = data.decode('utf-8', errors='replace')")],
    "deaf-to-end": [("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)", "import signal\nsignal.signal(signal.SIGPIPE, signal.SIG_IGN)")],
    "warnings-silenced": [("import warnings\nwarnings.filterwarnings('ignore')", "import warnings\nwarnings.filterwarnings('ignore', category=DeprecationWarning)")],
    "no-timeout": [("import psycopg2\npsycopg2.connect('dbname=x')", "import psycopg2\npsycopg2.connect('dbname=x connect_timeout=3')")],
    "asked-first": [("import os\ndef f(p):\n    if os.path.exists(p):\n        os.remove(p)", "import os\ndef f(p):\n    if not os.path.exists(p):\n        os.makedirs(p, exist_ok=True)")],
    "asserted-input": [("def pay(amount):\n    assert amount > 0\n    charge(amount)", "def _pay(amount):\n    assert amount > 0\n    charge(amount)")],
    "lost-future": [("def f(xs):\n    with ThreadPoolExecutor() as ex:\n        for x in xs:\n            ex.submit(g, x)", "def f(xs):\n    with ThreadPoolExecutor() as ex:\n        return [ex.submit(g, x) for x in xs]")],
    "acknowledged-first": [("def handle(ch, m):\n    ch.basic_ack(m.tag)\n    process(m)", "def handle(ch, m):\n    process(m)\n    ch.basic_ack(m.tag)")],
    "lost-cause": [("try:\n    f()\nexcept OSError as e:\n    raise RuntimeError(str(e))", "try:\n    f()\nexcept OSError as e:\n    raise ShopError(str(e))")],
    "says-nothing": [(LOG + "log.info('here')", LOG + "log.info('here is %s', order)")],
    "reckoned-for-nobody": [(LOG + "log.debug('data %s', json.dumps(d))", LOG + "log.info('data %s', json.dumps(d))")],
    "told-twice": [(LOG + "try:\n    f()\nexcept OSError:\n    log.exception('no f')\n    raise", LOG + "try:\n    f()\nexcept OSError:\n    log.exception('no f')\n    raise Gone from None")],
    "asked-each-round": [("import logging\ndef f(xs):\n    for x in xs:\n        log = logging.getLogger(__name__)", "import logging\ndef f(xs):\n    for x in xs:\n        log = logging.getLogger(x)")],
    "line-a-round": [(LOG + "def f(rows):\n    for r in rows:\n        log.info('row %s', r)", LOG + "def f(rows):\n    for r in rows:\n        log.debug('row %s', r)")],
    "level-written": [("import logging\nlogging.getLogger().setLevel(logging.DEBUG)", "import logging\nlogging.getLogger().setLevel(level)")],
    "logs-off": [("import logging\nlogging.disable(logging.CRITICAL)", "import logging\nlog.disabled = True")],
    "failure-unlogged": [(LOG + "def f():\n    try:\n        return g()\n    except Exception:\n        return None", LOG + "def f():\n    try:\n        return g()\n    except KeyError:\n        return None")],
    "secret-in-log": [(LOG + "log.info('login %s', password)", LOG + "log.info('tokens %s', token_count)")],
    "rows-to-know": [("def f():\n    if User.objects.filter(a=1).count() > 0:\n        g()", "def f():\n    if User.objects.filter(a=1).count() > 5:\n        g()"), ("def f():\n    if not User.objects.filter(a=1):\n        g()", "def f():\n    if not User.objects.filter(a=1).exists():\n        g()")],
    "all-rows": [("users = list(User.objects.all())", "users = list(User.objects.filter(a=1))")],
    "all-keys": [("def f(r):\n    return r.keys('*')", "def f(r):\n    return r.keys()")],
    "row-by-row": [("def f(df):\n    return df.apply(g, axis=1)", "def f(df):\n    return df.apply(g)")],
    "saved-one-by-one": [("for u in User.objects.all():\n    u.save()", "for u in forms:\n    u.save()")],
    "asked-one-by-one": [("import redis\ndef f(r, ks):\n    return [r.get(k) for k in ks]", "def f(cache, ks):\n    return [cache.get(k) for k in ks]")],
    "held-meanwhile": [("import requests\ndef f(s):\n    with s.begin():\n        requests.post(u, timeout=3)", "import requests\ndef f(s):\n    with s.begin():\n        s.add(1)\n    requests.post(u, timeout=3)")],
    "opened-each-round": [("def f(rows):\n    for r in rows:\n        with open('a', 'a') as h:\n            h.write(r)", "def f(rows):\n    for r in rows:\n        with open(r) as h:\n            g(h)")],
    "emptied-each-round": [("def f(h, rows):\n    for r in rows:\n        h.write(r)\n        h.flush()", "def f(h, rows):\n    for r in rows:\n        h.write(r)\n    h.flush()")],
    "searched-for-itself": [("def f(xs):\n    for x in xs:\n        g(xs.index(x))", "def f(xs):\n    for x in xs:\n        g(ys.index(x))")],
    "cut-each-round": [("def f(xs):\n    while xs:\n        g(xs[0])\n        xs = xs[1:]", "def f(xs):\n    while more():\n        xs = xs[1:]")],
    "searched-each-round": [("def f(xs, users):\n    for x in xs:\n        g([u for u in users if u.id == x][0])", "def f(xs, users):\n    for x in xs:\n        g([u for u in x.users if u.id == 1][0])")],
    "read-to-be-cut": [("def f(h):\n    for l in h.read().split('\\n'):\n        g(l)", "def f(h):\n    for l in h:\n        g(l)")],
    "all-at-once": [("async def f(us):\n    await asyncio.gather(*[g(u) for u in us])", "async def f(us):\n    limit = asyncio.Semaphore(5)\n    await asyncio.gather(*[g(u, limit) for u in us])")],
    "pause-in-request": [("import time\n@app.get('/x')\ndef f():\n    time.sleep(5)", "import time\ndef f():\n    time.sleep(5)")],
    "connected-in-request": [("import psycopg2\n@app.get('/x')\ndef f():\n    return psycopg2.connect(d)", "import psycopg2\ndef f():\n    return psycopg2.connect(d)")],
    "letter-in-request": [("@app.post('/x')\ndef f():\n    send_mail('a', 'b', 'c', ['d'])", "def f():\n    send_mail('a', 'b', 'c', ['d'])")],
    "loaded-in-request": [("@app.post('/x')\ndef f(x):\n    return pipeline('a')(x)", "@app.post('/x')\ndef f(x):\n    return PIPE(x)")],
    "client-for-each": [("import httpx\nasync def f(u):\n    async with httpx.AsyncClient(timeout=3) as c:\n        return await c.get(u)", "import httpx\nasync def f(us):\n    async with httpx.AsyncClient(timeout=3) as c:\n        for u in us:\n            await c.get(u)")],
    "all-in-memory": [("import requests\ndef f(u, h):\n    h.write(requests.get(u, timeout=3).content)", "import requests\ndef f(u, h):\n    h.write(requests.get(u, timeout=3, stream=True).content)")],
    "world-changed": [("import os\ndef f():\n    os.environ['A'] = '1'", "def f(environ):\n    environ['A'] = '1'"), ("import os\ndef f(p):\n    os.chdir(p)", "import os\ndef f(p):\n    old = os.getcwd()\n    os.chdir(p)\n    try:\n        g()\n    finally:\n        os.chdir(old)")],
    "module-changed": [("import requests\nrequests.get = lambda *a: None", "import shop\nthing.get = lambda *a: None")],
    "everything-taken": [("from config import *", "from .config import *")],
    "changed-on-import": [("import sys\nsys.path.insert(0, '..')", "paths.insert(0, '..')"), ("import atexit\natexit.register(f)", "import atexit\ndef g():\n    atexit.register(f)")],
    "asks-whether-tested": [("import os\ndef f():\n    return os.environ.get('TESTING')", "import os\ndef f():\n    return os.environ.get('TESTING_HOST')"), ("import sys\ndef f():\n    return 'pytest' in sys.modules", "import sys\ndef f():\n    return 'json' in sys.modules"), ("def f(x):\n    return isinstance(x, Mock)", "def f(x):\n    return isinstance(x, Lock)"), ("import os\ndef f():\n    return os.environ['PYTEST_CURRENT_TEST']", "import os\ndef f():\n    return os.environ['HOME']")],
    "hidden-setting": [("import sys\ndef f():\n    return sys.argv[1]", "import sys\ndef main():\n    return sys.argv[1]")],
    "only-one": [("def f():\n    return Config.instance().x", "def f():\n    return made.instance().x"), ("class A:\n    @classmethod\n    def get(cls):\n        if cls._instance is None:\n            cls._instance = cls()\n        return cls._instance", "class A:\n    @classmethod\n    def get(cls):\n        return cls._instance")],
    "world-inside": [("def f():\n    return open('config.json').read()", "def f():\n    open('config.json', 'w').write('')")],
    "waits-for-real": [("import time\ndef f():\n    time.sleep(3)\n    return g()", "import time\ndef f():\n    for _ in range(3):\n        time.sleep(3)")],
    "too-much-given": [("def f(a, b, c, d, e, g, h, i, j, k):\n    pass", "def f(a, b, *, c, d, e, g, h, i, j, k):\n    pass")],
    "work-in-constructor": [("class A:\n    def __init__(self):\n        self.t = Thread(target=g, daemon=True)\n        self.t.start()", "class A:\n    def __init__(self):\n        self.t = Thread(target=g, daemon=True)")],
    "left-set": [("from contextvars import ContextVar\nv = ContextVar('v')\nasync def f():\n    v.set(1)", "from contextvars import ContextVar\nv = ContextVar('v')\nasync def f():\n    token = v.set(1)\n    v.reset(token)")],
    "loop-in-loop": [("import asyncio\nasync def f(loop):\n    loop.run_until_complete(g())", "import asyncio\ndef f(loop):\n    loop.run_until_complete(g())")],
    "blocking-in-async": [("async def f():\n    while True:\n        g()", "async def f():\n    while True:\n        await g()"), ("import threading\nasync def f():\n    lock = threading.Lock()\n    with lock:\n        g()", "import threading\ndef f():\n    lock = threading.Lock()\n    with lock:\n        g()")],
    "asked-without-end": [("while True:\n    client.chat.completions.create(model=m)", "while True:\n    if client.chat.completions.create(model=m):\n        break")],
    "model-believed": [("out = client.responses.create(model=m)\nsubprocess.run(out)", "out = pick()\nsubprocess.run(out)")],
    "behind-failure": [("def test():\n    with pytest.raises(KeyError):\n        f()\n        assert g()", "def test():\n    with pytest.raises(KeyError):\n        f()\n    assert g()")],
    "registered-undecorated": [("@csrf\n@receiver(done)\ndef f(s):\n    pass", "@receiver(done)\n@csrf\ndef f(s):\n    pass")],
    "made-inside": [("def place(order):\n    client = PaymentClient('https://pay.test')\n    client.charge(order)", "def get_client(order):\n    client = PaymentClient('https://pay.test')\n    return client")],
    "state-of-class": [("class A:\n    items = []\n    def f(self, x):\n        A.items.append(x)", "class A:\n    items = []\n    def f(self, x):\n        self.own.append(x)")],
}  # fmt: skip
_CASES = [(check, *pair) for check, pairs in PAIRS.items() for pair in pairs]


def told(code: str) -> set[str]:
    return {spot.check for spot in spots(code + "\n")}


@pytest.mark.parametrize(
    ("check", "fault", "harmless"), _CASES, ids=[f"{each[0]}-{n}" for n, each in enumerate(_CASES)]
)
def test_a_fault_is_told_from_what_looks_like_it(check: str, fault: str, harmless: str) -> None:
    assert check in told(fault)
    assert check not in told(harmless)
