"""A refusal says one code, and the tree tells which kind of no it is."""

import pytest

from onward.domain import refusals
from onward.domain.refusals import BadInput, BadPhoto, Impossible, Refusal, WindowClosed


def every_refusal() -> list[type[Refusal]]:
    return [
        kind
        for kind in vars(refusals).values()
        if isinstance(kind, type) and issubclass(kind, Refusal)
    ]


def test_every_kind_of_no_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in every_refusal()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.code)
def test_every_kind_of_no_stands_in_the_drawn_tree(kind: type[Refusal]) -> None:
    assert kind.__name__ in (refusals.__doc__ or "")


def test_a_refusal_says_its_own_code_or_a_closer_one() -> None:
    assert WindowClosed().said == "WINDOW_CLOSED"
    closer = BadPhoto("NOT_A_PICTURE", field="photo", most_bytes=9)
    assert (closer.said, closer.field, closer.facts) == (
        "NOT_A_PICTURE",
        "photo",
        {"most_bytes": 9},
    )
    assert isinstance(closer, BadInput)


def test_our_own_bug_is_never_a_refusal() -> None:
    assert not issubclass(Impossible, Refusal)
