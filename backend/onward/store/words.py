"""What somebody typed to find something, as conditions on a catalogue row."""

import re

_BETWEEN = re.compile(r"[\s,;]+")
# People say "size M"; where the shop says "One size", the other words tell as well.
_SAID = frozenset({"size"})
# Whoever pastes a page searches for its first words.
_MOST_WORDS = 12


def matching(search: str, row: str = "") -> tuple[list[str], list[object]]:
    """Conditions, and the values they are asked with: every word is somewhere in the title, the
    colour or the size. `row` is the variant's alias in the query, with its dot."""
    words = [word for word in _BETWEEN.split(search.lower()) if word]
    told = ([word for word in words if word not in _SAID] or words)[:_MOST_WORDS]
    text = f"lower(' ' || {row}title || ' ' || {row}colour || ' ' || {row}size || ' ')"
    return [f"{text} LIKE ? ESCAPE '!'"] * len(told), [_pattern(word) for word in told]


def _pattern(word: str) -> str:
    letters = len(word)
    for special in "!%_":
        word = word.replace(special, f"!{special}")
    # A letter by itself is a size; two begin a word; more may be a part of one.
    return {1: f"% {word} %", 2: f"% {word}%"}.get(letters, f"%{word}%")
