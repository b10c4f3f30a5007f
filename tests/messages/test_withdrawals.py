"""A withdrawal in words: its instant to the second, what it is about, what comes next."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from onward.domain.refusals import NotAllowed
from onward.messages import piece_text, refusal_text, send_back_text, stamp
from tests.domain.examples import A_LINE, A_VARIANT

AT = datetime(2026, 11, 23, 23, 30, 9, tzinfo=UTC)


def test_an_instant_names_its_year_its_second_and_its_zone() -> None:
    assert stamp(AT, "Europe/Berlin") == "Tue 24 Nov 2026, 00:30:09 CET"
    assert stamp(AT, "Europe/London") == "Mon 23 Nov 2026, 23:30:09 GMT"


def test_a_piece_is_named_as_the_order_does() -> None:
    assert piece_text(A_LINE, A_VARIANT, 2) == "2 \u00d7 Linen shirt, M, sand"
    plain = replace(A_VARIANT, size="", colour="")
    assert piece_text(A_LINE, plain, 1) == "1 \u00d7 Linen shirt"


def test_what_comes_next_has_a_day_once_it_has_arrived() -> None:
    assert send_back_text(AT, "Europe/Berlin") == "Next: hand it in by Tue 24 Nov."
    assert "once it has arrived" in send_back_text(None, "Europe/Berlin")


@pytest.mark.parametrize(
    "code",
    ["NO_RIGHT_TO_WITHDRAW", "GIFT_NOT_WITHDRAWN", "WITHDRAWAL_OVER", "WITHDRAWN_ALREADY"],
)
def test_every_no_has_its_sentence(code: str) -> None:
    assert refusal_text(NotAllowed(code)) != refusal_text(NotAllowed())
