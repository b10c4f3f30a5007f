"""Rows and values say the same: columns as the tables have them, and back without a loss."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.models import Model

from onward.domain.claims import Claim, ClaimResolution, ReceiptOutcome
from onward.domain.events import Because, Channel, TaskKind
from onward.domain.findings import Findings, SeenPrint
from onward.domain.grades import Grade, GradeReason
from onward.domain.ids import ClaimId, MatchId, TaskId
from onward.domain.life import ClaimStatus, ShipmentStatus
from onward.domain.listings import Match
from onward.domain.money import Money
from onward.domain.photos import Occasion
from onward.domain.quality import Outcome, ToldBy
from onward.domain.refusals import Impossible
from onward.domain.returns import Peer, Recovery, ReturnCase
from onward.domain.shipping import KnownScan
from onward.domain.tasks import Task
from onward.store import cases, mappings, sql, tables
from onward.store.rows import Mapping, from_ms, to_ms
from tests.domain.examples import (
    A_LISTING,
    A_MATCH,
    A_PURCHASE,
    A_VARIANT,
    DAY,
    GOOD_ANSWERS,
    MATCH,
    T0,
    TO_BUYER,
    TO_THE_END,
    WAREHOUSE_LABEL,
    lived,
    photo,
)
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio

ALL = [one for one in vars(mappings).values() if isinstance(one, Mapping)]
MODELS = {
    str(one._meta.db_table): one
    for one in vars(tables).values()
    if isinstance(one, type) and issubclass(one, Model) and one is not Model
}
ONE = Shelf("1")
FOUND = Findings(41.5, 0.5, 0.01, 0.0, "f" * 16, "0" * 16, ("04006381333931",), (0.25, 0.75))


@pytest.mark.parametrize("mapping", ALL, ids=lambda mapping: mapping.table)
async def test_a_value_fills_every_column_of_its_table(
    store: str, mapping: Mapping[object]
) -> None:
    columns = set(MODELS[mapping.table]._meta.fields_db_projection.values())
    kept_apart = {"accounts": {"email_digest"}, "prints": {"seq"}}.get(mapping.table, set())
    assert set(mapping.names) == columns - kept_apart


@given(st.integers(0, 4_102_444_800_000))
def test_a_millisecond_stays_the_same_millisecond(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_loses_nothing_but_what_is_finer_than_a_millisecond(at: datetime) -> None:
    lost = at - from_ms(to_ms(at))
    assert timedelta() <= lost < timedelta(milliseconds=1)


def test_an_instant_is_the_same_from_any_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert to_ms(T0.astimezone(tokyo)) == to_ms(T0)


def test_an_instant_without_a_zone_is_our_own_bug() -> None:
    with pytest.raises(TypeError):
        to_ms(T0.replace(tzinfo=None))


def test_two_currencies_in_one_row_are_our_own_bug() -> None:
    with pytest.raises(Impossible):
        mappings.LISTINGS.write(replace(A_LISTING, price=Money(1, "EUR")))


CASE_VALUES = [
    lived(TO_THE_END),
    replace(lived(TO_THE_END), answers=GOOD_ANSWERS, assisted=True, wake_at=T0 + DAY),
    replace(lived(TO_THE_END), grade_reasons=(GradeReason("WORN", "worn"), GradeReason("CLEAN"))),
    replace(lived(TO_THE_END), heading=Peer(MATCH), price=None, bonus=None, grade=None),
    replace(
        lived(TO_THE_END),
        heading=Recovery(Channel.LIQUIDATION, Because.NOT_ACCEPTED),
        grade=Grade.DAMAGED,
    ),
    replace(lived(TO_THE_END), heading=Recovery(Channel.RECYCLE, Because.NOT_ACCEPTED)),
]


@pytest.mark.parametrize("case", CASE_VALUES)
def test_a_case_survives_its_row(case: ReturnCase) -> None:
    row = dict(zip(mappings.CASES.names, mappings.CASES.write(case), strict=True))
    assert mappings.CASES.read(row) == case


async def test_every_row_beside_a_case_survives_the_database(store: str) -> None:
    case = await ONE.open()
    mine: dict[str, Any] = {"case_id": case.id}
    label = replace(WAREHOUSE_LABEL, **mine, first_scan_at=T0, eta_at=T0 + DAY, superseded=True)
    settled = Claim(
        ClaimId("claim"),
        case.id,
        MATCH,
        ClaimStatus.RESOLVED,
        ReceiptOutcome.DAMAGED,
        ClaimResolution.REJECT,
        T0,
    )
    values = [
        *ONE.rows,
        replace(photo("front"), **mine, findings=FOUND, occasion=Occasion.ARRIVAL),
        replace(A_LISTING, **mine),
        replace(A_MATCH, **mine, unit_id=ONE.unit.id),
        replace(A_PURCHASE, **mine),
        label,
        KnownScan("scan", label.id, ShipmentStatus.DELIVERED, T0, None),
        replace(ONE.refund, due_at=T0, provider_ref="re", tries=3),
        settled,
        Outcome(case.id, "shoes", "nothing_shows_wear", Grade.LIKE_NEW, True, ToldBy.SILENCE, T0),
        SeenPrint("photo-front", case.id, -(2**63)),
        Task(TaskId("task"), case.id, TaskKind.STRAY_PARCEL, T0, T0 + DAY, T0),
        replace(ONE.order, account_id=None, contact_id=None, delivered_at=None),
    ]
    async with sql.transaction():
        await cases.write_rows(values)
    latest = {(type(value), getattr(value, "id")): value for value in values}  # noqa: B009
    for (kind, named), value in latest.items():
        mapping = mappings.BESIDE_A_CASE[kind]
        [row] = await sql.fetch(f"SELECT * FROM {mapping.table} WHERE id = ?", [named])
        assert mapping.read(row) == value


async def test_flags_and_a_missing_price_survive(store: str) -> None:
    variant = replace(A_VARIANT, flags=frozenset({"lithium", "final_sale"}), price=None)
    [row] = [dict(zip(mappings.VARIANTS.names, mappings.VARIANTS.write(variant), strict=True))]
    assert mappings.VARIANTS.read(row) == variant
    assert row["flags"] == "final_sale;lithium"


def test_a_unit_is_free_again_only_once_its_case_gave_it_up() -> None:
    case = lived(TO_THE_END)
    guard = mappings.CASES.names.index("unit_taken")

    def taken(case: ReturnCase) -> object:
        return mappings.CASES.write(case)[guard]

    assert taken(case) == case.unit_id
    gone = replace(case, stage=type(case.stage)("CANCELED"), counted_shipment_id=None)
    assert taken(gone) is None
    assert taken(replace(gone, counted_shipment_id=TO_BUYER)) == case.unit_id


def test_a_released_match_holds_no_unit() -> None:
    guard = mappings.MATCHES.names.index("unit_held")
    held: Match = A_MATCH
    assert mappings.MATCHES.write(held)[guard] == held.unit_id
    released = replace(held, id=MatchId("m"), status=type(held.status)("RELEASED"))
    assert mappings.MATCHES.write(released)[guard] is None


def test_one_row_may_be_read_from_among_others() -> None:
    values = mappings.MATCHES.write(A_MATCH)
    row = {f"m_{name}": value for name, value in zip(mappings.MATCHES.names, values, strict=True)}
    assert mappings.MATCHES.read(row | {"x_id": "other"}, "m_") == A_MATCH
    assert mappings.MATCHES.columns("m", "m_").startswith("m.id AS m_id, ")
