"""Who is asking: a signed-in account and what its role opens."""

from dataclasses import dataclass

from onward.domain.ids import AccountId
from onward.domain.refusals import NotAllowed
from onward.domain.shop import STAFF, Account, Role


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
