"""What a request carries to its resolvers: the world, who asks, and the few things that the web
room and the demo lend it. A look is a story together with who reads it and when."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import strawberry

from onward.api.enums import Role, Stage
from onward.domain.accounts import Viewer
from onward.domain.life import Who
from onward.domain.money import Money
from onward.domain.odds import Odds
from onward.domain.refusals import NotFound, SignInNeeded
from onward.domain.shop import Account, Contact
from onward.domain.story import Story
from onward.messages import Audience
from onward.ports import World
from onward.services import accounts, pausing, returns

# Where somebody may still wonder whether a next owner turns up.
_ODDS_MATTER = frozenset({Stage.APPROVED, Stage.SEEKING})
_AUDIENCES = {Who.RETURNER: Audience.RETURNER, Who.AGENT: Audience.AGENT}


class Visit(Protocol):
    """One request as the web room knows it: who signed in, and the cookies that go out."""

    @property
    def viewer(self) -> Viewer | None: ...

    async def let_in(self, account: Account) -> None:
        """Send a session of this account with the answer."""

    def see_out(self) -> None:
        """Take the session away."""

    def count_try(self, action: str, whom: str) -> None:
        """Count a try at somebody's code; TooManyTries when there were too many."""


class DemoPerson(Protocol):
    """Somebody a visitor of the demo can be."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def shows(self) -> str: ...
    @property
    def sign_in_url(self) -> str: ...


class DemoShop(Protocol):
    """What there is in demo mode only."""

    @property
    def people(self) -> tuple[DemoPerson, ...]: ...

    async def do(
        self, viewer: Viewer | None, command: str, case_id: str | None, purchase_id: str | None
    ) -> tuple[str, datetime]:
        """Carry out a command of the demo bar; what happened, and the time it then is."""


@dataclass(slots=True)
class Context:
    """One request, or one socket: `visit` is None for what comes from inside the house."""

    world: World
    viewer: Viewer | None
    mode: str
    visit: Visit | None = None
    demo: DemoShop | None = None
    contact: Contact | None = field(default=None, init=False)

    def signed_in(self) -> Viewer:
        if self.viewer is None:
            raise SignInNeeded
        return self.viewer

    def enters(self, viewer: Viewer | None) -> None:
        """Somebody else asks from now on, or nobody."""
        self.viewer, self.contact = viewer, None

    async def own_contact(self) -> Contact | None:
        """The viewer's own name and address, read once."""
        if self.contact is None and self.viewer is not None:
            self.contact = await accounts.me(self.viewer)
        return self.contact


Info = strawberry.Info[Context, None]


@dataclass(frozen=True, slots=True)
class Look:
    """A story, who reads it, and what the world said at that moment."""

    world: World
    story: Story
    who: Who
    now: datetime
    viewer: Viewer
    odds: Odds | None = None
    bonus_left: Money | None = None

    @property
    def zone(self) -> str:
        return self.story.order.time_zone

    @property
    def audience(self) -> Audience:
        return _AUDIENCES[self.who]

    @property
    def at_desk(self) -> bool:
        return self.who is Who.AGENT


async def look(context: Context, story: Story) -> Look:
    """A story as its returner sees it, or as the desk does; NotFound for everybody else."""
    viewer = context.signed_in()
    mine = story.case.returner_id == viewer.id
    if not mine and not viewer.is_staff:
        raise NotFound
    who = Who.RETURNER if mine else Who.AGENT
    now = await context.world.clock.now()
    world, odds, bonus_left = context.world, None, None
    if story.case.stage in _ODDS_MATTER:
        odds = await returns.odds_for(world, story, now)
    if story.case.stage is Stage.APPROVED:
        # A card must not offer what choosing it would refuse.
        world = await pausing.in_force(world)
        bonus_left = await returns.bonus_left(world, story, now)
    return Look(world, story, who, now, viewer, odds, bonus_left)
