"""The language of a text by its commonest words: enough to say that a rule for English does not apply."""

from __future__ import annotations

import re
from itertools import islice

ENGLISH = "English"
# Words that are frequent in one of these languages and rare in the others.
_COMMON = {
    ENGLISH: "the and of to was is that with for had were this from have they which my our it in a on we i "
    "what do you your how why when did would can who be are not but tell about",
    "German": "der die das und ich nicht ist war mit auf ein eine wir den dem des haben wurde hatte für auch von im zu",
    "French": "le la les des et je nous était est une dans pour avec que qui pas sur mon ma notre j'ai du au ce cette",
    "Spanish": "el la los las y de que en un una por con para mi nuestro fue era se del lo había como más pero",
    "Portuguese": "o a os as e de que em um uma por com para meu nosso foi era do da não mais como mas eu nós",
    "Italian": "il lo la gli le e di che in un una per con mio nostro era è del della non ho abbiamo sono più ma",
    "Dutch": "de het een en van ik niet is was met op wij we dat te voor mijn ons zijn hebben had naar ook maar",
    "Polish": "i w na z nie się że do jest był było dla mój nasz jak po od o ale przez który mnie",
}
_WORDS = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_SCRIPTS = (
    ("Japanese", re.compile(r"[\u3040-\u30ff]")),
    ("Chinese", re.compile(r"[\u4e00-\u9fff]")),
    ("Korean", re.compile(r"[\uac00-\ud7af]")),
    ("Russian", re.compile(r"[\u0400-\u04ff]")),
    ("Arabic", re.compile(r"[\u0600-\u06ff]")),
    ("Hindi", re.compile(r"[\u0900-\u097f]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
)
# Most of what is not ASCII is a dash or a quotation mark.
_ANY_SCRIPT = re.compile("|".join(script.pattern for _, script in _SCRIPTS))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# A text of fewer words is taken for English, and no more than so many words are looked at.
MIN_WORDS, MAX_WORDS = 8, 120
# The share of letters in another script from which on the text is in it.
SCRIPT_SHARE = 0.3
# How many times as many common words another language needs.
CLEARLY = 1.5


def language_of(text: str, least: int = MIN_WORDS) -> str:
    """Give the English name of a text's language; English where it is not clear, or with under `least` words."""
    if not text.isascii():
        others = _SCRIPTS if _ANY_SCRIPT.search(text) else ()
        letters = sum(map(str.isalpha, text)) or 1 if others else 1
        for name, script in others:
            if len(script.findall(text)) > SCRIPT_SHARE * letters:
                return name
    found = islice(_WORD.finditer(text), MAX_WORDS)
    words = [match[0].lower().replace("’", "'") for match in found]
    if len(words) < least:
        return ENGLISH
    counts = {name: sum(map(common.__contains__, words)) for name, common in _WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > CLEARLY * counts[ENGLISH] and counts[best] * MIN_WORDS >= len(words) else ENGLISH
