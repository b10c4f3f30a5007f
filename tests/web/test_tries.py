"""How often one may try, counted for each e-mail and for each network address."""

import pytest

from onward.adapters.tokens import SigningTokens
from onward.domain.refusals import TooManyTries
from onward.web.tries import Tries

OFFICE, HOME = "192.0.2.1", "192.0.2.2"


def tries() -> Tries:
    return Tries(SigningTokens("a secret for tests alone, long enough"))


def test_an_email_is_counted_wherever_it_is_tried_from() -> None:
    counting = tries()
    for number in range(5):
        counting.count("ask_for_code", " Rosa@example.com", f"192.0.2.{number}")
    with pytest.raises(TooManyTries) as refused:
        counting.count("ask_for_code", "rosa@example.com", HOME)
    seconds = refused.value.facts["seconds"]
    assert isinstance(seconds, int)
    assert 0 < seconds <= 600


def test_an_address_is_counted_whoever_is_tried_from_it() -> None:
    counting = tries()
    for number in range(30):
        counting.count("ask_for_code", f"{number}@example.com", OFFICE)
    with pytest.raises(TooManyTries):
        counting.count("ask_for_code", "another@example.com", OFFICE)
    counting.count("ask_for_code", "another@example.com", HOME)


def test_asking_and_signing_in_are_counted_apart() -> None:
    counting = tries()
    for _ in range(5):
        counting.count("ask_for_code", "rosa@example.com", HOME)
    for _ in range(10):
        counting.count("sign_in", "rosa@example.com", HOME)
    with pytest.raises(TooManyTries):
        counting.count("sign_in", "rosa@example.com", HOME)


def test_a_gift_bears_ten_tries_an_hour_from_wherever_they_come() -> None:
    counting = tries()
    for number in range(10):
        counting.count("open_gift", "1001", f"192.0.2.{number}")
    with pytest.raises(TooManyTries):
        counting.count("open_gift", " 1001 ", HOME)
    counting.count("open_gift", "1002", HOME)
