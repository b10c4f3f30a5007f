"""Prints: what stays the same in a picture that was worked on, and turns with it in a mirror."""

import numpy as np
import numpy.typing as npt
import pytest

from onward.domain.prints import BITS, SIDE, apart, mirrored, print_of


def scene(seed: int) -> npt.NDArray[np.float64]:
    """Something with large shapes in it, as pictures have: waves of falling strength."""
    chance = np.random.default_rng(seed)
    y, x = np.indices((SIDE, SIDE)) / SIDE
    waves = (
        chance.normal() / (1 + down + across) * np.cos(np.pi * (down * y + across * x) + shift)
        for down in range(8)
        for across in range(8)
        for shift in chance.uniform(0, 6, 1)
    )
    levels: npt.NDArray[np.float64] = 128 + 60 * np.sum(list(waves), axis=0)
    return levels


def test_a_print_is_64_hex_digits_and_its_own_neighbor() -> None:
    print_ = print_of(scene(1))
    assert len(print_) * 4 == BITS
    assert apart(print_, print_) == 0


def test_light_and_contrast_leave_the_print_as_it_is() -> None:
    assert print_of(scene(1) * 0.6 + 30) == print_of(scene(1))


def test_a_little_noise_turns_few_bits_and_another_picture_about_half() -> None:
    noise = np.random.default_rng(3).normal(0, 1, (SIDE, SIDE))
    print_ = print_of(scene(1))
    assert apart(print_of(scene(1) + noise), print_) < BITS / 8
    others = [apart(print_of(scene(seed)), print_) for seed in range(2, 30)]
    assert BITS * 0.4 < np.mean(others) < BITS * 0.6


@pytest.mark.parametrize("seed", range(5))
def test_the_print_of_the_mirror_image_is_told_from_the_print(seed: int) -> None:
    print_ = print_of(scene(seed))
    assert mirrored(print_) == print_of(scene(seed)[:, ::-1])
    assert mirrored(mirrored(print_)) == print_
    assert apart(mirrored(print_), print_) > BITS / 3


def test_a_picture_that_shows_nothing_has_no_print() -> None:
    grain = np.random.default_rng(4).normal(0, 1, (SIDE, SIDE))
    assert print_of(np.full((SIDE, SIDE), 200.0)) == ""
    assert print_of(200 + grain) == ""
