"""Finds everything that can be added to upward: built in, or installed beside it.

A rule, kind, importer, exporter or job is a module, or a package, that ends in the
constant of that name (`RULE = Rule(...)`); a rubric is a YAML file. Nothing is listed
anywhere: what is in the folder is in upward. Other packages offer the same constants
through the entry points `upward.rule`, `upward.kind` and so on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from upward.model.extension import Exporter, Importer, Job, Kind, Rule
from upward.model.rubric import Rubric

T = TypeVar("T")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Failure:
    """An extension that could not be loaded: shown as a finding, never a crash."""

    name: str
    group: str
    cause: str


@dataclass
class Catalogue:
    """Everything found, each loaded when first asked for."""

    failures: list[Failure] = field(default_factory=list)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by name: of all kinds, of one kind, of other packages."""
        folders = ["rules", *(f"kinds/{name}/rules" for name in _names("kinds"))]
        return {rule.name: rule for folder in folders for rule in self._all(folder, "rule", Rule, _documented)}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Every kind by name, with the templates, examples and view of its folder."""
        return {kind.name: kind for kind in self._all("kinds", "kind", Kind, _furnished)}

    @cached_property
    def importers(self) -> Mapping[str, Importer]:
        """Every importer by name."""
        return {importer.name: importer for importer in self._all("importers", "importer", Importer)}

    @cached_property
    def exporters(self) -> Mapping[str, Exporter]:
        """Every exporter by name."""
        return {exporter.name: exporter for exporter in self._all("exporters", "exporter", Exporter)}

    @cached_property
    def rubrics(self) -> Mapping[str, Rubric]:
        """Every rubric by id, question banks and reading lists among them."""
        from upward.text import rubrics

        found: dict[str, Rubric] = {}
        for path in sorted((HERE / "rubrics").rglob("*.yaml")):
            rubric, _ = rubrics.read(path.read_text("utf-8"))
            found[rubric.id] = rubric
        for rubric in self._outside("rubric", Rubric):
            found.setdefault(rubric.id, rubric)
        return found

    def jobs(self) -> Mapping[str, str]:
        """Every job's name with its one-line summary, without importing any of them."""
        found = {name.replace("_", "-"): _first_line(HERE / "jobs" / f"{name}.py") for name in _names("jobs")}
        for name, target in entry_points("upward.job"):
            found.setdefault(name, f"from {target.split(':')[0].split('.')[0]}")
        return found

    def job(self, name: str) -> Job | None:
        """Load one job."""
        module = name.replace("-", "_")
        if module in _names("jobs"):
            loaded = import_module(f"upward.jobs.{module}")
            job: Job = loaded.JOB
            return replace(job, summary=job.summary or (loaded.__doc__ or "").strip().split("\n")[0].rstrip("."))
        return next((found for found in self._outside("job", Job) if found.name == name), None)

    def _all(
        self, folder: str, group: str, kind: type[T], complete: Callable[[T, Any], T] | None = None
    ) -> Iterator[T]:
        for name in _names(folder):
            module = import_module("upward." + folder.replace("/", ".") + "." + name)
            value = getattr(module, group.upper())
            yield complete(value, module) if complete else value
        yield from self._outside(group, kind, complete)

    def _outside(self, group: str, kind: type[T], complete: Callable[[T, Any], T] | None = None) -> Iterator[T]:
        for name, target in entry_points(f"upward.{group}"):
            module_name, _, attribute = target.partition(":")
            try:
                module = import_module(module_name)
                value = getattr(module, attribute or group.upper())
                if not isinstance(value, kind):
                    raise TypeError(f"{target} is a {type(value).__name__}, not a {kind.__name__}")  # noqa: TRY301 - one way to fail
                yield complete(value, module) if complete else value
            except Exception as error:  # noqa: BLE001 - whatever a stranger's package raises is its failure, not ours
                self.failures.append(Failure(name, group, f"{type(error).__name__}: {error}"))


def entry_points(group: str) -> Iterator[tuple[str, str]]:
    """Give the name and target of each entry point of a group on the path.

    `importlib.metadata` does the same and takes longer to import than all of upward's
    start; the format is a small INI file (packaging's "Entry points specification").
    """
    seen: set[str] = set()
    for text in _entry_point_files():
        inside = False
        for raw in text.splitlines():
            line = raw.strip()
            if line.startswith("["):
                inside = line == f"[{group}]"
            elif inside and "=" in line and not line.startswith("#"):
                name, _, target = line.partition("=")
                if name.strip() not in seen:
                    seen.add(name.strip())
                    yield name.strip(), target.split("[")[0].strip()


def _entry_point_files() -> Iterator[str]:
    for entry in sys.path:
        folder = Path(entry or ".")
        try:
            found = sorted(item for item in folder.iterdir() if item.name.endswith((".dist-info", ".egg-info")))
        except OSError:
            continue
        for item in found:
            try:
                text = (item / "entry_points.txt").read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if "[upward." in text:
                yield text


def _names(folder: str) -> list[str]:
    """Give the modules and packages in one of our folders; names with an underscore in front are inner parts."""
    try:
        entries = list((HERE / folder).iterdir())
    except FileNotFoundError:
        return []
    found = (
        entry.name.removesuffix(".py")
        for entry in entries
        if entry.suffix == ".py" or (entry / "__init__.py").is_file()
    )
    return sorted(name for name in found if not name.startswith("_"))


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().strip().strip('"').rstrip(".")
    except OSError:
        return ""


def _documented(rule: Rule, module: Any) -> Rule:
    return replace(rule, page=rule.page or (module.__doc__ or "").strip())


def _furnished(kind: Kind, module: Any) -> Kind:
    folder = Path(str(module.__file__)).parent
    try:
        view = import_module(f"{module.__name__}.view").VIEW
    except ModuleNotFoundError as error:
        if error.name != f"{module.__name__}.view":
            raise
        view = kind.view
    return replace(kind, templates=_texts(folder, "template"), examples=_texts(folder, "example"), view=view)


def _texts(folder: Path, what: str) -> dict[str, str]:
    """Give `template.md` under the name "" and `templates/NAME.md` under NAME."""
    found = {path.stem: path.read_text("utf-8") for path in sorted((folder / f"{what}s").glob("*.md"))}
    single = folder / f"{what}.md"
    return {"": single.read_text("utf-8"), **found} if single.is_file() else found
