"""Bands where nothing can be drawn: a letter for each of their cells."""

from __future__ import annotations

from upward.model.page import Bands

CELLS = 32


def lettered(bands: Bands) -> list[tuple[str, str]]:
    """Give each row of bands as its label and a letter for whose each of its cells is, the mark's in brackets."""
    found = []
    for label, stretches, mark in bands.rows:
        middles = [(cell + 0.5) / CELLS for cell in range(CELLS)]
        owners = [next((who for stop, who in stretches if middle <= stop), stretches[-1][1]) for middle in middles]
        cells = [letter(who) for who in owners]
        at = min(CELLS - 1, int(mark * CELLS))
        found.append((label, "".join(cells[:at]) + f"[{cells[at]}]" + "".join(cells[at + 1 :])))
    return found


def letter(number: int) -> str:
    """Give the letter that stands for a name of bands: A for the first."""
    return chr(ord("A") + number % 26)


def legend(bands: Bands) -> str:
    """Say which letter is whose."""
    return "; ".join(f"{letter(number)}: {name}" for number, name in enumerate(bands.names)) + ". The mark is now."
