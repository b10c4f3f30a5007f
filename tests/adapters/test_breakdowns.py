"""Breakdowns: so many calls and no more, from any process, and an answer lost after the deed."""

import asyncio
from pathlib import Path

import pytest

from onward.adapters.breakdowns import BreakableCarrier, BreakablePayments, Breakdowns
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.payments.sandbox import VISA, SandboxPayments
from onward.domain.money import Money
from onward.ports import Outage
from tests.adapters.parcels import parcel
from tests.world import SECRET

pytestmark = pytest.mark.anyio
PRICE = Money(4_800, "USD")


async def test_a_carrier_is_down_for_so_many_calls(tmp_path: Path) -> None:
    carrier = BreakableCarrier(SandboxCarrier(SECRET, tmp_path), Breakdowns(tmp_path, "carrier"))
    Breakdowns(tmp_path, "carrier").down_for(2)
    with pytest.raises(Outage, match="carrier"):
        await carrier.buy(parcel(), "label:1")
    with pytest.raises(Outage):
        await carrier.void("ONW1", "void:1")
    assert (await carrier.buy(parcel(), "label:1")).pdf


async def test_one_port_is_down_while_another_works(tmp_path: Path) -> None:
    Breakdowns(tmp_path, "payments").down_for(1)
    carrier = BreakableCarrier(SandboxCarrier(SECRET, tmp_path), Breakdowns(tmp_path, "carrier"))
    assert (await carrier.buy(parcel(), "label:1")).pdf


async def test_while_it_is_down_no_money_moves(tmp_path: Path) -> None:
    inner = SandboxPayments(tmp_path)
    payments = BreakablePayments(inner, Breakdowns(tmp_path, "payments"))
    Breakdowns(tmp_path, "payments").down_for(1)
    with pytest.raises(Outage):
        await payments.capture(PRICE, VISA, "OB-1", "capture:1")
    assert inner.movements() == ()


async def test_an_answer_that_was_lost_is_heard_when_asked_again(tmp_path: Path) -> None:
    inner = SandboxPayments(tmp_path)
    payments = BreakablePayments(inner, Breakdowns(tmp_path, "payments"))
    Breakdowns(tmp_path, "payments").unheard_for(1)
    with pytest.raises(Outage):
        await payments.capture(PRICE, VISA, "OB-1", "capture:1")
    assert len(inner.movements()) == 1
    captured = await payments.capture(PRICE, VISA, "OB-1", "capture:1")
    assert [moved.charge_ref for moved in inner.movements()] == [captured.provider_ref]


async def test_many_at_once_share_one_count(tmp_path: Path) -> None:
    Breakdowns(tmp_path, "carrier").down_for(7)
    calls = (asyncio.to_thread(Breakdowns(tmp_path, "carrier").before) for _ in range(20))
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(end, Outage) for end in ended) == 7


async def test_a_breakdown_can_be_called_off(tmp_path: Path) -> None:
    breakdowns = Breakdowns(tmp_path, "carrier")
    breakdowns.down_for(5)
    breakdowns.down_for(0)
    breakdowns.before()
