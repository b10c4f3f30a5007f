"""Return cases. `record` is the only writer of a case: its row and version, its events, every row
they imply, ledger postings, effects to come and the idempotent answer, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from uuid_utils import uuid7

from onward.domain.credits import Credit
from onward.domain.events import Recorded
from onward.domain.ids import CaseId, EventId
from onward.domain.life import FINAL
from onward.domain.offers import StandingOffer
from onward.domain.papers import Draft
from onward.domain.policy import Policy
from onward.domain.refusals import Impossible
from onward.domain.returns import ReturnCase, after
from onward.domain.steps import Said
from onward.domain.waiting import wakes_at
from onward.store import answers, bell, histories, ledger, meeting, outbox, papers, sql
from onward.store.answers import Answer
from onward.store.credits import HAS_IT, covered, waited_for
from onward.store.mappings import BESIDE_A_CASE, CASES, OFFERS
from onward.store.rows import Mapping, to_ms
from onward.store.trips import Missed, Write, write_all

_CHANGES = ", ".join(f"{name} = ?" for name in CASES.names)
UPDATE = f"UPDATE cases SET {_CHANGES} WHERE id = ? AND version = ?"
# Other processes hear of it once it is committed.
_HEARD = f" RETURNING pg_notify('{bell.CHANNEL}', id || ':' || version)"
_OFFER_CHANGES = ", ".join(f"{name} = ?" for name in OFFERS.names)
CHANGE_OFFER = f"UPDATE offers SET {_OFFER_CHANGES} WHERE id = ? AND version = ?"


class Stale(Exception):
    """Somebody else changed this case since it was read; read again and decide again."""


class OfferMoved(Exception):
    """A standing offer that the step counted on was changed meanwhile; nothing is written."""


class Overspent(Exception):
    """Somebody would have less store credit than nothing; nothing is written."""


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
    history, changed = replayed(case, identity, said, at, policy)
    await write_down(case, changed, history, said, rows=rows, answer=answer, at=at)
    return changed


async def write_down(
    old: ReturnCase | None,
    changed: ReturnCase,
    history: Sequence[Recorded],
    said: Sequence[Said],
    *,
    rows: Sequence[object],
    answer: Answer | None,
    at: datetime,
) -> None:
    """The one transaction of a step that was replayed already; see `record`."""
    posted = [(one, word.entries) for one, word in zip(history, said, strict=True)]
    writes = [
        _case_write(old, changed),
        Write(histories.INSERT, [histories.write(one) for one in history]),
        outbox.wanted_by(history),
        ledger.posted_by(posted, at),
        *row_writes(rows),
    ]
    if answer:
        writes.append(answers.kept(answer, at))
    try:
        await write_all(writes)
    except Missed as missed:
        if missed.statement == CHANGE_OFFER:
            raise OfferMoved(changed.id) from missed
        if missed.statement == HAS_IT:
            raise Overspent(changed.id) from missed
        raise Stale(changed.id) from missed
    except IntegrityError as conflict:
        raise Taken(str(conflict)) from conflict
    sql.after_commit(lambda: bell.ring(changed.id))


def replayed(
    case: ReturnCase | None, identity: CaseId, said: Sequence[Said], at: datetime, policy: Policy
) -> tuple[list[Recorded], ReturnCase]:
    """What would be recorded, and the case as it would stand; nothing is written."""
    history: list[Recorded] = []
    for one in said:
        seq = (case.version if case else 0) + 1
        event_id = EventId(str(uuid7()))
        recorded = Recorded(event_id, identity, seq, at, one.actor, one.event)
        case = after(case, recorded)
        history.append(recorded)
    if case is None:
        raise Impossible("no event made a case")
    wake = wakes_at(case, policy)
    return history, replace(case, wake_at=wake[0] if wake else None)


def _case_write(old: ReturnCase | None, changed: ReturnCase) -> Write:
    row, heard = CASES.write(changed), "" if sql.on_sqlite() else _HEARD
    if old is None:
        return Write(CASES.insert() + heard, [row])
    return Write(UPDATE + heard, [[*row, old.id, old.version]], must_touch=1)


def row_writes(rows: Sequence[object]) -> list[Write]:
    """Insert or replace rows that stand beside a case. Of two rows with one id the later counts."""
    latest = {(type(row), getattr(row, "id")): row for row in rows}  # noqa: B009
    drafts = [value for value in latest.values() if isinstance(value, Draft)]
    beside = [value for value in latest.values() if not isinstance(value, Draft)]
    mapped = [(BESIDE_A_CASE[type(value)], value) for value in beside]
    writes = [_row_write(mapping, value) for mapping, value in mapped]
    # Last, because it looks at the listings as this very step leaves them.
    offers = [value for value in latest.values() if isinstance(value, StandingOffer)]
    writes += [write for offer in offers for write in meeting.met_by(offer)]
    moved = [value for value in latest.values() if isinstance(value, Credit)]
    writes = [*waited_for(moved), *writes, *covered(moved)]
    return [*writes, *papers.issued(drafts)]


def _row_write(mapping: Mapping[Any], value: Any) -> Write:
    if not isinstance(value, StandingOffer):
        return Write(mapping.upsert(), [mapping.write(value)])
    # Its owner may have changed it since: then the whole step is off, and somebody else is asked.
    return Write(CHANGE_OFFER, [[*OFFERS.write(value), value.id, value.version - 1]], must_touch=1)


async def write_rows(rows: Sequence[object]) -> None:
    """Rows that belong to no case yet, such as an order; all of them or none."""
    await write_all(row_writes(rows))


async def read(case_id: str) -> ReturnCase | None:
    row = await sql.fetch_one("SELECT * FROM cases WHERE id = ?", [case_id])
    return CASES.read(row) if row else None


async def of_returner(account_id: str, before: tuple[int, str] | None, limit: int) -> list[Any]:
    """A returner's cases, newest first, behind a keyset cursor (opened_at in ms, id)."""
    where, values = "returner_id = ?", [account_id]
    if before:
        where += " AND (opened_at, id) < (?, ?)"
        values += [*before]  # type: ignore[list-item]
    statement = f"SELECT * FROM cases WHERE {where} ORDER BY opened_at DESC, id DESC LIMIT ?"
    return [CASES.read(row) for row in await sql.fetch(statement, [*values, limit])]


async def asleep_past(now: datetime, limit: int = 50) -> list[ReturnCase]:
    """Cases whose patience has run out by `now`, the longest overdue first. A lost parcel's case
    sleeps on while money of it is under way: it cannot end before."""
    final = ", ".join(f"'{status.value}'" for status in FINAL)
    rows = await sql.fetch(
        "SELECT * FROM cases WHERE wake_at <= ? AND NOT (stage = 'LOST' AND EXISTS "
        f"(SELECT 1 FROM refunds WHERE case_id = cases.id AND status NOT IN ({final}))) "
        "ORDER BY wake_at LIMIT ?",
        [to_ms(now), limit],
    )
    return [CASES.read(row) for row in rows]
