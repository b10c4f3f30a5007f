"""What the merchant stopped, the policy in force while it stands, and the cases a stop reaches."""

from dataclasses import replace

from onward.domain.life import Stage
from onward.domain.pausing import REACHED
from onward.domain.policy import Policy
from onward.domain.stops import Pause, Stop, StopReason, StopScope
from onward.store import outcomes, sql
from onward.store.rows import Mapping

PAUSES = Mapping(Pause, "pauses")
_FROM = "FROM cases c JOIN variants v ON v.id = c.variant_id WHERE"


async def in_force(policy: Policy) -> Policy:
    """The policy as it is now: what pauses by itself and what the merchant stopped with it."""
    return replace(policy.pausing(await outcomes.paused()), stopped=await stopped())


async def stopped() -> frozenset[str]:
    return frozenset(row["id"] for row in await sql.fetch("SELECT id FROM pauses"))


async def standing() -> list[Pause]:
    """Every stop that stands, the latest first."""
    rows = await sql.fetch("SELECT * FROM pauses ORDER BY at DESC, id")
    return [PAUSES.read(row) for row in rows]


async def put(pause: Pause) -> None:
    """From now on it stands; one that stands already stays as it was, but for a recall, which is
    more than any other reason."""
    recall = f"excluded.because = '{StopReason.RECALL}'"
    await sql.execute(
        f"{PAUSES.insert()} ON CONFLICT (id) DO UPDATE SET because = excluded.because "
        f"WHERE {recall}",
        PAUSES.write(pause),
    )


async def lift(stop: Stop) -> bool:
    """Whether it stood."""
    return await sql.execute("DELETE FROM pauses WHERE id = ?", [stop.id]) > 0


async def names(stop: Stop) -> bool:
    """Whether the catalogue has anything of that name."""
    if stop.scope is StopScope.ALL:
        return True
    column = _column(stop)
    found = await sql.fetch_one(f"SELECT 1 FROM variants WHERE {column} = ? LIMIT 1", [stop.name])
    return found is not None


async def under_way(stop: Stop, most: int | None = None) -> list[str]:
    """The cases a stop may reach, the oldest `most` first: before their first scan, and on the peer
    path or free to choose it."""
    stages = [stage.value for stage in REACHED]
    where, values = reached(stop)
    rows = await sql.fetch(
        f"SELECT c.id {_FROM} c.stage IN ({sql.marks(len(stages))}) "
        "AND c.counted_shipment_id IS NULL "
        f"AND (c.stage <> '{Stage.AWAITING_DROPOFF}' OR c.heading LIKE 'P2P:%') "
        f"AND {where} ORDER BY c.opened_at, c.id{'' if most is None else ' LIMIT ?'}",
        [*stages, *values, *([] if most is None else [most])],
    )
    return [row["id"] for row in rows]


async def on_their_way(stop: Stop) -> int:
    """How many such pieces were scanned already and are travelling to a buyer."""
    where, values = reached(stop)
    row = await sql.fetch_one(
        f"SELECT COUNT(*) AS count {_FROM} c.stage IN ('{Stage.IN_TRANSIT}', '{Stage.LOST}') "
        f"AND c.heading LIKE 'P2P:%' AND {where}",
        values,
    )
    return int(row["count"]) if row else 0


def reached(stop: Stop) -> tuple[str, list[str]]:
    """What a stop reaches as a condition on the variant `v`, and its values."""
    if stop.scope is StopScope.ALL:
        return "1 = 1", []
    return f"v.{_column(stop)} = ?", [stop.name]


def _column(stop: Stop) -> str:
    return "sku" if stop.scope is StopScope.SKU else "category"
