"""Who is asking: a signed-in account and what its role opens."""

from dataclasses import dataclass

from onward.domain.events import Actor
from onward.domain.ids import AccountId
from onward.domain.life import Who
from onward.domain.refusals import NotAllowed, NotFound
from onward.domain.shop import STAFF, Account, Role
from onward.domain.story import Story


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account behind a request."""

    account: Account

    @property
    def id(self) -> AccountId:
        return self.account.id

    @property
    def role(self) -> Role:
        return self.account.role

    @property
    def is_staff(self) -> bool:
        return self.account.role in STAFF


def must_be_staff(viewer: Viewer) -> None:
    if not viewer.is_staff:
        raise NotAllowed


def actor_of(viewer: Viewer, story: Story) -> Actor:
    """In which part this viewer speaks of a case; NotFound for who has no part in it."""
    if story.case.returner_id == viewer.id:
        return Actor(Who.RETURNER, viewer.id)
    if viewer.is_staff:
        return Actor(Who.AGENT, viewer.id)
    raise NotFound
