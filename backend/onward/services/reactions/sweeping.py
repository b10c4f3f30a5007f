"""What a worker looks at by itself, whoever changed it. A look that fails stops no other look, and
a case that fails stops no other case: it is told, counted, and left alone for a while."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from time import monotonic

import structlog

from onward import counting
from onward.counting import Room
from onward.domain.ids import CaseId
from onward.ports import Outage, World
from onward.store import cases, sql
from onward.store.changes import Job

# How much was found.
Look = Callable[[World], Awaitable[int]]

_AFTER_A_FAULT_S = timedelta(minutes=5).total_seconds()
log = structlog.get_logger()


class Sweeper:
    """A look that rests for so long after it has found nothing, or failed."""

    def __init__(self, look: Look, rest: timedelta) -> None:
        self._look, self._rest_s, self._next_s = look, rest.total_seconds(), 0.0

    async def sweep(self, world: World) -> int:
        if monotonic() < self._next_s:
            return 0
        found = 0
        try:
            found = await self._look(world)
        except Outage as outage:
            log.warning("look_put_off", look=self._look.__name__, port=outage.port)
        except sql.AWAY:
            raise
        except Exception:
            log.exception("look_failed", look=self._look.__name__)
            counting.fault(Room.WORKER)
        if not found:
            self._next_s = monotonic() + self._rest_s
        return found


class Jobs:
    """Does what is to be done for each of several cases, again and again."""

    def __init__(self) -> None:
        self._left_alone_until: dict[CaseId, float] = {}

    async def do(self, jobs: Iterable[Job]) -> int:
        """How many cases changed."""
        return sum([await self._one(*job) for job in jobs if not self._left_alone(job[0])])

    def _left_alone(self, case_id: CaseId) -> bool:
        return monotonic() < self._left_alone_until.get(case_id, 0.0)

    async def _one(self, case_id: CaseId, job: Callable[[], Awaitable[int]]) -> int:
        try:
            done = await job()
        except (cases.OfferMoved, cases.Taken) as moved:
            log.info("case_moved", case=case_id, why=str(moved))
            return 0
        except sql.AWAY:
            raise
        except Exception:
            log.exception("case_failed", case=case_id)
            counting.fault(Room.WORKER)
            self._left_alone_until[case_id] = monotonic() + _AFTER_A_FAULT_S
            return 0
        self._left_alone_until.pop(case_id, None)
        return done
