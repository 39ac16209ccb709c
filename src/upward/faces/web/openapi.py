"""The page described for programs, as OpenAPI 3.1: made from the screens' own routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from upward import __version__
from upward.faces.web.screen import Route, Screen

_PART = re.compile(r"\{(\w+)(?::\w+)?\}")


def description(screens: Iterable[Screen]) -> dict[str, Any]:
    """Give the description of every address."""
    paths: dict[str, dict[str, Any]] = {}
    for screen in screens:
        for route in screen.routes:
            shown = _PART.sub(r"{\1}", route.path)
            paths.setdefault(shown, {})[route.method.lower()] = _operation(screen, route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "upward's page",
            "version": __version__,
            "description": "Only for a browser on this machine that opened the link of `upward serve`.",
        },
        "paths": paths,
    }


def _operation(screen: Screen, route: Route) -> dict[str, Any]:
    said = (route.answer.__doc__ or screen.title).strip().split("\n")[0]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PART.findall(route.path)
    ]
    parameters += [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string", "maxLength": 2000}}
        for name, text in route.query.items()
    ]
    made: dict[str, Any] = {
        "tags": [screen.name],
        "summary": said,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The screen, or the data"},
            "303": {"description": "Done; go on there"},
            "4XX": {"description": "Refused: what is wrong and what to do"},
            "503": {"description": "The logbook is gone"},
            "507": {"description": "The disk refused a write"},
        },
    }
    if route.method == "POST":
        fields = {name: {"type": "string", "description": text} for name, text in route.form.items()}
        schema = {"type": "object", "properties": fields}
        kind = "application/json" if route.json else "application/x-www-form-urlencoded"
        made["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    return made
