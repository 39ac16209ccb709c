"""Each check of Python code: what it finds, and code like it that is right."""

from __future__ import annotations

import json

import pytest

from upward.analysis.code_review.checks import all_checks
from upward.analysis.code_review.name_resolution import Project
from upward.analysis.code_review.python_review import review_python

SESSION = "from sqlalchemy import select\nfrom sqlalchemy.orm import Session\n"
MODELS = "from django.db import models, transaction\nclass Order(models.Model):\n    pass\n"
GATHER = "import asyncio\nasync def f(jobs):\n    "
RETRY = (
    "import requests, time\ndef f(u):\n    while True:\n        try:\n            return requests.get(u, timeout=3)\n"
)
POLL = RETRY.replace("return requests", "seen = requests")
RESTORE = "class A:\n    def f(self):\n        kept = self.mode\n"
HOOK = "import requests\nfrom pydantic import BaseModel\nclass Hook(BaseModel):\n    url: str\n"
FLASK = "from flask import request\ndef f():\n    "
OPEN = MODELS + "import requests\ndef f(u):\n    with transaction.atomic():\n        "

# By check: code with the fault, and code like it without.
PAIRS: dict[str, list[tuple[str, str]]] = {
    "n-plus-one-query": [
        (
            MODELS + "def f():\n    for o in Order.objects.all():\n        print(Order.objects.get(pk=o.parent_id))",
            MODELS + "def f(ids):\n    for each in Order.objects.filter(pk__in=ids):\n        print(each)",
        ),
        (
            SESSION + "def f(db: Session):\n    orders = db.execute(select(O)).scalars().all()\n    return [db.execute(select(X).where(X.id == o.id)) for o in orders]",
            SESSION + "def f(db: Session, orders):\n    return [o.id for o in db.execute(select(X)).scalars()]",
        ),
        (
            SESSION + "def one(db: Session, i):\n    return db.get(User, i)\ndef f(db: Session):\n    for o in db.query(Order).all():\n        print(one(db, o.user_id))",
            SESSION + "def one(db: dict, i):\n    return db.get(User, i)\ndef f(db: dict, ids):\n    for i in ids:\n        print(one(db, i))",
        ),
        (
            MODELS + "def f():\n    return [Order.objects.filter(parent=o).count() for o in Order.objects.filter(new=True)]",
            MODELS + "def f():\n    for kind in ('a', 'b'):\n        print(Order.objects.filter(kind=kind).count())",
        ),
        (
            MODELS + "def rows():\n    return list(Order.objects.filter(new=True))\ndef f():\n    for o in rows():\n        print(Order.objects.filter(parent=o).count())",
            MODELS + "def f(rows):\n    for batch in chunks(rows):\n        print(Order.objects.filter(pk__in=batch).count())",
        ),
    ],
    "transaction-across-io": [
        (OPEN + "requests.post(u, timeout=3)", OPEN + "transaction.on_commit(lambda: requests.post(u, timeout=3))"),
        (OPEN + "send(u)\ndef send(u):\n    requests.post(u, timeout=3)", OPEN + "send(u)\ndef send(u):\n    return u"),
    ],
    "commit-in-loop": [
        (
            SESSION + "def f(db: Session, rows):\n    for row in rows:\n        order = Order(row)\n        db.add(order)\n        db.commit()",
            SESSION + "def f(db: Session, rows):\n    for n, row in enumerate(rows):\n        db.add(row)\n        if n % 100 == 0:\n            db.commit()",
        ),
    ],
    "gather-results-unread": [
        (GATHER + "await asyncio.gather(*jobs, return_exceptions=True)", GATHER + "return await asyncio.gather(*jobs, return_exceptions=True)"),
        (GATHER + "await asyncio.gather(*jobs, return_exceptions=True)", GATHER + "await asyncio.gather(*jobs)"),
        (GATHER + "await asyncio.gather(*jobs, return_exceptions=True)", GATHER + "[j.cancel() for j in jobs]\n    await asyncio.gather(*jobs, return_exceptions=True)"),
    ],
    "client-in-loop": [
        (
            "import httpx\ndef f(urls):\n    for u in urls:\n        with httpx.Client() as c:\n            c.get(u)",
            "import httpx\ndef f(urls):\n    with httpx.Client() as c:\n        for u in urls:\n            c.get(u)",
        ),
        (
            "import boto3\ndef f(regions):\n    for r in regions:\n        boto3.client('s3')",
            "import boto3\ndef f(regions):\n    for r in regions:\n        boto3.client('s3', region_name=r)",
        ),
    ],
    "secret-in-log": [
        ("import logging\ndef f(password):\n    logging.info('for %s', password)", "import logging\ndef f(password):\n    logging.info('for %s', mask(password))"),
        ("import logging\nlog = logging.getLogger()\ndef f(u):\n    log.info(f'{u.api_key}')", "import logging\nlog = logging.getLogger()\ndef f(u):\n    log.info(f'{u.must_change_password}')"),
    ],
    "secret-in-prompt": [
        (
            "from openai import OpenAI\nc = OpenAI()\ndef f(api_key):\n    c.chat.completions.create(messages=[{'role': 'user', 'content': f'use {api_key}'}])",
            "from openai import OpenAI\ndef f(api_key):\n    c = OpenAI(api_key=api_key)\n    c.chat.completions.create(messages=[{'role': 'user', 'content': 'go'}])",
        ),
    ],
    "unbounded-retry": [
        (RETRY + "        except OSError:\n            time.sleep(1)", RETRY + "        except OSError:\n            raise"),
        (POLL + "        except Exception:\n            continue", POLL + "        except Exception:\n            time.sleep(9)"),
        (POLL + "        except requests.ConnectionError as e:\n            print(e)", POLL + "        except requests.Timeout:\n            continue"),
        (POLL + "        except Exception:\n            pass", POLL + "        except Exception:\n            pass\n        wait(u)"),
        (POLL + "        except Exception:\n            pass", POLL.replace("try:", "try:\n            u = todo.get()") + "        except Exception:\n            pass"),
        ("from tenacity import retry\n@retry()\ndef f(): ...", "from tenacity import retry, stop_after_attempt\n@retry(stop=stop_after_attempt(3))\ndef f(): ..."),
    ],
    "payment-retried": [
        (
            "import stripe\nfrom tenacity import retry, stop_after_attempt\n@retry(stop=stop_after_attempt(3))\ndef f():\n    stripe.Charge.create(amount=1)",
            "import stripe\nfrom tenacity import retry, stop_after_attempt\n@retry(stop=stop_after_attempt(3))\ndef f(k):\n    stripe.Charge.create(amount=1, idempotency_key=k)",
        ),
    ],
    "state-not-restored": [
        (RESTORE + "        self.mode = 1\n        work()\n        self.mode = kept", RESTORE + "        self.mode = 1\n        try:\n            work()\n        finally:\n            self.mode = kept"),
        ("import os\ndef f(d):\n    old = os.getcwd()\n    os.chdir(d)\n    work()\n    os.chdir(old)", "import os\ndef f(d):\n    old = os.getcwd()\n    os.chdir(d)\n    os.chdir(old)"),
    ],
    "no-timeout": [
        ("import requests\nclass A:\n    def __init__(self):\n        self.s = requests.Session()\n    def f(self, u):\n        return self.s.get(u)", "class A:\n    def __init__(self):\n        self.s = {}\n    def f(self, u):\n        return self.s.get(u)"),
        ("from urllib.request import urlopen as fetch\ndef f():\n    fetch('https://a.test')", "from urllib.request import urlopen as fetch\nfetch('https://a.test', timeout=3)"),
        ("import smtplib\ndef f():\n    smtplib.SMTP('a.test', 25)", "import socket, smtplib\nsocket.setdefaulttimeout(3)\nsmtplib.SMTP('a.test', 25)"),
    ],
    "temporary-files-left": [
        ("import tempfile\ndef f():\n    d = tempfile.mkdtemp()\n    open(d + '/a', 'w').close()", "import tempfile, shutil\ndef f():\n    d = tempfile.mkdtemp()\n    shutil.rmtree(d)"),
        ("import tempfile\ndef f():\n    d = tempfile.mkdtemp()\n    open(d + '/a', 'w').close()", "import tempfile\ndef f():\n    d = tempfile.mkdtemp()\n    return d"),
    ],
    "whole-table-read": [
        (SESSION + "def f(db: Session):\n    return [x for x in db.query(X).all() if x.new]", SESSION + "def f(db: Session):\n    return db.query(X).all()"),
        (SESSION + "def f(db: Session):\n    rows = db.execute(select(X)).scalars().all()\n    return rows[:9]", SESSION + "def f(db: Session):\n    rows = db.execute(select(X).limit(9)).scalars().all()\n    return rows[:9]"),
        (MODELS + "def f():\n    return len(Order.objects.all())", MODELS + "def f():\n    return Order.objects.count()"),
    ],
    "sql-injection": [
        (
            FLASK + "q = request.args['q']\n    return db.execute(f\"select * from t where a = '{q}'\")",
            FLASK + "q = int(request.args['q'])\n    return db.execute(f'select * from t where a = {q}')",
        ),
        (
            "def view(request):\n    sql = 'select * from t where a = ' + request.GET.get('q')\n    return T.objects.raw(sql)",
            "def view(request):\n    return T.objects.raw('select * from t where a = %s', [request.GET.get('q')])",
        ),
        (
            "@app.get('/t')\ndef f(q: str):\n    return db.execute(text('select * from t where a = %s' % q))",
            "@app.get('/t')\ndef f(q: int):\n    return db.execute(text('select * from t where a = %s' % q))",
        ),
        (
            "@app.route('/t/<q>')\ndef f(q: int):\n    return db.execute('select * from t where a = ' + q)",
            "@app.route('/t/<int:q>')\ndef f(q):\n    return db.execute(f'select * from t where a = {q}')",
        ),
        (
            "def rows(sql):\n    return db.execute(sql)\n" + FLASK + "return rows('select * from t where a = ' + request.args['q'])",
            "def rows(sql, a):\n    return db.execute(sql, a)\n" + FLASK + "return rows('select * from t where a = ?', [request.args['q']])",
        ),
        (
            FLASK + "t = request.args['t']\n    return db.execute(f'select * from {t}')",
            FLASK + "t = request.args['t']\n    known = schema(t)\n    if not known:\n        raise KeyError(t)\n    return db.execute(f'select * from {t}')",
        ),
        (
            FLASK + "q = request.args['q']\n    return db.execute(f'select * from t order by {q}')",
            FLASK + "q = request.args['q']\n    if q not in COLUMNS: raise KeyError(q)\n    return db.execute(f'select * from t order by {q}')",
        ),
    ],
    "command-injection": [
        (
            "import subprocess\n" + FLASK + "subprocess.run(f\"ping {request.args['h']}\", shell=True)",
            "import subprocess\n" + FLASK + "subprocess.run(['ping', request.args['h']])",
        ),
        (
            "import os\nclass H:\n    def get(self):\n        os.system('ping ' + self.request.query['h'])",
            "import os, shlex\nclass H:\n    def get(self):\n        os.system('ping ' + shlex.quote(self.request.query['h']))",
        ),
    ],
    "code-injection": [
        (FLASK + "return str(eval(request.form.get('x', '')))", FLASK + "import ast\n    return str(ast.literal_eval(request.form['x']))"),
    ],
    "unsafe-deserialization": [
        (
            "import pickle, base64\n" + FLASK + "return pickle.loads(base64.b64decode(request.cookies['s']))",
            "import json, base64\n" + FLASK + "return json.loads(base64.b64decode(request.cookies['s']))",
        ),
        (
            "import yaml\n" + FLASK + "return yaml.load(request.data, Loader=yaml.UnsafeLoader)",
            "import yaml\n" + FLASK + "return yaml.load(request.data, Loader=yaml.SafeLoader)",
        ),
    ],
    "template-injection": [
        (
            "from flask import render_template_string\n" + FLASK + "return render_template_string('<p>' + request.args['n'])",
            "from flask import render_template_string\n" + FLASK + "return render_template_string('{{ n }}', n=request.args['n'])",
        ),
    ],
    "path-traversal": [
        (
            "import os\n" + FLASK + "return open(os.path.join(ROOT, request.args['f'])).read()",
            "import os\n" + FLASK + "return open(os.path.join(ROOT, os.path.basename(request.args['f']))).read()",
        ),
        (
            "from pathlib import Path\n@app.get('/f')\ndef f(name: str):\n    return (Path('data') / name).read_text()",
            "from pathlib import Path\n@app.get('/f/{name}')\ndef f(name: str):\n    return (Path('data') / name).read_text()",
        ),
        (
            FLASK + "file = request.files['f']\n    file.save(f'uploads/{file.filename}')",
            FLASK + "file = request.files['f']\n    file.save(f'uploads/upload-{file.filename}')",
        ),
    ],
    "request-forgery": [
        (
            "import httpx\n" + FLASK + "return httpx.get('https://' + request.args['host']).text",
            "import httpx\n" + FLASK + "return httpx.get('https://example.com/' + request.args['path']).text",
        ),
        (
            HOOK + "@app.post('/h')\ndef f(hook: Hook):\n    requests.post(hook.url, timeout=3)",
            HOOK + "@app.post('/h')\ndef f(hook: Hook):\n    if hook.url not in KNOWN: return\n    requests.post(KNOWN[hook.url], timeout=3)",
        ),
    ],
}  # fmt: skip
CASES = [(check, *pair) for check, pairs in PAIRS.items() for pair in pairs]


def found(code: str, path: str = "app/a.py", **others: str) -> set[str]:
    files = {name.replace("__", "/") + ".py": text for name, text in others.items()}
    return {each.check for each in review_python(code, path, Project(files.get))}


def test_data_of_a_request_is_followed_into_another_file() -> None:
    store = "def find(name):\n    return db.execute(f\"select * from users where name = '{name}'\")\n"
    view = "from app import store\n" + FLASK + "return store.find(request.args['n'])"
    project = Project({"app/store.py": store}.get)
    (finding,) = [each for each in review_python(view, "app/views.py", project) if each.check == "sql-injection"]
    assert finding.line == len(view.splitlines())
    assert finding.message.startswith("Through `store.find` (app/store.py, line 2): SQL injection")
    checked = store.replace("return", "if not name.isalnum(): raise ValueError\n    return")
    assert "sql-injection" not in found(view, "app/views.py", app__store=checked)


def test_every_check_has_an_example() -> None:
    assert {each.id for each in all_checks()} == set(PAIRS)


@pytest.mark.parametrize(("check", "wrong", "right"), CASES, ids=[f"{each[0]}-{n}" for n, each in enumerate(CASES)])
def test_a_check_finds_the_fault_and_not_what_looks_like_it(check: str, wrong: str, right: str) -> None:
    assert check in found(wrong)
    assert found(right) == set()


# False findings that were reported: every one is right as it is.
RIGHT = {
    "cancelled named beside Exception": "import asyncio\ndef f(g):\n    try:\n        g()\n    except (Exception, asyncio.CancelledError):\n        g(1)",
    "system exits after Exception": "def f(g):\n    try:\n        g()\n    except Exception:\n        g(1)\n    except (KeyboardInterrupt, SystemExit):\n        g(2)",
    "a method called iteritems": "class A:\n    def iteritems(self):\n        return []\n    def f(self):\n        return self.iteritems()",
    "a dictionary called requests": "class A:\n    def __init__(self):\n        self.requests = {}\n    def f(self, k):\n        return self.requests.get(k, [])",
    "a process that runs already": "import psutil\ndef f(pid):\n    return psutil.Process(pid)",
    "an adapter for plain HTTP": "import requests\ndef f(a):\n    s = requests.Session()\n    s.mount('http://', a)",
    "the name of a token": "import logging, token\ndef f(t):\n    logging.debug('%s', token.tok_name[t])",
    "a switch about a key": "import os\nSKIP_API_KEY_VERIFICATION = os.environ.get('SKIP_API_KEY_VERIFICATION', 'false')",
    "a handler that hands the exception on": "import sys\ndef f(results, t):\n    try:\n        t()\n    except Exception:\n        results.addError(t, sys.exc_info())",
    "a copy inside a lambda": "from copy import deepcopy\ndef f(rows, base):\n    return [lambda: deepcopy(base) for _ in rows]",
}  # fmt: skip


def test_reported_false_findings_are_not_made_again(upward, tmp_path) -> None:
    for number, code in enumerate(RIGHT.values()):
        (tmp_path / f"a{number}.py").write_text(code + "\n")
    status, out, _ = upward("review", ".", "--format", "json")
    assert status == 0, out
    assert json.loads(out)["lines"] > len(RIGHT)


def test_a_model_of_another_file_is_known_as_one() -> None:
    code = "from .models import Order\ndef f():\n    return [Order.objects.get(pk=o.parent_id) for o in Order.objects.all()]\n"
    model = "from django.db import models\nclass Order(models.Model):\n    pass\n"
    other = "class Order:\n    objects = Registry()\n"
    assert found(code, app__models=model) == {"n-plus-one-query"}
    assert found(code, app__models=other) == set()


def test_a_session_given_by_a_dependency_of_another_file_is_one() -> None:
    code = "from app.db import SessionDep\nfrom sqlalchemy import select\ndef f(db: SessionDep):\n    for i in db.execute(select(Y)).scalars():\n        db.execute(select(X).where(X.id == i))\n"
    there = "from typing import Annotated\nfrom sqlalchemy.orm import Session\nSessionDep = Annotated[Session, Depends(get)]\n"
    assert found(code, app__db=there) == {"n-plus-one-query"}


def test_code_that_runs_once_is_not_told_of_speed() -> None:
    code = MODELS + "def f():\n    for o in Order.objects.all():\n        print(Order.objects.get(pk=o.parent_id))\n"
    assert found(code, "app/migrations/0001_a.py") == set()
    assert found(code, "app/management/commands/a.py") == set()


def test_deep_nesting_and_circles_of_names_end() -> None:
    assert found("a = b\nb = a\na.get(1)\n") == set()
    assert found("x = " + "(" * 80 + "1" + ")" * 80 + "\n") == set()
    assert found("f = " + ".a".join(["x"] * 300) + "\n") == set()
    long = "A" * 200_000
    assert found(f"import {long}\n{long}.objects.{long}.get(1)\n") == set()
