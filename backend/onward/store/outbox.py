"""Effects to come: what each event asks for, claimed with a lease and a fencing token.

An effect is claimed by moving its `due_at` to the end of the lease; whoever holds the newest token
may finish it. A worker that dies leaves a lease that runs out. Leases use real time: the
database's on PostgreSQL, this machine's on SQLite.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from onward.domain.events import Recorded
from onward.domain.ids import CaseId, EventId
from onward.store import bell, sql
from onward.store.opening import opened
from onward.store.trips import Missed, Write, write_all

_NAMES = ("id", "event_id", "case_id", "effect", "due_at", "token", "attempts")
_INSERT = sql.insert("effects", _NAMES)
_REVIVE = (
    "UPDATE effects SET due_at = 0, attempts = 0, dead_at = NULL "
    "WHERE case_id = ? AND done_at IS NULL"
)
_PG_NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint"


class LostLease(Exception):
    """The lease ran out and another worker took this effect over; drop what you hold."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An effect in our hands until the lease ends. `attempts` counts this one."""

    id: str
    event_id: EventId
    case_id: CaseId
    effect: str
    token: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Pending:
    """An effect that is not done: for the desk."""

    effect: str
    attempts: int
    due_at: int | None
    dead: bool
    trouble: str | None


def wanted_by(history: Sequence[Recorded]) -> Write:
    """The effects of these events, due at once; for the transaction that records them."""
    wanted = opened().effects
    rows = [
        [f"{one.id}:{effect}", one.id, one.case_id, effect, 0, 0, 0]
        for one in history
        for effect in wanted.get(one.event.kind, ())
    ]
    return Write(_INSERT, rows)


async def claim(lease_ms: int, limit: int = 10) -> list[Claim]:
    """Take what is due, for as long as the lease lasts."""
    lock = "" if sql.on_sqlite() else "FOR UPDATE SKIP LOCKED"
    now = str(_now_ms()) if sql.on_sqlite() else _PG_NOW
    statement = (
        "WITH due AS MATERIALIZED (SELECT id FROM effects "
        f"WHERE due_at <= {now} ORDER BY due_at, id LIMIT ? {lock}) "
        f"UPDATE effects SET due_at = {now} + ?, token = token + 1, attempts = attempts + 1 "
        "WHERE id IN (SELECT id FROM due) "
        "RETURNING id, event_id, case_id, effect, token, attempts"
    )
    # One statement is whole by itself; a transaction round it would only cost trips.
    rows = await sql.fetch(statement, [limit, lease_ms])
    return sorted((Claim(**row) for row in rows), key=lambda one: one.id)


async def tried_before(cause: Recorded) -> bool:
    """Whether anything that this event asks for was claimed more than once: then an earlier try
    may have got further than anybody heard. Reviving an effect forgets its attempts, not this."""
    found = await sql.fetch_one(
        "SELECT id FROM effects WHERE case_id = ? AND event_id = ? AND token > 1 LIMIT 1",
        [cause.case_id, cause.id],
    )
    return found is not None


async def finish(claim: Claim) -> None:
    """Done for good; LostLease when it was taken over meanwhile."""
    await finish_all([claim])


async def finish_all(claims: Sequence[Claim]) -> None:
    """Several at once; LostLease when any of them was taken over, and then none is finished."""
    now = str(_now_ms()) if sql.on_sqlite() else _PG_NOW
    statement = (
        f"UPDATE effects SET due_at = NULL, done_at = {now}, trouble = NULL "
        f"WHERE {' OR '.join(['(id = ? AND token = ?)'] * len(claims))}"
    )
    held = [fact for claim in claims for fact in (claim.id, claim.token)]
    try:
        await write_all([Write(statement, [held], must_touch=len(claims))])
    except Missed as missed:
        raise LostLease(", ".join(claim.id for claim in claims)) from missed


async def put_off(claim: Claim, wait_ms: int, trouble: str) -> None:
    """Try again after a while; the trouble is a word the desk shows (a port, or FAULT)."""
    await _settle(claim, "due_at = {now} + ?, trouble = ?", [wait_ms, trouble])


async def give_up(claim: Claim, trouble: str) -> None:
    """No more tries by itself: an agent sees it, and may revive it."""
    await _settle(claim, "due_at = NULL, dead_at = {now}, trouble = ?", [trouble])


async def revive(case_id: CaseId) -> None:
    """Try again at once what was given up or put off, as if for the first time."""
    write = Write(_REVIVE, [[case_id]])
    await write_all([write])
    sql.after_commit(partial(bell.ring, case_id))


async def pending(case_id: CaseId) -> list[Pending]:
    rows = await sql.fetch(
        "SELECT effect, attempts, due_at, dead_at, trouble FROM effects "
        "WHERE case_id = ? AND done_at IS NULL ORDER BY id",
        [case_id],
    )
    return [
        Pending(r["effect"], r["attempts"], r["due_at"], r["dead_at"] is not None, r["trouble"])
        for r in rows
    ]


async def next_due_in() -> float | None:
    """Seconds until something is due (0 when overdue), or None when nothing waits."""
    row = await sql.fetch_one("SELECT min(due_at) AS due FROM effects")
    if row is None or row["due"] is None:
        return None
    return max(0.0, (float(row["due"]) - _now_ms()) / 1000)


async def how_many_due() -> int:
    """Effects that could be claimed now."""
    now = str(_now_ms()) if sql.on_sqlite() else _PG_NOW
    row = await sql.fetch(f"SELECT count(*) AS due FROM effects WHERE due_at <= {now}")
    return int(row[0]["due"])


async def _settle(claim: Claim, change: str, values: list[object]) -> None:
    now = str(_now_ms()) if sql.on_sqlite() else _PG_NOW
    statement = f"UPDATE effects SET {change.format(now=now)} WHERE id = ? AND token = ?"
    if await sql.execute(statement, [*values, claim.id, claim.token]) != 1:
        raise LostLease(claim.id)


def _now_ms() -> int:
    return int(time.time() * 1000)
