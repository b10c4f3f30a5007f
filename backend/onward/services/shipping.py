"""Scans: what the carrier tells us about a parcel, each taken in once."""

from collections.abc import Sequence

import structlog

from onward.domain.ids import TaskId
from onward.domain.refusals import UnknownParcel
from onward.domain.scanning import scanned
from onward.domain.shipping import Scan
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import changes, reads

log = structlog.get_logger()


async def take_scans(world: World, scans: Sequence[Scan]) -> None:
    """Take a carrier's scans in, each once. UnknownParcel is raised after all known are taken."""
    unknown = None
    for scan in scans:
        if await reads.knows_scan(scan.key):
            continue
        case_id = await reads.shipment_by_tracking(scan.tracking_number)
        if case_id is None:
            log.warning("unknown_parcel", tracking_number=scan.tracking_number)
            unknown = UnknownParcel(tracking_number=scan.tracking_number)
            continue
        await _take_scan(world, case_id, scan)
    if unknown:
        raise unknown


async def _take_scan(world: World, case_id: str, scan: Scan) -> None:
    now = await world.clock.now()
    task_id = TaskId(world.tokens.id())

    def decide(story: Story) -> Step | None:
        if any(known.id == scan.key for known in story.scans):
            return None
        return scanned(story, scan, now, world.policy, task_id)

    await changes.change(case_id, decide, at=now, policy=world.policy)
