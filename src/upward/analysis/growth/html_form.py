"""An assessment form as one HTML file that is filled in a browser, saved, and read back."""

from __future__ import annotations

# ruff: noqa: E501
# The style sheet and the script are written a rule a line.
from html import escape
from html.parser import HTMLParser

from upward.analysis.growth.assessment import MEANINGS, RATINGS, anchors, form_criteria
from upward.model.rubric import Criterion, Rubric

_STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
fieldset{border:1px solid #d0d7de;border-radius:.4rem;margin:1rem 0;padding:.75rem 1rem}legend{font-weight:600;padding:0 .3rem}label{display:block;margin:.4rem 0}
.choices label{display:inline-block;margin-right:1rem}textarea,input[type=text],input[type=date]{width:100%;box-sizing:border-box;font:inherit;padding:.35rem}
button{font:inherit;padding:.5rem 1rem}h2{margin-top:2.5rem}.soft{color:#57606a}@media print{button{display:none}}"""
# What was filled in is written into the document itself, so that "save page" and the button both keep it.
_SCRIPT = """addEventListener('input',e=>{const t=e.target;
if(t.type==='radio'){document.getElementsByName(t.name).forEach(r=>r.toggleAttribute('checked',r.checked))}
else if(t.tagName==='TEXTAREA'){t.textContent=t.value}else{t.setAttribute('value',t.value)}});
document.getElementById('save').addEventListener('click',()=>{const a=document.createElement('a');
a.href=URL.createObjectURL(new Blob(['<!doctype html>'+document.documentElement.outerHTML],{type:'text/html'}));a.download='assessment-filled.html';a.click()});"""


def html_form(rubric: Rubric, level: str, role: str, day: str) -> str:
    """Give the file: it loads nothing, sends nothing, and works without a server."""
    areas = {area.id: area.title for area in rubric.areas}
    parts: list[str] = []
    last = ""
    for criterion in form_criteria(rubric, level):
        if criterion.area != last and criterion.area in areas:
            parts.append(f"<h2>{escape(areas[criterion.area])}</h2>")
            last = criterion.area
        parts.append(_criterion(criterion))
    meanings = "".join(f"<li><strong>{name}</strong>: {escape(text)}</li>" for name, text in MEANINGS.items())
    body = "\n".join(parts)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{escape(rubric.title)}: an assessment</title><style>{_STYLE}</style></head>
<body><h1>{escape(rubric.title)}: an assessment</h1>
<p>Rate what you can judge and leave out the rest. Evidence and notes are free text. Ratings and evidence can be shown in a promotion packet; notes stay between the two of you. Then press “Save the filled form” and send the file back.</p>
<ul>{meanings}</ul>
<form onsubmit="return false">
<input type="hidden" name="rubric" value="{escape(rubric.id)}"><input type="hidden" name="role" value="{escape(role)}">
<label>Your name <input type="text" name="by" value=""></label>
<label>Date <input type="date" name="date" value="{escape(day)}"></label>
{body}
<p><button type="button" id="save">Save the filled form</button></p>
</form><script>{_SCRIPT}</script></body></html>
"""


def _criterion(criterion: Criterion) -> str:
    ident = escape(criterion.id)
    choices = "".join(
        f'<label><input type="radio" name="rating:{ident}" value="{rating}"> {rating.replace("-", " ")}</label>'
        for rating in RATINGS
    )
    looks = (
        f'<p class="soft">It looks like: {escape("; ".join(criterion.looks_like))}.</p>' if criterion.looks_like else ""
    )
    return (
        f"<fieldset><legend>{escape(criterion.title or criterion.text[:60])}</legend><p>{escape(criterion.text)}</p>"
        f'{looks}<p class="soft">{escape(anchors(criterion).strip())}</p>'
        f'<div class="choices">{choices}</div>'
        f'<label>Evidence <textarea name="evidence:{ident}" rows="2"></textarea></label>'
        f'<label>Note <textarea name="note:{ident}" rows="2"></textarea></label></fieldset>'
    )


class _Reader(HTMLParser):
    """Collects what the fields of a saved form hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self._area = name
        elif tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] = self.values.get(self._area, "") + data


def text_of_html_form(text: str) -> str:
    """Give a saved form as the text that `filled_ratings` reads."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = [f"{key}: {' '.join(reader.values.get(key, '').split())}" for key in ("rubric", "by", "role", "date")]
    idents = dict.fromkeys(name.partition(":")[2] for name in reader.values if ":" in name)
    for ident in idents:
        lines += ["", f"### x ({ident})"]
        for key in ("rating", "evidence", "note"):
            # A line of the rater's words may look like a heading of the form, or like a key: it stays one line.
            lines.append(f"- {key.title()}: {' '.join(reader.values.get(f'{key}:{ident}', '').split())}")
    return "\n".join(lines) + "\n"
