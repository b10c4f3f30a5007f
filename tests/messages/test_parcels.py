"""What is said of a parcel promises no more than its product."""

from dataclasses import replace

import pytest

from onward.domain.shipping import Blind
from onward.domain.terms import ParcelTerms
from onward.messages import Audience, expected_text, hides_text, peer_steps, street_note
from tests.domain.examples import BUYER_LABEL, T0, WAREHOUSE_LABEL, ZONE


@pytest.mark.parametrize(
    ("blind", "said"),
    [
        (Blind.YES, "Neither of you sees the other’s."),
        (Blind.COUNTER_ONLY, "do not print this at home"),
        (Blind.NO, "It shows a street and a shortened name"),
    ],
)
def test_a_code_says_how_much_it_hides(blind: Blind, said: str) -> None:
    assert said in hides_text(replace(BUYER_LABEL, blind=blind))
    assert said not in hides_text(replace(WAREHOUSE_LABEL, blind=blind))


def test_only_a_code_that_hides_all_says_that_neither_sees_the_other() -> None:
    for blind in (Blind.COUNTER_ONLY, Blind.NO):
        assert "Neither" not in hides_text(replace(BUYER_LABEL, blind=blind))


def test_each_is_told_in_their_own_words_when_it_is_expected() -> None:
    texts = {expected_text(T0, audience, ZONE) for audience in Audience}
    assert len(texts) == 3
    assert all("about Sun 22 Nov" in text for text in texts)


def test_both_are_told_before_they_choose_where_a_label_may_show_a_street() -> None:
    masked, may = ParcelTerms(), ParcelTerms(blind=frozenset(Blind))
    off = ParcelTerms(masking=False)
    for audience in (Audience.RETURNER, Audience.BUYER):
        assert street_note(masked, audience) is None
        sure, maybe = street_note(off, audience), street_note(may, audience)
        assert sure
        assert maybe
        assert "street" in sure
        assert "may" in maybe
    assert peer_steps(off)[-1] == street_note(off, Audience.RETURNER)
    assert peer_steps(masked) == peer_steps(may)[:-1]
