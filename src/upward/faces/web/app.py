"""The application: every screen's addresses, what they share, and how a refusal is shown."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as Address

from upward.faces.web import screens as folder
from upward.faces.web import templating
from upward.faces.web.logbook import Logbook
from upward.faces.web.screen import Route, Screen
from upward.faces.web.static_files import Static
from upward.faces.web.visit import Visit
from upward.model.errors import (
    NoLogbookError,
    NoSuchRecordError,
    NothingFoundError,
    RecordChangedError,
    UnsafePathError,
    UpwardError,
    WriteError,
)

# Screens are drawn in threads: one that waits for an answer does not block the other users.
THREADS = 12
# A field of a refused form that is longer than this is shown again, so that it is not lost; in characters.
LONG = 40
_STATUS: dict[type[UpwardError], int] = {
    NoSuchRecordError: 404,
    NothingFoundError: 404,
    RecordChangedError: 409,
    UnsafePathError: 403,
    WriteError: 507,
    NoLogbookError: 503,
}


def found() -> Iterator[Screen]:
    """Yield every screen of the folder, by order and name."""
    names = sorted(module.name for module in iter_modules(folder.__path__) if not module.name.startswith("_"))
    loaded: list[Screen] = [import_module(f"{folder.__name__}.{name}").SCREEN for name in names]
    yield from sorted(loaded, key=lambda screen: (screen.order or 1000, screen.name))


def application(logbook: Logbook, extra: Iterable[Screen] = ()) -> Starlette:
    """Give the application of one logbook."""
    screens = (*found(), *extra)
    templates = templating.environment()
    limit = CapacityLimiter(THREADS)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await to_thread.run_sync(logbook.start)
        yield
        logbook.close()

    def address(screen: Screen, route: Route) -> Address:
        async def answer(request: Request) -> Response:
            visit = Visit(logbook, request, templates, screens, screen)
            return await to_thread.run_sync(_answered, visit, route.answer, limiter=limit)

        return Address(route.path, answer, methods=[route.method], name=f"{screen.name} {route.method} {route.path}")

    routes: list[BaseRoute] = [address(screen, route) for screen in screens for route in screen.routes]
    routes.append(Mount("/static", Static(Path(__file__).parent / "static")))

    async def missing(request: Request, _: Exception) -> Response:
        visit = Visit(logbook, request, templates, screens, Screen("missing", "Not found", ()))
        error = NoSuchRecordError(
            "There is no such page", why=f"nothing is at {request.url.path}", next_step="choose a screen or search"
        )
        return await to_thread.run_sync(_refused, visit, error, limiter=limit)

    async def wrong_method(request: Request, _: Exception) -> Response:
        return PlainTextResponse(f"{request.url.path} does not take {request.method}.\n", 405)

    return Starlette(
        routes=routes, lifespan=lifespan, exception_handlers={404: missing, 405: wrong_method}, debug=False
    )


def _answered(visit: Visit, answer: Callable[[Visit], Response]) -> Response:
    try:
        if not visit.logbook.loaded():
            return visit.page("loading.html", title="Reading the records", status=503, refresh=1)
        visit.logbook.wake()
        if visit.logbook.lost is not None:
            # It may be back.
            visit.logbook.refresh()
        return answer(visit) if visit.logbook.lost is None else _refused(visit, visit.logbook.lost)
    except UpwardError as error:
        if isinstance(error, WriteError):
            # The logbook may have gone since it was looked at.
            visit.logbook.refresh()
        return _refused(visit, visit.logbook.lost or error)
    except Exception as error:  # noqa: BLE001 - an error of one screen is shown, and the others go on
        # Between two looks at the files the logbook may have gone.
        visit.logbook.refresh()
        if visit.logbook.lost is not None:
            return _refused(visit, visit.logbook.lost)
        traceback.print_exc()
        what = UpwardError(
            f"This page failed: {type(error).__name__}",
            why="this is a bug in upward; the terminal of `upward serve` shows the request",
            next_step="go to another page, and please report the bug",
        )
        return visit.page("gone.html", title="This did not work", error=what, status=500, typed=_typed(visit))


def _refused(visit: Visit, error: UpwardError) -> Response:
    """Say what was refused, why, and what to do: as JSON to a script, as a screen to a person."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    if visit.request.headers.get("x-part") or visit.request.headers.get("content-type") == "application/json":
        return visit.data({"what": str(error.what), "why": error.why, "next_step": error.next_step}, status)
    # Without a logbook there is nothing to draw the frame of a screen from.
    template = "gone.html" if visit.logbook.lost is not None else "refused.html"
    return visit.page(template, title="This did not work", error=error, status=status, typed=_typed(visit))


def _typed(visit: Visit) -> list[tuple[str, str]]:
    """Give the longer texts of a form that was refused: what was typed is not lost."""
    if visit.request.method != "POST" or "form" not in visit.request.headers.get("content-type", ""):
        return []
    return [
        (name, value) for name, values in visit.form.items() for value in values if name != "csrf" and len(value) > LONG
    ]
