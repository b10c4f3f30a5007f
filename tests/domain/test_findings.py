"""What two photos' findings say of one another: one picture or not, alike in color or not."""

from dataclasses import replace
from random import Random

import pytest

from onward.domain.findings import (
    Findings,
    Resemblance,
    SeenPrint,
    likeness,
    looked_up,
    picture_of,
    resemblance,
)
from onward.domain.ids import CaseId
from onward.domain.prints import BITS, SAME_WITHIN, mirrored


def a_print(seed: int) -> str:
    return f"{Random(seed).getrandbits(BITS):064x}"


def found(fine: str, inside: str) -> Findings:
    turned = mirrored(fine)
    return Findings(1, 0.5, 0.1, 0, fine[:16], turned[:16], fine=fine, inside=inside)


ONE = found(a_print(1), a_print(2))
BLANK = Findings(1, 0.5, 0.1, 0, "0" * 16, "0" * 16)


def test_a_picture_resembles_itself_and_no_other() -> None:
    assert resemblance(ONE, ONE) == Resemblance(0, mirrored=False)
    assert resemblance(ONE, found(a_print(3), a_print(4))) is None


def test_a_mirror_image_is_the_same_picture_and_is_said_to_be_turned() -> None:
    turned = found(mirrored(ONE.fine), mirrored(ONE.inside))
    assert resemblance(turned, ONE) == resemblance(ONE, turned) == Resemblance(0, mirrored=True)


def test_a_crop_resembles_the_whole_from_either_side() -> None:
    crop = found(ONE.inside, a_print(5))
    assert resemblance(crop, ONE) == resemblance(ONE, crop) == Resemblance(0, mirrored=False)


def test_two_insides_alone_make_no_resemblance() -> None:
    assert resemblance(ONE, found(a_print(3), ONE.inside)) is None


@pytest.mark.parametrize(("bits", "same"), [(SAME_WITHIN, True), (SAME_WITHIN + 1, False)])
def test_the_bound_is_the_last_distance_that_counts(bits: int, same: bool) -> None:
    near = f"{int(ONE.fine, 16) ^ ((1 << bits) - 1):064x}"
    assert (resemblance(found(near, a_print(6)), ONE) is not None) is same


def test_a_picture_that_shows_too_little_resembles_nothing() -> None:
    assert resemblance(BLANK, BLANK) is None
    assert resemblance(ONE, BLANK) is None
    assert SeenPrint.of("blank", None, BLANK) == ()


def test_a_picture_is_kept_by_two_prints_that_name_it() -> None:
    kept = SeenPrint.of("photo-1", CaseId("case-1"), ONE)
    assert [picture_of(one.id) for one in kept] == ["photo-1", "photo-1"]
    assert len({one.id for one in kept}) == 2
    assert [one.bits for one in kept] == [looked_up(ONE.fine), looked_up(ONE.inside)]
    assert {one.case_id for one in kept} == {"case-1"}


@pytest.mark.parametrize(
    ("digits", "bits"),
    [("0" * 16, 0), ("7" + "f" * 15, 2**63 - 1), ("8" + "0" * 15, -(2**63)), ("f" * 16, -1)],
)
def test_bits_are_kept_as_a_signed_number(digits: str, bits: int) -> None:
    assert looked_up(digits + "0" * 48) == bits


def test_likeness_goes_from_nothing_in_common_to_the_same() -> None:
    red, blue = replace(ONE, colours=(1.0, 0.0)), replace(ONE, colours=(0.0, 1.0))
    both = replace(ONE, colours=(0.5, 0.5))
    assert likeness(red, blue) == 0
    assert likeness(both, both) == pytest.approx(1)
    assert 0 < likeness(red, both) < 1
    assert likeness(ONE, ONE) == 0
