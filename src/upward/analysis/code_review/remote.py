"""Which calls go over the network, and which of them wait without end by default."""

from __future__ import annotations

import ast
import re

from upward.analysis.code_review.name_resolution import SourceModule

_VERBS = r"(?:get|post|put|patch|delete|head|options|request|send)"
_HTTP = (
    rf"(?:requests|httpx|niquests)\.{_VERBS}|(?:requests|niquests)(?:\.sessions)?\.[sS]ession\(\)\.{_VERBS}"
    rf"|httpx\.(?:Async)?Client\(\)\.{_VERBS}|aiohttp(?:\.client)?\.ClientSession\(\)\.(?:ws_connect|{_VERBS})"
    r"|urllib\.request\.(?:urlopen|urlretrieve)|urllib3\.(?:PoolManager\(\)\.)?(?:request|urlopen)"
    r"|http\.client\.HTTPS?Connection\(\)\.(?:request|getresponse)"
)
_MAIL = r"smtplib\.SMTP(?:_SSL)?\(\)\.\w+|smtplib\.SMTP(?:_SSL)?|django\.core\.mail\.(?:send_mail|send_mass_mail|mail_admins)"
_MODELS = (
    r"(?:openai\.(?:Async)?(?:Azure)?OpenAI\(\)|anthropic\.(?:Async)?Anthropic\(\))(?:\.\w+)*\.(?:create|stream|parse)"
    r"|litellm\.a?completion|google\.generativeai\.GenerativeModel\(\)\.generate_content(?:_async)?"
)
_CLOUD = r"boto3\.(?:client|resource)\(\)\.(?!meta\b|exceptions\b|close\b|get_paginator\b|get_waiter\b)\w+"
_PAYMENT = r"stripe\.(?:\w+\.)+(?:create|retrieve|modify|list|capture|confirm|refund|cancel)"
REMOTE = re.compile(f"{_HTTP}|{_MAIL}|{_MODELS}|{_CLOUD}|{_PAYMENT}")
MODEL_CALL = re.compile(_MODELS)
PAYMENT = re.compile(
    r"stripe\.(?:\w+\.)*(?:Charge|PaymentIntent|Refund|Transfer|Payout|InvoiceItem|Invoice|Subscription)\.create(?:_async)?"
    r"|stripe\.StripeClient\(\)\.(?:v1\.)?(?:charges|payment_intents|refunds|transfers|payouts)\.create(?:_async)?"
)
_SLEEPS = frozenset({"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep"})


def is_remote(module: SourceModule, call: ast.Call) -> bool:
    """Whether a call goes over the network, by a library that is known here."""
    return REMOTE.fullmatch(module.origin(call.func)) is not None


def is_sleep(module: SourceModule, call: ast.Call) -> bool:
    """Whether a call waits for a time."""
    return module.origin(call.func) in _SLEEPS


def short_name(module: SourceModule, call: ast.Call) -> str:
    """Give a call as a reader of the file knows it."""
    return ast.unparse(call.func) if len(ast.unparse(call.func)) <= 60 else module.origin(call.func)  # noqa: PLR2004 - fits a line
