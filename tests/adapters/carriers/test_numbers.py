"""Tracking numbers and counter codes: always the same for a key, and caught when mistyped."""

from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.carriers.numbers import (
    COUNTER_SIGNS,
    PREFIX,
    counter_code,
    is_counter_code,
    is_tracking_number,
    tracking_number,
)

SECRET = b"numbers"
keys = st.text(min_size=1, max_size=40)


@given(keys)
def test_a_number_passes_its_own_check(key: str) -> None:
    assert is_tracking_number(tracking_number(SECRET, key))
    assert is_counter_code(counter_code(SECRET, key))


@given(keys, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_caught(key: str, place: int, off_by: int) -> None:
    digits = tracking_number(SECRET, key).removeprefix(PREFIX)
    wrong = str((int(digits[place]) + off_by) % 10)
    assert not is_tracking_number(PREFIX + digits[:place] + wrong + digits[place + 1 :])


@given(keys, st.integers(0, 11), st.integers(1, 30))
def test_one_wrong_sign_is_caught(key: str, place: int, off_by: int) -> None:
    code = counter_code(SECRET, key)
    wrong = COUNTER_SIGNS[(COUNTER_SIGNS.index(code[place]) + off_by) % len(COUNTER_SIGNS)]
    assert not is_counter_code(code[:place] + wrong + code[place + 1 :])


@given(keys, st.integers(0, 9), st.integers(1, 10))
def test_two_signs_swapped_are_caught(key: str, place: int, apart: int) -> None:
    code = list(counter_code(SECRET, key))
    other = min(place + apart, 10)
    swapped = code.copy()
    swapped[place], swapped[other] = code[other], code[place]
    assert is_counter_code("".join(swapped)) == (swapped == code)


def test_the_check_digit_is_the_one_of_the_standard() -> None:
    # 7992739871 with check digit 3 is the usual worked example of Luhn's test.
    assert is_tracking_number("ONW0000079927398713")
    assert not is_tracking_number("ONW0000079927398714")


def test_a_code_may_be_typed_in_fours_and_in_small_letters() -> None:
    code = counter_code(SECRET, "label:1").lower()
    assert is_counter_code(f"{code[:4]} {code[4:8]} {code[8:]}")


def test_no_sign_can_be_taken_for_another() -> None:
    assert not set("0OILU") & set(COUNTER_SIGNS)


def test_another_secret_draws_other_numbers() -> None:
    assert tracking_number(b"one", "label:1") != tracking_number(b"two", "label:1")
    assert counter_code(b"one", "label:1") != counter_code(b"two", "label:1")


def test_nonsense_is_neither() -> None:
    for text in (
        "",
        "ONW",
        "ONW1",
        "XYZ0000079927398713",
        "ONW000007992739871\N{FULLWIDTH DIGIT THREE}",
        "0" * 12,
    ):
        assert not is_tracking_number(text)
        assert not is_counter_code(text)
