"""The order of the small shop as a gift of Rosa's, and Hana, who has it with its receipt."""

import re
from dataclasses import replace

from onward.domain.accounts import Viewer
from onward.services import accounts
from onward.store import seals, sql
from tests.services.shop import Shop
from tests.world import FakeMail

NUMBER, RECEIPT, GIVER, HANA = "1001", "WREN-4471-BLUE", "rosa@example.com", "hana@example.com"


def mail(shop: Shop) -> FakeMail:
    sent = shop.world.mail
    assert isinstance(sent, FakeMail)
    return sent


async def given_away(shop: Shop) -> None:
    """As if the order file had named the code on the gift receipt."""
    await sql.execute(
        "UPDATE orders SET gift = ?, gift_code = ?", [True, seals.gift_digest(NUMBER, RECEIPT)]
    )


async def code_for(shop: Shop, email: str, receipt: str = RECEIPT) -> str:
    """The six digits that the receipt brings to somebody's own address."""
    await accounts.ask_with_gift(shop.world, email, NUMBER, receipt)
    found = re.search(r"\b\d{6}\b", mail(shop).to(email)[-1].text)
    assert found
    return found[0]


async def opened_by(shop: Shop, email: str = HANA) -> Shop:
    """The shop with whoever was given it in the returner's place."""
    account = await accounts.sign_in(shop.world, email, await code_for(shop, email))
    return replace(shop, rosa=Viewer(account))
