"""A buyer's change of address, until the parcel is handed in. What follows from it, the new label
and the old one's end, is for reactions."""

from contextlib import suppress
from dataclasses import astuple, replace

from onward.domain import carriage
from onward.domain.accounts import Viewer
from onward.domain.addresses import NewAddress, address_changed, moved_to
from onward.domain.events import Actor
from onward.domain.ids import CaseId, ContactId
from onward.domain.life import Who
from onward.domain.refusals import CannotBuy, NotFound
from onward.domain.shop import Contact
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import Address, Outage, Parcel, World
from onward.store import accounts, answers, changes, listings, people, reads, seals
from onward.store.answers import Answer, Question


async def change(
    world: World, viewer: Viewer, purchase_id: str, typed: NewAddress, key: str
) -> Story:
    """The parcel goes to another address: of this purchase, and of nothing else of theirs.

    Raises BadInput for what can be no address, WrongStage (ALREADY_SCANNED) once it is on its way,
    CannotBuy where the item may not go, Unserviceable where no carrier takes it.
    """
    purchase = await listings.purchase(purchase_id)
    if purchase is None or (purchase.buyer_id != viewer.id and not viewer.is_staff):
        raise NotFound(field="purchaseId")
    question = Question(viewer.id, key, "changeAddress", [purchase_id, *astuple(typed)])
    story = await reads.story(purchase.case_id)
    if story is None:
        raise NotFound(field="purchaseId")
    if await answers.known(question) is not None:
        return story
    old = await address_of(story, purchase_id)
    to = moved_to(old, typed, ContactId(world.tokens.id()))
    actor = Actor(Who.AGENT if viewer.id != purchase.buyer_id else Who.BUYER, viewer.id)

    lies = await accounts.contact(story.order.contact_id) if story.order.contact_id else None
    km = await world.places.km(lies, to) if lies else None

    def decide(story: Story) -> Step:
        return address_changed(story, purchase_id, to, actor, world.policy, km)

    decide(story)
    now = await world.clock.now()
    if replace(to, id=old.id) == old:
        await answers.keep(Answer(question, (purchase_id,)), now)
        return story
    await _must_be_free(story.case.id, to)
    await _must_be_reached(world, story, lies, to)
    async with changes.together(story.case.id):
        await accounts.add_contact(to)
        changed = await changes.change(
            story.case.id, decide, at=now, policy=world.policy, question=question
        )
        sale = changed.sale(purchase_id)
        if sale is None or sale.contact_id != to.id:
            await accounts.drop_contact(to.id)
    return changed


async def address_of(story: Story, purchase_id: str) -> Contact:
    """Where the parcel of this purchase goes; NotFound where that was forgotten."""
    sale = story.sale(purchase_id)
    found = await accounts.contact(sale.contact_id) if sale and sale.contact_id else None
    if found is None:
        raise NotFound(field="purchaseId")
    return found


async def _must_be_free(case_id: CaseId, to: Contact) -> None:
    """Not the household it comes from; in the neutral words of any purchase that cannot be."""
    returner = (await people.returners([case_id]))[case_id]
    lies = returner.contact
    homes = {returner.place_digest, seals.place_digest(lies) if lies else None}
    if seals.place_digest(to) in homes:
        raise CannotBuy


async def _must_be_reached(world: World, story: Story, lies: Contact | None, to: Contact) -> None:
    """Whether a carrier goes there as policy wants it; one that does not answer is asked again for
    the label."""
    parcel = Parcel(
        reference=story.case.reference,
        recipient=Address.of(to),
        return_to=Address.of(world.policy.warehouse),
        weight_g=story.variant.weight_g,
        currency=story.refund.amount.currency,
        origin=Address.of(lies) if lies else None,
        hides_recipient=world.policy.parcels.masking,
    )
    with suppress(Outage):
        carriage.to_buyer(await world.carrier.quote(parcel), world.policy.parcels)
