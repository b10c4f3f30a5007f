"""What every rule stands on: one loop and one database for all examples, the scene of this one, and
how something is said, told or done in it."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from cryptography.fernet import Fernet
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from onward.domain.life import ShipmentStatus, Stage
from onward.domain.policy import Policy
from onward.domain.shipping import Scan
from onward.domain.story import Story
from onward.services.reactions import EFFECTS
from onward.store.opening import close_store, open_store
from tests.services.shop import Shop, open_shop
from tests.services.wishing import sell
from tests.stateful.policies import kind, strict, without_photos
from tests.stateful.scene import TICK, Command, Scene
from tests.stateful.slate import Slate, slate
from tests.world import make_world

METHODS = (
    "card_visa_4242",
    "card_visa_4242",
    "card_declined",
    "card_refund_fails",
    "card_refund_fails_once",
    "card_refund_pending",
)
places = st.integers(0, 7)
people = st.sampled_from(["rosa", "ben", "cleo", "ada"])


class Stand:
    """What all examples on one database share."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self.shop, self.slate = self.run(self._open(url))
        shipped = without_photos(self.shop.world.policy)
        self.policies = {"shipped": shipped, "strict": strict(shipped), "kind": kind(shipped)}

    def run(self, work: Awaitable[Any]) -> Any:
        return self._loop.run_until_complete(work)

    def close(self) -> None:
        self.run(close_store())
        self._loop.close()

    async def _open(self, url: str) -> tuple[Shop, Slate]:
        await open_store(url, seal=Fernet.generate_key(), effects=EFFECTS)
        shop = await open_shop(make_world())
        await sell("V-L", "V-S")
        return shop, await slate()


class Machine(RuleBasedStateMachine):
    """One example."""

    stand: ClassVar[Stand]
    scene: Scene

    @property
    def policy(self) -> Policy:
        return self.scene.world.policy

    def run(self, work: Awaitable[Any]) -> Any:
        return self.stand.run(work)

    def look(self) -> None:
        self.run(self.scene.look())

    def key(self) -> str:
        return self.scene.shop.key()

    def case(self, at: int, *stages: Stage) -> Story:
        """One of those where this makes sense, if there are any; else any."""
        cases = self.scene.cases
        fitting = [one for one in cases if one.case.stage in stages] or cases
        return fitting[at % len(fitting)]

    def says(self, service: Any, who: str, *given: Any) -> None:
        viewer = getattr(self.scene.shop, who)
        command: Command = partial(service, self.scene.world, viewer, *given)
        self.scene.clock.turn(TICK)
        self.run(self.scene.say(command))
        self.look()

    def scanned(self, number: str, status: ShipmentStatus, **more: Any) -> None:
        at = self.scene.clock.turn(TICK) - more.pop("ago", timedelta(0))
        scan = Scan(self.key(), number, status, at, "Sorting hub", **more)
        self.scene.carrier.hand_in(scan)
        self.run(self.scene.scan(scan))
        self.look()
