"""Units whose price may have to follow: what is on offer or held, beside what it is a piece of."""

from datetime import datetime

from onward.domain.listings import Listing
from onward.domain.shop import Variant
from onward.store import sql
from onward.store.mappings import LISTINGS, VARIANTS
from onward.store.rows import to_ms

_FELL = "(v.price_minor > 0 AND v.currency = l.currency AND v.price_minor < l.new_price_minor)"


async def to_follow(
    listed_before: datetime | None, after: str, limit: int
) -> list[tuple[Listing, Variant]]:
    """Pieces on offer or held whose unopened item costs less now, and those on offer since before
    `listed_before`; by id, behind the id `after`."""
    aged, values = "", list[object]()
    if listed_before is not None:
        aged = " OR (l.status = 'LIVE' AND l.listed_at <= ?)"
        values.append(to_ms(listed_before))
    rows = await sql.fetch_raw(
        f"SELECT {LISTINGS.columns('l', 'l_')}, {VARIANTS.columns('v', 'v_')} "
        "FROM listings l JOIN variants v ON v.id = l.variant_id "
        f"WHERE l.status IN ('LIVE', 'HELD') AND ({_FELL}{aged}) AND l.id > ? "
        "ORDER BY l.id LIMIT ?",
        [*values, after, limit],
    )
    start = len(LISTINGS.names)
    return [(LISTINGS.read_at(row), VARIANTS.read_at(row, start)) for row in rows]
