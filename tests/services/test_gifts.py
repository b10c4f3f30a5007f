"""A gift with a receipt: its code brings whoever has it in, and its giver hears nothing."""

import pytest

from onward.domain.refusals import BadCode, NotAllowed, NotFound
from onward.domain.returns import Reason, Remedy
from onward.services import accounts, catalogue, openings
from onward.store import orders
from tests.services.giving import (
    GIVER,
    HANA,
    NUMBER,
    RECEIPT,
    code_for,
    given_away,
    mail,
    opened_by,
)
from tests.services.shop import LINE, Shop

pytestmark = pytest.mark.anyio


async def test_the_receipt_lets_somebody_in_at_an_address_of_their_own(shop: Shop) -> None:
    await given_away(shop)
    hana = (await opened_by(shop)).rosa
    [tree] = await catalogue.orders_of(hana, None, 10)
    assert (tree.order.number, tree.given_away) == (NUMBER, False)
    contact = await accounts.me(hana)
    assert contact is not None
    assert (contact.name, contact.street, contact.email) == ("", "", HANA)
    assert mail(shop).to(GIVER) == []


async def test_the_code_may_be_written_as_people_write_codes(shop: Shop) -> None:
    await given_away(shop)
    assert await code_for(shop, HANA, " wren 4471 blue")


@pytest.mark.parametrize("receipt", ["WREN-4471-BLUF", "", "----"])
async def test_a_receipt_that_does_not_hold_sends_nothing(shop: Shop, receipt: str) -> None:
    await given_away(shop)
    await accounts.ask_with_gift(shop.world, HANA, NUMBER, receipt)
    await accounts.ask_with_gift(shop.world, HANA, "9999", RECEIPT)
    assert mail(shop).letters == []


async def test_an_order_without_a_receipt_has_no_code_to_guess(shop: Shop) -> None:
    await accounts.ask_with_gift(shop.world, HANA, NUMBER, "")
    await accounts.ask_with_gift(shop.world, HANA, NUMBER, RECEIPT)
    assert mail(shop).letters == []


async def test_who_comes_first_with_the_receipt_has_it(shop: Shop) -> None:
    await given_away(shop)
    early, late = await code_for(shop, HANA), await code_for(shop, "late@example.com")
    await accounts.sign_in(shop.world, HANA, early)
    with pytest.raises(BadCode):
        await accounts.sign_in(shop.world, "late@example.com", late)
    sent = len(mail(shop).letters)
    await accounts.ask_with_gift(shop.world, GIVER, NUMBER, RECEIPT)
    assert len(mail(shop).letters) == sent
    again = await opened_by(shop)
    order = await orders.by_number(NUMBER)
    assert order is not None
    assert order.recipient_id == again.rosa.id


async def test_who_has_an_account_keeps_it(shop: Shop) -> None:
    await given_away(shop)
    assert (await opened_by(shop, "ben@example.com")).rosa == shop.ben
    assert [tree.order.number for tree in await catalogue.orders_of(shop.ben, None, 10)] == [NUMBER]


async def test_the_order_number_alone_opens_it_to_the_giver_and_to_who_was_given_it(
    shop: Shop,
) -> None:
    await given_away(shop)
    hana = await opened_by(shop)
    for email in (GIVER, HANA):
        before = len(mail(shop).to(email))
        await accounts.ask_for_code(shop.world, email, NUMBER)
        assert len(mail(shop).to(email)) == before + 1
    before = len(mail(shop).letters)
    await accounts.ask_for_code(shop.world, "ben@example.com", NUMBER)
    assert len(mail(shop).letters) == before
    assert hana.rosa != shop.rosa


async def test_its_giver_reads_the_same_before_and_after_it_came_back(shop: Shop) -> None:
    await given_away(shop)
    [before] = await catalogue.orders_of(shop.rosa, None, 10)
    hana = await opened_by(shop)
    story = await hana.start(Reason.DEFECTIVE)
    assert story.case.returner_id == hana.rosa.id
    [after] = await catalogue.orders_of(shop.rosa, None, 10)
    assert after.given_away
    assert (after.returns, after.taken) == (before.returns, before.taken) == ((), {})
    [hers] = await catalogue.orders_of(hana.rosa, None, 10)
    assert [one.case.id for one in hers.returns] == [story.case.id]


async def test_its_giver_cannot_send_it_back_and_nobody_else_learns_of_it(shop: Shop) -> None:
    await given_away(shop)
    wanted = (LINE, Reason.DEFECTIVE, Remedy.REFUND, 1)
    for _ in range(2):
        with pytest.raises(NotAllowed, match="GIVEN_AWAY"):
            await openings.start(shop.world, shop.rosa, *wanted, shop.key())
        with pytest.raises(NotFound):
            await openings.start(shop.world, shop.ben, *wanted, shop.key())
        await (await opened_by(shop)).start(Reason.DEFECTIVE)


async def test_the_desk_starts_it_for_who_was_given_it_and_for_nobody_before(shop: Shop) -> None:
    await given_away(shop)
    wanted = (LINE, Reason.DEFECTIVE, Remedy.REFUND, 1)
    with pytest.raises(NotAllowed, match="GIFT_UNOPENED"):
        await openings.start(shop.world, shop.ada, *wanted, shop.key())
    hana = await opened_by(shop)
    [story] = await openings.start(shop.world, shop.ada, *wanted, shop.key())
    assert story.case.returner_id == hana.rosa.id
    await shop.settle()
    assert mail(shop).to(GIVER) == []
