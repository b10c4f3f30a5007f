"""Which accounts signed in on which devices. What the browser holds is kept nowhere: a keyed digest
of it finds a device again."""

from datetime import datetime

from onward.domain.ids import AccountId
from onward.store import seals, sql
from onward.store.rows import to_ms

_NAMES = ("digest", "account_id", "first_seen_at", "last_seen_at")
_SEEN = (
    f"{sql.insert('devices', _NAMES)} ON CONFLICT (digest, account_id) "
    "DO UPDATE SET last_seen_at = excluded.last_seen_at"
)


async def seen(device_id: str, account_id: AccountId, now: datetime) -> None:
    """This account signed in on this device, for the first time or again."""
    at = to_ms(now)
    await sql.execute(_SEEN, [seals.digest(f"device {device_id}"), account_id, at, at])


async def forget_unseen(since: datetime) -> int:
    """Forget who has not signed in on a device since then; how many rows that were."""
    return await sql.execute("DELETE FROM devices WHERE last_seen_at <= ?", [to_ms(since)])
