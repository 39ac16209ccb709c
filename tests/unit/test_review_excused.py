"""What a review does not tell of is harmless, and what looks like it and is not is told all the same."""

from __future__ import annotations

import json
import textwrap
import time
from pathlib import Path

import pytest

# A body of `def find(conn, name, names, e, limit: int):`, and whether a query of a stranger's text is in it.
QUERIES = {
    "counted placeholders": ('marks = ",".join("?" * len(names))\nconn.execute(f"select a from t where b in ({marks})", names)', False),
    "one placeholder for each": ('conn.execute("select a from t where b in ({})".format(", ".join("?" for _ in names)), names)', False),
    "a list of placeholders": ('conn.execute("delete from t where b in (" + ",".join(["%s"] * len(names)) + ")", names)', False),
    "numbered parameters": ('keys = [f"k{n}" for n in range(len(names))]\nconn.execute("select a from t where b in ({})".format(", ".join(f":{k}" for k in keys)), {})', False),
    "conditions of our own": ('where = ["a = ?"]\nif name:\n    where.append("b = ?")\nsql = f"select a from t where {\' and \'.join(where)}"\nconn.execute(sql, [1, name])', False),
    "a direction out of two": ('way = "desc" if names else "asc"\nconn.execute(f"select a from t order by b {way}")', False),
    "a constant of the module": ('conn.execute(f"select {COLUMNS} from t where b = ?", [name])', False),
    "a quoted name": ('conn.execute(f"select a from {quote_identifier(name)} where b = ?", [1])', False),
    "a number": ('conn.execute(f"select a from t limit {int(name)}")', False),
    "a number by its type": ('conn.execute(f"select a from t limit {limit} offset {limit + 1}")', False),
    "only compared": ('return conn.sql == f"select a from {name}"', False),
    "a fragment by steps": ('tail = ""\nif name:\n    tail += " where b = ?"\nconn.execute("select a from t" + tail, [name])', False),
    "what was given": ('conn.execute(f"select a from t where b = \'{name}\'")', True),
    "given names joined": ('conn.execute("select a from t where b in ({})".format(", ".join(names)))', True),
    "quoted by hand": ('conn.execute("select a from t where b in (" + ",".join(f"\'{n}\'" for n in names) + ")")', True),
    "a given order": ('order = name or "b"\nconn.execute(f"select a from t order by {order}")', True),
    "a condition with a value": ('where = ["a = ?"]\nwhere.append(f"b = \'{name}\'")\nconn.execute("select a from t where " + " and ".join(where))', True),
    "an item put into a list": ('where = ["a = ?", ""]\nwhere[1] = name\nconn.execute(f"select a from t where {\' and \'.join(where)}")', True),
    "a list that others fill": ('where = []\nfill(where, name)\nconn.execute(f"select a from t where {\' and \'.join(where)}")', True),
    "unquoted again": ('conn.execute(f"select a from t where b = \'{unquote(name)}\'")', True),
    "unescaped again": ('conn.execute(f"select a from t where b = \'{html.unescape(name)}\'")', True),
    "another call's answer": ('conn.execute(f"select a from t where b = \'{clean(name)}\'")', True),
    "an attribute": ('conn.execute(f"select a from {conn.table} where b = \'{e.text}\'")', True),
    "a key of what was given": ('conn.execute("select a from t where b = \'%s\'" % names["b"])', True),
    "a loop over what was given": ('for n in names:\n    conn.execute(f"select a from t where b = \'{n}\'")', True),
    "the second of a pair": ('for i, n in enumerate(names):\n    conn.execute(f"update t set b = \'{n}\' where a = {i}")', True),
    "given twice over": ('both = name * 2\nconn.execute(f"select a from t where b = \'{both}\'")', True),
    "replaced badly": ('safe = name.replace("\'", "")\nconn.execute(f"select a from t where b = \'{safe}\'")', True),
    "one way of two": ('b = "x"\nif names:\n    b = name\nconn.execute(f"select a from t where b = \'{b}\'")', True),
    "an inner function's argument": ('def inner(b):\n    return conn.execute(f"select a from t where b = \'{b}\'")\nreturn inner', True),
}  # fmt: skip
# What a handler of `except Exception as e:` does, and whether that hides the failure.
HANDLED = {
    "kept for another thread": ("self.failed = e", False),
    "put into a future": ("future.set_exception(e)", False),
    "put into a queue": ("queue.put((1, e))\n    answers.append(e)", False),
    "given back": ("return e", False),
    "given to a handler": ("return self.handle(request, e)", False),
    "kept and asked for later": ("last = e\n  return last", False),
    "kept where nobody looks": ("last = e", True),
    "printed": ("print(e)", True),
    "made a text": ("message = str(e)\n    show(message)", True),
    "logged as a line": ("log.error('failed: %s', e)", True),
    "told to a stranger": ("return {'error': str(e)}", True),
    "only looked at": ("if isinstance(e, OSError):\n        return None\n    return 1", True),
    "named and forgotten": ("result = None\n    return result", True),
}
DIGESTS = {
    "a label": ("colour = hashlib.md5(name).hexdigest()[:6]", False),
    "whole": ("kept = hashlib.md5(name).hexdigest()", True),
    "half of it": ("token = hashlib.sha1(name).hexdigest()[:16]", True),
}


# What looks like a fault of these names: one that is, one that is not.
PAIRS = {
    "wrong-level": ("log.error('sweep finished, %d gone', n)", "log.error('worker could not be started')"),
    "awaited-in-turn": (
        "async def f(client, ids):\n    for i in ids:\n        use(await client.get(i))",
        "async def f(client, url):\n    while url:\n        url = (await client.get(url)).next",
    ),
    "pool-for-each-call": (
        "def load(key):\n    kept = redis.Redis()\n    return kept.get(key)",
        "def make_store(url):\n    kept = redis.Redis()\n    kept.ping()\n    return Store(kept)",
    ),
    "endless-cache": (
        "seen = {}\ndef f(a):\n    if a not in seen:\n        seen[a] = g(a)\n    return seen[a]",
        "seen = {}\ndef f(a):\n    if a not in seen:\n        seen[a] = g(a)\n    return seen.pop(a)",
    ),
    "searched-list": (
        "def f(known: list[str], new: list[str]):\n    return [n for n in new if n not in known]",
        "def f(known: set[str], new: list[str]):\n    return [n for n in new if n not in known]",
    ),
    "written-in-place": (
        "class S:\n    def load(self):\n        return self.path.read_text()\n    def save(self, t):\n        self.path.write_text(t)",
        "class S:\n    def load(self):\n        return self.path.read_text()\n    def save(self, t):\n        self.new.write_text(t)\n        self.new.replace(self.path)",
    ),
    "address-from-request": (
        "@router.post('/a')\nasync def f(url: str):\n    async with httpx.AsyncClient() as c:\n        return await c.get(url)",
        "@router.post('/a')\nasync def f(n: int, cache: Cache):\n    return await cache.get(n)",
    ),
    "query-in-loop": (
        "def f(cursor, ids):\n    for i in ids:\n        cursor.execute('select a from t where b = ?', (i,))",
        "def f(cursor):\n    for i in ('a', 'b'):\n        cursor.execute('select a from t where b = ?', (i,))",
    ),
    "copy-in-loop": (
        "def f(base, names):\n    return [use(copy.deepcopy(base), n) for n in names]",
        "def f(items):\n    return [copy.deepcopy(i) for i in items]",
    ),
    "redirect-from-request": (
        "def f(request):\n    return redirect(request.args['next'])",
        "def f(request):\n    return redirect(url_for('page', name=request.args['name']))",
    ),
}  # fmt: skip


def checks(upward, folder: Path, code: str) -> set[str]:
    """Give the names of what a review finds."""
    (folder / "a.py").write_text(code)
    found = json.loads(upward("review", "a.py", "--format", "json")[1])["dimensions"]
    return {each["check"] for dimension in found.values() for each in dimension["findings"]}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_told_of_where_a_stranger_can_be_in_it(upward, tmp_path: Path, name: str) -> None:
    body, told = QUERIES[name]
    code = "import html\nCOLUMNS = 'a, b'\ndef find(conn, name, names, e, limit: int):\n" + textwrap.indent(
        body, "    "
    )
    assert bool({"S608", "built-query"} & checks(upward, tmp_path, code + "\n")) == told


@pytest.mark.parametrize("name", HANDLED)
def test_a_blind_handler_is_told_of_where_nobody_gets_the_exception(upward, tmp_path: Path, name: str) -> None:
    body, told = HANDLED[name]
    code = f"def run(self, request, future, queue, answers, log, show, work):\n  try:\n    work()\n  except Exception as e:\n    {body}\n"
    assert bool({"BLE001", "swallowed-exception"} & checks(upward, tmp_path, code)) == told


@pytest.mark.parametrize("name", DIGESTS)
def test_a_weak_digest_is_told_of_where_it_may_protect_something(upward, tmp_path: Path, name: str) -> None:
    line, told = DIGESTS[name]
    assert (
        "S324" in checks(upward, tmp_path, f"import hashlib\n\n\ndef f(name):\n    {line}\n    return name\n")
    ) == told


@pytest.mark.parametrize("name", PAIRS)
def test_a_check_tells_a_fault_from_what_looks_like_it(upward, tmp_path: Path, name: str) -> None:
    fault, harmless = PAIRS[name]
    assert name in checks(upward, tmp_path, fault + "\n")
    assert name not in checks(upward, tmp_path, harmless + "\n")


def test_a_file_of_tests_alone_is_judged_as_tests(upward, tmp_path: Path) -> None:
    waits = "import time\n\n\ndef test_it():\n    time.sleep(2)\n    assert done()\n"
    assert "sleeping-test" in checks(upward, tmp_path, waits)
    assert "sleeping-test" not in checks(upward, tmp_path, waits + "\n\ndef done():\n    return True\n")


HOSTILE = {
    "names that double": "a0 = 'x'\n" + "".join(f"    a{n} = f'{{a{n - 1}}}{{a{n - 1}}}'\n" for n in range(1, 60)),
    "a pair of three": "a59 = ''\n    for a, b, c in enumerate(x):\n        a59 += a\n",
    "a pair of one": "a59 = ''\n    for (a,) in enumerate(x):\n        a59 += a\n",
    "a chain read backwards": "".join(f"    a{n} = a{n - 1}\n" for n in range(2000, 0, -1)).lstrip()
    + "    a0 = request.args['x']\n    a59 = open(a2000)\n",
    "a model's chain": "".join(f"    a{n} = a{n - 1}\n" for n in range(2000, 0, -1)).lstrip()
    + "    a0 = llm.invoke('x')\n    a59 = exec(a2000)\n",
    "many branches": "if x:\n        a59 = 1\n"
    + "".join(f"    elif x == {n}:\n        a59 = {n}\n" for n in range(300)),
    "many locks": "a59 = 1\n" + "".join(f"    with lock{n}, lock{n + 1}:\n        x()\n" for n in range(2000)),
    "a pattern of patterns": "a59 = re.match('" + "(a" * 200 + ")*" * 200 + "', x)\n",
    "many iterators": "a59 = 1\n" + "".join(f"    b{n} = map(str, x)\n    list(b{n})\n" for n in range(1500)),
    "one name in many ways": "a59 = 1\n" + "".join(f"    a59 = a59 + x[{n}]\n" for n in range(3000)),
    "hands without an end": "a59 = 1\n"
    + "".join(f"def f{n}(x):\n    f{n + 1}(x)\n    f{n - 1}(x)\n" for n in range(1500))
    + "def g():\n    f0(request.args['x'])\n    open(f1(1))\ndef h():\n    a59 = 1\n",
    "clients without an end": "import smtplib\n    a59 = 1\n"
    + "".join(f"    s{n} = smtplib.SMTP(x)\n    s{n}.login(x)\n" for n in range(3000)),
    "names that are nowhere": "import json\n    a59 = 1\n" + "".join(f"    json.lo{n}ads(x)\n" for n in range(5000)),
    "a client asked again and again": "a59 = 1\n" + "".join(f"    d.get('k{n}').x\n" for n in range(4000)),
    "many loops": "a59 = 1\n" + "".join(f"    for n{n} in x:\n        y(n{n})\n    z(n{n})\n" for n in range(2000)),
    "everybody at once": "a59 = 1\n" + "    asyncio.gather(*[g(u) for u in x])\n" * 3000,
    "a world changed": "import os\n    a59 = 1\n" + "    os.environ['a'] = x\n" * 4000,
    "an endless sum": "a59 = " + " + ".join(["'x'"] * 3000) + "\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_takes_neither_for_ever_nor_the_review_down(upward, tmp_path: Path, name: str) -> None:
    code = f"def f(conn, x):\n    {HOSTILE[name]}    conn.execute(f\"select a from t where b = '{{a59}}'\")\n"
    begun = time.monotonic()
    (tmp_path / "a.py").write_text(code)
    assert upward("review", "a.py", "--format", "json")[0] in {0, 1}
    assert time.monotonic() - begun < 20


def test_a_field_that_a_function_of_the_program_gives_is_no_value_of_all(upward, tmp_path: Path) -> None:
    head = "from dataclasses import dataclass\nfrom datetime import datetime\n\n\n@dataclass\nclass Row:\n    "
    assert "RUF009" in checks(upward, tmp_path, f"{head}made: list = datetime.now()\n")
    assert "RUF009" not in checks(upward, tmp_path, f"{head}made: list = from_extra()\n    name: str\n")


def test_what_is_printed_to_a_place_that_is_named_is_no_log_unless_it_tells_of_a_failure(
    upward, tmp_path: Path
) -> None:
    aside = "import sys\n\n\ndef f(x):\n    print(x, file=sys.stderr)\n"
    assert "T201" not in checks(upward, tmp_path, aside)
    assert "T201" in checks(upward, tmp_path, aside.replace(", file=sys.stderr", ""))
    failed = (
        "import sys\n\n\ndef f():\n    try:\n        g()\n    except OSError as e:\n        print(e, file=sys.stderr)\n"
    )
    assert {"T201", "printed-failure"} & checks(upward, tmp_path, failed)
