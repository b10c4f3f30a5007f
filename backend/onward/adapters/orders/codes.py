"""The codes an order file may use: ISO 4217 currencies and ISO 3166-1 alpha-2 countries; and those
that stand for a service where a product would."""

import tomllib
from importlib.resources import files

from onward.domain.orders import UNKNOWN_COUNTRY

_LISTS = tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))
CURRENCIES: tuple[str, ...] = tuple(_LISTS["currencies"].split())
SERVICES: tuple[str, ...] = tuple(_LISTS["services"])
COUNTRIES: tuple[str, ...] = (*_LISTS["countries"].split(), UNKNOWN_COUNTRY)
