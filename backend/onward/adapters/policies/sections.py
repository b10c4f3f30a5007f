"""One table of a TOML policy: typed values out of it, and a clear no with the key and its line."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

_DURATION = re.compile(r"(\d{1,5})\s*(min|minutes?|h|hours?|d|days?)")
_NO_DURATION = 'must be a duration such as "72h", "3 days" or "15 min"'
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%")
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#|$)")
_KEY = re.compile(r"""\s*((?:["'][^"']+["']|[A-Za-z0-9_-]+)(?:\s*\.\s*[^=\s]+)*)\s*=""")
_AT = re.compile(r"\(at line (\d+), ")

Kind = TypeVar("Kind")
Choice = TypeVar("Choice", bound=StrEnum)


class UnreadablePolicy(ValueError):
    """A policy that is not followed. `key` is dotted; `line` counts from 1 where it is known."""

    def __init__(self, key: str, why: str, line: int | None = None):
        self.key = key
        self.line = line
        where = f"line {line}, " if line else ""
        super().__init__(f"{where}{key or 'the file'}: {why}")


class Section:
    """A table; every getter takes the key's value once, and `finish` finds what nobody took."""

    def __init__(self, values: dict[str, Any], path: str, lines: dict[str, int]):
        self._values = dict(values)
        self._path = path
        self._lines = lines

    @classmethod
    def parsed(cls, text: str) -> "Section":
        """The whole file as a table."""
        try:
            return cls(tomllib.loads(text), "", dict(_lines(text)))
        except tomllib.TOMLDecodeError as trouble:
            at = _AT.search(str(trouble))
            line = int(at[1]) if at else len(text.splitlines())
            raise UnreadablePolicy("", str(trouble), line) from trouble

    def wrong(self, key: str, why: str) -> UnreadablePolicy:
        """What to raise about a key of this table, or a dotted one below it: at its line, or that
        of the table it should stand in."""
        dotted = self._dotted(key)
        place = dotted
        while place and place not in self._lines:
            place = place.rpartition(".")[0]
        return UnreadablePolicy(dotted, why, self._lines.get(place))

    def has(self, key: str) -> bool:
        return key in self._values

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def text(self, key: str) -> str:
        value = self._taken(key, str)
        if not value.strip():
            raise self.wrong(key, "must not be empty")
        return value.strip()

    def flag(self, key: str) -> bool:
        return self._taken(key, bool)

    def chosen(self, key: str, kind: type[Choice]) -> Choice:
        """One of the values of an enum, as it is spelled there."""
        return kind(self.one_of(key, kind))

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """One of the allowed words."""
        word, known = self.text(key), tuple(allowed)
        if word not in known:
            raise self.wrong(key, f"{word!r} is none of {', '.join(known)}")
        return word

    def some_of(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of words that each are among the allowed ones."""
        words, known = self.words(key), tuple(allowed)
        for word in words:
            if word not in known:
                raise self.wrong(key, f"{word!r} is none of {', '.join(known)}")
        return words

    def whole(self, key: str, least: int = 0, most: int | None = None) -> int:
        value = self._taken(key, int)
        if value < least or (most is not None and value > most):
            upto = "or more" if most is None else f"to {most}"
            raise self.wrong(key, f"must be {least} {upto}")
        return value

    def number(self, key: str, most: float) -> float:
        """A number above 0, whole or not."""
        value = self._taken(key, (int, float))
        if not 0 < value <= most:
            raise self.wrong(key, f"must be a number above 0, at most {most:g}")
        return float(value)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """So many numbers from 0 on, whole or not."""
        values = self._taken(key, list)
        plain = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in values)
        if len(values) != count or not plain or not all(0 <= one <= count for one in values):
            raise self.wrong(key, f"must be {count} numbers from 0 to {count}")
        return tuple(float(one) for one in values)

    def duration(self, key: str) -> timedelta:
        """As in "72h", "3 days" or "15 min"; never nothing."""
        lasts = self.duration_or_nothing(key)
        if not lasts:
            raise self.wrong(key, _NO_DURATION)
        return lasts

    def duration_or_nothing(self, key: str) -> timedelta:
        """The same, where "0 days" has a meaning too."""
        found = _DURATION.fullmatch(self._taken(key, str).strip())
        if found is None:
            raise self.wrong(key, _NO_DURATION)
        return int(found[1]) * _UNITS[found[2][0]]

    def durations(self, key: str) -> tuple[timedelta, ...]:
        """A list of durations, each longer than the one before."""
        waits: list[timedelta] = []
        for number, text in enumerate(self.words(key)):
            waits.append(Section({key: text}, self._path, self._lines).duration(key))
            if number and waits[-1] <= waits[-2]:
                raise self.wrong(key, "must grow from one to the next")
        return tuple(waits)

    def basis_points(self, key: str) -> int:
        """As in "15%" or "6.5%", from 0% to 100%."""
        found = _PERCENT.fullmatch(self._taken(key, str).strip())
        points = int(Decimal(found[1]) * 100) if found else -1
        if not 0 <= points <= 10_000:
            raise self.wrong(key, 'must be a percentage such as "15%", from 0% to 100%')
        return points

    def part(self, key: str) -> int:
        """Basis points of a share that is neither nothing nor everything."""
        points = self.basis_points(key)
        if not 0 < points < 10_000:
            raise self.wrong(key, "must be above 0% and below 100%, or it says nothing")
        return points

    def minor(self, key: str) -> int:
        """An amount such as "250.00", in hundredths."""
        try:
            amount = Decimal(self._taken(key, str)) * 100
            if amount >= 0 and amount == int(amount):
                return int(amount)
        except (InvalidOperation, OverflowError, ValueError) as trouble:
            raise self.wrong(key, 'must be an amount such as "250.00"') from trouble
        raise self.wrong(key, 'must be an amount such as "250.00"')

    def words(self, key: str) -> tuple[str, ...]:
        values = self._taken(key, list)
        if not all(isinstance(value, str) and value for value in values):
            raise self.wrong(key, "must be a list of words")
        if len(set(values)) != len(values):
            raise self.wrong(key, "names something twice")
        return tuple(values)

    def groups(self, key: str) -> tuple[frozenset[str], ...]:
        values = self._taken(key, list)
        whole = all(isinstance(value, list) for value in values)
        if not whole or not all(isinstance(word, str) for value in values for word in value):
            raise self.wrong(key, "must be a list of lists of words")
        return tuple(frozenset(value) for value in values)

    def section(self, key: str) -> "Section":
        return Section(self._taken(key, dict), self._dotted(key), self._lines)

    def finish(self) -> None:
        """Refuse a key that means nothing here: most often it is misspelt."""
        for key in self._values:
            raise self.wrong(key, "is not a setting of a policy")

    def _dotted(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _taken(self, key: str, kind: type[Kind] | tuple[type[Kind], ...]) -> Kind:
        if key not in self._values:
            raise self.wrong(key, "is missing")
        value = self._values.pop(key)
        # To Python true is a number; to a merchant it is not.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"must be {_KINDS[kind]}")
        return value


_KINDS: dict[type[Any] | tuple[type[Any], ...], str] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    (int, float): "a number",
    list: "a list",
    dict: "a table",
}


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Where each dotted key stands, as far as one line shows it."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _plain(header[1])
            yield table, number
        elif key := _KEY.match(line):
            named = _plain(key[1])
            yield (f"{table}.{named}" if table else named), number


def _plain(dotted: str) -> str:
    """A dotted key without quotes and spaces round its parts."""
    return ".".join(part.strip().strip("\"'") for part in dotted.split("."))
