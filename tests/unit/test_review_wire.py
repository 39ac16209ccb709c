"""Checks of what goes over the wire, of keys and rights, of scopes, and of names that are nowhere: fault and look-alike."""

from __future__ import annotations

from upward.analysis.reviewing import spots

from ..pairs import told, told_apart

# By check: code in which it tells of a fault, and code like it in which it must not.
PAIRS: dict[str, list[tuple[str, str]]] = {
    "told-in-plain": [
        ("import smtplib\ns = smtplib.SMTP(h, timeout=3)\ns.login(u, p)", "import smtplib\ns = smtplib.SMTP(h, timeout=3)\ns.starttls(context=c)\ns.login(u, p)"),
        ("from imaplib import IMAP4\nwith IMAP4(h, timeout=3) as m:\n    m.login(u, p)", "from imaplib import IMAP4_SSL\nwith IMAP4_SSL(h, timeout=3, ssl_context=c) as m:\n    m.login(u, p)"),
        ("import poplib\nm = poplib.POP3(h, timeout=3)\nm.pass_(p)", "import shop\nm = shop.POP3(h)\nm.pass_(p)"),
    ],
    "whoever-answers": [
        ("import smtplib\nsmtplib.SMTP_SSL(h, timeout=3)", "import smtplib\nsmtplib.SMTP_SSL(h, timeout=3, context=c)"),
        ("import smtplib\ns = smtplib.SMTP(h, timeout=3)\ns.starttls()", "import smtplib\ns = smtplib.SMTP(h, timeout=3)\ns.starttls(context=c)"),
        ("from ftplib import FTP_TLS\nFTP_TLS(h, timeout=3, context=None)", "from ftplib import FTP_TLS\nFTP_TLS(h, **given)"),
    ],
    "no-timeout": [
        ("import imaplib\nimaplib.IMAP4(h)", "import imaplib\nimaplib.IMAP4(h, 143, 5)"),
        ("import http.client\nhttp.client.HTTPSConnection(h)", "import http.client\nhttp.client.HTTPSConnection(h, timeout=5)"),
        ("import ftplib\nftplib.FTP(h, timeout=None)", "import ftplib, socket\nsocket.setdefaulttimeout(5)\nftplib.FTP(h)"),
        ("import redis\nredis.Redis(h)", "import redis\nredis.Redis(connection_pool=p)"),
    ],
    "answers-to-everybody": [
        ("import socket\ns.bind(('', 80))", "import socket\ns.bind(('127.0.0.1', 80))"),
        ("from http.server import HTTPServer\nHOST, PORT = '', 80\nHTTPServer((HOST, PORT), H)", "from http.server import HTTPServer\nHOST, PORT = 'localhost', 80\nHTTPServer((HOST, PORT), H)"),
        ("import socket\ns.bind(('::', 80))", "import socket\ns.bind(('', 0))"),
    ],
    "secret-in-address": [
        ("get(f'https://a.test/x?api_key={key}')", "get(f'https://a.test/x?page={key}')"),
        ("c.request('GET', '/x?password=abc')", "c.request('GET', '/x', headers={'password': 'abc'})"),
        ("get(f'{base}/x?a=1&token={t}', timeout=3)", "print('give ?token=… behind the address')"),
    ],
    "unsafe-by-itself": [("import telnetlib", "from .telnetlib import T"), ("from xmlrpc.client import ServerProxy", "import xml"),
                         ("from wsgiref.handlers import CGIHandler", "from wsgiref.handlers import SimpleHandler")],
    "signed-weakly": [
        ("import hmac\nhmac.new(key, text, 'md5')", "import hmac\nhmac.new(key, text, 'sha256')"),
        ("import hmac, hashlib\nhmac.digest(key, text, digest=hashlib.sha1)", "import hmac, hashlib\nhmac.digest(key, text, digest=hashlib.sha256)"),
        ("import hashlib\nhashlib.pbkdf2_hmac('sha1', p, s, 600_000)", "import hashlib\nhashlib.pbkdf2_hmac('sha256', p, s, 600_000)"),
        ("import hashlib\nkind = 'md5'\nhashlib.new(kind)", "import hashlib\nkind = 'md5'\nhashlib.new(kind, usedforsecurity=False)"),
    ],
    "short-key": [
        ("import hmac, secrets\nkey = secrets.token_bytes(16)\nhmac.new(key, text, 'sha256')", "import hmac, secrets\nkey = secrets.token_bytes(32)\nhmac.new(key, text, 'sha256')"),
        ("import hmac\nhmac.new(b'sixteen-bytes-of', text, 'sha512')", "import hmac\ndef f(key):\n    return hmac.new(key, text, 'sha512')"),
    ],
    "salted-badly": [
        ("import hashlib, random\nsalt = random.randbytes(16)\nhashlib.scrypt(p, salt=salt)", "import hashlib, os\nsalt = os.urandom(16)\nhashlib.scrypt(p, salt=salt)"),
        ("import hashlib\nhashlib.pbkdf2_hmac('sha256', p, b'pepper', 600_000)", "import hashlib\ndef f(salt):\n    return hashlib.pbkdf2_hmac('sha256', p, salt, 600_000)"),
    ],
    "few-rounds": [("import hashlib\nhashlib.pbkdf2_hmac('sha256', p, s, 1000)", "import hashlib\nhashlib.pbkdf2_hmac('sha256', p, s, 600_000)")],
    "short-token": [
        ("import secrets\nreset_token = secrets.token_hex(4)", "import secrets\nsuffix = secrets.token_hex(4)"),
        ("import secrets\ndef new_token():\n    return secrets.token_urlsafe(nbytes=8)", "import secrets\ndef new_token():\n    return secrets.token_urlsafe()"),
    ],
    "small-curve": [("c.set_ecdh_curve('prime192v1')", "c.set_ecdh_curve('prime256v1')"), ("ec.generate_private_key(ec.SECP192R1())", "ec.generate_private_key(ec.SECP256R1())")],
    "open-to-others": [
        ("import os, stat\nos.chmod(p, stat.S_IRWXU | stat.S_IRWXO)", "import os, stat\nos.chmod(p, stat.S_IRWXU | stat.S_IRGRP)"),
        ("from pathlib import Path\nPath(p).chmod(0o777)", "from pathlib import Path\nPath(p).chmod(0o755)"),
        ("import os\nMODE = 0o666\nos.mkfifo(p, MODE)", "import os\nmode = 0o777\nmode &= ~0o077\nos.mkfifo(p, mode)"),
        ("import os\nos.open(p, os.O_CREAT, 0o666)", "import os\nos.open(p, os.O_CREAT, 0o666 & ~0o022)"),
    ],
    "root-again": [("import os\nos.setuid(0)", "import os\nos.setuid(1000)")],
    "secret-as-argument": [("p.add_argument('--api-key', help='the key')", "p.add_argument('--api-key-file')"),
                           ("p.add_argument('-p', '--password')", "p.add_argument('-p', '--password', action='store_true')")],
    "configured-by-anybody": [("import logging.config\nlogging.config.listen(9000)", "import logging.config\nlogging.config.listen(9000, verify=check)")],
    "never-awaited": [
        ("import asyncio\nasync def f():\n    asyncio.sleep(1)", "import asyncio\nasync def f():\n    await asyncio.sleep(1)"),
        ("import trio\nasync def f():\n    trio.sleep_forever()", "import trio\nasync def f():\n    pause = trio.sleep_forever()\n    await pause"),
    ],
    "cancelled-again": [
        ("import trio\nasync def f():\n    try:\n        await g()\n    finally:\n        await h()",
         "import trio\nasync def f():\n    try:\n        await g()\n    finally:\n        with trio.CancelScope(shield=True):\n            await h()"),
        ("import anyio\nasync def f():\n    try:\n        await g()\n    except BaseException:\n        await h()\n        raise",
         "import asyncio\nasync def f():\n    try:\n        await g()\n    except BaseException:\n        await h()\n        raise"),
        ("import anyio\nasync def f():\n    try:\n        await g()\n    finally:\n        await s.send(b'')", "import anyio\nasync def f():\n    try:\n        await g()\n    finally:\n        await s.aclose()"),
    ],
    "cancellation-lost": [
        ("import trio\nasync def f():\n    try:\n        await g()\n    except trio.Cancelled:\n        return None",
         "import trio\nasync def f():\n    try:\n        await g()\n    except trio.Cancelled:\n        tidy()\n        raise"),
        ("import anyio\nasync def f():\n    try:\n        await g()\n    except BaseException as e:\n        raise OSError from e",
         "import anyio\nasync def f():\n    try:\n        await g()\n    except BaseException as e:\n        raise e"),
        ("import anyio\nasync def f():\n    try:\n        await g()\n    except BaseException:\n        return 1",
         "import anyio\nasync def f():\n    try:\n        g()\n    except BaseException:\n        return 1"),
    ],
    "closed-before": [
        ("async def f():\n    async with trio.open_nursery() as n:\n        with open(p) as file:\n            n.start_soon(g, file)",
         "async def f():\n    with open(p) as file:\n        async with trio.open_nursery() as n:\n            n.start_soon(g, file)"),
        ("async def f():\n    async with asyncio.TaskGroup() as g:\n        async with connect() as c:\n            g.create_task(read(c))",
         "async def f():\n    async with asyncio.TaskGroup() as g:\n        async with connect() as c:\n            task = g.create_task(read(c))\n            await task"),
    ],
    "group-of-one": [
        ("async def f():\n    async with anyio.create_task_group() as g:\n        g.start_soon(h)", "async def f():\n    async with anyio.create_task_group() as g:\n        g.start_soon(h, g)"),
    ],
    "limit-not-entered": [
        ("import trio\nscope = trio.move_on_after(5)", "import trio\nwith trio.move_on_after(5) as scope:\n    f()"),
        ("import trio\nwith trio.fail_at(10):\n    f()", "import trio\nwith trio.fail_at(trio.current_time() + 10):\n    f()"),
    ],
    "one-of-many": [("try:\n    f()\nexcept ExceptionGroup as e:\n    raise e.exceptions[0]", "try:\n    f()\nexcept ExceptionGroup as e:\n    raise e")],
    "group-without-derive": [("class E(ExceptionGroup):\n    pass", "class E(ExceptionGroup):\n    def derive(self, excs):\n        return E(self.message, excs)")],
    "never-started": [("async def f(task_status):\n    await g()", "async def f(task_status):\n    task_status.started()\n    await g()")],
    "scope-given-away": [("def f():\n    with trio.CancelScope():\n        yield 1", "@contextmanager\ndef f():\n    with trio.CancelScope():\n        yield 1")],
    "blocking-in-async": [
        ("import httpx\nasync def f():\n    with httpx.Client() as c:\n        c.get('a', timeout=3)", "import httpx\nasync def f():\n    async with httpx.AsyncClient() as c:\n        await c.get('a', timeout=3)"),
        ("import io\nasync def f(file: io.TextIOWrapper | None):\n    file.read()", "async def f(file: Upload):\n    file.read()"),
        ("import os\nasync def f():\n    os.waitid(1, 2, 3)", "import os\nasync def f():\n    os.getpid()"),
    ],
    "no-exception": [
        ("class Gone:\n    pass\ndef f():\n    raise Gone()", "class Gone(Base):\n    pass\ndef f():\n    raise Gone()"),
        ("raise ValueError('a') from 'b'", "raise ValueError('a') from None"),
        ("try:\n    f()\nexcept [OSError]:\n    g()", "try:\n    f()\nexcept ERRORS:\n    g()"),
        ("def problem(a):\n    return 1\ntry:\n    f()\nexcept problem:\n    g()", "def problem(a):\n    return OSError\nraise problem(1)"),
    ],
    "caught-twice": [
        ("try:\n    f()\nexcept (KeyError, KeyError):\n    g()", "try:\n    f()\nexcept (KeyError, IndexError):\n    g()"),
        ("try:\n    f()\nexcept (Exception, ValueError):\n    g()", "try:\n    f()\nexcept (Exception, KeyboardInterrupt):\n    g()"),
    ],
    "behind-the-end": [("a = [1, 2, 3][3]", "a = [1, 2, 3][2]"), ("n = 2\na = (1, 2)[n]", "n = 2\na = (*x, 2)[n]")],
    "keys-as-pairs": [("d = {'one': 1}\nfor k, v in d:\n    f(k, v)", "d = {'one': 1}\nfor k, v in d.items():\n    f(k, v)"), ("d = {1: 1}\nfor k, v in d:\n    f(k, v)", "d = {(1, 2): 1}\nfor k, v in d:\n    f(k, v)")],
    "changed-meanwhile": [("D = {'a': 1}\ni = 0\nfor k in D:\n    D[i] = 1\n    i += 1", "D = {'a': 1}\ni = 0\nfor k in list(D):\n    D[i] = 1\n    i += 1")],
    "built-first": [("def f(xs):\n    return sum([x * x for x in xs])", "def f(xs):\n    return sum(x * x for x in xs)"), ("max([f(x) for x in xs])", "max([f(x) for x in xs], [])")],
    "left-empty": [
        ("def pay(order):\n    '''Charge the customer.'''\n    pass", "def pay(order):\n    '''Do nothing.'''\n    pass"),
        ("def pay():\n    ...", "@cli.group()\ndef pay():\n    '''Pay.'''"),
    ],
    "secret-to-come": [("api_key = 'your-api-key-here'", "api_key = read('your-api-key-here')"), ("CONFIG = {'password': 'changeme'}", "CONFIG = {'password': 'see the vault'}")],
    "nested-repeat": [("import re\nP = r'(a+)+$'\nre.match(P, t)", "import re\nP = r'(a+)$'\nre.match(P, t)"), ("import re\nre.compile(r'([a-f:]+:+)+x')", "import re\nre.compile(r'([a-f]+:+)+x')")],
    "nowhere": [
        ("import json\njson.parse(t)", "import json\njson.loads(t)"),
        ("from collections import Mapping", "try:\n    from collections import Mapping\nexcept ImportError:\n    from collections.abc import Mapping"),
        ("import math\nmath.squareroot = 1\nmath.isclosed(1, 2)", "import mathematics as math\nmath.isclosed(1, 2)"),
        ("items = [1]\nitems.push(2)", "items = make()\nitems.push(2)"),
        ("name = 'a'\nn = name.length", "def f(name):\n    return name.length\nname = 'a'"),
        ("from collections import dataclass", "from itertools import batched"),
    ],
    "path-from-request": [
        ("from flask import Flask, request\ndef _read(name):\n    return open(BASE / name)\n@app.route('/f')\ndef f():\n    return _read(request.args['name'])",
         "from flask import Flask, request\ndef _read(name):\n    return open(BASE / name)\n@app.route('/f')\ndef f():\n    return _read(NAMES[request.args['name']])"),
        ("def _write(name, text):\n    deep(name)\ndef deep(place):\n    open(place, 'w')\n@users_router.post('/f')\ndef f(body: str, name: str):\n    _write(name, text='x')",
         "def _write(name, text):\n    deep(name)\ndef deep(place):\n    open(place, 'w')\n@users_router.post('/f')\ndef f(body: str, name: str):\n    _write('a.txt', text=name)"),
        ("from flask import Flask, request\ndef show(name):\n    return open(name)\n@app.route('/f')\ndef f():\n    return show(request.args['name'])",
         "from flask import Flask, request\ndef show(name):\n    return name.upper()\n@app.route('/f')\ndef f():\n    return show(request.args['name'])\nclass A:\n    def show(self, name):\n        return open(name)"),
        ("def show(name):\n    return open(name)\nclass View(MethodView):\n    def get(self):\n        return show(request.args['name'])",
         "def show(name):\n    return open(name)\nclass View(MethodView):\n    def get(self):\n        return show('a.txt')"),
        ("@mcp.tool()\ndef show(name):\n    return open(name).read()", "@kit.tool()\ndef show(name):\n    return open(name).read()"),
    ],
}  # fmt: skip


@told_apart(PAIRS)
def test_a_fault_is_told_from_what_looks_like_it(check: str, fault: str, harmless: str) -> None:
    assert check in told(fault)
    assert check not in told(harmless)


def test_a_test_of_what_was_told_what_to_answer_is_one_of_itself() -> None:
    fault = "def test_lookup(db):\n    db.fetch.return_value = 7\n    assert db.fetch() == 7\n"
    harmless = "def test_lookup(db):\n    db.fetch.return_value = 7\n    assert lookup(db) == 7\n"
    assert "test-of-itself" in {spot.check for spot in spots(fault, is_test=True)}
    assert "test-of-itself" not in {spot.check for spot in spots(harmless, is_test=True)}
