"""How one shop's columns become ours: the TOML beside an order file, read and checked.

A file whose header already uses our names needs no mapping. Presets are such TOML files shipped
with the package.
"""

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from onward.domain.orders import UnreadableOrderFile

REQUIRED = ("order_number", "ordered_at", "sku", "quantity", "unit_price", "currency", "country")
OPTIONAL = (
    *("delivered_at", "email", "name", "phone", "street", "city", "region", "postal_code"),
    *("payment", "gtin", "product", "category", "size", "colour", "weight_g", "flags"),
    *("discount", "tax"),
)
CANONICAL = REQUIRED + OPTIONAL
SECTIONS = ("columns", "defaults", "templates", "countries")


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Rows of the source that are no orders, by one column: a pattern or a largest number."""

    column: str
    reason: str
    message: str
    matches: str | None = None
    unless_matches: str | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class OrderMapping:
    """Where each canonical column comes from. `columns` wins over a column of the same name."""

    columns: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    datetime_format: str | None = None
    time_zone: str = "UTC"
    separator: str = ","
    decimal_comma: bool = False
    rejects: tuple[RowFilter, ...] = ()

    def source_of(self, canonical: str, header: tuple[str, ...]) -> str | None:
        """The source column of a canonical one, or None where the file has none for it."""
        wanted = self.columns.get(canonical, canonical)
        return wanted if wanted in header else None

    def fills(self, canonical: str) -> bool:
        return canonical in self.defaults or canonical in self.templates

    def blanks(self) -> set[str]:
        """The source columns that the templates quote."""
        parts = (part for text in self.templates.values() for part in Formatter().parse(text))
        return {name for _, name, _, _ in parts if name is not None}


def presets() -> tuple[str, ...]:
    """The names `--preset` knows."""
    folder = files(__package__).joinpath("presets")
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_preset(name: str) -> OrderMapping:
    if name not in presets():
        known = ", ".join(presets())
        raise UnreadableOrderFile(f"There is no preset called {name!r}; known ones: {known}.")
    text = files(__package__).joinpath("presets", f"{name}.toml").read_text("utf-8")
    return parse_mapping(text, f"The preset {name}")


def load_mapping(path: Path) -> OrderMapping:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableOrderFile(f"The mapping {path} cannot be read: {problem}.") from problem
    return parse_mapping(text, f"The mapping {path}")


def parse_mapping(text: str, called: str) -> OrderMapping:
    """Check a mapping's TOML; `called` opens the sentence that says what is wrong with it."""
    try:
        document = tomllib.loads(text)
        return _mapping(document)
    except (tomllib.TOMLDecodeError, _MappingProblem) as problem:
        raise UnreadableOrderFile(f"{called} cannot be used: {problem}.") from problem


class _MappingProblem(ValueError):
    """Says in half a sentence what is wrong with a mapping."""


def _mapping(document: dict[str, object]) -> OrderMapping:
    _only(document, (*SECTIONS, "formats", "reject"), "section")
    named = {section: _table(document, section) for section in SECTIONS}
    for section in ("columns", "defaults", "templates"):
        _only(named[section], CANONICAL, f"[{section}] column")
    texts = {section: {k: str(v) for k, v in table.items()} for section, table in named.items()}
    for template in texts["templates"].values():
        _check_template(template)
    formats = _table(document, "formats")
    _only(formats, ("datetime", "time_zone", "separator", "decimal_comma"), "[formats] entry")
    separator = str(formats.get("separator", ","))
    if len(separator) != 1:
        raise _MappingProblem("[formats] separator must be one character")
    stamp = formats.get("datetime")
    return OrderMapping(
        **texts,
        datetime_format=None if stamp is None else str(stamp),
        time_zone=_time_zone(str(formats.get("time_zone", "UTC"))),
        separator=separator,
        decimal_comma=formats.get("decimal_comma") is True,
        rejects=_row_filters(document.get("reject", [])),
    )


def _table(document: dict[str, object], section: str) -> dict[str, object]:
    table = document.get(section, {})
    if not isinstance(table, dict):
        raise _MappingProblem(f"[{section}] must be a table")
    return table


def _only(table: dict[str, object], known: tuple[str, ...], what: str) -> None:
    for name in table:
        if name not in known:
            raise _MappingProblem(f"{name!r} is not a known {what}")


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise _MappingProblem(f"{name!r} is not a known time zone") from problem


def _check_template(template: str) -> None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as problem:
        raise _MappingProblem(f"the template {template!r} has a stray brace") from problem
    if "" in names:
        raise _MappingProblem(f"the template {template!r} must name a column in its braces")


def _row_filters(entries: object) -> tuple[RowFilter, ...]:
    if not isinstance(entries, list):
        raise _MappingProblem("[[reject]] must be a list of tables")
    return tuple(_row_filter(entry) for entry in entries)


def _row_filter(entry: object) -> RowFilter:
    if not isinstance(entry, dict):
        raise _MappingProblem("[[reject]] must be a list of tables")
    _only(entry, tuple(RowFilter.__slots__), "[[reject]] entry")
    at_most = entry.pop("at_most", None)
    tests = [entry.get("matches"), entry.get("unless_matches"), at_most]
    if not entry.keys() >= {"column", "reason", "message"} or tests.count(None) != 2:
        raise _MappingProblem("[[reject]] needs column, reason, message and exactly one test")
    if not all(isinstance(value, str) for value in entry.values()):
        raise _MappingProblem("[[reject]] holds text, and a number in at_most")
    if at_most is not None and not isinstance(at_most, int | float):
        raise _MappingProblem("[[reject]] at_most must be a number")
    for pattern in tests[:2]:
        if pattern is not None:
            _check_pattern(str(pattern))
    return RowFilter(**entry, at_most=at_most)


def _check_pattern(pattern: str) -> None:
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.PolarsError as problem:
        raise _MappingProblem(f"the pattern {pattern!r} is not a regular expression") from problem
