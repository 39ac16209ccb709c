"""Clients that are created for each element of a loop: a new connection and TLS handshake each time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.loops import changing_names, is_over_data, loop_around, names_in
from upward.analysis.code_review.name_resolution import SourceModule

CLIENT = re.compile(
    r"httpx\.(?:Async)?Client|aiohttp(?:\.client)?\.ClientSession|(?:requests|niquests)(?:\.sessions)?\.[sS]ession"
    r"|boto3\.(?:client|resource|Session|session\.Session)|redis(?:\.asyncio)?\.(?:Strict)?Redis(?:\.from_url)?"
    r"|pymongo\.MongoClient|motor\.motor_asyncio\.AsyncIOMotorClient|openai\.(?:Async)?(?:Azure)?OpenAI"
    r"|anthropic\.(?:Async)?Anthropic|sqlalchemy(?:\.\w+)*\.create_(?:async_)?engine|smtplib\.SMTP(?:_SSL)?"
    r"|psycopg2?\.connect|pymysql\.connect|asyncpg\.(?:connect|create_pool)|elasticsearch\.(?:Async)?Elasticsearch"
    r"|google\.cloud\.\w+\.(?:Async)?Client|azure\.storage\.blob\.BlobServiceClient"
)


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each client made in a loop that does not depend on the element."""
    for call in module.calls:
        if not CLIENT.fullmatch(module.origin(call.func)):
            continue
        loop = loop_around(module, call)
        if loop is None or not is_over_data(module, loop) or names_in(call) & changing_names(loop):
            continue
        yield (
            call,
            (
                f"Client created in a loop: `{ast.unparse(call.func)}` opens a new connection for each element. "
                "Create it once before the loop and reuse it."
            ),
        )


CHECKS = (Check("client-in-loop", "performance", "warning", find, cwe=1050, in_one_off=False),)
