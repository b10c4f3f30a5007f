"""A small shop to tell stories in: an order of Rosa's, Ben who buys, Ada at the desk, and verbs.
Everything goes through the real services on a real database."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from itertools import count

import numpy as np
from PIL import Image

from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId, ChargeId, ContactId, LineId, OrderId, ProductId, VariantId
from onward.domain.life import ShipmentStatus
from onward.domain.listings import Purchase
from onward.domain.money import Money
from onward.domain.photos import Occasion
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.shipping import Scan, Shipment
from onward.domain.shop import (
    Account,
    Charge,
    ChargeStatus,
    Contact,
    Order,
    OrderKind,
    OrderLine,
    Role,
    Variant,
)
from onward.domain.story import Story
from onward.ports import World
from onward.services import (
    condition,
    openings,
    patience,
    paydays,
    photos,
    purchases,
    returns,
    shipping,
)
from onward.services.photos import Sent, Wanted
from onward.services.reactions import working
from onward.store import accounts, cases, orders, reads, shelf, sql

LINE = "line-overshirt"
GOOD_ANSWERS = {"tags_attached": True, "worn": False, "washed": False, "smell": False}


@dataclass
class Shop:
    """The world, its people, and counters for idempotency keys and pictures."""

    world: World
    rosa: Viewer
    ben: Viewer
    cleo: Viewer
    ada: Viewer
    keys: "count[int]" = field(default_factory=count)
    taken: "count[int]" = field(default_factory=count)

    def key(self) -> str:
        return f"key-{next(self.keys)}"

    async def settle(self) -> None:
        """Let every reaction that is due now happen."""
        while (
            await working.drain(self.world)
            or await patience.sweep(self.world)
            or await paydays.sweep(self.world)
        ):
            pass

    async def start(self, reason: Reason = Reason.SIZE_TOO_SMALL, line: str = LINE) -> Story:
        opened = await openings.start(
            self.world, self.rosa, line, reason, Remedy.REFUND, 1, self.key()
        )
        await self.settle()
        return await self.story(opened[0].case.id)

    async def approved(self) -> Story:
        """Started, photographed, answered, accepted."""
        story = await self.start()
        category = self.world.policy.category("clothing")
        for shot in category.shots:
            await self.photograph(story, shot)
        said = {question.key: question.good for question in category.questions}
        await condition.submit(self.world, self.rosa, story.case.id, said, self.key())
        await self.settle()
        return await self.story(story.case.id)

    async def photograph(
        self,
        story: Story,
        shot: str,
        occasion: Occasion = Occasion.ASSESSMENT,
        *,
        raw: bytes | None = None,
        by: Viewer | None = None,
    ) -> str:
        """A photo that the phone was given leave to send; its id."""
        viewer, about = by or self.rosa, _what_about(story, occasion)
        wanted = Wanted(about, shot, 1000, "image/jpeg", occasion)
        ticket = await photos.ticket(self.world, viewer, wanted, self.key())
        sent = Sent(ticket.photo_id, about, shot, occasion)
        await photos.add(self.world, viewer, sent, raw or picture(f"photo {next(self.taken)}"))
        return ticket.photo_id

    async def seeking(self) -> Story:
        story = await self.approved()
        await returns.choose_path(self.world, self.rosa, story.case.id, RouteType.P2P, self.key())
        await self.settle()
        return await self.story(story.case.id)

    async def bought(self, story: Story, method: str = "card_visa_4242") -> Purchase:
        assert story.listing is not None
        purchase, _ = await purchases.buy(
            self.world, self.ben, story.listing.id, method, self.key()
        )
        await self.settle()
        fresh = (await self.story(story.case.id)).purchase(purchase.id)
        assert fresh is not None
        return fresh

    async def matched(self) -> Story:
        """A buyer's money is in and the code leads to them."""
        story = await self.seeking()
        await self.bought(story)
        return await self.story(story.case.id)

    async def scan(self, parcel: Shipment | None, status: ShipmentStatus) -> None:
        assert parcel is not None
        at = await self.world.clock.now()
        scan = Scan(self.key(), parcel.tracking_number, status, at, "Sorting hub")
        await shipping.take_scans(self.world, [scan])
        await self.settle()

    def without_sums(self) -> None:
        """From now on no piece stays off the peer path for what that would cost, or for want of
        likely buyers."""
        policy = self.world.policy
        costs = replace(policy.costs, compare=False)
        self.world = replace(self.world, policy=replace(policy, costs=costs, odds_least=0.0))

    async def try_again(self) -> None:
        """As if the gap before the next try were over."""
        await sql.execute("UPDATE effects SET due_at = 0 WHERE due_at IS NOT NULL")
        await self.settle()

    async def turn(self, **by: float) -> None:
        self.world.clock.turn(timedelta(**by))  # type: ignore[attr-defined]
        await self.settle()

    async def story(self, case_id: str) -> Story:
        """The story as it is kept, which is to the letter the one in the database."""
        kept = await reads.story(case_id)
        shelf.clear()
        story = await reads.story(case_id)
        assert story is not None
        assert kept == story
        return story


async def open_shop(world: World) -> Shop:
    now = await world.clock.now()
    people = []
    for name, role in (
        ("Rosa", "SHOPPER"),
        ("Ben", "SHOPPER"),
        ("Cleo", "SHOPPER"),
        ("Ada", "AGENT"),
    ):
        account = Account(AccountId(name.lower()), Role(role), ContactId(f"c-{name}"), now)
        await accounts.create(account, _contact(name))
        people.append(Viewer(account))
    await orders.add_variants([_variant("V-M"), _variant("V-SWIM", category="swimwear")])
    placed = now - timedelta(days=6)
    order = Order(
        OrderId("order-1"), "1001", OrderKind.SHOP, AccountId("rosa"), ContactId("c-Rosa"),
        placed, now - timedelta(days=3), "US", "OR", "972", "USD", ChargeId("charge-1"),
        "America/Los_Angeles",
    )  # fmt: skip
    lines = [
        OrderLine(LineId(LINE), order.id, VariantId("V-M"), "Linen overshirt", 2, usd(6400),
                  usd(1280), usd(0)),
        OrderLine(LineId("line-swim"), order.id, VariantId("V-SWIM"), "Swimsuit", 1, usd(3000),
                  usd(0), usd(0)),
    ]  # fmt: skip
    charge = Charge(
        ChargeId("charge-1"), order.id, ChargeStatus.CAPTURED, usd(14520), "Visa 4242",
        await captured(world, usd(14520)), placed,
    )  # fmt: skip
    async with sql.transaction():
        await cases.write_rows([order, charge, *lines])
    rosa, ben, cleo, ada = people
    return Shop(world, rosa, ben, cleo, ada)


def _what_about(story: Story, occasion: Occasion) -> str:
    """The return, or for how it arrived the purchase."""
    if occasion is Occasion.ARRIVAL and story.purchases:
        return story.purchases[-1].id
    return story.case.id


def usd(minor: int) -> Money:
    return Money(minor, "USD")


async def captured(world: World, amount: Money) -> str:
    """The provider's name for a charge of long ago."""
    taken = await world.payments.capture(amount, "card_visa_4242", "order-1", "long-ago")
    return taken.provider_ref


@cache
def picture(of: str) -> bytes:
    """A small photo, sharp and well lit; what is of something else looks different."""
    tones = np.random.default_rng(list(of.encode())).integers(40, 216, (10, 8, 3), dtype=np.uint8)
    image = Image.fromarray(tones, "RGB").resize((640, 800), Image.Resampling.NEAREST)
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def _contact(name: str) -> Contact:
    where = {"Rosa": ("12 Alder Way", "Portland", "OR", "97205"),
             "Ben": ("7 Birch Street", "Seattle", "WA", "98101")}  # fmt: skip
    street, city, region, code = where.get(name, (f"{name} Lane 3", "Boise", "ID", "83702"))
    email = f"{name.lower()}@example.com"
    return Contact(
        ContactId(f"c-{name}"), f"{name} Example", email, None, street, city, region, code, "US"
    )


def _variant(sku: str, category: str = "clothing") -> Variant:
    return Variant(
        VariantId(sku), ProductId("p"), sku, None, "Linen overshirt", "M", "Indigo", category,
        400, frozenset(), Money(6400, "USD"), None,
    )  # fmt: skip
