"""Events come back as they were written, of whatever kind and from whatever version."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain import events as e
from onward.domain.events import KINDS, Actor, Event, Recorded
from onward.domain.ids import CaseId, EventId
from onward.domain.life import Who
from onward.domain.money import Money
from onward.store import histories, sql
from onward.store.rows import from_ms
from tests.domain.examples import T0
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio

INSTANTS = st.integers(0, 4_102_444_800_000).map(from_ms)
MONEY = st.builds(Money, st.integers(-(2**53), 2**53), st.sampled_from(["USD", "JPY", "KWD"]))
st.register_type_strategy(datetime, INSTANTS)
st.register_type_strategy(Money, MONEY)
# JSON knows no infinity, and nothing that was measured is infinite.
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
EVENTS = st.sampled_from(sorted(KINDS)).flatmap(lambda kind: st.from_type(KINDS[kind]))
ACTORS = st.builds(Actor, st.sampled_from(Who), st.none() | st.text())


def as_stored(recorded: Recorded) -> dict[str, Any]:
    return dict(zip(histories.NAMES, histories.write(recorded), strict=True))


@given(event=EVENTS, actor=ACTORS, at=INSTANTS, seq=st.integers(1, 2**31 - 1))
def test_every_event_survives_writing(event: Event, actor: Actor, at: datetime, seq: int) -> None:
    recorded = Recorded(EventId("e"), CaseId("c"), seq, at, actor, event)
    assert histories.read(as_stored(recorded)) == recorded


async def test_one_of_each_kind_survives_the_database(store: str) -> None:
    case = await Shelf("1").open()
    told = [
        Recorded(EventId(f"e{seq}"), case.id, seq, T0, Actor(Who.SYSTEM), one_of(kind))
        for seq, kind in enumerate(sorted(KINDS), start=2)
    ]
    await sql.execute_many(histories.INSERT, [histories.write(one) for one in told])
    assert await histories.of_case(case.id, after=1) == told
    assert await histories.event(EventId("e2")) == told[0]


def one_of(kind: str) -> Event:
    """A plain event of that kind, made of what the payload's types accept."""
    values = {"at": T0, "due_at": T0, "until": T0, "window_ends_at": T0, "task": "STRAY_PARCEL"}
    values |= {"amount": {"minor": 1, "currency": "USD"}, "attempts": 3, "reasons": []}
    values |= dict.fromkeys(("price", "new_price", "bonus"), values["amount"])
    values |= {"answers": {"worn": False}}
    values |= {"grade": "LIKE_NEW", "because": "LOST", "channel": "WAREHOUSE", "rule": None}
    values |= {"superseded": True, "silently": False, "assisted": False, "status": "DELIVERED"}
    values |= {"answer": "VOIDED", "occasion": "ARRIVAL", "proposed": None}
    values |= {"won": True, "weight_g": 900, "declared_g": 400, "promised_at": T0}
    values |= {"warehouse_km": 77}
    values |= {"document": "INVOICE", "fee": None}
    own = {"PromiseMoved": "OTHER_WAY", "RefundHeld": "RISK"}
    values |= {"because": own.get(kind, "LOST")}
    names = KINDS[kind].__dataclass_fields__
    return histories.decoded(kind, 1, {name: values.get(name, "x") for name in names})


def test_finer_than_a_millisecond_is_cut_off_as_the_rows_do() -> None:
    fine = T0 + timedelta(microseconds=1_999)
    event = e.ReviewAsked((), fine)
    recorded = Recorded(EventId("e"), CaseId("c"), 1, fine, Actor(Who.SYSTEM), event)
    back = histories.read(as_stored(recorded))
    assert back.at == T0 + timedelta(milliseconds=1)
    assert back.event == e.ReviewAsked((), T0 + timedelta(milliseconds=1))


def test_an_old_payload_is_brought_up_step_by_step() -> None:
    def with_a_rule(payload: dict[str, Any]) -> dict[str, Any]:
        return payload | {"rule": "OLD_RULE"}

    def with_a_channel(payload: dict[str, Any]) -> dict[str, Any]:
        return {"channel": "WAREHOUSE", "because": payload["why"]}

    upcasts: histories.Upcasts = {("Diverted", -1): with_a_channel, ("Diverted", 0): with_a_rule}
    event = histories.decoded("Diverted", -1, {"why": "NO_BUYER"}, upcasts)
    assert event == e.Diverted(e.Channel.WAREHOUSE, e.Because.NO_BUYER, (), "OLD_RULE")


def test_every_older_version_of_every_kind_has_its_step() -> None:
    wanted = {(kind, old) for kind, made in KINDS.items() for old in range(1, made.version)}
    assert wanted == set(histories.UPCASTS)


def test_events_hold_no_word_of_a_person() -> None:
    personal = {"name", "email", "phone", "street", "city", "postal_code", "text", "note"}
    held = {kind: set(orjson.loads(orjson.dumps(one_of(kind)))) for kind in KINDS}
    assert not {kind: names & personal for kind, names in held.items() if names & personal}
