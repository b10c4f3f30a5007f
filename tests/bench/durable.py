"""How many durable mutations a second on PostgreSQL: the chain from submit to the refund's request,
as the web and the worker do it."""

from collections.abc import AsyncIterator
from pathlib import Path

from onward.store import sql
from tests.bench.figures import Figure, fresh_store
from tests.bench.ledger_lives import lived
from tests.bench.liver import stock_lives
from tests.store.shelf import SEAL

LIVES, PROCESSES, AT_ONCE = 400, 2, 8
# Every event of one transaction bears its number.
_STEPS = "SELECT count(DISTINCT xmin::text) AS n FROM events"
_DURABLE = "SELECT current_setting('synchronous_commit') AS commits, current_setting('fsync') AS f"


async def figures(folder: Path) -> AsyncIterator[Figure]:
    async with fresh_store("postgres", folder, SEAL) as url:
        await stock_lives(LIVES)
        took, cpu = await lived(url, folder, LIVES, PROCESSES, AT_ONCE, "refunded")
        steps = int((await sql.fetch(_STEPS))[0]["n"])
        [durable] = await sql.fetch(_DURABLE)
    measured = LIVES - PROCESSES
    # The steps of the lives that warmed up are not among those that were timed.
    timed = steps * measured / LIVES
    how = (
        "start, submit, choose, buy, capture, both labels, first scan, refund requested and what "
        "follows from these, through the services and the worker, with a carrier and a bank that "
        "answer at once; counted are transactions that changed a case, each with its events, rows, "
        f"postings and effects ({steps / LIVES:.1f} a return; claims of effects, answers and reads "
        f"come on top); synchronous_commit {durable['commits']}, fsync {durable['f']}; {measured} "
        f"returns, {AT_ONCE} at a time in each of {PROCESSES} processes; {cpu / timed * 1000:.1f} "
        "ms of Python's CPU each, which with the database's own is what limits it"
    )
    yield Figure("durable_mutations_per_s.postgres", timed / took, "1/s", how)
