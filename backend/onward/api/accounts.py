"""The person who is signed in, and how they come in: a code by e-mail. Only ever oneself."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api import cursors
from onward.api.context import Context, Info
from onward.api.credits import CreditMove, moves
from onward.api.cursors import Cursor
from onward.api.enums import Role
from onward.api.money import Money, money_view
from onward.api.operations import does, reads
from onward.api.orders import Order, order_view
from onward.api.pages import Connection, page
from onward.api.purchases import Purchase, purchase_seen
from onward.api.refusals import Refused
from onward.api.returns import ReturnCase, seen
from onward.domain.accounts import Viewer as Person
from onward.domain.refusals import BadInput
from onward.services import accounts, catalogue, purchases, returns
from onward.services import credits as store_credit

First = Annotated[int, argument(description="How many at most, up to 100.")]
After = Annotated[Cursor | None, argument(description="The `endCursor` of the page before.")]


@strawberry.type(description="The viewer's own account.")
class Account:
    id: strawberry.ID = field(description="Its id.")
    role: Role = field(description="What it may do.")
    name: str = field(description="The viewer's own name; empty once it was erased.")
    email: str | None = field(description="Their own address; null once it was erased.")


@strawberry.type(description="Who is signed in, and what is theirs.")
class Viewer:
    account: Account = field(description="The account.")

    @reads("What store credit they have, one amount a currency.")
    async def store_credit(self, info: Info) -> list[Money]:
        return [money_view(one) for one in await store_credit.mine(info.context.signed_in())]

    @reads("What came and went of it, newest first.")
    async def store_credit_moves(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[CreditMove]:
        return await moves(info.context, first, after)

    @reads("Their orders, newest first.")
    async def orders(self, info: Info, first: First = 20, after: After = None) -> Connection[Order]:
        context, size = info.context, cursors.page_size(first)
        found = await catalogue.orders_of(context.signed_in(), cursors.place_of(after), size + 1)
        views = {tree.order.id: await order_view(context, tree) for tree in found}
        return page(
            [tree.order for tree in found],
            size,
            lambda order: cursors.place(order.placed_at, order.id),
            lambda order: views[order.id],
        )

    @reads("Their returns, newest first.")
    async def returns(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[ReturnCase]:
        context, size = info.context, cursors.page_size(first)
        found = await returns.of_viewer(context.signed_in(), cursors.place_of(after), size + 1)
        views = {story.case.id: await seen(context, story) for story in found}
        return page(
            [story.case for story in found],
            size,
            lambda case: cursors.place(case.opened_at, case.id),
            lambda case: views[case.id],
        )

    @reads("What they bought in the open-box shop, newest first.")
    async def purchases(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[Purchase]:
        context, size = info.context, cursors.page_size(first)
        found = await purchases.purchases_of(context.signed_in(), cursors.place_of(after), size + 1)
        views = {one.id: await purchase_seen(context, one, story) for one, story in found}
        return page(
            [one for one, _ in found],
            size,
            lambda one: cursors.place(one.placed_at, one.id),
            lambda one: views[one.id],
        )


@strawberry.type(description="A code was sent, if the address is known; the answer is the same.")
class CodeSent:
    email: str = field(description="The address that was given.")
    lasts_for_seconds: int = field(description="How long the code works.")


@strawberry.type(description="The viewer is signed in from now on.")
class SignedIn:
    account: Account = field(description="The account.")


@strawberry.type(description="Nobody is signed in any more.")
class SignedOut:
    ok: bool = field(description="Always true.")


AskForCodeAnswer = Annotated[
    CodeSent | Refused,
    strawberry.union("AskForCodeAnswer", description="Sent, or too many tries."),
]
SignInAnswer = Annotated[
    SignedIn | Refused,
    strawberry.union("SignInAnswer", description="Signed in, or the code does not hold."),
]


@strawberry.input(description="Whom to send a code to.")
class AskForCodeInput:
    email: str = field(description="Their address.")
    order_number: str | None = field(
        default=None, description="An order of theirs; then it must be that customer's."
    )
    gift_code: str | None = field(
        default=None,
        description="The code on the gift receipt of that order, for whoever it was given to: the "
        "address is then their own, and the giver's is no part of it.",
    )


@strawberry.input(description="A code that came by mail.")
class SignInInput:
    email: str = field(description="The address it was sent to.")
    code: str = field(description="Six digits; spaces do not matter.")


@strawberry.type(description="Coming in and going out.")
class AccountMutations:
    @does("Send a code by e-mail. The answer never says who is known.")
    async def ask_for_code(
        self, info: Info, input: Annotated[AskForCodeInput, argument(description="Whom.")]
    ) -> AskForCodeAnswer:
        context = info.context
        if context.visit is not None:
            context.visit.count_try("ask_for_code", input.email)
        await _send_code(context, input)
        seconds = int(accounts.CODE_FOR.total_seconds())
        return CodeSent(email=input.email, lasts_for_seconds=seconds)

    @does("Sign in with a code; sets the session cookie.")
    async def sign_in_with_code(
        self, info: Info, input: Annotated[SignInInput, argument(description="The code.")]
    ) -> SignInAnswer:
        context = info.context
        if context.visit is not None:
            context.visit.count_try("sign_in", input.email)
        account = await accounts.sign_in(context.world, input.email, input.code)
        if context.visit is not None:
            await context.visit.let_in(account)
        context.enters(Person(account))
        return SignedIn(account=await account_view(context))

    @does("Sign out; takes the session cookie away.")
    async def sign_out(self, info: Info) -> SignedOut:
        if info.context.visit is not None:
            info.context.visit.see_out()
        info.context.enters(None)
        return SignedOut(ok=True)


async def _send_code(context: Context, asked: AskForCodeInput) -> None:
    if not asked.gift_code:
        await accounts.ask_for_code(context.world, asked.email, asked.order_number)
        return
    if not asked.order_number:
        raise BadInput("GIFT_NEEDS_NUMBER", field="orderNumber")
    if context.visit is not None:
        context.visit.count_try("open_gift", asked.order_number)
    await accounts.ask_with_gift(context.world, asked.email, asked.order_number, asked.gift_code)


async def account_view(context: Context) -> Account:
    """The viewer's own account, with what only they may read of it."""
    viewer, contact = context.signed_in(), await context.own_contact()
    return Account(
        id=strawberry.ID(viewer.id),
        role=viewer.role,
        name=contact.name if contact else "",
        email=contact.email if contact else None,
    )
