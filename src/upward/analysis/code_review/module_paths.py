"""From dotted module names to the files of a repository, and back."""

from __future__ import annotations

from collections.abc import Iterator


def module_name(path: str) -> str:
    """Give the dotted name of a file by its path from the root, such as `app.db` for `app/db.py`."""
    parts = path.removesuffix(".pyi").removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def candidate_paths(module: str, folder: str) -> Iterator[str]:
    """Yield where a module may be that a file in a folder imports: from that folder, or from any above it."""
    inside = module.replace(".", "/")
    folders = folder.split("/") if folder else []
    for depth in range(len(folders), -1, -1):
        start = "/".join((*folders[:depth], inside))
        yield f"{start}.py"
        yield f"{start}/__init__.py"
