"""A gift that came with a receipt: whoever proves its code sends it back as their own, and its
giver reads nothing of that."""

from onward.domain.ids import AccountId
from onward.domain.shop import Order


def returner_of(order: Order) -> AccountId | None:
    """Whose return of it is. Nobody's yet, where a gift's receipt was shown by nobody."""
    return order.recipient_id if order.gift_code else order.account_id


def may_read(order: Order, account_id: AccountId) -> bool:
    return account_id in (order.account_id, order.recipient_id)


def gave_it(order: Order, account_id: str | None) -> bool:
    """Whether what becomes of it is kept from this account: it gave it away."""
    return order.gift_code is not None and account_id == order.account_id != order.recipient_id


def was_given_it(order: Order, account_id: str | None) -> bool:
    """Whether what it cost is kept from this account: somebody else paid for it."""
    return account_id is not None and account_id == order.recipient_id != order.account_id
