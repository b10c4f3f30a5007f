"""Which devices say that two accounts are one person's: not those of long ago or of too many."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onward.domain.devices import Device, telling
from onward.domain.policy import MatchingPolicy
from tests.domain.examples import DAY, T0

MATCHING = MatchingPolicy(device_for=90 * DAY, device_accounts_most=5)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("seen_ago", "accounts", "tells"),
    [
        (timedelta(), 1, True),
        (90 * DAY - A_SECOND, 5, True),
        (90 * DAY, 5, False),
        (90 * DAY - A_SECOND, 6, False),
    ],
)
def test_a_device_tells_for_a_while_and_of_a_few(
    seen_ago: timedelta, accounts: int, tells: bool
) -> None:
    device = Device("phone", T0 - seen_ago, accounts)
    assert telling([device], T0, MATCHING) == ({"phone"} if tells else frozenset())


def test_of_several_those_that_tell_are_named() -> None:
    devices = [Device("phone", T0, 2), Device("library", T0, 40), Device("laptop", T0 - DAY, 1)]
    assert telling(devices, T0, MATCHING) == {"phone", "laptop"}


def test_where_no_device_counts_not_even_this_moments_does() -> None:
    off = replace(MATCHING, device_for=timedelta())
    assert telling([Device("phone", T0, 1)], T0, off) == frozenset()
