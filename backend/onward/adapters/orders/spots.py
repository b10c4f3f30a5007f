"""Where the postcodes of a past lie, from the bundled list of the US; elsewhere nobody is asked."""

import numpy as np
import polars as pl
import zipcodes

from onward.domain.histories import Floats, Spots

Degrees = tuple[float, float]


def spots_of(lines: pl.Series, returns: pl.Series) -> Spots | None:
    """The spots of five-digit ZIP codes, null where there is none; None where there is none at all.
    The list is only read, in half a second, where somebody needs it."""
    if lines.null_count() == len(lines) and returns.null_count() == len(returns):
        return None
    known = _known()
    return Spots(*_degrees(lines, known), *_degrees(returns, known))


def spot_of_zip(postal_code: str) -> Degrees | None:
    """Latitude and longitude of one ZIP code, None where the list does not have it."""
    found = _known().filter(pl.col("zip") == postal_code[:5]).select("lat", "lon")
    return (float(found["lat"][0]), float(found["lon"][0])) if found.height else None


def _known() -> pl.DataFrame:
    listed = zipcodes.list_all()  # type: ignore[no-untyped-call]
    rows = [(one["zip_code"], float(one["lat"]), float(one["long"])) for one in listed]
    return pl.DataFrame(rows, schema=("zip", "lat", "lon"), orient="row").unique(
        "zip", keep="first"
    )


def _degrees(zips: pl.Series, known: pl.DataFrame) -> tuple[Floats, Floats]:
    found = pl.DataFrame({"zip": zips}).join(known, on="zip", how="left", maintain_order="left")
    lat, lon = (found[name].fill_null(float("nan")).to_numpy() for name in ("lat", "lon"))
    return lat.astype(np.float64), lon.astype(np.float64)
