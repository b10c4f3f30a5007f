"""The message files, read once: every sentence a person reads has a key in `en.toml`, those of the
backtest in `report.toml`, those of `onward policy` in `policy.toml`.
A key or a blank that is missing is our bug, and raises."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from onward.domain.money import Money
from onward.messages.amounts import money


class MissingWords(LookupError):
    """The message file has no such sentence, or the sentence has a blank nobody filled."""


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, "\n".join(value) if isinstance(value, list) else str(value)


def _read(name: str) -> dict[str, str]:
    text = resources.files("onward.messages").joinpath(name).read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text)))


ENGLISH = _read("en.toml") | _read("report.toml") | _read("policy.toml")


def knows(key: str) -> bool:
    return key in ENGLISH


def say(key: str, **facts: object) -> str:
    """The sentence of this key with its blanks filled; amounts are written as people read them."""
    if key not in ENGLISH:
        raise MissingWords(key)
    said = {name: money(fact) if isinstance(fact, Money) else fact for name, fact in facts.items()}
    try:
        return ENGLISH[key].format_map(said)
    except KeyError as blank:
        raise MissingWords(f"{key} needs {blank}") from blank


def in_one_line(text: str) -> str:
    """A sentence whose blanks may have stayed empty, without the gaps they leave. Spaces that
    keep a card's name and number on one line stay what they are."""
    return " ".join(part for part in text.split(" ") if part)


def listed(key: str, **facts: object) -> tuple[str, ...]:
    """The sentences of a key that holds several, in their order."""
    return tuple(say(key, **facts).split("\n"))
