"""When a case's patience ends: which row of `life.PATIENCE` applies to it, and from when on."""

from datetime import datetime

from onward.domain.life import PATIENCE, Stage, Wait
from onward.domain.policy import Policy
from onward.domain.returns import Peer, ReturnCase


def wakes_at(case: ReturnCase, policy: Policy) -> tuple[datetime, Wait] | None:
    """The instant at which SYSTEM says `Wait.event` of this case unless it has moved on; None in
    a stage that waits for nobody."""
    wait = _wait_of(case)
    if wait is None:
        return None
    if wait.stage is Stage.SEEKING and case.window_ends_at is not None:
        # The window was promised with a date; a policy edited since does not move it.
        return case.window_ends_at, wait
    since: datetime | None = getattr(case, wait.since)
    return (since or case.stage_since) + getattr(policy.windows, wait.setting), wait


def _wait_of(case: ReturnCase) -> Wait | None:
    heads_peer = isinstance(case.heading, Peer)
    return next(
        (wait for wait in PATIENCE if wait.stage is case.stage and wait.peer in (None, heads_peer)),
        None,
    )
