"""What a screen is, and how the screens are found.

A screen is a module in `screens/` that ends in `SCREEN = Screen(...)`; its templates are
`templates/<name>*.html`. Nothing is listed: what is in the folder is in the page, its
sidebar, its palette and its description for programs (`/openapi.json`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from starlette.responses import Response

from upward.faces.web import screens

if TYPE_CHECKING:
    from upward.faces.web.logbook import Logbook
    from upward.faces.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Route:
    """An address and what answers it.

    `path` is Starlette's (`/story/{id}`); `query` and `form` name what the handler reads,
    each with its help; `json` says that the body is JSON with those fields.
    """

    method: str
    path: str
    answer: Callable[[Visit], Response]
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    json: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its name, title and addresses, the first of which is where the sidebar leads.

    `order` is its place in the sidebar, 0 for none; `key` the letter behind `g`; `count` gives
    a number shown beside its name, from what is known already.
    """

    name: str
    title: str
    routes: tuple[Route, ...]
    order: int = 0
    key: str = ""
    count: Callable[[Logbook], int] | None = None

    @property
    def address(self) -> str:
        """Where the sidebar leads."""
        return self.routes[0].path


def found() -> Iterator[Screen]:
    """Yield every screen of the folder, by order and name."""
    names = sorted(module.name for module in iter_modules(screens.__path__) if not module.name.startswith("_"))
    loaded: list[Screen] = [import_module(f"{screens.__name__}.{name}").SCREEN for name in names]
    yield from sorted(loaded, key=lambda screen: (screen.order or 1000, screen.name))
