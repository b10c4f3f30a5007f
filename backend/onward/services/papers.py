"""Invoices and credit notes: numbered and written down after the event that asks for them, mailed
to whom they are made out to and to nobody else, and shown behind a signed address."""

from dataclasses import replace
from datetime import timedelta

from onward.domain.accounts import Viewer
from onward.domain.events import Matched, Recorded
from onward.domain.ids import OrderId
from onward.domain.issuing import drafts, issued
from onward.domain.offers import DemandKind
from onward.domain.papers import Document, Draft, note_id
from onward.domain.shop import Contact
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.messages.papers import Paper, paper_letter
from onward.ports import Letter, World
from onward.store import accounts, changes, offers, orders, papers

SHOWN_FOR = timedelta(hours=2)


async def issue_papers(world: World, cause: Recorded, story: Story) -> Story:
    """The documents that a sale or a refund asks for, each issued once, then mailed. A document
    and its number stand in the transaction of its own event."""
    now = await world.clock.now()
    replaced = await _replaced(cause, story)
    wanted = drafts(story, cause, now, replaced)

    def decide(story: Story) -> Step:
        return issued(story, drafts(story, cause, now, replaced))

    if not wanted:
        return story
    left = await changes.change(cause.case_id, decide, at=now, policy=world.policy, seen=story)
    there = await papers.by_id([draft.id for draft in wanted])
    for draft in wanted:
        await _mail(world, left, there[draft.id], *_made_out_to(left, draft, cause))
    return left


async def of_orders(order_ids: list[OrderId]) -> list[Document]:
    """The documents of some orders; whoever may see these may see them."""
    return await papers.of_orders(order_ids)


def address(world: World, document: Document, account_id: str) -> str:
    """Where the document can be seen and printed for a while, by this account alone."""
    claims = {"paper": document.id, "for": account_id}
    return f"/papers/{world.tokens.sign('paper', claims, SHOWN_FOR)}.html"


async def shown(world: World, viewer: Viewer | None, token: str) -> Paper | None:
    """What a signed address shows; None when it is expired, forged or for somebody else."""
    claims = world.tokens.read("paper", token)
    if claims is None or viewer is None or claims["for"] != viewer.id:
        return None
    document = (await papers.by_id([str(claims["paper"])])).get(str(claims["paper"]))
    if document is None:
        return None
    return await _paper(world, document, viewer.id)


async def _replaced(cause: Recorded, story: Story) -> OrderId | None:
    """The order whose new piece a sold one took the place of."""
    event = cause.event
    if not isinstance(event, Matched):
        return None
    match = next(one for one in story.matches if one.id == event.match_id)
    offer = await offers.read(match.offer_id) if match.offer_id else None
    return offer.order_id if offer and offer.kind is DemandKind.ORDER else None


def _made_out_to(story: Story, draft: Draft, cause: Recorded) -> tuple[str, str]:
    """The account, a purchase's buyer or else the returner, and the page they follow it on."""
    event = cause.event
    for purchase in story.purchases:
        sold = isinstance(event, Matched) and purchase.match_id == event.match_id
        if sold or purchase.id == draft.purchase_id:
            return purchase.buyer_id, f"purchase/{purchase.id}"
    return story.case.returner_id, f"case/{story.case.id}"


async def _mail(world: World, story: Story, document: Document, account_id: str, page: str) -> None:
    contact = await accounts.contact_of(account_id)
    if contact is None or contact.email is None:
        return
    fees = (one.fee for one in story.refunds if note_id(one.id) == document.id)
    paper = await _paper(world, document, account_id, contact)
    paper = replace(paper, kept=next(fees, None))
    written = paper_letter(paper, f"{world.base_url}/{page}")
    key = f"{document.id}:letter"
    await world.mail.send(Letter(contact.email, written.subject, written.text), key)


async def _paper(
    world: World, document: Document, account_id: str, contact: Contact | None = None
) -> Paper:
    contact = contact or await accounts.contact_of(account_id)
    order = await orders.read(document.order_id)
    home = world.policy.warehouse
    return Paper(
        document=document,
        shop=world.policy.shop,
        seller=(home.street, f"{home.city}, {home.region} {home.postal_code}", home.country),
        order_number=order.number if order else "",
        zone=order.time_zone if order else "UTC",
        buyer=_lines(contact) if contact else (),
    )


def _lines(contact: Contact) -> tuple[str, ...]:
    """A person's own address as it stands on their papers."""
    town = f"{contact.city}, {contact.region} {contact.postal_code}"
    return (contact.name, contact.street, town, contact.country)
