"""Turns a column's values, text or typed, into ours: trimmed text, instants, amounts, counts.

Every function gives an expression that is null where the value cannot be read; whether that is
a reason to reject the row is decided elsewhere.
"""

import polars as pl

from onward.domain.money import DECIMALS

DECIMAL = r"^-?\d{1,9}(\.\d{1,9})?$"
ZONED = ("%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z")
LOCAL = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
NEAREST = 1e-3


def text(column: pl.Expr) -> pl.Expr:
    trimmed = column.cast(pl.String).str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def epoch_ms(column: pl.Expr, kind: pl.DataType, zone: str, stamp: str | None) -> pl.Expr:
    """Milliseconds since 1970 in UTC. A value that names no zone is local time in `zone`.

    The hour that a clock change skips is unreadable; of the hour it repeats, the first counts.
    """
    if isinstance(kind, pl.Datetime):
        value = column.dt.cast_time_unit("ms")
        moment = value if kind.time_zone else _in_zone(value, zone)
    elif isinstance(kind, pl.Date):
        moment = _in_zone(column.cast(pl.Datetime("ms")), zone)
    elif stamp is not None:
        moment = _parsed(column, stamp, zone)
    else:
        day = column.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("ms"))
        tries = [_parsed(column, pattern, zone) for pattern in (*ZONED, *LOCAL)]
        moment = pl.coalesce([*tries, _in_zone(day, zone)])
    return moment.dt.epoch("ms")


def number(column: pl.Expr, kind: pl.DataType, decimal_comma: bool) -> pl.Expr:
    """A plain decimal number below a thousand million; no signs of currency, no thousands."""
    if kind.is_numeric():
        value = column.cast(pl.Float64)
        return pl.when(value.is_finite() & (value.abs() < 1e9)).then(value)
    written = column.str.replace(",", ".", literal=True) if decimal_comma else column
    return pl.when(written.str.contains(DECIMAL)).then(written).cast(pl.Float64, strict=False)


def scaled(number: pl.Expr, currency: pl.Expr) -> pl.Expr:
    """A number in minor units of its row's currency, still with what is finer than those."""
    scales = {code: 10.0**decimals for code, decimals in DECIMALS.items()}
    return number * currency.replace_strict(scales, default=100.0, return_dtype=pl.Float64)


def is_whole(value: pl.Expr) -> pl.Expr:
    return (value - value.round()).abs() < NEAREST


def whole(value: pl.Expr) -> pl.Expr:
    return value.round().cast(pl.Int64, strict=False)


def gtin_is_sound(gtin: pl.Expr) -> pl.Expr:
    """Eight to fourteen digits whose last is the GS1 check digit of the others."""
    padded = gtin.str.zfill(14)
    digits = [padded.str.slice(n, 1).cast(pl.Int32, strict=False) for n in range(14)]
    weighed = [digit * (3 if n % 2 == 0 else 1) for n, digit in enumerate(digits)]
    return gtin.str.contains(r"^\d{8,14}$") & (pl.sum_horizontal(weighed) % 10 == 0)


def _in_zone(local: pl.Expr, zone: str) -> pl.Expr:
    placed = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return placed.dt.convert_time_zone("UTC")


def _parsed(written: pl.Expr, stamp: str, zone: str) -> pl.Expr:
    if "z" in stamp.replace("%Z", ""):
        return written.str.to_datetime(stamp, strict=False, time_zone="UTC", time_unit="ms")
    if any(part in stamp for part in ("%H", "%I", "%T", "%R", "%X", "%c", "%s")):
        return _in_zone(written.str.to_datetime(stamp, strict=False, time_unit="ms"), zone)
    return _in_zone(written.str.to_date(stamp, strict=False).cast(pl.Datetime("ms")), zone)
