"""The other size: what may be had in place of a piece that comes back, and having it held until
that is handed in. What then becomes of the hold is for `releases`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onward.domain import holds
from onward.domain.accounts import Viewer, actor_of
from onward.domain.alternatives import (
    Opened,
    best_opened,
    from_stock,
    is_dearer,
    may_exchange,
    wanted,
)
from onward.domain.diversions import must_be_before_scan
from onward.domain.events import Actor, Because
from onward.domain.exchanges import Alternative, Exchange
from onward.domain.exchanging import number_of
from onward.domain.ids import CaseId, ExchangeId, LineId, MatchId, OrderId, VariantId
from onward.domain.life import Who
from onward.domain.listings import Listing
from onward.domain.policy import Policy
from onward.domain.refusals import ListingTaken, NotAllowed, NotFound, Refusal, WrongStage
from onward.domain.sales import Sale, SaleIds, reserved
from onward.domain.shop import Variant
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.swapping import in_exchange
from onward.ports import Outage, World
from onward.store import (
    accounts,
    answers,
    cases,
    changes,
    exchanges,
    orders,
    pauses,
    people,
    reads,
)
from onward.store.answers import Answer, Question
from onward.store.exchanges import OnOffer
from onward.store.people import Person


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen, the likeliest first. `dearer` fit too, but cost more than what goes back,
    and are not among them."""

    alternatives: tuple[Alternative, ...] = ()
    dearer: frozenset[VariantId] = frozenset()


async def choice(world: World, story: Story) -> Choice:
    """What may take the piece's place now, of each variant an open-box piece before a fresh one
    that lies on the shelf. Empty once it was handed in, and for reasons that no other piece puts
    right."""
    found = await _fitting(world, story)
    skus = [one.variant.sku for one in found.alternatives if one.listing is None]
    there = await _on_the_shelf(world, skus)
    offered = (one for one in found.alternatives if one.listing or one.variant.sku in there)
    return replace(found, alternatives=tuple(offered))


async def _on_the_shelf(world: World, skus: Sequence[str]) -> frozenset[str]:
    """While nobody can say so nothing fresh is offered: the refund is."""
    try:
        return await world.stock.there(skus) if skus else frozenset()
    except Outage:
        return frozenset()


async def _fitting(world: World, story: Story) -> Choice:
    """What would do, whether a fresh one lies there or not."""
    policy = await pauses.in_force(world.policy)
    if not may_exchange(story, policy):
        return Choice()
    now = await world.clock.now()
    fitting = wanted(story, await exchanges.of_product(story.variant), policy)
    opened = await _opened(story, fitting, policy, now)
    found = [opened.get(one.id) or from_stock(story, one) for one in fitting]
    offered = tuple(one for one in found if one)
    there = {one.variant.id for one in offered}
    left = [one for one in fitting if one.id not in there]
    return Choice(offered, frozenset(one.id for one in left if is_dearer(story, one)))


async def variant_of(exchange: Exchange) -> Variant:
    return (await orders.variants([exchange.variant_id]))[exchange.variant_id]


async def held_until(exchange: Exchange) -> datetime | None:
    """How long an open-box piece is held at most; a fresh one is as long as the return stands."""
    return await exchanges.held_until(exchange.order_id) if exchange.order_id else None


async def hold(world: World, viewer: Viewer, case_id: str, variant_id: str, key: str) -> Story:
    """Keep that one for the returner until the first scan, in place of whatever was held.

    Raises NotAllowed (EXCHANGE_NOT_OFFERED, EXCHANGE_DEARER) for what may not be chosen and
    EXCHANGE_GONE when there is none any more; the refund then stays as it was.
    """
    story = await _own(viewer, case_id)
    question = Question(viewer.id, key, "holdExchange", [case_id, variant_id])
    if await answers.known(question) is not None:
        return story
    must_be_before_scan(story)
    if holds.is_held_of(story, variant_id):
        await answers.keep(Answer(question, (case_id,)), await world.clock.now())
        return story
    piece = await _chosen(world, story, variant_id)
    if piece.listing is None:
        return await _hold_fresh(world, viewer, story, piece, question)
    return await _hold_opened(world, viewer, story, piece, piece.listing, question)


async def drop(world: World, viewer: Viewer, case_id: str, key: str) -> Story:
    """No exchange after all: the whole refund is named again. Possible until the first scan."""
    now = await world.clock.now()
    question = Question(viewer.id, key, "dropExchange", [case_id])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        must_be_before_scan(story)
        by_agent = actor.who is Who.AGENT
        because = Because.AGENT_DECIDED if by_agent else Because.WITHDRAWN
        step = holds.ended(story, actor, because)
        if not step.said:
            raise NotAllowed("NO_EXCHANGE_HELD", field="caseId")
        return step

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def _own(viewer: Viewer, case_id: str) -> Story:
    """The returner's own: whoever sits at the desk chooses for nobody."""
    story = await reads.story(case_id)
    if story is None:
        raise NotFound(field="caseId")
    if actor_of(viewer, story).who is not Who.RETURNER:
        raise NotAllowed
    return story


async def _opened(
    story: Story, fitting: Sequence[Variant], policy: Policy, now: datetime
) -> Mapping[VariantId, Alternative]:
    """Of each variant the best opened piece there is for this returner. Without a charge there is
    nothing its money could go back to later."""
    found = await exchanges.on_offer([one.id for one in fitting], now)
    home = await accounts.contact_of(story.case.returner_id) if found else None
    if home is None or not home.street or story.order.charge_id is None:
        return {}
    theirs = await people.returners([one.listing.case_id for one in found])
    since = now - policy.matching.returned_before_for
    best: dict[VariantId, Alternative] = {}
    for variant in fitting:
        pieces = [_piece(one, theirs) for one in found if one.listing.variant_id == variant.id]
        mine = story.case.returner_id
        me = (await people.buyers([mine], variant.id, since)).get(mine) if pieces else None
        if me is None:
            continue
        party, before = me.party(home.country), me.returned_this_at
        piece = best_opened(story, variant, pieces, party, before, policy, now)
        if piece:
            best[variant.id] = piece
    return best


def _piece(one: OnOffer, theirs: Mapping[CaseId, Person]) -> Opened:
    listing = one.listing
    return Opened(listing, one.hops, theirs[listing.case_id].party(listing.country))


async def _chosen(world: World, story: Story, variant_id: str) -> Alternative:
    found = await _fitting(world, story)
    for one in found.alternatives:
        if one.variant.id == variant_id:
            return one
    if variant_id not in await orders.variants([variant_id]):
        raise NotFound(field="variantId")
    code = "EXCHANGE_DEARER" if variant_id in found.dearer else "EXCHANGE_NOT_OFFERED"
    raise NotAllowed(code, field="variantId")


async def _hold_fresh(
    world: World, viewer: Viewer, story: Story, piece: Alternative, question: Question
) -> Story:
    case_id, sku = story.case.id, piece.variant.sku
    # The id follows from the case, so that the same request sent again holds the same piece.
    exchange_id = holds.next_id(story)
    now = await world.clock.now()
    if not await world.stock.hold(sku, exchange_id):
        raise NotAllowed("EXCHANGE_GONE", field="variantId")

    def decide(story: Story) -> Step | None:
        must_be_before_scan(story)
        if holds.is_held_of(story, piece.variant.id):
            return None
        _must_still_be(story, exchange_id, world.policy)
        return holds.held(story, actor_of(viewer, story), piece, None, now)

    try:
        return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)
    except (Refusal, cases.Taken):
        if not await _is_recorded(case_id, exchange_id, piece.variant):
            await world.stock.release(sku, exchange_id)
        raise


async def _hold_opened(
    world: World,
    viewer: Viewer,
    story: Story,
    piece: Alternative,
    listing: Listing,
    question: Question,
) -> Story:
    """Two cases move at once: the piece is held in its own, the exchange in the returner's."""
    now, case_id, exchange_id = await world.clock.now(), story.case.id, holds.next_id(story)
    sale = await _sale(world, story, piece, listing, now)

    def take(other: Story) -> Step:
        if other.listing is None or other.listing.price != listing.price:
            raise ListingTaken(listing_id=listing.id)
        return reserved(other, sale, Actor(Who.BUYER, viewer.id), now)

    def decide(story: Story) -> Step:
        must_be_before_scan(story)
        _must_still_be(story, exchange_id, world.policy)
        return holds.held(story, actor_of(viewer, story), piece, sale.order.id, now)

    try:
        async with changes.together(case_id, listing.case_id):
            await changes.change(listing.case_id, take, at=now, policy=world.policy)
            left = await changes.change(
                case_id, decide, at=now, policy=world.policy, question=question
            )
            if left.exchange is None or left.exchange.order_id != sale.order.id:
                raise cases.Taken(question.id)
    except (ListingTaken, cases.Taken) as taken:
        if await answers.known(question) is None:
            raise NotAllowed("EXCHANGE_GONE", field="variantId") from taken
        return await _own(viewer, case_id)
    return left


async def _sale(
    world: World, story: Story, piece: Alternative, listing: Listing, now: datetime
) -> Sale:
    home = await accounts.contact_of(story.case.returner_id)
    if home is None:
        raise NotFound(field="caseId")
    returner = await reads.contact_of_case(listing.case_id)
    km = await world.places.km(returner, home) if returner else None
    tokens, number = world.tokens, number_of(story, holds.next_id(story))
    ids = SaleIds(MatchId(tokens.id()), OrderId(tokens.id()), LineId(tokens.id()), number)
    return in_exchange(story, piece, listing, home, ids, km, world.policy, now)


def _must_still_be(story: Story, exchange_id: ExchangeId, policy: Policy) -> None:
    """That nothing came between choosing and holding."""
    if holds.next_id(story) != exchange_id or not may_exchange(story, policy):
        raise WrongStage(stage=story.case.stage)


async def _is_recorded(case_id: str, exchange_id: ExchangeId, variant: Variant) -> bool:
    """Whether another request was faster with the very same wish, and holds the piece now."""
    story = await reads.story(case_id)
    held = story.exchanges if story else ()
    return any(one.id == exchange_id and one.variant_id == variant.id for one in held)
