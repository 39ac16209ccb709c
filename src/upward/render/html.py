"""A page as one self-contained HTML file: no script, nothing loaded from elsewhere."""

from __future__ import annotations

# ruff: noqa: E501
# The style sheet is written a rule a line.
import re
from collections.abc import Iterator, Sequence
from html import escape

from upward.model.page import (
    BandChart,
    Block,
    Callout,
    CodeBlock,
    FactList,
    Heading,
    Items,
    Meter,
    Page,
    Prose,
    Table,
    visible,
)
from upward.render.bands import band_legend, draw_bands

_CODE = re.compile(r"`([^`\n]{1,200})`")
_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--tint:#f6f8fa;--good:#1a7f37;--warn:#9a6700;--bad:#b42318;--bar:#2f6f8f}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#30363d;--paper:#0d1117;--tint:#161b22;--good:#4ac26b;--warn:#d4a72c;--bad:#ff8182;--bar:#6cb2d3}}
*{box-sizing:border-box}body{margin:0 auto;max-width:58rem;padding:2rem 1.25rem 4rem;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 1.25rem}h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1.05rem;margin:1.5rem 0 .4rem}h4{font-size:1rem;margin:1rem 0 .25rem}
p{margin:.5rem 0;overflow-wrap:anywhere}ul,ol{padding-left:1.4rem;margin:.5rem 0}li{margin:.2rem 0;overflow-wrap:anywhere}
.table{overflow-x:auto;margin:.75rem 0}table{border-collapse:collapse;width:100%;font-size:.94rem}th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.75rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.meter{display:grid;grid-template-columns:minmax(9rem,16rem) minmax(5rem,12rem) 1fr;gap:.75rem;align-items:center;margin:.35rem 0}meter{width:100%;height:.8rem}.meter span:last-child{color:var(--soft);font-size:.94rem}
.bands{margin:.75rem 0}.bands div{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.75rem;align-items:center;margin:.3rem 0}.bands svg{width:100%;height:1.5rem;display:block}.bands text{font:600 .7rem system-ui,sans-serif;fill:#1b1f24;text-anchor:middle;dominant-baseline:central}.bands figcaption{color:var(--soft);font-size:.94rem}
.note{border-left:.25rem solid var(--line);background:var(--tint);padding:.6rem .9rem;margin:.9rem 0}.note.good{border-color:var(--good)}.note.warn{border-color:var(--warn)}.note.bad{border-color:var(--bad)}
code{font-size:.92em;background:var(--tint);padding:.05em .3em;border-radius:.25em}pre code{padding:0}pre{background:var(--tint);padding:.9rem;overflow-x:auto;font-size:.9rem}
@media(max-width:40rem){.meter{grid-template-columns:1fr 1fr}.meter span:last-child{grid-column:1/-1}dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
@media print{body{max-width:none;padding:0}h2{break-after:avoid}}
"""


def render(page: Page) -> str:
    """Give the file."""
    body = visible("\n".join(text for block in page.blocks for text in _block(block)))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(visible(page.title))}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{escape(visible(page.title))}</h1>
{body}
</main>
</body>
</html>
"""


def fragment(page: Page) -> str:
    """Give the blocks of a page as HTML to be put into another one, without its title and its style."""
    return visible("\n".join(text for block in page.blocks for text in _block(block)))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{max(2, level)}>{escape(text)}</h{max(2, level)}>"
        case Prose(text):
            yield from (f"<p>{_inline(' '.join(part.split()))}</p>" for part in text.split("\n\n"))
        case Items(items, ordered):
            tag = "ol" if ordered else "ul"
            yield f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"
        case Table(columns, rows):
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in columns)
            body = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in rows)
            yield f'<div class="table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        case FactList(pairs):
            yield f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{_inline(value)}</dd>' for name, value in pairs)}</dl>"
        case Meter(label, value, caption):
            shown = f'<meter min="0" max="1" value="{value:.3f}" aria-label="{escape(label)}">{value:.0%}</meter>'
            yield f'<div class="meter"><span>{escape(label)}</span>{shown}<span>{escape(caption)}</span></div>'
        case BandChart():
            yield f'<figure class="bands">{"".join(_band(*row) for row in block.rows)}'
            yield f"<figcaption>{escape(band_legend(block))}</figcaption></figure>"
        case Callout(text, tone):
            yield f'<p class="note {tone.value}">{_inline(text)}</p>'
        case CodeBlock(text):
            yield f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def _inline(text: str) -> str:
    """Give words for a page; what stands in backquotes is a command's or a file's."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def _band(label: str, stretches: Sequence[tuple[float, int]], mark: float) -> str:
    """Give a row of bands as a drawing; what it shows is also said, for those who hear the page."""
    parts = [
        f'<rect x="{start:.2%}" width="{stop - start:.2%}" height="100%" fill="{shade}"/>'
        f'<text x="{(start + stop) / 2:.2%}" y="50%">{whose}</text>'
        for start, stop, shade, whose in draw_bands(stretches)
    ]
    now = f'<rect x="{min(mark, 0.995):.2%}" width="3" height="100%" fill="#1b1f24"/>'
    said = ", then ".join(f"{whose} up to {stop:.0%}" for _, stop, _, whose in draw_bands(stretches))
    caption = escape(f"{label}: {said}; now {mark:.0%}")
    return f'<div><span>{escape(label)}</span><svg role="img" aria-label="{caption}">{"".join(parts)}{now}</svg></div>'
