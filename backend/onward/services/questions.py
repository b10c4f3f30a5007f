"""Letters to whoever is asked: a piece is held for them, or is not any more."""

from onward.domain.events import Because, ProposalEnded, Proposed, Recorded
from onward.domain.story import Story
from onward.messages import came_back_text, grade_label, letter, moment, opened_by
from onward.ports import Letter, World
from onward.store import accounts, orders

# What they said themselves is no news to them.
_THEIR_OWN = frozenset({Because.ACCEPTED, Because.DECLINED, Because.OFFER_WITHDRAWN})


async def tell_asked(world: World, cause: Recorded, story: Story) -> Story:
    """Write to whoever is asked, or was until now. Each letter has a key of its own."""
    event = cause.event
    match event:
        case Proposed(proposal_id=proposal_id) if _stands(story, proposal_id):
            await _write(world, story, cause, proposal_id, "wish_held")
        case ProposalEnded(proposal_id=proposal_id, because=because):
            if because not in _THEIR_OWN:
                lapsed = because is Because.LAPSED
                name = "wish_lapsed" if lapsed else "wish_gone"
                await _write(world, story, cause, proposal_id, name)
    return story


def _stands(story: Story, proposal_id: str) -> bool:
    return story.proposal is not None and story.proposal.id == proposal_id


async def _write(world: World, story: Story, cause: Recorded, proposal_id: str, name: str) -> None:
    asked = next((one for one in story.proposals if one.id == proposal_id), None)
    contact = await accounts.contact_of(asked.buyer_id) if asked else None
    if asked is None or contact is None or contact.email is None:
        return
    zone = await orders.time_zone_of(asked.buyer_id) or "UTC"
    order, goes = story.order, (contact.country, contact.region)
    lies, category = (order.country, order.region), story.variant.category
    taxed = await world.tax.on(asked.price, category, lies, goes)
    written = letter(
        name,
        item=story.variant.title,
        opened=opened_by(story.unit.hops),
        grade=_grade(story),
        amount=asked.price + taxed.tax,
        by=moment(asked.until, zone, await world.clock.now()),
        because=came_back_text(story.case.reason),
        link=f"{world.base_url}/offers",
    )
    sent = Letter(contact.email, written.subject, written.text)
    await world.mail.send(sent, f"{cause.id}:{name}")


def _grade(story: Story) -> str:
    return grade_label(story.case.grade) if story.case.grade else ""
