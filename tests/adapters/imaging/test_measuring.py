"""What a clean photo is measured to be, all together and at every size."""

import numpy as np
import pytest
from PIL import Image

from onward.adapters.imaging.cleaning import cleaned
from onward.adapters.imaging.measuring import measured
from onward.domain.findings import likeness, resemblance
from onward.domain.prints import mirrored
from onward.domain.seeing import BLURRED_BELOW, looked_at
from tests.adapters.imaging.pictures import encoded, opened, picture
from tests.shared import shared


def a_garment() -> bytes:
    return min(shared("photos", "garments", "shirt").glob("*.jpg")).read_bytes()


def test_a_photo_is_measured_as_it_leaves_us() -> None:
    photo = cleaned(a_garment())
    look = looked_at(np.asarray(opened(photo.jpeg)))
    assert photo.findings.sharpness == pytest.approx(look.sharpness, rel=0.05)
    assert photo.findings.light == pytest.approx(look.light, abs=0.005)
    assert photo.findings.dark == pytest.approx(look.dark, abs=0.01)
    assert photo.findings.sharpness > BLURRED_BELOW
    again = cleaned(photo.jpeg).findings
    assert resemblance(photo.findings, again)
    assert likeness(photo.findings, again) > 0.99


def test_prints_of_all_lengths_are_of_one_picture() -> None:
    found = measured(opened(a_garment()))
    assert found.print == found.fine[:16]
    assert found.mirrored == mirrored(found.fine)[:16]
    assert len(found.fine) == len(found.inside) == 64
    assert found.fine != found.inside


def test_colors_are_shares_of_the_whole() -> None:
    red, blue = (measured(Image.new("RGB", (90, 60), color)) for color in ("red", "blue"))
    assert sum(red.colours) == pytest.approx(1, abs=0.01)
    assert max(red.colours) > 0.99
    assert likeness(red, blue) == 0
    garment = measured(opened(a_garment()))
    assert sum(garment.colours) == pytest.approx(1, abs=0.01)
    assert sum(share > 0 for share in garment.colours) > 4


def test_a_picture_of_nothing_is_measured_and_leaves_no_print() -> None:
    found = measured(Image.new("RGB", (640, 480), "white"))
    assert (found.print, found.mirrored, found.fine, found.inside) == ("0" * 16, "0" * 16, "", "")
    assert (found.sharpness, found.bright) == (0, 1)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (9000, 3), (3, 9000), (1600, 1)])
def test_every_size_is_measured(size: tuple[int, int]) -> None:
    found = cleaned(encoded(picture(*size), "PNG")).findings
    assert 0 <= found.light <= 1
    assert found.codes == ()
