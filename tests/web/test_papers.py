"""A printed invoice: one page that opens for whom it is made out to and for nobody else."""

import pytest

from onward.services import papers
from onward.store import papers as kept
from tests.web.site import Site

pytestmark = pytest.mark.anyio


async def test_an_invoice_opens_for_its_owner_alone(site: Site) -> None:
    story = await site.shop.matched()
    [invoice] = await kept.of_orders([story.purchases[0].id])
    link = papers.address(site.shop.world, invoice, site.shop.ben.id)
    async with site.client(site.shop.ben) as ben:
        answer = await ben.get(link)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "private, no-store"
        for said in ("<h1>Invoice INV-1</h1>", "Ben Example", story.variant.title, "Tax 6.5%"):
            assert said in answer.text
        assert "Rosa" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    for stranger in (site.shop.rosa, None):
        async with site.client(stranger) as other:
            assert (await other.get(link)).status_code == 404
