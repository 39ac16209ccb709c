"""Numbers written as words."""

from __future__ import annotations

import re

from upward.text import units


def number_of_words(words: str, *, half: bool = False) -> tuple[float | None, float]:
    """Read number words: "two hundred and fifty", "half a million"; with `half`, "two and a half".

    Gives the number, None where the words are no single number, and the step to which it is written.
    """
    words = words.removesuffix(" and a half")
    total, current, scale, last = 0.0, 0.0, 1.0, "start"
    if words.startswith("several "):
        return None, 1.0
    if words.startswith("half a "):
        scale = units.SCALES[words.split()[-1]]
        return scale / 2, scale / 2
    for word in re.split(r"[ -]+", words):
        if word in {"and", "a", "an"}:
            continue
        if word in units.SCALES:
            scale = units.SCALES[word]
            current = max(current, 1.0) * scale
            if word != "hundred":
                total, current = total + current, 0.0
            last = "scale"
        else:
            number = units.NUMBER_WORDS[word]
            # "five two" are two figures; "twenty five" is one.
            if last == "unit" or (last == "ten" and number >= 10):  # noqa: PLR2004 - digits
                return None, 1.0
            current += number
            last = "ten" if number >= 20 else "unit"  # noqa: PLR2004 - twenty and more take a digit
    return total + current + (0.5 if half else 0.0), 0.1 if half else 1.0
