"""When a case's patience ends: which row of `life.PATIENCE` applies to it, and from when on."""

from datetime import datetime

from onward.domain.life import PATIENCE, Wait
from onward.domain.policy import Policy
from onward.domain.returns import Peer, ReturnCase

# Waits that were promised with an instant: a policy edited since does not move it.
_PROMISED = {
    "seeking_since": "window_ends_at",
    "asked_until": "asked_until",
    "unpaid_until": "unpaid_until",
}


def wakes_at(case: ReturnCase, policy: Policy) -> tuple[datetime, Wait] | None:
    """The instant at which SYSTEM says `Wait.event` of this case unless it has moved on; None in
    a stage that waits for nobody."""
    wait = _wait_of(case)
    if wait is None:
        return None
    promised: datetime | None = getattr(case, _PROMISED.get(wait.since, wait.since))
    if wait.since in _PROMISED and promised is not None:
        return promised, wait
    since: datetime | None = getattr(case, wait.since)
    return (since or case.stage_since) + getattr(policy.windows, wait.setting), wait


def _wait_of(case: ReturnCase) -> Wait | None:
    heads_peer = isinstance(case.heading, Peer)
    return next(
        (
            wait
            for wait in PATIENCE
            if wait.stage is case.stage
            and wait.peer in (None, heads_peer)
            and not (wait.only_if_set and getattr(case, wait.since) is None)
        ),
        None,
    )
