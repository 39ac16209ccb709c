"""How much CPU time the rules take for one written story, and for 1,000 of them, once upward is loaded.

`python benchmarks/stories.py`; the time of a million additions is printed too, since a shared machine may be half as fast.
"""

from __future__ import annotations

import time
from datetime import date

from upward.analysis.lint.runner import lint_records
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.record import Record
from upward.model.rule import Context
from upward.text import record_reader

# In milliseconds for each 400 words of a story.
GATE = 5.0
ROUNDS, WORDS, ADDITIONS = 25, 400, 1_000_000


def main() -> int:
    """Print the time of a story of 400 words, of 1,000, and of a million additions."""
    catalogue = Catalogue()
    texts = list(catalogue.kinds["story"].examples.values())

    def records(number: int) -> list[Record]:
        # Texts differ, so that nothing is remembered.
        return [
            record_reader.parse_record("stories/a.md", f"{text}\n{number}\n", {"stories": "story"}) for text in texts
        ]

    def cost(each: list[Record]) -> float:
        context = Context(MemoryCorpus.of(each), date(2026, 7, 1), catalogue.kinds, catalogue.rubrics, whole=False)
        begun = time.process_time()
        lint_records(each, catalogue.rules.values(), context)
        return time.process_time() - begun

    cost(records(0))
    words = sum(len(text.split()) for text in texts)
    best = min(cost(records(number)) for number in range(1, ROUNDS)) * 1000 * WORDS / words
    begun = time.process_time()
    sum(number for number in range(ADDITIONS))
    print(
        f"{best:.1f} ms for {WORDS} words (gate ≤ {GATE:g}), {best * words / WORDS / len(texts):.1f} s for 1,000 stories"
    )
    print(f"{(time.process_time() - begun) * 1000:.0f} ms for a million additions")
    return int(best > GATE)


if __name__ == "__main__":
    raise SystemExit(main())
