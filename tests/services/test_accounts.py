"""Signing in: a code by mail that works once, sessions and links that say who somebody is."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId, ContactId
from onward.domain.refusals import BadCode, BadInput, BadTicket
from onward.domain.shop import Account, Role
from onward.services.accounts import (
    MOST_TRIES,
    account_of_link,
    ask_for_code,
    link_for,
    me,
    session_for,
    sign_in,
    viewer_of,
)
from onward.store import accounts, sql
from tests.services.shop import Shop
from tests.world import FakeMail

pytestmark = pytest.mark.anyio

ROSA = "rosa@example.com"


def mail(shop: Shop) -> FakeMail:
    sent = shop.world.mail
    assert isinstance(sent, FakeMail)
    return sent


def code_in(shop: Shop, email: str = ROSA) -> str:
    found = re.search(r"\b\d{6}\b", mail(shop).to(email)[-1].text)
    assert found
    return found[0]


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_code_sent_by_mail_signs_in_once(shop: Shop) -> None:
    await ask_for_code(shop.world, ROSA)
    code = code_in(shop)
    account = await sign_in(shop.world, ROSA, code)
    assert account.id == shop.rosa.id
    with pytest.raises(BadCode):
        await sign_in(shop.world, ROSA, code)


async def test_capitals_and_blanks_make_no_difference(shop: Shop) -> None:
    await ask_for_code(shop.world, "  Rosa@Example.COM ")
    code = code_in(shop)
    account = await sign_in(shop.world, "ROSA@example.com", f" {code[:3]} {code[3:]} ")
    assert account.id == shop.rosa.id


async def test_nobody_learns_whether_an_address_is_known(shop: Shop) -> None:
    await ask_for_code(shop.world, "nobody@example.com")
    assert mail(shop).letters == []
    with pytest.raises(BadCode):
        await sign_in(shop.world, "nobody@example.com", "123456")


async def test_an_order_number_sends_the_code_only_to_its_own_customer(shop: Shop) -> None:
    await ask_for_code(shop.world, "ben@example.com", "1001")
    await ask_for_code(shop.world, ROSA, "no such order")
    assert mail(shop).letters == []
    await ask_for_code(shop.world, ROSA, " 1001 ")
    assert (await sign_in(shop.world, ROSA, code_in(shop))).id == shop.rosa.id


async def test_five_wrong_guesses_end_a_code(shop: Shop) -> None:
    await ask_for_code(shop.world, ROSA)
    code = code_in(shop)
    for _ in range(MOST_TRIES):
        with pytest.raises(BadCode):
            await sign_in(shop.world, ROSA, another(code))
    with pytest.raises(BadCode):
        await sign_in(shop.world, ROSA, code)


async def test_four_wrong_guesses_leave_one(shop: Shop) -> None:
    await ask_for_code(shop.world, ROSA)
    code = code_in(shop)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(BadCode):
            await sign_in(shop.world, ROSA, another(code))
    assert (await sign_in(shop.world, ROSA, code)).id == shop.rosa.id


async def test_a_code_is_over_after_its_time(shop: Shop) -> None:
    digest = shop.world.tokens.digest(f"code {ROSA} 123456")
    await accounts.keep_code(ROSA, digest, datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(BadCode):
        await sign_in(shop.world, ROSA, "123456")
    await accounts.keep_code(ROSA, digest, datetime.now(UTC) + timedelta(minutes=1))
    assert (await sign_in(shop.world, ROSA, "123456")).id == shop.rosa.id


async def test_a_fresh_code_replaces_the_one_before(shop: Shop) -> None:
    await ask_for_code(shop.world, ROSA)
    first = code_in(shop)
    await ask_for_code(shop.world, ROSA)
    second = code_in(shop)
    if first != second:
        with pytest.raises(BadCode):
            await sign_in(shop.world, ROSA, first)
    assert (await sign_in(shop.world, ROSA, second)).id == shop.rosa.id


async def test_a_code_of_one_address_opens_no_other(shop: Shop) -> None:
    await ask_for_code(shop.world, ROSA)
    await ask_for_code(shop.world, "ben@example.com")
    code = code_in(shop)
    if code != code_in(shop, "ben@example.com"):
        with pytest.raises(BadCode):
            await sign_in(shop.world, "ben@example.com", code)


async def test_the_code_itself_is_kept_nowhere(shop: Shop) -> None:
    await ask_for_code(shop.world, ROSA)
    row = await sql.fetch_one("SELECT * FROM sign_in_codes")
    assert row is not None
    assert code_in(shop) not in str(row)
    assert ROSA not in str(row)


@pytest.mark.parametrize(
    "email", ["", "rosa", "rosa@example", "a@b.c d", "@example.com", "x" * 300]
)
async def test_what_is_no_address_is_refused(shop: Shop, email: str) -> None:
    with pytest.raises(BadInput, match="BAD_EMAIL"):
        await ask_for_code(shop.world, email)


async def test_a_session_says_who_holds_it(shop: Shop) -> None:
    session = session_for(shop.world, shop.rosa.account)
    assert await viewer_of(shop.world, session) == shop.rosa


async def test_a_forged_session_is_nobody(shop: Shop) -> None:
    session = session_for(shop.world, shop.rosa.account)
    head, body, signature = session.split(".")
    assert await viewer_of(shop.world, f"{head}.{body}.{signature[::-1]}") is None
    assert await viewer_of(shop.world, "") is None


async def test_a_session_of_an_account_that_is_gone_is_nobody(shop: Shop) -> None:
    gone = Account(AccountId("gone"), Role.SHOPPER, ContactId("c-gone"), datetime.now(UTC))
    assert await viewer_of(shop.world, session_for(shop.world, gone)) is None


async def test_a_link_is_no_session_and_a_session_no_link(shop: Shop) -> None:
    session = session_for(shop.world, shop.ada.account)
    link = link_for(shop.world, shop.ada.id)
    assert link.startswith(f"{shop.world.base_url}/sign-in/")
    token = link.rpartition("/")[2]
    assert (await account_of_link(shop.world, token)).id == shop.ada.id
    assert await viewer_of(shop.world, token) is None
    with pytest.raises(BadTicket, match="BAD_LINK"):
        await account_of_link(shop.world, session)


async def test_one_reads_ones_own_name_until_it_is_erased(shop: Shop) -> None:
    contact = await me(shop.rosa)
    assert contact is not None
    assert contact.email == ROSA
    erased = Account(AccountId("erased"), Role.SHOPPER, ContactId("c-erased"), datetime.now(UTC))
    assert await me(Viewer(erased)) is None
