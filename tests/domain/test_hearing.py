"""One word for a webhook that told several things."""

from itertools import permutations

from onward.domain.hearing import Heard, weightiest


def test_what_weighs_most_is_said_of_all_whatever_its_place() -> None:
    for told in permutations((Heard.REPEATED, Heard.TAKEN, Heard.ABSURD)):
        assert weightiest(told) is Heard.ABSURD
    assert weightiest([Heard.TAKEN, Heard.REPEATED]) is Heard.TAKEN
    assert weightiest([Heard.DROPPED, Heard.KEPT, Heard.TAKEN]) is Heard.DROPPED


def test_what_told_nothing_is_ignored() -> None:
    assert weightiest([]) is Heard.IGNORED
