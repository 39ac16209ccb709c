"""An Anki package of cards, by `genanki` in the extra `upward[anki]`."""

from __future__ import annotations

import hashlib
import html
import io
from collections.abc import Sequence
from typing import NamedTuple

from upward.model.errors import MissingExtraError

# Any two numbers will do that no other program's decks have; they must never change, or Anki takes the note type
# and the cards for others.
_NOTE_TYPE = 1_726_340_119
_DECK_BITS = 31


class Flashcard(NamedTuple):
    """A card: an id that stays, the deck it goes to, its two sides as plain text, and its tags."""

    id: str
    deck: str
    front: str
    back: str
    tags: tuple[str, ...] = ()


def anki_package(cards: Sequence[Flashcard], timestamp: float) -> bytes:
    """Give an .apkg; raises MissingExtraError without `genanki`. Importing it again updates the cards it has."""
    try:
        import genanki
    except ImportError as error:
        raise MissingExtraError(
            "Anki decks need the package genanki", next_step="pip install 'upward[anki]'"
        ) from error
    note_type = genanki.Model(
        _NOTE_TYPE,
        "upward",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[
            {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
        ],
    )
    decks = {name: genanki.Deck(_number(name), name) for name in dict.fromkeys(card.deck for card in cards)}
    for card in cards:
        fields = [html.escape(side, quote=False).replace("\n", "<br>") for side in (card.front, card.back)]
        tags = [tag.replace(" ", "-") for tag in card.tags]
        note = genanki.Note(model=note_type, fields=fields, guid=genanki.guid_for(card.id), tags=tags)
        decks[card.deck].add_note(note)
    held = io.BytesIO()
    genanki.Package(list(decks.values())).write_to_file(held, timestamp=timestamp)
    return held.getvalue()


def _number(name: str) -> int:
    """Give a deck's number: always the same for the same name."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % (1 << _DECK_BITS) + 1
