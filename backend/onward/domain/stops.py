"""Stops: what the merchant keeps off the peer path, how that is typed and kept, and which pieces it
reaches. What one does to a case under way is for `pausing`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.refusals import BadInput
from onward.domain.shop import Variant


class StopScope(StrEnum):
    """How much is stopped: everything, one category, one SKU."""

    ALL = "ALL"
    CATEGORY = "CATEGORY"
    SKU = "SKU"


class StopReason(StrEnum):
    """Why the merchant stopped it; for the desk. Of these a recall alone is told to shoppers, and
    only to those who have such a piece."""

    RECALL = "RECALL"
    SAFETY = "SAFETY"
    QUALITY = "QUALITY"
    LEGAL = "LEGAL"
    OTHER = "OTHER"


_EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Stop:
    """What is stopped. `id` is how it is typed and kept: `all`, `category:shoes`, `sku:ABC-1`."""

    scope: StopScope
    name: str = ""

    @property
    def id(self) -> str:
        if self.scope is StopScope.ALL:
            return _EVERYTHING
        return f"{self.scope.value.lower()}:{self.name}"

    def reaches(self, variant: Variant) -> bool:
        return self.id in ids_of(variant.category, variant.sku)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop that stands: its id, since when, and why."""

    id: str
    at: datetime
    because: StopReason


def stop_of(text: str) -> Stop:
    """The stop that somebody typed; BadInput for anything else."""
    if text == _EVERYTHING:
        return Stop(StopScope.ALL)
    scope, _, name = text.partition(":")
    if scope in ("category", "sku") and name:
        return Stop(StopScope(scope.upper()), name)
    raise BadInput("UNKNOWN_STOP", field="name")


def is_stopped(category: str, sku: str, stopped: frozenset[str]) -> bool:
    """Whether one of these stops reaches such a piece."""
    return not stopped.isdisjoint(ids_of(category, sku))


def ids_of(category: str, sku: str) -> tuple[str, str, str]:
    """The stops that would reach such a piece, as they are kept."""
    return _EVERYTHING, f"category:{category}", f"sku:{sku}"
