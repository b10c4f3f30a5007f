"""Whole cases under everything that can happen to them: every command of every person, scans of any
status on any label in any order, ports that fail before or after the deed, the same thing twice,
things that come in between, and weeks that go by. After each step every truth is looked at.

ONWARD_EXAMPLES=N tries N examples per database instead of 200. They are tried in lots, so that
several processes share them; in CI each lot is the same every time, and like no other.
"""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from onward.domain.life import ShipmentStatus, Stage
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.services import claims, purchases
from tests.machine import in_ci
from tests.stateful.customers import Buyer, Desk
from tests.stateful.machine import METHODS, Stand, places
from tests.stateful.outside import Outside
from tests.stateful.scene import scene

EXAMPLES = int(os.environ.get("ONWARD_EXAMPLES", "200"))
LOTS = 8
STEPS = 25


class Whole(Buyer, Desk, Outside):
    """A shop with an order of three pieces, and everything that happens to them. `depth`: how far
    the first has come by the road of most before anything else happens, and at its step `deaf`
    carrier and bank did their work and we never heard of it."""

    @initialize(
        policy=st.sampled_from(["shipped", "strict", "kind"]),
        method=st.sampled_from([*METHODS[:1] * 4, *METHODS[3:]]),
        depth=st.sampled_from([0, 1, 2, 3, 3, 3, 4, 5, 5, 5, 6]),
        deaf=st.sampled_from([None, None, 1, 2, 2, 3, 3, 4, 5]),
    )
    def opens(self, policy: str, method: str, depth: int, deaf: int | None) -> None:
        stand = self.stand
        self.scene = stand.run(scene(stand.shop, stand.slate, stand.policies[policy], method))
        self.start(0, Reason.SIZE_TOO_SMALL, Remedy.REFUND, 1, "rosa")
        for nth in range(depth):
            if nth == deaf:
                self.scene.carrier.unheard_for(1)
                self.scene.payments.unheard_for(1)
            self.goes_on(0)

    @rule(at=places)
    def goes_on(self, at: int) -> None:
        """What usually comes next."""
        self.drain()
        story = self.case(at)
        case, parcel, key = story.case, story.parcel, self.key()
        if case.stage is Stage.DRAFTED:
            self.submit(at, None)
        elif case.stage is Stage.APPROVED:
            self.choose(at, RouteType.P2P)
        elif case.stage is Stage.SEEKING and story.listing is not None:
            self.says(purchases.buy, "ben", story.listing.id, METHODS[0], key)
        elif case.stage is Stage.AWAITING_DROPOFF and parcel is not None:
            self.scanned(parcel.tracking_number, ShipmentStatus.IN_TRANSIT)
        elif parcel is not None and case.stage in (Stage.IN_TRANSIT, Stage.RETURNING_TO_WAREHOUSE):
            self.scanned(parcel.tracking_number, ShipmentStatus.DELIVERED)
        elif case.stage is Stage.DELIVERED and story.match is not None:
            self.says(claims.confirm, str(story.match.buyer_id), story.match.purchase_id, key)
        self.drain()

    def teardown(self) -> None:
        if hasattr(self, "scene"):
            self.stand.run(self.scene.end())


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(LOTS))
def test_no_case_ever_breaks_a_truth(database_url: str, lot: int) -> None:
    Whole.stand = Stand(database_url)
    tried = seed(lot)(Whole) if in_ci() else Whole
    try:
        with _faults_are_loud():
            run_state_machine_as_test(tried, settings=_settings())
    finally:
        Whole.stand.close()


def _settings() -> settings:
    return settings(
        max_examples=math.ceil(EXAMPLES / LOTS),
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        database=None,
        report_multiple_bugs=False,
    )


@contextmanager
def _faults_are_loud() -> Iterator[None]:
    """A worker keeps going after a fault in an effect; here it is the end."""

    def heard(logger: object, method: str, event: Any) -> Any:
        if event["event"] == "effect_failed":
            raise AssertionError(f"a fault in {event['effect']}")
        raise structlog.DropEvent

    processors = structlog.get_config()["processors"]
    before = [*processors]
    processors[:] = [heard]
    try:
        yield
    finally:
        processors[:] = before
