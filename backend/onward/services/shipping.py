"""Scans: what the carrier tells us about a parcel, each taken in once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import orjson
import structlog

from onward.domain.events import ParcelSilent, Recorded
from onward.domain.hearing import Heard, weightiest
from onward.domain.ids import TaskId
from onward.domain.refusals import Impossible, UnknownParcel
from onward.domain.scanning import scanned
from onward.domain.shipping import Scan, believable
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.domain.strange import Source
from onward.domain.weighing import weighed
from onward.ports import World
from onward.store import cases, changes, reads, strange, trust

log = structlog.get_logger()
# A carrier's clock may run ahead and its days may begin elsewhere: beyond that it is absurd.
_OFF_AT_MOST = timedelta(days=1)


async def take_scans(world: World, scans: Sequence[Scan]) -> Heard:
    """Take a carrier's scans in, each once. What is about no parcel of ours, or says what cannot
    be, is kept for a person; UnknownParcel is raised after all known are taken."""
    unknown, heard = None, []
    for scan in scans:
        if await reads.knows_scan(scan.key):
            heard.append(Heard.REPEATED)
            continue
        case_id = await reads.shipment_by_tracking(scan.tracking_number)
        if case_id is None:
            log.warning("unknown_parcel", tracking_number=scan.tracking_number)
            await _keep(world, scan, "UNKNOWN_PARCEL")
            unknown = UnknownParcel(tracking_number=scan.tracking_number)
            continue
        heard.append(await _take_scan(world, case_id, scan))
    if unknown:
        raise unknown
    return weightiest(heard)


async def ask_carrier(world: World, cause: Recorded, story: Story) -> Story:
    """Nothing was heard for a while: what the carrier saw all the same, and did not tell us."""
    event = cause.event
    if not isinstance(event, ParcelSilent):
        raise Impossible(f"{event.kind} asks no carrier")
    parcel = story.shipment(event.shipment_id)
    if parcel is None:
        return story
    known = {one.id for one in story.scans}
    for scan in await world.carrier.track(parcel.tracking_number):
        if scan.key not in known:
            await _take_scan(world, story.case.id, scan)
    return await reads.story(story.case.id) or story


async def _take_scan(world: World, case_id: str, scan: Scan) -> Heard:
    now = await world.clock.now()
    task_id, scale_task = TaskId(world.tokens.id()), TaskId(world.tokens.id())
    seen = await reads.story(case_id)
    hands_in = seen is not None and seen.case.counted_shipment_id is None
    record = await trust.record_for(seen, world.policy, now) if seen and hands_in else None

    known = taken = False

    def decide(story: Story) -> Step | None:
        nonlocal known
        known = any(one.id == scan.key for one in story.scans)
        if known:
            return None
        step = scanned(story, scan, now, world.policy, task_id, record, unit_taken=taken)
        return step.join(weighed(story, scan, now, world.policy, scale_task))

    try:
        story = await changes.change(case_id, decide, at=now, policy=world.policy, seen=seen)
    except cases.Taken:
        # It was withdrawn, and its piece has another return by now.
        taken = True
        story = await changes.change(case_id, decide, at=now, policy=world.policy)
    if known:
        return Heard.REPEATED
    if not _is_absurd(scan, story, now):
        return Heard.TAKEN
    log.warning("absurd_scan", tracking_number=scan.tracking_number, key=scan.key)
    await _keep(world, scan, "ABSURD_SCAN")
    return Heard.ABSURD


def _is_absurd(scan: Scan, story: Story, now: datetime) -> bool:
    """Whether a scan says what no slow clock explains; it was taken as it can be true."""
    parcel = next(s for s in story.shipments if s.tracking_number == scan.tracking_number)
    sound = believable(scan, parcel, now)
    unweighed = scan.weight_g is not None and sound.weight_g is None
    return unweighed or abs(scan.at - sound.at) > _OFF_AT_MOST


async def _keep(world: World, scan: Scan, kind: str) -> None:
    said = orjson.dumps(asdict(scan)).decode()
    await strange.keep(Source.CARRIER, scan.key, kind, said, await world.clock.now())
