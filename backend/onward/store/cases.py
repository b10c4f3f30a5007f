"""Return cases. `record` is the only writer of a case: its row and version, its events, every row
they imply, ledger postings, effects to come and the idempotent answer, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from uuid_utils import uuid7

from onward.domain.events import Recorded
from onward.domain.ids import CaseId, EventId
from onward.domain.policy import Policy
from onward.domain.refusals import Impossible
from onward.domain.returns import ReturnCase, after
from onward.domain.steps import Said
from onward.domain.waiting import wakes_at
from onward.store import answers, bell, histories, ledger, outbox, sql
from onward.store.answers import Answer
from onward.store.mappings import BESIDE_A_CASE, CASES
from onward.store.rows import to_ms

_CHANGES = ", ".join(f"{name} = ?" for name in CASES.names)
UPDATE = f"UPDATE cases SET {_CHANGES} WHERE id = ? AND version = ?"  # noqa: S608


class Stale(Exception):
    """Somebody else changed this case since it was read; read again and decide again."""


class Taken(Exception):
    """A unique rule said no: the unit has a case, the unit is held, or the key was just used."""


async def record(
    case: ReturnCase | None,
    said: Sequence[Said],
    *,
    at: datetime,
    policy: Policy,
    case_id: CaseId | None = None,
    rows: Sequence[object] = (),
    answer: Answer | None = None,
) -> ReturnCase:
    """Write what happened to a case and all it implies; the case as it then stands.

    Raises WrongStage when the life table has no such row, Stale when the case moved meanwhile,
    Taken when a unique rule of the store forbids it; in each case nothing is written.
    """
    identity = case.id if case else case_id
    if identity is None or not said:
        raise Impossible("nothing to record")
    history, changed = _replayed(case, identity, said, at)
    wake = wakes_at(changed, policy)
    changed = replace(changed, wake_at=wake[0] if wake else None)
    try:
        async with sql.transaction():
            await _write_case(case, changed)
            await sql.execute_many(histories.INSERT, [histories.write(one) for one in history])
            await outbox.add(history)
            posted = [(one, word.entries) for one, word in zip(history, said, strict=True)]
            await ledger.write(posted, at)
            await write_rows(rows)
            if answer:
                await answers.write(answer, at)
            if not sql.on_sqlite():
                note = f"{identity}:{changed.version}"
                await sql.fetch("SELECT pg_notify(?, ?)", [bell.CHANNEL, note])
    except IntegrityError as conflict:
        raise Taken(str(conflict)) from conflict
    sql.after_commit(lambda: bell.ring(identity))
    return changed


def _replayed(
    case: ReturnCase | None, identity: CaseId, said: Sequence[Said], at: datetime
) -> tuple[list[Recorded], ReturnCase]:
    history: list[Recorded] = []
    for one in said:
        seq = (case.version if case else 0) + 1
        event_id = EventId(str(uuid7()))
        recorded = Recorded(event_id, identity, seq, at, one.actor, one.event)
        case = after(case, recorded)
        history.append(recorded)
    if case is None:
        raise Impossible("no event made a case")
    return history, case


async def _write_case(old: ReturnCase | None, changed: ReturnCase) -> None:
    row = CASES.write(changed)
    if old is None:
        await sql.execute(CASES.insert(), row)
    elif await sql.execute(UPDATE, [*row, old.id, old.version]) != 1:
        raise Stale(old.id)


async def write_rows(rows: Sequence[object]) -> None:
    """Insert or replace rows that stand beside a case; inside the caller's transaction. Of two
    rows with one id the later one counts."""
    latest = {(type(row), getattr(row, "id")): row for row in rows}  # noqa: B009
    for value in latest.values():
        mapping = BESIDE_A_CASE[type(value)]
        await sql.execute(mapping.upsert(), mapping.write(value))


async def read(case_id: str) -> ReturnCase | None:
    return await _one("id = ?", case_id)


async def by_reference(reference: str) -> ReturnCase | None:
    return await _one("reference = ?", reference)


async def of_returner(account_id: str, before: tuple[int, str] | None, limit: int) -> list[Any]:
    """A returner's cases, newest first, behind a keyset cursor (opened_at in ms, id)."""
    where, values = "returner_id = ?", [account_id]
    if before:
        where += " AND (opened_at, id) < (?, ?)"
        values += [*before]  # type: ignore[list-item]
    statement = f"SELECT * FROM cases WHERE {where} ORDER BY opened_at DESC, id DESC LIMIT ?"  # noqa: S608
    return [CASES.read(row) for row in await sql.fetch(statement, [*values, limit])]


async def asleep_past(now: datetime, limit: int = 50) -> list[ReturnCase]:
    """Cases whose patience has run out by `now`, the longest overdue first."""
    rows = await sql.fetch(
        "SELECT * FROM cases WHERE wake_at <= ? ORDER BY wake_at LIMIT ?", [to_ms(now), limit]
    )
    return [CASES.read(row) for row in rows]


async def _one(where: str, value: str) -> ReturnCase | None:
    row = await sql.fetch_one(f"SELECT * FROM cases WHERE {where}", [value])  # noqa: S608
    return CASES.read(row) if row else None
