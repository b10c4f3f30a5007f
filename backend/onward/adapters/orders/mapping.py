"""How one shop's columns become ours: the TOML beside an order file, read and checked.

A file whose header already uses our names needs no mapping. Presets are such TOML files shipped
with the package.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onward.adapters.orders.filters import MappingProblem, RowFilter, only, row_filters
from onward.domain.orders import UnreadableOrderFile

REQUIRED = ("order_number", "ordered_at", "sku", "quantity", "unit_price", "currency", "country")
OPTIONAL = (
    *("delivered_at", "email", "name", "phone", "street", "city", "region", "postal_code"),
    *("payment", "gtin", "product", "category", "size", "colour", "weight_g", "flags"),
    *("discount", "tax", "time_zone", "takes_open_box", "shipping", "shipping_tax", "gift"),
    "gift_code",
)
CANONICAL = REQUIRED + OPTIONAL
# What only a history asks for: who bought where there is no e-mail, and what came back when. A row
# with `return_of` is a return of that order; `returned_at` alone says that its own line came back.
OF_HISTORIES = ("customer", "return_of", "returned_at", "return_reason")
FORMATS = ("datetime", "time_zone", "separator", "decimal_comma", "products")
SECTIONS = ("columns", "defaults", "templates", "countries")
# The one default that is no value of its own: how long after its order a parcel was there.
DELIVERED_AFTER = "delivered_after"


@dataclass(frozen=True, slots=True)
class OrderMapping:
    """Where each canonical column comes from. `columns` wins over a column of the same name.

    `delivered_after` is an assumption for files that do not say when a parcel arrived: without it,
    an order without a delivery date counts as not delivered yet, and nothing of it can be returned.
    `products` are codes on our list of services (codes.toml) under which this shop sells something.
    `time_zone` is the shop's: stamps without a zone are read in it, and orders whose own column
    `time_zone` is silent count their days there.
    """

    columns: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    datetime_format: str | None = None
    time_zone: str = "UTC"
    separator: str = ","
    decimal_comma: bool = False
    rejects: tuple[RowFilter, ...] = ()
    delivered_after: timedelta | None = None
    products: tuple[str, ...] = ()

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
    except (tomllib.TOMLDecodeError, MappingProblem) as problem:
        raise UnreadableOrderFile(f"{called} cannot be used: {problem}.") from problem


def _mapping(document: dict[str, object]) -> OrderMapping:
    only(document, (*SECTIONS, "formats", "reject"), "section")
    named = {section: _table(document, section) for section in SECTIONS}
    delivered_after = named["defaults"].pop(DELIVERED_AFTER, None)
    for section in ("columns", "defaults", "templates"):
        only(named[section], CANONICAL + OF_HISTORIES, f"[{section}] column")
    texts = {section: {k: str(v) for k, v in table.items()} for section, table in named.items()}
    for template in texts["templates"].values():
        _check_template(template)
    formats = _table(document, "formats")
    only(formats, FORMATS, "[formats] entry")
    separator = str(formats.get("separator", ","))
    if len(separator) != 1:
        raise MappingProblem("[formats] separator must be one character")
    stamp = formats.get("datetime")
    return OrderMapping(
        **texts,
        datetime_format=None if stamp is None else str(stamp),
        time_zone=_time_zone(str(formats.get("time_zone", "UTC"))),
        separator=separator,
        decimal_comma=formats.get("decimal_comma") is True,
        rejects=row_filters(document.get("reject", [])),
        delivered_after=None if delivered_after is None else _duration(str(delivered_after)),
        products=_products(formats.get("products", [])),
    )


def _table(document: dict[str, object], section: str) -> dict[str, object]:
    table = document.get(section, {})
    if not isinstance(table, dict):
        raise MappingProblem(f"[{section}] must be a table")
    return table


def _products(codes: object) -> tuple[str, ...]:
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise MappingProblem("[formats] products must be a list of codes")
    return tuple(code.strip().upper() for code in codes)


def _duration(written: str) -> timedelta:
    """Such as "2 days" or "36 hours"; a year at most."""
    found = re.fullmatch(r"([0-9]{1,4}) (hour|day)s?", written)
    asked = timedelta(**{f"{found[2]}s": int(found[1])}) if found else None
    if asked is None or asked > timedelta(days=366):
        such = 'such as "2 days" or "36 hours"'
        raise MappingProblem(f"[defaults] {DELIVERED_AFTER} must be {such}")
    return asked


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise MappingProblem(f"{name!r} is not a known time zone") from problem


def _check_template(template: str) -> None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as problem:
        raise MappingProblem(f"the template {template!r} has a stray brace") from problem
    if "" in names:
        raise MappingProblem(f"the template {template!r} must name a column in its braces")
