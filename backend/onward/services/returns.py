"""A return under way: choosing its path, changing one's mind, looking at it again."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from onward.domain import refunds, thanks
from onward.domain.accounts import Viewer, actor_of
from onward.domain.diversions import diverted, must_be_before_scan, withdrawn
from onward.domain.events import SYSTEM, Because, PeerChosen, TaskKind
from onward.domain.grades import Grade
from onward.domain.ids import ListingId
from onward.domain.life import ListingStatus, Who
from onward.domain.listings import Listing
from onward.domain.money import Money
from onward.domain.odds import Odds, odds
from onward.domain.pricing import open_box_price
from onward.domain.promises import goes_on
from onward.domain.receipts import tasks_done
from onward.domain.recovery import fallback_of
from onward.domain.refusals import NotEligible, NotFound
from onward.domain.routes import Crossroads, Known
from onward.domain.routing import RouteType, facts_of, is_priced, likely_grade, peer_barrier
from onward.domain.shipping import Destination
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.thanks import thank_you
from onward.ports import World
from onward.store import cases, changes, demand, pauses, reads
from onward.store import thanks as promises
from onward.store.answers import Question


async def choose_path(
    world: World, viewer: Viewer, case_id: str, route: RouteType, key: str
) -> Story:
    """To its next owner, or to the warehouse. The refund is the same on both."""
    if route is RouteType.WAREHOUSE:
        return await return_now(world, viewer, case_id, key)
    if route is not RouteType.P2P:
        raise NotEligible("NOT_OFFERED", field="route")
    now = await world.clock.now()
    policy = await pauses.in_force(world.policy)
    listing_id = ListingId(world.tokens.id())
    question = Question(viewer.id, key, "choosePath", [case_id, route.value])

    def decide(story: Story, left: Money | None) -> Step:
        actor = actor_of(viewer, story)
        facts = facts_of(story)
        barrier = peer_barrier(facts, story.case.grade, policy)
        if barrier is not None or facts.price is None or story.case.grade is None:
            raise NotEligible(barrier)
        price = open_box_price(facts.price, world.policy.category(facts.category), story.case.grade)
        ends_at = now + world.policy.windows.window_for
        bonus = thank_you(world.policy, price, left)
        promised = refunds.promised_by(world.policy, now, story.order.time_zone, peer=True)
        at = now, ends_at
        listing = _on_offer(story, listing_id, story.case.grade, price, facts.price, at)
        step = Step().put(listing, replace(story.refund, promised_at=promised))
        return step.say(actor, PeerChosen(listing_id, price, bonus, ends_at))

    seen = await _story(case_id)
    async with promises.one_at_a_time(seen.case.returner_id):
        left = await bonus_left(world, seen, now)
        chosen = partial(decide, left=left)
        return await changes.change(
            case_id, chosen, at=now, policy=world.policy, question=question, seen=seen
        )


async def return_now(world: World, viewer: Viewer, case_id: str, key: str) -> Story:
    """Do not wait: the same code leads to the warehouse from now on. From EXPIRED it reopens."""
    now = await world.clock.now()
    policy = await pauses.in_force(world.policy)
    question = Question(viewer.id, key, "returnNow", [case_id])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        must_be_before_scan(story)
        agent = actor.who is Who.AGENT
        because = Because.AGENT_DECIDED if agent else Because.RETURNER_CHOSE
        step = diverted(story, actor, because, channel=fallback_of(story, policy))
        step = goes_on(story, step, now, world.policy)
        return step.join(_no_look_needed(story, now))

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def withdraw(world: World, viewer: Viewer, case_id: str, key: str) -> Story:
    """Keep the item after all; possible until the first scan."""
    now = await world.clock.now()
    question = Question(viewer.id, key, "withdrawReturn", [case_id])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        must_be_before_scan(story)
        return withdrawn(story, actor).join(_no_look_needed(story, now))

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def of_case(viewer: Viewer, case_id: str) -> Story | None:
    """The story of a case, for its returner and the desk; None for everybody else."""
    story = await reads.story(case_id)
    allowed = story and (viewer.is_staff or story.case.returner_id == viewer.id)
    return story if allowed else None


async def of_viewer(viewer: Viewer, before: tuple[int, str] | None, limit: int) -> list[Story]:
    """A returner's own cases, newest first."""
    mine = await cases.of_returner(viewer.id, before, limit)
    return [await _story(case.id) for case in mine]


async def odds_for(world: World, story: Story, now: datetime) -> Odds:
    """How likely a next owner turns up for a case's piece."""
    case = story.case
    grade = likely_grade(case.grade, world.policy, story.unit.hops)
    price = case.price
    if price is None and is_priced(facts := facts_of(story)) and facts.price is not None:
        price = open_box_price(facts.price, world.policy.category(facts.category), grade)
    known = await demand.of_case(case, price, grade, world.policy.open_box_share, now)
    return odds(known, world.policy.odds)


async def bonus_left(world: World, story: Story, now: datetime) -> Money | None:
    """The most that this returner may still be promised; None where the policy sets no cap."""
    if world.policy.refunds.bonus_year_minor is None:
        return None
    case = story.case
    currency = story.variant.price.currency if story.variant.price else story.order.currency
    since = now - thanks.YEAR
    in_a_year = await promises.promised(case.returner_id, case.id, since, currency)
    return thanks.bonus_left(world.policy, in_a_year)


def crossroads(
    world: World,
    story: Story,
    now: datetime,
    likely: Odds | None = None,
    bonus_left: Money | None = None,
) -> Crossroads:
    """Where the returner stands, for `routes`. What has happened is taken as it was: the price on
    offer, the way to the next owner, labels that were bought. The rest is as policy expects."""
    label, to_warehouse = story.label, story.warehouse_label()
    direct = label if label and label.destination is Destination.BUYER else None
    known = Known(
        price=story.case.price,
        km=story.match.km if story.match else None,
        direct_label=direct.cost if direct else None,
        warehouse_label=to_warehouse.cost if to_warehouse else None,
    )
    return Crossroads(
        facts_of(story),
        story.case.grade,
        story.refund.amount,
        story.order.time_zone,
        now,
        known,
        likely.within(world.policy.windows.window_for) if likely else None,
        bonus_left,
    )


def _on_offer(
    story: Story,
    listing_id: ListingId,
    grade: Grade,
    price: Money,
    new_price: Money,
    between: tuple[datetime, datetime],
) -> Listing:
    case = story.case
    return Listing(
        id=listing_id,
        case_id=case.id,
        unit_id=case.unit_id,
        variant_id=case.variant_id,
        status=ListingStatus.LIVE,
        grade=grade,
        price=price,
        new_price=new_price,
        country=story.order.country,
        listed_at=between[0],
        ends_at=between[1],
    )


def _no_look_needed(story: Story, now: datetime) -> Step:
    """Whoever was asked to look at the photos need not any more."""
    return tasks_done(story, TaskKind.REVIEW_CONDITION, SYSTEM, now)


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
