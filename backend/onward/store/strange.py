"""Messages of the outside that say nothing we know: bounded each, and in how many wait unseen, so
that no flood of them fills the disk. What they say is dropped once a person has seen it; that they
came is remembered, so that a repeat is a repeat."""

import hashlib
from datetime import datetime

from onward.domain.strange import Source, StrangeMessage
from onward.store import sql
from onward.store.rows import Mapping, to_ms

STRANGE = Mapping(StrangeMessage, "strange_messages")
MOST_UNSEEN = 1_000
LONGEST_BODY = 8_000
_LONGEST_KIND = 80


async def keep(source: Source, key: str, kind: str, body: str, at: datetime) -> bool:
    """Keep it for a person; whether it stands now. A repeat changes nothing, and where too many
    wait unseen a new one is not kept: the caller's log still has that it came."""
    message = StrangeMessage(
        _named(source, key), source, kind[:_LONGEST_KIND], body[:LONGEST_BODY], at
    )
    row = STRANGE.write(message)
    room = "(SELECT count(*) FROM strange_messages WHERE seen_at IS NULL) < ?"
    known = "EXISTS (SELECT 1 FROM strange_messages WHERE id = ?)"
    found = await sql.fetch(f"SELECT {known} AS known, {room} AS room", [message.id, MOST_UNSEEN])
    if not found[0]["known"] and found[0]["room"]:
        await sql.execute(f"{STRANGE.insert()} ON CONFLICT (id) DO NOTHING", row)
    return bool(found[0]["known"] or found[0]["room"])


async def unseen(limit: int) -> list[StrangeMessage]:
    """What nobody has looked at yet, the oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM strange_messages WHERE seen_at IS NULL ORDER BY received_at, id LIMIT ?",
        [limit],
    )
    return [STRANGE.read(row) for row in rows]


async def how_many_unseen() -> dict[Source, int]:
    """How many wait of each sender."""
    rows = await sql.fetch(
        "SELECT source, count(*) AS unseen FROM strange_messages WHERE seen_at IS NULL "
        "GROUP BY source"
    )
    waiting = {row["source"]: row["unseen"] for row in rows}
    return {source: waiting.get(source, 0) for source in Source}


async def saw(message_id: str, at: datetime) -> StrangeMessage | None:
    """Somebody has seen it: what it says is dropped. None when there is no such message."""
    await sql.execute(
        "UPDATE strange_messages SET seen_at = ?, body = '' WHERE id = ? AND seen_at IS NULL",
        [to_ms(at), message_id],
    )
    row = await sql.fetch_one("SELECT * FROM strange_messages WHERE id = ?", [message_id])
    return STRANGE.read(row) if row else None


def _named(source: Source, key: str) -> str:
    """One id for one message of one sender, whatever its key looks like."""
    return f"{source.value}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"
