"""Which expressions run a database query: Django's ORM, SQLAlchemy, Flask-SQLAlchemy, SQLModel and DB-API drivers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Assigned

SESSION = (
    r"(?:sqlalchemy[\w.]*\.(?:Session|AsyncSession|Connection|AsyncConnection|scoped_session|async_scoped_session"
    r"|sessionmaker|async_sessionmaker)\(\)(?:\(\))*|sqlmodel[\w.]*\.(?:Async)?Session\(\)"
    r"|flask_sqlalchemy[\w.]*\.SQLAlchemy\(\)\.session)"
)
_DRIVERS = r"(?:sqlite3|psycopg2?|pymysql|MySQLdb|mysql\.connector|asyncpg|aiosqlite|django\.db)"
# A query is sent by these, at the end of a chain.
_SENDS_ORM = r"(?:all|first|one|one_or_none|scalar|scalar_one|count|get|update|delete)"
_SENDS_DJANGO = (
    r"a?(?:get|first|last|count|exists|aggregate|get_or_create|update_or_create|create|update|delete|earliest|latest"
    r"|in_bulk|bulk_create|bulk_update)"
)
# What stands between a manager or a query and its end builds the query; a row or a dictionary that came of one does not.
_CHAIN = rf"(?:\.(?!{_SENDS_ORM}\b|{_SENDS_DJANGO}\b)\w+(?:\(\))?)*?"
SESSION_RUNS = re.compile(rf"{SESSION}\.(?:execute|scalar|scalars|get|get_one|stream|stream_scalars|exec)")
SESSION_QUERY = re.compile(rf"{SESSION}\.query\(\){_CHAIN}\.{_SENDS_ORM}")
DRIVER_RUNS = re.compile(
    rf"{_DRIVERS}(?:\.\w+(?:\(\))?)*\.(?:cursor\(\)\.execute|(?:connect|Connection|Cursor)\(\)\.(?:execute|fetch|fetchrow|fetchval|fetchone))"
)
MANAGER = re.compile(r"[\w.]*\b[A-Z]\w*\.(?:objects|_default_manager|_base_manager)\b(?P<chain>.*)")
USER_MODEL = re.compile(r"django\.contrib\.auth\.get_user_model\(\)\.objects\b(?P<chain>.*)")
_DJANGO_LAST = re.compile(rf"{_CHAIN}\.{_SENDS_DJANGO}")
_DJANGO_LAZY = re.compile(r"(?:\.(?:all|filter|exclude|order_by|select_related|prefetch_related|values|values_list"
                          r"|annotate|distinct|only|defer|using|none|reverse|union|select_for_update|iterator)\(\))+")  # fmt: skip
_FLASK_MODEL = re.compile(r"flask_sqlalchemy[\w.]*\.SQLAlchemy\(\)\.Model|flask_sqlalchemy[\w.]*\.Model")
_COMMITS = re.compile(rf"{SESSION}\.commit|{_DRIVERS}(?:\.\w+(?:\(\))?)*\.commit")
_BEGINS = re.compile(rf"{SESSION}\.begin(?:_nested)?|sqlalchemy[\w.]*\.(?:sessionmaker|async_sessionmaker)\(\)\.begin"
                     r"|sqlalchemy[\w.]*\.create_(?:async_)?engine\(\)\.begin|asyncpg[\w.]*\(\)(?:\.acquire\(\))?\.transaction")  # fmt: skip
_ROWS = re.compile(rf"{SESSION}\.(?:query|execute|scalars|exec|stream)\(\)(?:\.\w+(?:\(\))?)*?\.(?:all|fetchall|scalars|unique|mappings)\(\)"
                   rf"|{SESSION}\.(?:query\(\)(?:\.\w+\(\))*|execute\(\)|scalars\(\))|{_DRIVERS}(?:\.\w+(?:\(\))?)*\.(?:fetchall|fetchmany|fetch)\(\)")  # fmt: skip
_RELATIONS = frozenset({"sqlalchemy.orm.relationship()", "sqlalchemy.orm.Mapped()", "sqlmodel.Relationship()"})
_KEEPS_ROWS = frozenset({"list", "enumerate", "sorted", "reversed", "set", "tuple", "iter"})
_WRITES = re.compile(r"a?(?:get_or_create|update_or_create|create|update|delete|bulk_create|bulk_update|merge)")
_WRITE_STATEMENT = re.compile(
    r"(?i)(?:[\w.]*\b(?:insert|update|delete|text)\(\s*)?f?['\"]*\s*(?:insert|update|delete|create|alter|drop|set|grant|kill|refresh|vacuum|lock|execute)\b|[\w.]*\b(?:insert|update|delete)\(|.*\.(?:insert|update|delete)\("
)
_EVALUATES = frozenset({"builtins.list", "builtins.len", "builtins.set", "builtins.tuple", "builtins.bool"})


def sends_query(module: SourceModule, call: ast.Call) -> bool:
    """Whether a call sends a query to a database, each time it runs."""
    path = module.origin(call.func)
    if not path:
        return False
    if SESSION_RUNS.fullmatch(path) or SESSION_QUERY.fullmatch(path) or DRIVER_RUNS.fullmatch(path):
        return True
    chain = manager_chain(module, path)
    if chain is not None:
        return _DJANGO_LAST.fullmatch(chain) is not None
    if path in _EVALUATES and len(call.args) == 1:
        return is_lazy_query(module, call.args[0])
    return _is_model_query(module, path)


def manager_chain(module: SourceModule, path: str) -> str | None:
    """Give what follows a Django manager in a path, such as `.filter().first`; None where there is no manager."""
    found = MANAGER.fullmatch(path) or USER_MODEL.fullmatch(path)
    if found is None or path.startswith(("unittest.", "mongoengine.")):
        return None
    holder = module.class_named(path[: found.start("chain")].rpartition(".")[0])
    if holder is not None and not _is_django_model(*holder):
        return None
    return found["chain"]


def _is_django_model(module: SourceModule, node: ast.ClassDef) -> bool:
    """Whether a class is a model, as far as its bases are known; those of other packages are given the benefit."""
    bases = module.base_names(node)
    return any("model" in each.lower() or each.startswith("django.") for each in bases)


def _is_model_query(module: SourceModule, path: str) -> bool:
    head, dot, rest = path.partition(".query.")
    if not dot or not re.fullmatch(rf"{_CHAIN}\.{_SENDS_ORM}", f".{rest}"):
        return False
    holder = module.class_named(head)
    return holder is not None and any(map(_FLASK_MODEL.fullmatch, holder[0].base_names(holder[1])))


def is_lazy_query(module: SourceModule, node: ast.expr) -> bool:
    """Whether an expression is a Django queryset that iterating over it sends."""
    if not isinstance(node, ast.Call):
        return False
    chain = manager_chain(module, module.origin(node.func))
    return chain is not None and _DJANGO_LAZY.fullmatch(f"{chain}()") is not None


def queries(module: SourceModule, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield those of some nodes that send a query, iterated querysets among them."""
    for node in nodes:
        if isinstance(node, ast.Call) and sends_query(module, node):
            yield node
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)) and is_lazy_query(module, node.iter):
            yield node.iter


def is_read(module: SourceModule, query: ast.expr) -> bool:
    """Whether a query reads rows; one whose statement is not seen here counts as a read."""
    last = query.func.attr if isinstance(query, ast.Call) and isinstance(query.func, ast.Attribute) else ""
    if _WRITES.fullmatch(last):
        return False
    given = query.args[0] if isinstance(query, ast.Call) and query.args else None
    scope = module.scope_of.get(given) if given is not None else None
    found = scope.lookup(given.id) if scope and isinstance(given, ast.Name) else None
    values = [each.value for each in found[1] if isinstance(each, Assigned)] if found else [given] if given else []
    return not any(_WRITE_STATEMENT.match(ast.unparse(each)) for each in values)


def is_rows(module: SourceModule, node: ast.expr) -> bool:
    """Whether an expression is the rows that a query gave: a queryset, fetched rows, or a relation of a model."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEEPS_ROWS and node.args:
        return is_rows(module, node.args[0])
    path = module.origin(node)
    chain = manager_chain(module, path)
    if chain is not None:
        return _DJANGO_LAZY.fullmatch(chain) is not None
    if path in _RELATIONS or _ROWS.fullmatch(path):
        return True
    head, dot, rest = path.partition(".query.")
    return bool(dot) and rest.endswith("all()") and _is_model_query(module, f"{head}.query.{rest.removesuffix('()')}")


def commits(module: SourceModule, call: ast.Call) -> bool:
    """Whether a call commits a database transaction."""
    return _COMMITS.fullmatch(module.origin(call.func)) is not None


def opens_transaction(module: SourceModule, node: ast.expr) -> bool:
    """Whether a context manager or decorator holds a transaction open."""
    path = module.origin(node.func) if isinstance(node, ast.Call) else module.origin(node)
    return path == "django.db.transaction.atomic" or _BEGINS.fullmatch(path) is not None
