"""Events to and from their rows. Old versions are upcast on reading, one small step at a time."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter
from uuid_utils import uuid7

from onward.domain.events import KINDS, Actor, Event, Recorded
from onward.domain.ids import CaseId, EventId
from onward.domain.life import Who
from onward.store import sql
from onward.store.rows import from_ms, to_ms

NAMES = ("id", "case_id", "seq", "kind", "version", "at", "who", "account_id", "payload")
INSERT = sql.insert("events", NAMES)

# (kind, version it is) -> a function that turns such a payload into the next version's.
Upcasts = dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]
UPCASTS: Upcasts = {}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write(recorded: Recorded) -> list[Any]:
    event = recorded.event
    return [
        recorded.id,
        recorded.case_id,
        recorded.seq,
        event.kind,
        event.version,
        to_ms(recorded.at),
        recorded.actor.who.value,
        recorded.actor.account,
        orjson.dumps(event, default=_spelled, option=orjson.OPT_PASSTHROUGH_DATETIME).decode(),
    ]


def read(row: dict[str, Any]) -> Recorded:
    return Recorded(
        EventId(row["id"]),
        CaseId(row["case_id"]),
        row["seq"],
        from_ms(row["at"]),
        Actor(Who(row["who"]), row["account_id"]),
        decoded(row["kind"], row["version"], orjson.loads(row["payload"])),
    )


def read_at(row: Any) -> Recorded:
    """The event of a row whose columns stand in the order of `NAMES`."""
    return read(dict(zip(NAMES, row, strict=True)))


def decoded(kind: str, version: int, payload: dict[str, Any], upcasts: Upcasts = UPCASTS) -> Event:
    """The event of a stored payload, whatever version wrote it."""
    while (upcast := upcasts.get((kind, version))) is not None:
        payload, version = upcast(payload), version + 1
    event: Event = _adapter(kind).validate_python(payload)
    return event


def _spelled(given: object) -> str:
    """Instants as fine as the rows keep them, so that a replay gives the row to the millisecond."""
    if isinstance(given, datetime):
        return given.isoformat(timespec="milliseconds")
    raise TypeError(f"{type(given).__name__} in an event")


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


async def of_case(case_id: CaseId, after: int = 0) -> list[Recorded]:
    """A case's events in order, those behind `after` only."""
    rows = await sql.fetch(
        "SELECT * FROM events WHERE case_id = ? AND seq > ? ORDER BY seq", [case_id, after]
    )
    return [read(row) for row in rows]


async def event(event_id: EventId) -> Recorded:
    rows = await sql.fetch("SELECT * FROM events WHERE id = ?", [event_id])
    return read(rows[0])


async def of_kinds(
    kinds: Sequence[str], after: str, settled_for: timedelta, limit: int
) -> list[tuple[CaseId, EventId]]:
    """The next events of these kinds behind the id `after`, of all cases and in the order of their
    ids, which is that of time. Only what is `settled_for` long there: what two processes wrote at
    one moment may become visible in another order than that of their ids."""
    rows = await sql.fetch(
        f"SELECT id, case_id FROM events WHERE id > ? AND id < ? "
        f"AND kind IN ({sql.marks(len(kinds))}) ORDER BY id LIMIT ?",
        [after, _before(settled_for), *kinds, limit],
    )
    return [(CaseId(row["case_id"]), EventId(row["id"])) for row in rows]


def _before(settled_for: timedelta) -> str:
    """Ids made longer ago than this are below it: an id begins with its moment in milliseconds,
    so that of one made now tells the time."""
    made = int(str(uuid7()).replace("-", "")[:12], 16) + 1 - to_ms(_EPOCH + settled_for)
    digits = f"{made:012x}"
    return f"{digits[:8]}-{digits[8:]}"
