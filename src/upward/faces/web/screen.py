"""What a screen is.

A screen is a module in `screens/` that ends in `SCREEN = Screen(...)`; its templates are
`templates/<name>*.html`. Nothing is listed: what is in the folder is in the page, its
sidebar, its palette and its description for programs (`/openapi.json`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Route:
    """An address and what answers it.

    `answer` takes a `Visit`; `path` is Starlette's (`/story/{id}`); `query` and `form` name what the handler reads,
    each with its help; `json` says that the body is JSON with those fields.
    """

    method: str
    path: str
    answer: Callable[..., Response]
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    json: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its name, title and addresses, the first of which is where the sidebar leads.

    `order` is its place in the sidebar, 0 for none; `key` the letter behind `g`; `count` takes
    the `Logbook` and gives a number shown beside its name, from what is known already.
    """

    name: str
    title: str
    routes: tuple[Route, ...]
    order: int = 0
    key: str = ""
    count: Callable[..., int] | None = None

    @property
    def address(self) -> str:
        """Where the sidebar leads."""
        return self.routes[0].path
