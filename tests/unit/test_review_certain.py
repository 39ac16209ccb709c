"""Checks of what goes wrong for sure: classes, calls, what newer Pythons lack, what runs on: fault and look-alike."""

from __future__ import annotations

from ..pairs import told, told_apart

# By check: code in which it tells of a fault, and code like it in which it must not.
PAIRS: dict[str, list[tuple[str, str]]] = {
    "fields-out-of-order": [
        ("from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 0\n    y: int", "from dataclasses import dataclass\n@dataclass(kw_only=True)\nclass A:\n    x: int = 0\n    y: int"),
        ("class A(NamedTuple):\n    x: int = 0\n    y: int", "class A(NamedTuple):\n    x: int\n    y: int = 0"),
        ("@dataclass\nclass A:\n    x: list = field(default_factory=list)\n    y: int", "@dataclass\nclass A:\n    x: int = field(init=False)\n    K: ClassVar[int] = 3\n    y: int"),
        ("@dataclass\nclass A:\n    x: int = 0\n    y: int\n    _: KW_ONLY", "@dataclass(init=False)\nclass A:\n    x: int = 0\n    y: int"),
    ],
    "shared-by-all": [
        ("class A(NamedTuple):\n    tags: list = []", "class A(NamedTuple):\n    tags: tuple = ()"),
        ("import threading\nclass A(threading.local):\n    items = []", "import threading\nclass A(threading.local):\n    depth = 0"),
    ],
    "frozen-and-changed": [("@dataclass(frozen=True)\nclass A:\n    x: int\n    def __post_init__(self):\n        self.x = 2", "@dataclass(frozen=True)\nclass A:\n    x: int\n    def __post_init__(self):\n        object.__setattr__(self, 'x', 2)")],
    "never-called": [("class A:\n    def __post_init__(self):\n        self.x = 1", "class A:\n    def __post_init__(self):\n        self.x = 1\n@dataclass\nclass B(A):\n    y: int")],
    "slots-at-odds": [
        ("class A:\n    __slots__ = ('x',)\n    x = 5", "class A:\n    __slots__ = ('x',)\n    y = 5"),
        ("class A:\n    __slots__ = ('x',)\n    def f(self):\n        return self.__dict__", "class A(B):\n    __slots__ = ('x',)\n    def f(self):\n        return self.__dict__"),
        ("class A:\n    __slots__ = ('a',)\nclass B:\n    __slots__ = ('b',)\nclass C(A, B):\n    pass", "class A:\n    __slots__ = ('a',)\nclass B:\n    __slots__ = ()\nclass C(A, B):\n    pass"),
    ],
    "unequal-hash": [("class A:\n    def __eq__(self, o):\n        return self.a == o.a\n    def __hash__(self):\n        return hash((self.a, self.b))", "class A:\n    def __eq__(self, o):\n        return self.a == o.a and self.b == o.b\n    def __hash__(self):\n        return hash(self.a)")],
    "order-without-equality": [("@total_ordering\nclass A:\n    def __lt__(self, o):\n        return self.a < o.a", "@total_ordering\n@dataclass\nclass A:\n    a: int\n    def __lt__(self, o):\n        return self.a < o.a")],
    "never-looked-for": [("class A:\n    def __nonzero__(self):\n        return False", "class A:\n    def __bool__(self):\n        return False\n    def __nonzero__(self):\n        return False")],
    "no-next": [("class A:\n    def __iter__(self):\n        return self", "class A(B):\n    def __iter__(self):\n        return self")],
    "abstract-in-vain": [("class A:\n    @abstractmethod\n    def f(self):\n        pass", "class AMixin:\n    @abstractmethod\n    def f(self):\n        pass")],
    "no-self": [("class A:\n    def f():\n        pass", "class A:\n    def f():\n        pass\n    f = staticmethod(f)"), ("class A:\n    @classmethod\n    def f():\n        pass", "class A(Interface):\n    def f():\n        pass")],
    "for-ever": [("class A:\n    def __repr__(self):\n        return f'A({str(self)})'", "class A:\n    def __repr__(self):\n        return f'A({str(self)})'\n    def __str__(self):\n        return 'a'"),
                 ("class A:\n    def __str__(self):\n        return f'<{self}>'", "class A:\n    def __str__(self):\n        return f'<{self!r}>'")],
    "passes-all-over": [("class A:\n    def __exit__(self, kind, error, trace):\n        tidy()\n        return True", "class A:\n    def __exit__(self, kind, error, trace):\n        if kind is KeyError:\n            tidy()\n        return True")],
    "copied-with-lock": [("class A:\n    def __init__(self):\n        self.lock = Lock()\n    def f(self):\n        return deepcopy(self)", "class A:\n    def __init__(self):\n        self.lock = Lock()\n    def __deepcopy__(self, m):\n        return A()\n    def f(self):\n        return deepcopy(self)")],
    "coroutine-as-value": [("class A:\n    @property\n    async def v(self):\n        return 1", "class A:\n    @property\n    async def v(self):\n        return 1\nasync def f(a):\n    return await a.v")],
    "taken-away": [
        ("import imp", "try:\n    import imp\nexcept ImportError:\n    imp = None"),
        ("import distutils.core", "import setuptools\nimport distutils.core"),
        ("from inspect import getargspec", "from inspect import getfullargspec"),
        ("import time\ntime.clock()", "import time\nif sys.version_info < (3, 8):\n    time.clock()"),
        ("import asyncio\nasyncio.Task.all_tasks()", "import asyncio\nasyncio.all_tasks()"),
        ("class T(TestCase):\n    def test(self):\n        self.assertEquals(1, a)", "class T(TestCase):\n    def test(self):\n        self.assertEqual(1, a)"),
        ("for k, v in table.iteritems():\n    f(k, v)", "for k, v in six.iteritems(table):\n    f(k, v)"),
    ],
    "left-running": [
        ("import multiprocessing\ndef f():\n    multiprocessing.Process(target=g).start()", "import multiprocessing\ndef f():\n    multiprocessing.Process(target=g, daemon=True).start()"),
        ("import subprocess\ndef f():\n    p = subprocess.Popen(['a'])\n    return p.pid", "import subprocess\ndef f():\n    p = subprocess.Popen(['a'])\n    return p"),
        ("import multiprocessing\ndef f():\n    pool = multiprocessing.Pool(4)\n    pool.map(g, items)", "import multiprocessing\ndef f():\n    with multiprocessing.Pool(4) as pool:\n        pool.map(g, items)"),
        ("from threading import Timer\ndef f():\n    t = Timer(3, g)\n    t.start()", "from threading import Timer\ndef f():\n    t = Timer(3, g)\n    t.start()\n    work()\n    t.cancel()"),
    ],
    "never-run": [("import asyncio\nasync def work():\n    pass\nasync def f():\n    await asyncio.to_thread(work)", "import asyncio\ndef work():\n    pass\nasync def f():\n    await asyncio.to_thread(work)"),
                  ("async def work():\n    pass\nThread(target=work).start()", "async def work():\n    pass\ndef f():\n    work = pick()\n    Thread(target=work).start()"),
                  ("async def work():\n    pass\nThread(target=work).start()", "class A:\n    async def work(self):\n        pass\nThread(target=work).start()")],
    "not-a-task": [("import asyncio\nasync def g():\n    pass\nasync def f():\n    await asyncio.wait([g()])", "import asyncio\nasync def g():\n    pass\nasync def f():\n    await asyncio.wait([asyncio.create_task(g())])"),
                   ("import asyncio\nasyncio.Task(g())", "import asyncio\nx: asyncio.Task[int]")],
    "not-sent": [("c = get_context('spawn')\nc.Process(target=lambda: 1)", "c = get_context('fork')\nc.Process(target=lambda: 1)")],
    "kept-coroutine": [("@lru_cache\nasync def f(x):\n    return x", "@alru_cache\nasync def f(x):\n    return x")],
    "nobodys-lock": [("import threading\ndef f():\n    with threading.Lock():\n        g()", "import threading\nLOCK = threading.Lock()\ndef f():\n    with LOCK:\n        g()")],
    "one-name-for-two": [("with open(a) as f, open(b) as f:\n    g(f)", "with open(a) as f, open(b) as h:\n    g(f, h)")],
    "wrong-kind": [
        ("x = str(b'a')", "x = str(b'a', 'utf-8')"), ("x = str(t.encode())", "x = str(t.encode)"), ("x = str(t.encode('utf-8'))", "x = str(tokenizer.encode(text))"),
        ("x = ', '.join([b'a'])", "x = ', '.join(['a'])"), ("p.write_text(b'a')", "p.write_text('a')"), ("p.write_bytes(f'{a}')", "p.write_bytes(data)"),
        ("import json\njson.dumps({'at': datetime.now()})", "import json\njson.dumps({'at': datetime.now()}, default=str)"),
    ],
    "never-close": [("import math\nmath.isclose(a, 0)", "import math\nmath.isclose(a, 0, abs_tol=1e-9)"), ("if x == math.nan:\n    f()", "if math.isnan(x):\n    f()")],
    "comma-lost": [("A = [\n    'ab'\n    'cd',\n    'ef',\n]", "A = [\n    'a long sentence that does not fit '\n    'into a line',\n    'ef',\n]")],
    "base-lost": [("import os\nos.path.join(a, '/etc')", "import os\nos.path.join('/etc', a)"), ("p = base / '/x'", "p = base / 'x'")],
    "of-nothing": [("import random\nrandom.choice([])", "import random\nrandom.choice([1])"), ("max([])", "max([], default=0)")],
    "never-done": [("import itertools\nlist(itertools.cycle([1]))", "import itertools\nlist(itertools.islice(itertools.cycle([1]), 3))")],
    "of-two-lengths": [("str.maketrans('abc', 'de')", "str.maketrans('ab', 'de')")],
    "gone-at-once": [("import weakref\nr = weakref.ref(Thing())", "import weakref\nr = weakref.ref(thing)")],
    "always-on": [("p.add_argument('--x', action='store_true', default=True)", "p.add_argument('--no-x', dest='x', action='store_false', default=False)")],
    "not-unpacked": [("def f(*args, **kwargs):\n    g(*args, kwargs)", "def f(*args, **kwargs):\n    g(*args, **kwargs)")],
    "never-chosen": [("x = a and 0 or b", "x = a and 1 or b")],
    "result-dropped": [("def f(x):\n    len(x)", "def f(x):\n    try:\n        len(x)\n    except TypeError:\n        return 1")],
    "counted-from-elsewhere": [("for i, x in enumerate(items, start=1):\n    f(items[i])", "for i, x in enumerate(items, start=1):\n    f(other[i])")],
    "same-row": [("def f(n):\n    grid = [[0] * n] * n\n    grid[0][0] = 1", "def f(n):\n    grid = [[0] * n for _ in range(n)]\n    grid[0][0] = 1")],
    "grows-when-asked": [("def f():\n    d = defaultdict(list)\n    if d['k']:\n        g()", "def f():\n    d = defaultdict(list)\n    if 'k' in d:\n        g()")],
    "taken-behind": [("def f(it):\n    a, b = tee(it)\n    next(it)", "def f(it):\n    it, b = tee(it)\n    next(it)")],
    "never-given-back": [("def d(f):\n    @wraps(f)\n    def w(*a):\n        return f(*a)", "def d(f):\n    @wraps(f)\n    def w(*a):\n        return f(*a)\n    return w")],
}  # fmt: skip


@told_apart(PAIRS)
def test_a_fault_is_told_from_what_looks_like_it(check: str, fault: str, harmless: str) -> None:
    assert check in told(fault)
    assert check not in told(harmless)
