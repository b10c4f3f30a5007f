"""A return under way: choosing its path, changing one's mind, looking at it again."""

from dataclasses import replace
from datetime import datetime, timedelta

from onward.domain import refunds
from onward.domain.accounts import Viewer, actor_of
from onward.domain.diversions import diverted, must_be_before_scan, withdrawn
from onward.domain.events import SYSTEM, Because, PeerChosen, TaskKind
from onward.domain.ids import ListingId
from onward.domain.life import ListingStatus, Who
from onward.domain.listings import Listing
from onward.domain.matching import Odds, odds
from onward.domain.money import Money
from onward.domain.pricing import open_box_price
from onward.domain.receipts import tasks_done
from onward.domain.refusals import NotEligible, NotFound
from onward.domain.routing import (
    Crossroads,
    RouteType,
    facts_of,
    peer_barrier,
)
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import cases, changes, orders, outcomes, reads
from onward.store.answers import Question

VELOCITY_FOR = timedelta(days=28)


# What a label is expected to cost before one is bought, in minor units; only the desk sees it.
EXPECTED_LABEL_MINOR = 790


async def choose_path(
    world: World, viewer: Viewer, case_id: str, route: RouteType, key: str
) -> Story:
    """To its next owner, or to the warehouse. The refund is the same on both."""
    if route is RouteType.WAREHOUSE:
        return await return_now(world, viewer, case_id, key)
    now = await world.clock.now()
    policy = world.policy.pausing(await outcomes.paused())
    listing_id = ListingId(world.tokens.id())
    question = Question(viewer.id, key, "choosePath", [case_id, route.value])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        facts = facts_of(story)
        barrier = peer_barrier(facts, story.case.grade, policy)
        if barrier is not None or facts.price is None or story.case.grade is None:
            raise NotEligible(barrier)
        price = open_box_price(facts.price, world.policy.category(facts.category))
        ends_at = now + world.policy.windows.window_for
        bonus = refunds.bonus(world.policy, price)
        listing = Listing(
            id=listing_id,
            case_id=story.case.id,
            unit_id=story.case.unit_id,
            variant_id=story.case.variant_id,
            status=ListingStatus.LIVE,
            grade=story.case.grade,
            price=price,
            new_price=facts.price,
            country=story.order.country,
            listed_at=now,
            ends_at=ends_at,
        )
        promised = refunds.promised_by(world.policy, now, story.order.time_zone, peer=True)
        step = Step().put(listing, replace(story.refund, promised_at=promised))
        return step.say(actor, PeerChosen(listing_id, price, bonus, ends_at))

    return await changes.change(case_id, decide, at=now, policy=world.policy, question=question)


async def return_now(world: World, viewer: Viewer, case_id: str, key: str) -> Story:
    """Do not wait: the same code leads to the warehouse from now on. From EXPIRED it reopens."""
    now = await world.clock.now()
    question = Question(viewer.id, key, "returnNow", [case_id])

    def decide(story: Story) -> Step:
        actor = actor_of(viewer, story)
        must_be_before_scan(story)
        agent = actor.who is Who.AGENT
        because = Because.AGENT_DECIDED if agent else Because.RETURNER_CHOSE
        promised = refunds.promised_by(world.policy, now, story.order.time_zone, peer=False)
        refund = replace(story.refund, promised_at=promised)
        return diverted(story, actor, because).put(refund).join(_no_look_needed(story, now))

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


async def odds_for(world: World, variant_id: str) -> Odds:
    """How likely a next owner turns up, from how often this variant sold lately."""
    since = await world.clock.now() - VELOCITY_FOR
    sold = await orders.orders_of_variant_since(variant_id, since)
    return odds(sold, world.policy.open_box_share)


def crossroads(story: Story, now: datetime) -> Crossroads:
    """Where the returner stands, for `routing.routes`."""
    currency = story.refund.amount.currency
    label = story.label.cost if story.label else Money(EXPECTED_LABEL_MINOR, currency)
    return Crossroads(
        facts_of(story),
        story.case.grade,
        story.refund.amount,
        label,
        story.order.time_zone,
        now,
    )


def _no_look_needed(story: Story, now: datetime) -> Step:
    """Whoever was asked to look at the photos need not any more."""
    return tasks_done(story, TaskKind.REVIEW_CONDITION, SYSTEM, now)


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
