"""Genuine messages that say nothing we know, kept until a person has seen them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """Who sent it."""

    CARRIER = "CARRIER"
    PAYMENTS = "PAYMENTS"


@dataclass(frozen=True, slots=True)
class StrangeMessage:
    """`kind` is the sender's own word for it; `body` is empty once somebody has seen it."""

    id: str
    source: Source
    kind: str
    body: str
    received_at: datetime
    seen_at: datetime | None = None
