"""What the generated pages of the documentation hold; cog calls these and fails CI where a page is stale."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from pathlib import Path

from upward.analysis.lint.schema import allowed_choices
from upward.catalogue.catalogue import Catalogue
from upward.faces.cli.help import help_text
from upward.model import errors
from upward.model.job import parameters
from upward.model.kind import Field

CATALOGUE = Catalogue()
ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "upward"


def rules() -> str:
    """Give every rule's page, ordered by code."""
    blocks = []
    for rule in sorted(CATALOGUE.rules.values(), key=lambda rule: rule.code):
        page = re.sub(r"^## (Bad|Good)$", r"### \1", rule.page, flags=re.MULTILINE)
        where = ", ".join(rule.kinds) or "every kind of record"
        blocks.append(f"## {rule.name}\n\n`{rule.code}`, {rule.severity.value}, for: {where}\n\n{page}")
    return "\n\n".join(blocks) + "\n"


def jobs() -> str:
    """Give every verb's help."""
    blocks = []
    for job in CATALOGUE.jobs():
        lines = [f"## upward {job.name}", "", f"{job.summary}.", "", "| what | meaning | default |", "|---|---|---|"]
        for item in parameters(job):
            shown = f"`{item.name}`" if item.positional else f"`--{item.name.rstrip('_').replace('_', '-')}`"
            default = (
                "required" if item.required else "" if item.default in {"", (), False, None} else f"`{item.default}`"
            )
            lines.append(f"| {shown} | {item.help.replace('|', '/')} | {default} |")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def help_page() -> str:
    """Give what `upward --help` prints."""
    return f"```text\n{help_text()}```\n"


def kinds() -> str:
    """Give every kind with its fields and its worked examples."""
    blocks = []
    for kind in CATALOGUE.kinds.values():
        lines = [f"## {kind.name}", "", f"{kind.summary}. Files of this kind are in `{kind.folder}/`.", ""]
        if kind.sections:
            lines += [f"Sections: {', '.join(section.title for section in kind.sections)}.", ""]
        lines += ["| key | holds | meaning |", "|---|---|---|"]
        lines += [row for field in kind.fields if field.name != "kind" for row in _field(field, "")]
        for name, text in kind.examples.items():
            lines += ["", f"### Example{f': {name}' if name else ''}", "", "````markdown", text.rstrip(), "````"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _field(field: Field, lead: str) -> list[str]:
    known = allowed_choices(field, CATALOGUE.rubrics)
    listed = [f"ids of {choice[1:]}" if choice.startswith("@") else f"`{choice}`" for choice in field.choices]
    holds = f"one of {', '.join(listed)}" if known else f"id of {field.links}" if field.links else field.type.value
    many = "list of: " if field.many else ""
    row = f"| `{lead}{field.name}`{' (required)' if field.required else ''} | {many}{holds} | {field.help} |"
    return [row, *(each for part in field.parts for each in _field(part, f"{lead}{field.name}."))]


def rubrics() -> str:
    """Give every rubric: its criteria by area and level, its questions, its books."""
    blocks = []
    for rubric in CATALOGUE.rubrics.values():
        lines = [f"## {rubric.title}", "", f"`{rubric.id}`", ""]
        for area in rubric.areas:
            lines += [f"### {area.title}", "", area.summary, ""]
            for each in (each for each in rubric.criteria if each.area == area.id):
                level = f"*{each.level}, {each.aspect}.* " if each.level and each.aspect else ""
                lines.append(
                    f"- **{each.title}** (`{each.id}`) {level}{each.text} Looks like: {'; '.join(each.looks_like)}."
                )
            lines.append("")
        lines += [f"- ({question.level}) {question.text}" for question in rubric.questions]
        lines += [
            f"- **{book.title}**, {book.author}. {book.why} Serves {', '.join(book.serves)}." for book in rubric.books
        ]
        blocks.append("\n".join(lines).rstrip())
    return "\n\n".join(blocks) + "\n"


# Named by `store/crash_log`, for what no verb foresaw.
UNFORESEEN = """## internal

This is a bug in upward.

The message names a file with the details. Please report it with that file; read it first, since it may contain paths
and text of your records. The exit code is 70.

## system

The operating system refused something, such as a write, or the input is too large.

The message gives its reason and the path. Fix the cause, and run the command again.
"""


def refusals() -> str:
    """Give every error's slug and what it means."""
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.UpwardError)]
    # A class below another one may have its slug.
    first = {each.slug: each for each in reversed(found)}
    whole = {each.slug: first[each.slug] for each in found}
    sections = [f"## {slug}\n\n{inspect.getdoc(each)}\n" for slug, each in whole.items()]
    return "\n".join([*sections, UNFORESEEN])


def rooms() -> str:
    """Give the map of rooms: what each holds, its modules, and its share of the code in percent."""
    counts = {room: _size(room) for room in _rooms()}
    whole = sum(lines for _, lines in counts.values())
    rows = [
        f"| `{room}/` | {_purpose(room)} | {modules} | {round(100 * lines / whole)} % |"
        for room, (modules, lines) in counts.items()
    ]
    return "\n".join(["| room | what it holds | modules | share |", "|---|---|---|---|", *rows]) + "\n"


def _rooms() -> list[str]:
    """Give the rooms from the innermost outwards, with the subjects of `analysis` each."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {contract["containers"][0]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    found = []
    for layer in reversed(layers["upward"]):
        for room in sorted(layer.split(" | ")):
            inner = reversed(layers["upward.analysis"]) if room == "analysis" else ()
            subjects = [f"analysis/{name}" for each in inner for name in sorted(each.split(" | "))]
            found += subjects or [room]
    return [room for room in found if (SOURCE / room).is_dir()]


def _size(room: str) -> tuple[int, int]:
    files = list((SOURCE / room).rglob("*.py"))
    return len(files), sum(len(path.read_text("utf-8").splitlines()) for path in files)


def _purpose(room: str) -> str:
    text = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))) or ""
    return text.partition("\n")[0]
