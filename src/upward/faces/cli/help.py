"""The text of `upward --help`."""

from __future__ import annotations

from upward.catalogue.discovery import GROUPS, groups, verbs

_HEAD = """usage: upward VERB [options]

Turn real engineering work into evidence, stories and readiness.

  upward init mylog && cd mylog           create a logbook: a folder of plain text
  upward mine ~/src/shop --save           collect what you did, from git
  upward draft && upward check            write a story from it, and check it
  upward match "Tell me about a failure"  find the story for a question
  upward readiness --output readiness.html
"""
_SET_UP = {
    "completion": "Print a completion script for bash, zsh, fish, PowerShell or tcsh",
    "lsp": "Check records live in an editor (language server)",
    "mcp": "Let an assistant read the logbook and propose changes (MCP server)",
    "serve": "Work in the browser: stories, inbox, questions, readiness (the page)",
}
_TAIL = """
`upward` alone, in a logbook, shows what is due and the next step.
`upward VERB --help` explains a verb; --version prints the version.
"""


def help_text() -> str:
    """Give the verbs by group, a line each; imports no job."""
    summaries, grouped = verbs(), groups()
    blocks = [_HEAD]
    for group in (*GROUPS, "More"):
        lines = {name: summaries[name] for name, held in grouped.items() if held == group}
        if group == GROUPS[-1]:
            lines |= _SET_UP
        if group == "More":
            lines |= {name: text for name, text in summaries.items() if grouped.get(name, "") not in GROUPS}
        if lines:
            listed = "".join(f"  {name:<12} {text}\n" for name, text in sorted(lines.items()))
            blocks.append(f"\n{group}\n{listed}")
    return "".join(blocks) + _TAIL
