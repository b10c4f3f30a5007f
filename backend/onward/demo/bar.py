"""The demo bar: it plays the carrier's counters and vans, and turns the shop's clock.

Parcels move by signed webhooks to our own endpoint, as a real carrier's would; nothing here writes
a case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from onward.adapters.breakdowns import BreakableCarrier
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.carriers.sandbox_counter import SandboxCounter, WebhookNotTaken, scan_of
from onward.demo.people import PEOPLE, Person
from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus, Stage
from onward.domain.refusals import BadInput, Impossible, NotFound, Refusal, SignInNeeded
from onward.domain.shipping import Scan, Shipment
from onward.domain.shop import Role
from onward.domain.story import Story
from onward.messages import clock as clock_text
from onward.messages import day, say
from onward.ports import Outage, World
from onward.services import accounts, patience, paydays, purchases, returns
from onward.store import accounts as kept_accounts
from onward.store import clock

_S = ShipmentStatus
SCANS = {
    "HAND_IN": _S.IN_TRANSIT,
    "MOVE": _S.IN_TRANSIT,
    "OUT_FOR_DELIVERY": _S.OUT_FOR_DELIVERY,
    "DELIVER": _S.DELIVERED,
    "LOSE": _S.FAILURE,
    "REFUSE": _S.RETURN_TO_SENDER,
}
TRAVEL = "TRAVEL"
A_DAY = timedelta(days=1)
_SHOP_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the four, with a link that signs a visitor in as them."""

    name: str
    role: Role
    shows: str
    sign_in_url: str


class DemoShop:
    """`port` is where this very process listens for the carrier's webhooks."""

    def __init__(self, world: World, port: int):
        self._world = world
        self._webhook = f"http://127.0.0.1:{port}/webhooks/carrier"

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """Everybody the shop was seeded with, each with a fresh link."""
        return tuple(self._described(person) for person in PEOPLE)

    async def do(
        self, viewer: Viewer | None, command: str, case_id: str | None, purchase_id: str | None
    ) -> tuple[str, datetime]:
        """Carry out a command; what happened in words, and the shop's time after it."""
        if viewer is None:
            raise SignInNeeded
        story = await _story(viewer, case_id, purchase_id)
        if command in SCANS or command == TRAVEL:
            return await self._scan(command, story)
        if command == "TURN_A_DAY":
            return await self._turned(command, A_DAY, story)
        if command == "TURN_TO_WINDOW_END":
            return await self._turned(command, await self._until_window_ends(story), story)
        raise BadInput(field="command")

    async def _scan(self, command: str, story: Story | None) -> tuple[str, datetime]:
        if story is None:
            raise BadInput("DEMO_NO_PARCEL", field="caseId")
        now = await self._world.clock.now()
        number = _parcel(story, command).tracking_number
        carrier = self._sandbox()
        async with SandboxCounter(carrier, self._webhook) as counter:
            try:
                if command == TRAVEL:
                    await counter.play(number, carrier.handed_in(number) or now, now)
                else:
                    await counter.post(_scanned(carrier, number, command, now))
            except WebhookNotTaken as trouble:
                raise Outage("webhook", str(trouble.status)) from trouble
        return say(f"demo.answers.{command}"), now

    def _sandbox(self) -> SandboxCarrier:
        carrier = self._world.carrier
        if isinstance(carrier, BreakableCarrier):
            carrier = carrier.carrier
        if not isinstance(carrier, SandboxCarrier):
            raise Impossible("only the sandbox carrier can be played")
        return carrier

    async def _turned(
        self, command: str, by: timedelta, story: Story | None
    ) -> tuple[str, datetime]:
        await clock.turn(by)
        await patience.sweep(self._world)
        await paydays.sweep(self._world)
        now = await self._world.clock.now()
        zone = story.order.time_zone if story else _SHOP_ZONE
        text = say(f"demo.answers.{command}", day=day(now, zone), clock=clock_text(now, zone))
        return text, now

    async def _until_window_ends(self, story: Story | None) -> timedelta:
        """To a second past the moment this case waits for."""
        if story is None or story.case.wake_at is None:
            raise Refusal("DEMO_NOT_WAITING", field="caseId")
        left = story.case.wake_at - await self._world.clock.now()
        return max(left, timedelta()) + timedelta(seconds=1)

    def _described(self, person: Person) -> DemoPerson:
        link = accounts.link_for(self._world, kept_accounts.account_id_for(person.email))
        return DemoPerson(person.name, person.role, person.shows, link)


async def _story(viewer: Viewer, case_id: str | None, purchase_id: str | None) -> Story | None:
    """The case that is meant, for those who have a part in it."""
    if purchase_id is not None:
        bought = await purchases.purchase_of(viewer, purchase_id)
        if bought is None:
            raise NotFound(field="purchaseId")
        return bought[1]
    if case_id is None:
        return None
    story = await returns.of_case(viewer, case_id)
    if story is None:
        raise NotFound(field="caseId")
    return story


def _scanned(carrier: SandboxCarrier, number: str, command: str, now: datetime) -> Scan:
    """A counter weighs what it takes in, and says when it will be there."""
    if command == "HAND_IN":
        return carrier.journey(number, now).scans[0]
    return scan_of(number, SCANS[command], now)


def _parcel(story: Story, command: str) -> Shipment:
    """The code on the phone where something is handed in, else the parcel on its way."""
    comes_back = story.case.stage is Stage.RETURNING_TO_WAREHOUSE
    parcel = story.label if command == "HAND_IN" or comes_back else story.parcel
    if parcel is None:
        raise BadInput("DEMO_NO_PARCEL", field="caseId")
    if command != "HAND_IN" and parcel.first_scan_at is None:
        raise BadInput("DEMO_NOT_MOVING", field="caseId")
    return parcel
