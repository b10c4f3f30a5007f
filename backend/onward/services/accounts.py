"""Who is there: one-time codes by e-mail, sessions and sign-in links. Codes, sessions and links
live on real time, whatever the demo's clock says."""

from datetime import UTC, datetime, timedelta

from onward.domain.accounts import Viewer, email_of
from onward.domain.gifts import may_read
from onward.domain.ids import AccountId, ContactId, OrderId
from onward.domain.refusals import BadCode, BadTicket
from onward.domain.shop import Account, Contact, Role
from onward.messages import letter
from onward.ports import Letter, World
from onward.store import accounts, orders

CODE_FOR = timedelta(minutes=10)
MOST_TRIES = 5
SESSION_FOR = timedelta(days=30)
LINK_FOR = timedelta(days=7)


async def ask_for_code(world: World, email: str, order_number: str | None = None) -> None:
    """Send six digits to a customer's address; BadInput for what is no address.

    Whoever asks learns nothing: an unknown address, or an order that is not that customer's, ends
    the same way and sends nothing.
    """
    address = folded(email)
    account = await accounts.by_email(address)
    if account is not None and await _belongs(account, order_number):
        await _send_code(world, address)


async def ask_with_gift(world: World, email: str, order_number: str, gift_code: str) -> None:
    """Send six digits to whoever has a gift's receipt, at their own address; its giver is no part
    of it. A receipt that does not hold, or that somebody else came with first, sends nothing."""
    address = folded(email)
    order = await orders.by_gift_code(order_number.strip(), gift_code)
    if order is None:
        return
    account = await accounts.by_email(address)
    if order.recipient_id is None or (account and account.id == order.recipient_id):
        await _send_code(world, address, order.id)


async def _send_code(world: World, address: str, gift: OrderId | None = None) -> None:
    code = world.tokens.six_digits()
    until = datetime.now(UTC) + CODE_FOR
    await accounts.keep_code(address, _digest(world, address, code), until, gift)
    written = letter("code", code=code, shop=world.policy.shop)
    await world.mail.send(
        Letter(address, written.subject, written.text), f"code:{world.tokens.id()}"
    )


async def sign_in(world: World, email: str, code: str) -> Account:
    """The account of an address and the code it was sent; BadCode when wrong, late or spent."""
    address = folded(email)
    given = "".join(code.split())
    digest = _digest(world, address, given)
    used = await accounts.use_code(address, digest, datetime.now(UTC), MOST_TRIES)
    if used is None:
        raise BadCode(field="code")
    if used.gift_order_id:
        return await _given(world, address, used.gift_order_id)
    account = await accounts.by_email(address)
    if account is None:
        raise BadCode(field="code")
    return account


def session_for(world: World, account: Account) -> str:
    """A signed session, for a cookie."""
    return world.tokens.sign("session", {"account": account.id}, SESSION_FOR)


async def viewer_of(world: World, session: str) -> Viewer | None:
    """Who holds this session; None when it is forged, over, or its account is gone."""
    account = await _named_in(world, "session", session)
    return Viewer(account) if account else None


def link_for(world: World, account_id: AccountId) -> str:
    """An address that signs somebody in, for a mail or the demo."""
    token = world.tokens.sign("sign-in", {"account": account_id}, LINK_FOR)
    return f"{world.base_url}/sign-in/{token}"


async def account_of_link(world: World, token: str) -> Account:
    """Whom a sign-in link lets in; BadTicket when it does not hold any more."""
    account = await _named_in(world, "sign-in", token)
    if account is None:
        raise BadTicket("BAD_LINK")
    return account


async def me(viewer: Viewer) -> Contact | None:
    """The viewer's own name and address; None once they were erased."""
    return await accounts.contact(viewer.account.contact_id)


def folded(email: str) -> str:
    """An address as it is compared and written to; BadInput when it is none."""
    return email_of(email).casefold()


async def _given(world: World, address: str, order_id: OrderId) -> Account:
    """The account of whom it was given to, which may be their first."""
    account = await accounts.by_email(address) or await _newcomer(world, address, order_id)
    if not await orders.hand_over(order_id, account.id):
        raise BadCode(field="code")
    return account


async def _newcomer(world: World, address: str, order_id: OrderId) -> Account:
    """Of them we know their own address and the country, and nothing that the giver told us."""
    order = await orders.read(order_id)
    country = order.country if order else ""
    contact = Contact(ContactId(world.tokens.id()), "", address, None, "", "", "", "", country)
    account = Account(
        AccountId(world.tokens.id()), Role.SHOPPER, contact.id, await world.clock.now()
    )
    await accounts.create(account, contact)
    return await accounts.by_email(address) or account


async def _belongs(account: Account, order_number: str | None) -> bool:
    if not order_number:
        return True
    order = await orders.by_number(order_number.strip())
    return order is not None and may_read(order, account.id)


async def _named_in(world: World, purpose: str, token: str) -> Account | None:
    claims = world.tokens.read(purpose, token)
    return await accounts.read(str(claims["account"])) if claims else None


def _digest(world: World, address: str, code: str) -> str:
    return world.tokens.digest(f"code {address} {code}")
