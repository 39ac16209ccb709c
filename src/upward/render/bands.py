"""What all forms of bands share: their shades and letters, and a form for where nothing can be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from upward.model.page import BandChart

CELLS = 32
# Light enough for dark letters, and apart for every kind of eyes.
SHADES = ("#9ec9e2", "#f6c48a", "#a8d8b0", "#dcb8e0", "#e8e08c", "#cfcfcf")


def draw_bands(stretches: Sequence[tuple[float, int]]) -> Iterator[tuple[float, float, str, str]]:
    """Yield where each stretch starts and stops, its shade, and its letter."""
    start = 0.0
    for stop, who in stretches:
        yield start, stop, SHADES[who % len(SHADES)], band_letter(who)
        start = stop


def letter_bands(bands: BandChart) -> list[tuple[str, str]]:
    """Give each row of bands as its label and a letter for whose each of its cells is, the mark's in brackets."""
    found = []
    for label, stretches, mark in bands.rows:
        middles = [(cell + 0.5) / CELLS for cell in range(CELLS)]
        owners = [next((who for stop, who in stretches if middle <= stop), stretches[-1][1]) for middle in middles]
        cells = [band_letter(who) for who in owners]
        at = min(CELLS - 1, int(mark * CELLS))
        found.append((label, "".join(cells[:at]) + f"[{cells[at]}]" + "".join(cells[at + 1 :])))
    return found


def band_letter(number: int) -> str:
    """Give the letter that stands for a name of bands: A for the first."""
    return chr(ord("A") + number % 26)


def band_legend(bands: BandChart) -> str:
    """Say which letter is whose."""
    return "; ".join(f"{band_letter(number)}: {name}" for number, name in enumerate(bands.names)) + ". The mark is now."
