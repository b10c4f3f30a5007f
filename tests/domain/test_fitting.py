"""Which other size or colour puts the reason right, and which comes first."""

from dataclasses import replace

import pytest

from onward.domain.fitting import fits, nearness
from onward.domain.ids import VariantId
from onward.domain.returns import Reason
from onward.domain.shop import Variant
from tests.domain.examples import A_VARIANT

R = Reason


def sized(size: str, colour: str = "sand") -> Variant:
    return replace(A_VARIANT, id=VariantId(f"{size}-{colour}"), size=size, colour=colour)


@pytest.mark.parametrize(
    ("reason", "mine", "other", "right"),
    [
        (R.SIZE_TOO_SMALL, "M", "L", True),
        (R.SIZE_TOO_SMALL, "M", "S", False),
        (R.SIZE_TOO_LARGE, "M", "S", True),
        (R.SIZE_TOO_LARGE, "M", "XL", False),
        (R.SIZE_TOO_SMALL, "XL", "XXL", True),
        (R.SIZE_TOO_SMALL, "XXL", "3XL", True),
        (R.SIZE_TOO_LARGE, "S", "XS", True),
        (R.SIZE_TOO_SMALL, "9", "10", True),
        (R.SIZE_TOO_SMALL, "32/34", "34/34", True),
        (R.SIZE_TOO_LARGE, "7,5", "7", True),
        (R.SIZE_TOO_SMALL, "M", "34", True),
        (R.SIZE_TOO_SMALL, "One size", "One size", False),
        (R.SIZE_TOO_LARGE, "petite", "regular", True),
    ],
)
def test_too_small_wants_a_larger_one_and_too_large_a_smaller(
    reason: Reason, mine: str, other: str, right: bool
) -> None:
    assert fits(reason, sized(mine), sized(other, "navy")) is right


def test_a_wrong_colour_wants_another_of_the_same_size() -> None:
    mine = sized("M")
    assert fits(R.COLOR, mine, sized("M", "navy"))
    assert not fits(R.COLOR, mine, sized("L", "navy"))
    assert not fits(R.COLOR, mine, sized("L"))


def test_another_style_may_be_any_but_the_very_same() -> None:
    mine = sized("M")
    assert fits(R.STYLE, mine, sized("S", "navy"))
    assert not any(fits(reason, mine, mine) for reason in Reason)


def test_the_same_colour_comes_first_and_then_the_nearest_size() -> None:
    mine = sized("M")
    others = [sized("odd"), sized("L", "navy"), sized("XXL"), sized("L"), sized("XL")]
    found = [one.id for one in sorted(others, key=lambda one: nearness(mine, one))]
    assert found == ["L-sand", "XL-sand", "XXL-sand", "odd-sand", "L-navy"]
