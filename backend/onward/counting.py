"""What is counted for whoever watches the shop, from every room, as the log is written from every
room. A label is a word of a closed list, so that no name, number or address gets into one."""

import os
from collections.abc import Iterable
from enum import StrEnum
from itertools import product
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Counter, disable_created_metrics
from prometheus_client.multiprocess import MultiProcessCollector

from onward.domain.hearing import Heard
from onward.domain.strange import Source
from onward.messages.words import ENGLISH

OTHER = "OTHER"
_REFUSALS = "refusals."
CODES = frozenset(key.removeprefix(_REFUSALS) for key in ENGLISH if key.startswith(_REFUSALS))
# Where several processes of one machine count together; the library reads the same variable.
_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


class Room(StrEnum):
    """Where a bug of ours showed."""

    API = "API"
    WEB = "WEB"
    WORKER = "WORKER"


class Carried(StrEnum):
    """What became of an effect in a worker's hands.

    WAITING: nothing is wrong, the other side is not ready. RETRIED: something failed, and it is
    tried again. DEAD: given up, until a person revives it.
    """

    DONE = "DONE"
    WAITING = "WAITING"
    RETRIED = "RETRIED"
    DEAD = "DEAD"


# When a series began says nothing here: each is there from the first minute.
disable_created_metrics()  # type: ignore[no-untyped-call]
_webhooks = Counter(
    "onward_webhooks_total", "Webhooks, by what became of each.", ("sender", "outcome")
)
_refusals = Counter("onward_refusals_total", "Refusals by their code.", ("code",))
_faults = Counter("onward_faults_total", "Bugs of ours, each in the log.", ("room",))
_effects = Counter(
    "onward_effects_total", "Tries of what events set off, by their end.", ("effect", "outcome")
)


def begin(effects: Iterable[str]) -> None:
    """Every series from nought, so that the first of a kind is already a rise."""
    if _FOLDER:
        Path(_FOLDER).mkdir(parents=True, exist_ok=True)
    for source, outcome in product(Source, Heard):
        _webhooks.labels(source.lower(), outcome.lower())
    for code in (*CODES, OTHER):
        _refusals.labels(code)
    for room in Room:
        _faults.labels(room.lower())
    for effect, end in product(effects, Carried):
        _effects.labels(effect, end.lower())


def heard(source: Source, outcome: Heard) -> None:
    _webhooks.labels(source.lower(), outcome.lower()).inc()


def refused(code: str) -> None:
    """A code that has no sentence in the message file is counted as OTHER."""
    _refusals.labels(code if code in CODES else OTHER).inc()


def fault(room: Room) -> None:
    _faults.labels(room.lower()).inc()


def carried(effect: str, outcome: Carried) -> None:
    _effects.labels(effect, outcome.lower()).inc()


def counted() -> CollectorRegistry:
    """What this process counted, or all that count in one folder."""
    if not _FOLDER:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
