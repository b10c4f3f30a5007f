"""What a role opens."""

import pytest

from onward.domain.accounts import Viewer, must_be_staff
from onward.domain.ids import AccountId, ContactId
from onward.domain.refusals import NotAllowed
from onward.domain.shop import Account, Role
from tests.domain.examples import T0


@pytest.mark.parametrize("role", Role)
def test_everyone_but_a_shopper_sits_at_the_desk(role: Role) -> None:
    viewer = Viewer(Account(AccountId("a"), role, ContactId("c"), T0))
    assert (viewer.id, viewer.role) == (AccountId("a"), role)
    assert viewer.is_staff is (role is not Role.SHOPPER)
    if viewer.is_staff:
        must_be_staff(viewer)
    else:
        with pytest.raises(NotAllowed):
            must_be_staff(viewer)
