"""Tokens: genuine, for one purpose, for a while; and randomness that says nothing."""

from datetime import timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.tokens import UNAMBIGUOUS, SigningTokens
from tests.world import SECRET

TOKENS = SigningTokens(SECRET)
HOUR = timedelta(hours=1)


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53) | st.none()))
def test_claims_come_back_as_they_were_whatever_their_names(
    claims: dict[str, str | int | None],
) -> None:
    assert TOKENS.read("session", TOKENS.sign("session", claims, HOUR)) == claims


def test_a_token_for_one_purpose_is_worth_nothing_for_another() -> None:
    assert TOKENS.read("upload", TOKENS.sign("session", {"account": "1"}, HOUR)) is None


def test_a_token_that_ran_out_is_none() -> None:
    token = TOKENS.sign("session", {"account": "1"}, -timedelta(seconds=1))
    assert TOKENS.read("session", token) is None


def test_a_token_of_another_secret_is_none() -> None:
    token = SigningTokens("another secret").sign("session", {}, HOUR)
    assert TOKENS.read("session", token) is None


def test_a_token_without_a_signature_is_none() -> None:
    claims = jwt.decode(TOKENS.sign("session", {}, HOUR), options={"verify_signature": False})
    assert TOKENS.read("session", jwt.encode(claims, "", algorithm="none")) is None


@given(st.integers(0, 300), st.text(max_size=3))
def test_no_altered_token_is_read(place: int, with_text: str) -> None:
    token = TOKENS.sign("session", {"account": "1"}, HOUR)
    altered = token[:place] + with_text + token[place + 1 :]
    # The last letter of a signature holds two bits that mean nothing.
    if altered.rstrip("=")[:-1] != token[:-1]:
        assert TOKENS.read("session", altered) is None


@given(st.text())
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert TOKENS.read("session", text) is None


def test_ids_sort_by_time_and_never_meet() -> None:
    ids = [TOKENS.id() for _ in range(2_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2_000


def test_references_are_eight_signs_nobody_confuses() -> None:
    references = {TOKENS.reference() for _ in range(2_000)}
    assert len(references) == 2_000
    assert {len(reference) for reference in references} == {8}
    assert set("".join(references)) <= set(UNAMBIGUOUS)
    assert not set("ILOU") & set(UNAMBIGUOUS)


def test_six_digits_are_always_six() -> None:
    drawn = {TOKENS.six_digits() for _ in range(2_000)}
    assert all(len(digits) == 6 and digits.isdigit() for digits in drawn)
    assert any(digits.startswith("0") for digits in drawn)


def test_a_digest_is_the_same_here_and_other_under_another_secret() -> None:
    assert TOKENS.digest("noor@example.test") == SigningTokens(SECRET).digest("noor@example.test")
    assert TOKENS.digest("noor@example.test") != SigningTokens("x").digest("noor@example.test")
    assert "noor" not in TOKENS.digest("noor@example.test")


def test_tokens_without_a_secret_do_not_start() -> None:
    with pytest.raises(ValueError, match="secret"):
        SigningTokens("")
