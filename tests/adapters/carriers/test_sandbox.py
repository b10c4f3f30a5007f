"""The sandbox carrier beyond the contract: what follows from the key, the tariff, voids."""

from datetime import timedelta
from pathlib import Path

import pytest

from onward.adapters.carriers.numbers import is_counter_code, is_tracking_number
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.domain.shipping import VoidAnswer
from onward.ports import Address
from tests.adapters.parcels import WAREHOUSE, parcel
from tests.world import SECRET

pytestmark = pytest.mark.anyio
BERLIN = Address("Jonas Weber", "Sonnenallee 1", "Berlin", "BE", "12045", "DE")


async def test_another_process_gives_the_same_label_for_the_same_key(tmp_path: Path) -> None:
    here = SandboxCarrier(SECRET, tmp_path / "here")
    there = SandboxCarrier(SECRET, tmp_path / "there")
    assert await here.buy(parcel(), "label:1") == await there.buy(parcel(), "label:1")


async def test_numbers_carry_their_checks(tmp_path: Path) -> None:
    label = await SandboxCarrier(SECRET, tmp_path).buy(parcel(), "label:1")
    assert is_tracking_number(label.tracking_number)
    assert is_counter_code(label.counter_code)


@pytest.mark.parametrize(("weight_g", "minor"), [(0, 595), (250, 595), (251, 655), (1_000, 775)])
async def test_the_cost_goes_by_weight(tmp_path: Path, weight_g: int, minor: int) -> None:
    label = await SandboxCarrier(SECRET, tmp_path).buy(parcel(weight_g=weight_g), "label:1")
    assert label.cost.minor == minor


async def test_a_parcel_that_stays_in_the_region_is_expected_sooner(tmp_path: Path) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path)
    expected = [
        (await carrier.buy(parcel(recipient), f"label:{recipient.city}")).eta_for
        for recipient in (WAREHOUSE, parcel().recipient, BERLIN)
    ]
    assert expected == [timedelta(days=2), timedelta(days=4), timedelta(days=7)]


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
