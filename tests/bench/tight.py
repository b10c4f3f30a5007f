"""A tight book: a thousand returns and a thousand offers on one variant. How many of the matches
that were possible are made, and at which cost, when all is planned at once and when each return
and each offer comes at its own time. The optimum is another algorithm's."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from onward.domain.book import Book
from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ListingId
from onward.domain.matching import Party
from onward.domain.offers import Spot, StandingOffer
from onward.domain.planning import planned
from onward.domain.queues import Queue
from onward.domain.ranking import Candidate, SeekingUnit, barrier
from tests.bench.figures import Figure
from tests.domain.examples import DAY, HOUR, POLICY, T0, usd
from tests.domain.standing import BOTH, offer, owner, unit

SIZE, SEEDS = 1_000, (1, 2, 3)
_ALL = range(SIZE)
WINDOW, MONTH = 72 * HOUR, 30 * DAY
HOW = (
    f"{SIZE:,} returns and {SIZE:,} offers on one variant, two grades of unequal price, offers "
    "that take both or one of them at five highest prices, 15% of all in another customs "
    f"territory, 60 towns; mean of {len(SEEDS)} draws; the optimum is SciPy's sparse matching"
)
FEW = "half of the units are sealed, which only half of the offers take"


@dataclass(frozen=True)
class Tight:
    """Units by when they come, offers by when they are made."""

    units: list[SeekingUnit]
    offers: list[StandingOffer]


async def figures(folder: Path) -> AsyncIterator[Figure]:
    share, cost, seconds = _replanned([drawn(seed, together=True) for seed in SEEDS])
    how = f"{HOW}; all of them at one moment, one plan in {seconds:.2f} s"
    yield Figure("tight_matched_share.replan", share, "of the optimum", how)
    yield Figure("tight_cost_ratio.replan", cost, "of the optimum", how)
    days = WINDOW.days
    how = f"{HOW}; units come one by one within a month and each waits {days} days, offers 30 days"
    yield Figure("tight_matched_share.online", _online(drawn), "of the optimum", how)
    how = f"{HOW}, but {FEW}; all offers made before the first of the units"
    yield Figure("tight_matched_share.online_lopsided", _online(lopsided), "of the optimum", how)


def drawn(seed: int, *, together: bool = False) -> Tight:
    chance = Random(seed)
    towns = [(chance.uniform(260, 470), chance.uniform(-1220, -720)) for _ in range(60)]
    weights = [chance.random() ** 2 for _ in towns]

    def where() -> dict[str, Any]:
        if chance.random() < 0.15:
            return {"country": chance.choice(["DE", "FR"]), "spot": None}
        lat, lon = chance.choices(towns, weights)[0]
        spot = Spot(round(lat + chance.gauss(0, 4)), round(lon + chance.gauss(0, 4)))
        return {"country": "US", "spot": spot}

    span = timedelta() if together else MONTH
    units = [_unit(_sealed(chance, 0.3), n, T0 + span * chance.random(), where()) for n in _ALL]
    offers = [
        offer(
            f"o{n:04}",
            highest=usd(chance.choice((51_20, 53_00, 56_32, 60_00, 64_00))),
            grades=chance.choices(_GRADES, (60, 15, 25))[0],
            made_at=T0 + span * chance.random() - MONTH * chance.random() * together,
            ends_at=T0 + 2 * MONTH,
            **where(),
        )
        for n in range(SIZE)
    ]
    return Tight(units, offers)


def lopsided(seed: int) -> Tight:
    """Where taking the nearest is wrong: who takes both grades is as good as any for the one, and
    all there is for the other."""
    tight, chance = drawn(seed), Random(seed)
    return Tight(
        [
            _unit(_sealed(chance, 0.5), n, one.listing.listed_at, _home(one))
            for n, one in enumerate(tight.units)
        ],
        [
            replace(
                one,
                country="US",
                highest=usd(64_00),
                made_at=T0 - DAY * chance.random(),
                grades=BOTH if n % 2 else _GRADES[2],
            )
            for n, one in enumerate(tight.offers)
        ],
    )


_GRADES = (BOTH, frozenset({Grade.NEW_SEALED}), frozenset({Grade.LIKE_NEW}))


def _home(one: SeekingUnit) -> dict[str, Any]:
    return {"country": "US", "spot": one.spot}


def _sealed(chance: Random, share: float) -> Grade:
    return Grade.NEW_SEALED if chance.random() < share else Grade.LIKE_NEW


def _unit(grade: Grade, number: int, at: datetime, home: dict[str, Any]) -> SeekingUnit:
    listed = {
        "id": ListingId(f"l{number:04}"),
        "grade": grade,
        "price": usd(56_32 if grade is Grade.NEW_SEALED else 51_20),
        "country": home["country"],
        "listed_at": at,
        "ends_at": at + WINDOW,
    }
    returner = Party(AccountId(f"u{number}"), home["country"])
    return unit(str(number), listed=listed, returner=returner, spot=home["spot"])


# --- the optimum ----------------------------------------------------------------------------------


def _optimum(tight: Tight) -> tuple[int, int]:
    """How many matches there can be of those who are there at the same time, and the least they
    cost: a full matching on sparse costs, with one place to stay unmatched for each unit."""
    queue, size = Queue(tight.offers), len(tight.units)
    costs = np.zeros((size, len(queue) + size))
    many = 10**9
    for row, one in enumerate(tight.units):
        fits, cost = _terms(queue, one)
        costs[row, : len(queue)] = np.where(fits, cost + 10**6, 0)
        costs[row, len(queue) + row] = many
    rows, columns = min_weight_full_bipartite_matching(csr_array(costs))
    pairs = [
        (row, column) for row, column in zip(rows, columns, strict=True) if column < len(queue)
    ]
    return len(pairs), sum(int(costs[pair]) - 10**6 for pair in pairs)


def _terms(queue: Queue, one: SeekingUnit) -> tuple[np.ndarray, np.ndarray]:
    """Who can have a unit at some moment of its window, and what that costs when it begins."""
    at = one.listing.listed_at
    made = np.array([each.made_at <= one.listing.ends_at for each in queue.offers])
    cost = queue.costs(one, POLICY.matching, at)
    cost = cost + POLICY.matching.scarcity_minor * queue.others(one, (), POLICY)
    return queue.fitting(one, POLICY, at) & made, cost


# --- what is measured -----------------------------------------------------------------------------


def _replanned(all_tight: Sequence[Tight]) -> tuple[float, float, float]:
    shares, ratios, seconds = [], [], 0.0
    for tight in all_tight:
        most, least = _optimum(tight)
        started = time.perf_counter()
        plan = planned(tight.units, Queue(tight.offers), POLICY, T0)
        seconds += time.perf_counter() - started
        shares.append(len(plan) / most)
        ratios.append(_per_match(tight, plan) / (least / most))
    return float(np.mean(shares)), float(np.mean(ratios)), seconds / len(all_tight)


def _per_match(tight: Tight, plan: dict[ListingId, StandingOffer]) -> float:
    queue = Queue(tight.offers)
    at = {each.id: place for place, each in enumerate(queue.offers)}
    total = 0
    for one in tight.units:
        found = plan.get(one.listing.id)
        if found is not None:
            if barrier(one, Candidate(found, owner(found)), POLICY, T0):
                raise AssertionError(f"{found.id} may not have {one.listing.id}")
            total += int(_terms(queue, one)[1][at[found.id]])
    return total / len(plan)


def _online(draw: Callable[[int], Tight]) -> float:
    """A unit goes to the first of those who wait when it comes; an offer that comes goes to the
    oldest unit that is still there and that it fits."""
    shares = []
    for seed in SEEDS:
        tight = draw(seed)
        shares.append(_matched_online(tight) / _optimum(tight)[0])
    return float(np.mean(shares))


def _matched_online(tight: Tight) -> int:
    coming: list[tuple[datetime, SeekingUnit | StandingOffer]] = [
        *((one.listing.listed_at, one) for one in tight.units),
        *((one.made_at, one) for one in tight.offers),
    ]
    book, waiting, matched = Book(), list[SeekingUnit](), 0
    for at, one in sorted(coming, key=lambda each: each[0]):
        if isinstance(one, SeekingUnit):
            found = book.best_for(one, POLICY, at)
            if found is None:
                waiting.append(one)
                continue
            book.remove(found.candidate.offer.id)
        else:
            waiting = [each for each in waiting if each.listing.ends_at > at]
            alone = Queue([one])
            fits = [each for each in waiting if alone.fitting(each, POLICY, at)[0]]
            if not fits:
                book.insert(one, owner(one))
                continue
            waiting.remove(fits[0])
        matched += 1
    return matched
