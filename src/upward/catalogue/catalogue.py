"""Everything that can be added to upward, loaded when first asked for: built in, or installed beside it.

A rule, kind, importer, exporter or job is a module, or a package, that ends in the
constant of that name (`RULE = Rule(...)`); a rubric is a YAML file. Nothing is listed
anywhere: what is in the folder is in upward. Other packages offer the same constants
through the entry points `upward.rule`, `upward.kind` and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from upward.catalogue import discovery
from upward.catalogue.discovery import entry_points, names, steps, verbs
from upward.model.corpus import Corpus
from upward.model.exporter import Exporter
from upward.model.importer import Importer
from upward.model.job import Job
from upward.model.kind import Kind
from upward.model.page import Page
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.taken import call_with

if TYPE_CHECKING:
    from upward.analysis.code_review.languages import Patterns
    from upward.analysis.questions.label_model import Labeller
    from upward.model.rubric import Rubric
    from upward.model.speech import GuidedEngine, SpeechEngine

T = TypeVar("T")
HERE = Path(discovery.HERE)


class Failure(NamedTuple):
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
        folders = ["rules", *(f"kinds/{name}/rules" for name in names("kinds"))]
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
    def engines(self) -> Mapping[str, SpeechEngine]:
        """Every speech engine by name."""
        from upward.model.speech import SpeechEngine

        return {engine.name: engine for engine in self._all("store/audio/engines", "engine", SpeechEngine)}

    @cached_property
    def guided_engines(self) -> Mapping[str, GuidedEngine]:
        """Every engine that hears a take against the phrases expected in it, by name."""
        from upward.model.speech import GuidedEngine

        found = self._all("store/audio/guided_engines", "guided_engine", GuidedEngine)
        return {engine.name: engine for engine in found}

    @cached_property
    def rubrics(self) -> Mapping[str, Rubric]:
        """Every rubric by id, question banks and reading lists among them."""
        outside: Iterator[Rubric] = iter(())
        if next(entry_points("upward.rubric"), None):
            from upward.model.rubric import Rubric

            outside = self._outside("rubric", Rubric)
        return Rubrics({rubric.id: rubric for rubric in outside})

    @cached_property
    def labeller(self) -> Labeller:
        """The models that tell what a question asks for; their weights are data, made by `scripts/train.py`."""
        import json

        from upward.analysis.questions.label_model import Labeller

        files = sorted((HERE / "weights" / "labels").glob("*.json"))
        return Labeller.of({path.stem: json.loads(path.read_text("utf-8")) for path in files})

    @cached_property
    def patterns(self) -> Mapping[str, Patterns]:
        """Patterns of faults in code, by family of languages."""
        # Only a review needs them, and they bring the syntax tree of Python along.
        from upward.analysis.code_review.languages import Patterns

        files = sorted((HERE / "review_patterns").glob("*.yaml"))
        return {
            path.stem: Patterns.of(_loaded(path)) for path in files if path.stem not in {"dimensions", "equivalents"}
        }

    @cached_property
    def dimensions(self) -> Mapping[str, Any]:
        """Which dimension of a review a rule of another tool speaks to, with the map's version."""
        found: Mapping[str, Any] = _loaded(HERE / "review_patterns" / "dimensions.yaml")
        return found

    @cached_property
    def equivalent_rules(self) -> Mapping[str, Any]:
        """Which rules of review tools find the same fault, with the table's version."""
        found: Mapping[str, Any] = _loaded(HERE / "review_patterns" / "equivalents.yaml")
        return found

    @cached_property
    def prompts(self) -> Mapping[str, str]:
        """The prompts for an assistant by name: front matter with their arguments, then what is asked."""
        return {path.stem: path.read_text("utf-8") for path in sorted((HERE / "prompts").glob("*.md"))}

    def job(self, name: str) -> Job | None:
        """Load a job by its verb, or by verb and sub-verb ("decide score")."""
        verb, _, step = name.replace("-", "_").partition(" ")
        verb = f"{verb}_" if iskeyword(verb) else verb
        if verb in names("jobs") and (not step or step.replace("_", "-") in steps(verb)):
            loaded = import_module(f"upward.jobs.{verb}.{step}" if step else f"upward.jobs.{verb}")
            job: Job = loaded.JOB
            return replace(job, summary=job.summary or (loaded.__doc__ or "").strip().split("\n")[0].rstrip("."))
        return next((found for found in self._outside("job", Job) if found.name == name), None)

    def jobs(self) -> Iterator[Job]:
        """Load every job in the order of names, each verb followed by its sub-verbs."""
        for verb in sorted(verbs()):
            for name in (verb, *(f"{verb} {step}" for step in steps(verb))):
                job = self.job(name)
                if job is not None:
                    yield job

    def _all(
        self, folder: str, group: str, kind: type[T], complete: Callable[[T, Any], T] | None = None
    ) -> Iterator[T]:
        for name in names(folder):
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
            except Exception as error:  # noqa: BLE001 - whatever another package raises is its failure, not ours
                self.failures.append(Failure(name, group, f"{type(error).__name__}: {error}"))


class Rubrics(Mapping[str, "Rubric"]):
    """Rubrics by id, which is also the name of their file; each read when first asked for."""

    def __init__(self, outside: Mapping[str, Rubric]) -> None:
        self._files = {path.stem: path for path in sorted((HERE / "rubrics").glob("*.yaml"))}
        self._read = dict(outside)

    def __getitem__(self, ident: str) -> Rubric:
        """Give a rubric; raises KeyError where there is not one of that id."""
        if ident not in self._read:
            from upward.text import rubric_reader

            self._read[ident], _ = rubric_reader.parse_rubric(self._files[ident].read_text("utf-8"))
        return self._read[ident]

    def __iter__(self) -> Iterator[str]:
        """Give the ids in order."""
        return iter(sorted({*self._files, *self._read}))

    def __len__(self) -> int:
        """Count the rubrics."""
        return len({*self._files, *self._read})


def _loaded(path: Path) -> Any:
    # Only a review needs it, and it takes longer to import than most commands take in all.
    import yaml

    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader


def _documented(rule: Rule, module: Any) -> Rule:
    return replace(rule, page=rule.page or (module.__doc__ or "").strip())


def _furnished(kind: Kind, module: Any) -> Kind:
    folder = Path(str(module.__file__)).parent
    view = kind.view
    if (folder / "view.py").is_file():

        def view(record: Record, corpus: Corpus) -> Page:
            """Draw a record with the view in the kind's folder, imported when first asked for."""
            page: Page = call_with(import_module(f"{module.__name__}.view").VIEW, record=record, corpus=corpus)
            return page

    return replace(kind, templates=Texts(folder, "template"), examples=Texts(folder, "example"), view=view)


class Texts(Mapping[str, str]):
    """`template.md` under the name "" and `templates/NAME.md` under NAME; looked for when first asked for."""

    def __init__(self, folder: Path, what: str) -> None:
        self._folder, self._what = folder, what

    @cached_property
    def _files(self) -> dict[str, Path]:
        found = {path.stem: path for path in sorted((self._folder / f"{self._what}s").glob("*.md"))}
        single = self._folder / f"{self._what}.md"
        return {"": single, **found} if single.is_file() else found

    def __getitem__(self, name: str) -> str:
        """Give a text; raises KeyError where there is not one of that name."""
        return self._files[name].read_text("utf-8")

    def __iter__(self) -> Iterator[str]:
        """Give the names in order."""
        return iter(self._files)

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._files)
