"""Between domain values and table rows: one generic mapping by field types, checked at import.

`datetime` becomes epoch milliseconds, an enum its value, `Money` a `*_minor` column beside the
row's one `currency`, a frozenset of words or enums a `;`-joined text, any other structure JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import orjson
from pydantic import TypeAdapter

from onward.domain.money import Money
from onward.domain.refusals import Impossible
from onward.store import sql

T = TypeVar("T")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Whole milliseconds, finer ones cut off; no float on the way, which would lose one."""
    return (at - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    return _EPOCH + ms * _MS


@dataclass(frozen=True, slots=True)
class _Column:
    """How one field is written and read; `money` columns take the row's currency."""

    field: str
    name: str
    money: bool
    write: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None


class Mapping(Generic[T]):
    """A dataclass and its table. `extra` adds columns computed from the value (unique guards)."""

    def __init__(
        self,
        kind: type[T],
        table: str,
        *,
        extra: dict[str, Callable[[T], Any]] | None = None,
        special: dict[str, "tuple[Callable[[Any], Any], Callable[[Any], Any]]"] | None = None,
        key: str = "id",
    ):
        self.kind, self.table, self.key = kind, table, key
        hints = get_type_hints(kind)
        self._columns = [
            _Column(field.name, field.name, False, *special[field.name])
            if special and field.name in special
            else _column(field.name, hints[field.name])
            for field in fields(kind)  # type: ignore[arg-type]
        ]
        self._extra = extra or {}
        names = {column.name for column in self._columns}
        self._adds_currency = any(c.money for c in self._columns) and "currency" not in names
        self.names = [column.name for column in self._columns] + list(self._extra)
        if self._adds_currency:
            self.names.append("currency")
        self._currency_at = self.names.index("currency") if "currency" in self.names else -1
        columns = list(enumerate(self._columns))
        self._readers = [(place, column.read) for place, column in columns if column.read]
        self._writers = [(place, column.write) for place, column in columns if column.write]
        self._fields = attrgetter(*(column.field for column in self._columns))
        self._money = [place for place, column in columns if column.money]

    def write(self, value: T) -> list[Any]:
        """The row of a value, in the order of `names`."""
        row = list(self._fields(value))
        for place, write in self._writers:
            if row[place] is not None:
                row[place] = write(row[place])
        currencies = {row[place].currency for place in self._money if row[place] is not None}
        if len(currencies) > 1:
            raise Impossible(f"two currencies in one {self.table} row")
        for place in self._money:
            if row[place] is not None:
                row[place] = row[place].minor
        row.extend(compute(value) for compute in self._extra.values())
        if self._adds_currency:
            row.append(next(iter(currencies), None))
        return row

    def read(self, row: Any, prefix: str = "") -> T:
        """The value of a row (anything indexable by column name)."""
        values: list[Any] = []
        for column in self._columns:
            given = row[prefix + column.name]
            if given is None:
                values.append(None)
            elif column.money:
                values.append(Money(given, row[prefix + "currency"]))
            else:
                values.append(column.read(given) if column.read else given)
        return self.kind(*values)

    def read_at(self, row: Any, start: int = 0) -> Any:
        """The value whose columns stand in `row` from `start` on, in the order of `names`; None
        where the row has no such value (an outer join that found nothing)."""
        if row[start] is None:
            return None
        values = list(row[start : start + len(self._columns)])
        for place, read in self._readers:
            if values[place] is not None:
                values[place] = read(values[place])
        for place in self._money:
            if values[place] is not None:
                values[place] = Money(values[place], row[start + self._currency_at])
        return self.kind(*values)

    def reader(self, name: str) -> Callable[[Any], Any]:
        """How a column is read that is not the same in a row and in a value."""
        read = next(column.read for column in self._columns if column.name == name)
        if read is None:
            raise Impossible(f"{self.table}.{name} is read as it stands")
        return read

    def insert(self) -> str:
        return sql.insert(self.table, self.names)

    def upsert(self) -> str:
        return sql.upsert(self.table, self.names, self.key)

    def columns(self, alias: str = "", prefix: str = "") -> str:
        """The select list, every name behind a prefix where several tables are read at once."""
        dot = f"{alias}." if alias else ""
        return ", ".join(f"{dot}{name} AS {prefix}{name}" for name in self.names)


def _column(field: str, hint: Any) -> _Column:
    inner = [arg for arg in get_args(hint) if arg is not NoneType]
    kind = inner[0] if inner and NoneType in get_args(hint) else hint
    kind = getattr(kind, "__supertype__", kind)
    if kind is Money:
        return _Column(field, f"{field}_minor", True, None, None)
    if kind is datetime:
        return _Column(field, field, False, to_ms, from_ms)
    if isinstance(kind, type) and issubclass(kind, Enum):
        by_value = {one.value: one for one in kind}
        return _Column(field, field, False, lambda value: value.value, by_value.__getitem__)
    if getattr(kind, "__origin__", None) is frozenset:
        return _Column(field, field, False, _join, _split_into(get_args(kind)[0]))
    if kind is bool:
        return _Column(field, field, False, None, bool)
    if kind in (str, int):
        return _Column(field, field, False, None, None)
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    return _Column(field, field, False, _dump, adapter.validate_json)


def _dump(value: Any) -> str:
    return orjson.dumps(value).decode()


def _join(words: frozenset[str]) -> str:
    return ";".join(sorted(words))


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split(";")) - {""}


def _split_into(word: Any) -> Callable[[str], frozenset[Any]]:
    """Words as plain text, or as the enum they are of. The same few sets come again and again."""
    if not (isinstance(word, type) and issubclass(word, Enum)):
        return _split
    return lru_cache(maxsize=256)(lambda text: frozenset(word(one) for one in _split(text)))
