"""The other size in words: what it is, what goes back, where it stands."""

from dataclasses import replace

import pytest

from onward.domain.exchanges import Alternative, Exchange, ExchangeFrom
from onward.domain.ids import ExchangeId
from onward.domain.life import ExchangeStatus, RefundStatus
from onward.domain.owing import Owed
from onward.messages import (
    Audience,
    alternative_text,
    exchange_text,
    other_text,
    refund_line,
    refund_next,
)
from tests.domain.examples import A_REFUND, A_VARIANT, CASE, T0, VARIANT, ZONE, usd

TO = "your Visa\u00a0··\u00a04242"


def test_a_piece_is_told_from_its_siblings_by_size_and_colour() -> None:
    assert other_text(A_VARIANT) == "Linen shirt, M, sand"
    assert other_text(replace(A_VARIANT, size="")) == "Linen shirt, sand"
    assert other_text(replace(A_VARIANT, size="", colour="")) == "Linen shirt"


def test_a_choice_says_where_it_comes_from_and_what_goes_back() -> None:
    rest = Owed(usd(14_00), usd(1_16))
    fresh = Alternative(A_VARIANT, ExchangeFrom.STOCK, usd(50_00), usd(4_12), rest)
    assert alternative_text(fresh, TO, "") == f"Fresh from our stock. $15.16 goes back to {TO}."
    opened = replace(fresh, source=ExchangeFrom.OPEN_BOX, rest=Owed(usd(0), usd(0)))
    assert alternative_text(opened, TO, "9:00 am on Wed 25 Nov") == (
        "Opened by another customer; held until 9:00 am on Wed 25 Nov, so hand this one in by "
        f"then. Nothing goes back to {TO}: it costs the same."
    )


@pytest.mark.parametrize("audience", [Audience.RETURNER, Audience.AGENT])
@pytest.mark.parametrize("status", ExchangeStatus)
@pytest.mark.parametrize("source", ExchangeFrom)
def test_wherever_an_exchange_stands_there_is_a_sentence(
    source: ExchangeFrom, status: ExchangeStatus, audience: Audience
) -> None:
    exchange = Exchange(
        ExchangeId("x"), CASE, VARIANT, source, status, usd(50_00), usd(0), None, T0
    )
    said = exchange_text(exchange, A_VARIANT, "EX-AB12CD34", audience, "9:00 am on Wed 25 Nov")
    assert said.endswith(".")
    assert ("EX-AB12CD34" in said) is (status is ExchangeStatus.RELEASED)


@pytest.mark.parametrize("status", [RefundStatus.ESTIMATED, RefundStatus.CANCELED])
def test_a_refund_that_is_used_up_names_no_amount(status: RefundStatus) -> None:
    used_up = replace(A_REFUND, net=usd(0), status=status)
    assert refund_line(used_up, TO, ZONE, T0) == f"Nothing is left to go back to {TO}."
    assert refund_next(used_up, ZONE) == "Nothing is left to go back."
