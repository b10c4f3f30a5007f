"""Who is asking: a signed-in account and what its role opens."""

import re
from dataclasses import dataclass

from onward.domain.events import Actor
from onward.domain.ids import AccountId
from onward.domain.life import Who
from onward.domain.refusals import BadInput, NotAllowed, NotFound
from onward.domain.shop import STAFF, Account, Role
from onward.domain.story import Story

_LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


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


def email_of(text: str) -> str:
    """The address that somebody wrote; BadInput when it is none."""
    address = text.strip()
    if len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise BadInput("BAD_EMAIL", field="email")
    return address


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
