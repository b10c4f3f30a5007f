"""The sandbox carrier beyond the contract: what follows from the key, the tariff, voids."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from onward.adapters.carriers.failures import Mishap
from onward.adapters.carriers.numbers import is_counter_code, is_tracking_number
from onward.adapters.carriers.roads import scan_of
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Blind, VoidAnswer
from onward.ports import Outage
from tests.adapters.parcels import parcel
from tests.world import MORNING, SECRET, FakeClock

pytestmark = pytest.mark.anyio
HIDDEN = replace(parcel(), hides_recipient=True)


def kept_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_another_process_gives_the_same_label_for_the_same_key(tmp_path: Path) -> None:
    here = SandboxCarrier(SECRET, tmp_path / "here")
    there = SandboxCarrier(SECRET, tmp_path / "there")
    assert await here.buy(parcel(), "label:1") == await there.buy(parcel(), "label:1")


async def test_numbers_carry_their_checks(tmp_path: Path) -> None:
    label = await SandboxCarrier(SECRET, tmp_path).buy(parcel(), "label:1")
    assert is_tracking_number(label.tracking_number)
    assert is_counter_code(label.counter_code)


async def test_numbers_follow_from_the_key_and_the_file_of_labels_holds_no_address(
    tmp_path: Path,
) -> None:
    await SandboxCarrier(SECRET, tmp_path).buy(parcel(), "label:1")
    kept = kept_in(tmp_path)
    assert b"480" in kept
    for told in (parcel().recipient.name, parcel().recipient.street, "97201", "Portland"):
        assert told.encode() not in kept


async def test_every_void_can_be_refused_from_another_process(tmp_path: Path) -> None:
    carrier, desk = SandboxCarrier(SECRET, tmp_path), SandboxCarrier(SECRET, tmp_path)
    number = (await carrier.buy(parcel(), "label:1")).tracking_number
    desk.refuse_voids(True)
    assert await carrier.void(number, "void:1") is not VoidAnswer.REFUNDED
    desk.refuse_voids(False)
    assert await carrier.void(number, "void:1") is VoidAnswer.REFUNDED


def test_a_carrier_without_a_secret_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        SandboxCarrier("", tmp_path)


@pytest.mark.parametrize(("days", "answer"), [(30, "REFUNDED"), (31, "REJECTED")])
async def test_a_void_is_granted_within_thirty_days(tmp_path: Path, days: int, answer: str) -> None:
    clock = FakeClock()
    carrier = SandboxCarrier(SECRET, tmp_path, clock=clock)
    number = (await carrier.buy(parcel(), "label:1")).tracking_number
    clock.turn(timedelta(days=days))
    assert (await carrier.void(number, "void:1")).value == answer


async def test_a_void_asked_in_time_is_granted_when_asked_again_later(tmp_path: Path) -> None:
    clock = FakeClock()
    carrier = SandboxCarrier(SECRET, tmp_path, clock=clock)
    number = (await carrier.buy(parcel(), "label:1")).tracking_number
    await carrier.void(number, "void:1")
    clock.turn(timedelta(days=60))
    assert await carrier.void(number, "void:1") is VoidAnswer.REFUNDED


async def test_an_announced_parcel_is_not_handed_in_and_can_be_voided(tmp_path: Path) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path)
    number = (await carrier.buy(parcel(), "label:1")).tracking_number
    carrier.note_scans([scan_of(number, ShipmentStatus.PRE_TRANSIT, MORNING)])
    assert carrier.handed_in(number) is None
    assert await carrier.void(number, "void:1") is VoidAnswer.REFUNDED
    carrier.note_scans([scan_of(number, ShipmentStatus.IN_TRANSIT, MORNING)])
    assert carrier.handed_in(number) == MORNING


async def test_a_slow_void_is_submitted_first_and_refunded_later(tmp_path: Path) -> None:
    clock = FakeClock()
    carrier = SandboxCarrier(SECRET, tmp_path, clock=clock)
    number = (await carrier.buy(parcel(), "label:1")).tracking_number
    carrier.failures.write(certain={number: [Mishap.SLOW_VOID]})
    assert await carrier.void(number, "void:1") is VoidAnswer.SUBMITTED
    clock.turn(timedelta(days=15))
    assert await carrier.void(number, "void:1") is VoidAnswer.REFUNDED


async def test_a_slow_void_is_rejected_once_the_parcel_turns_up(tmp_path: Path) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path, clock=FakeClock())
    number = (await carrier.buy(parcel(), "label:1")).tracking_number
    carrier.failures.write(certain={number: [Mishap.SLOW_VOID]})
    assert await carrier.void(number, "void:1") is VoidAnswer.SUBMITTED
    carrier.note_scans([scan_of(number, ShipmentStatus.IN_TRANSIT, MORNING)])
    assert await carrier.void(number, "void:1") is VoidAnswer.REJECTED


async def test_a_label_of_another_carrier_cannot_be_voided_here(tmp_path: Path) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path)
    assert await carrier.void("9400100208303109505688", "void:1") is VoidAnswer.NOT_APPLICABLE


async def test_a_call_that_is_down_comes_up_again_with_one_label(tmp_path: Path) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path)
    expected = await SandboxCarrier(SECRET, tmp_path / "elsewhere").buy(parcel(), "label:1")
    carrier.failures.write(seed=3, certain={"label:1": [Mishap.OUTAGE, Mishap.UNHEARD]})
    outages = 0
    while True:
        try:
            assert await carrier.buy(parcel(), "label:1") == expected
            break
        except Outage:
            outages += 1
    assert 2 <= outages <= 6
    assert len(list((tmp_path / "sold").iterdir())) == 1


async def test_an_answer_that_got_lost_was_work_done(tmp_path: Path) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path)
    carrier.failures.write(certain={"label:1": [Mishap.UNHEARD]})
    with pytest.raises(Outage):
        await carrier.buy(parcel(), "label:1")
    assert list((tmp_path / "sold").iterdir())


@pytest.mark.parametrize("product", ["GROUND", "LOCKER", "EXPRESS"])
async def test_a_code_prints_nothing_for_whoever_may_not_read_the_address(
    tmp_path: Path, product: str
) -> None:
    label = await SandboxCarrier(SECRET, tmp_path).buy(HIDDEN, "label:1", product)
    assert (label.pdf, label.zpl) == (b"", None)
    assert label.counter_code
    assert label.blind is not Blind.NO


async def test_where_only_print_exists_the_name_is_shortened(tmp_path: Path) -> None:
    label = await SandboxCarrier(SECRET, tmp_path).buy(HIDDEN, "label:1", "PICKUP")
    assert label.blind is Blind.NO
    assert label.zpl is not None
    for told in (label.pdf.decode("latin-1"), label.zpl):
        assert "N. Haddad" in told
        assert "Noor" not in told
