"""A step: what is said of a case at one moment, and the rows beside it that change with it."""

from dataclasses import dataclass, field

from onward.domain.events import Actor, Event
from onward.domain.ledger import Entry


@dataclass(frozen=True, slots=True)
class Said:
    """An event, who says it, and what it posts to the ledger."""

    actor: Actor
    event: Event
    entries: tuple[Entry, ...] = ()


@dataclass(slots=True)
class Step:
    """Built up by a decision, then recorded in one transaction. The latest row of an id wins."""

    said: list[Said] = field(default_factory=list)
    rows: list[object] = field(default_factory=list)

    def say(self, actor: Actor, event: Event, *entries: Entry) -> "Step":
        self.said.append(Said(actor, event, entries))
        return self

    def put(self, *rows: object | None) -> "Step":
        self.rows.extend(row for row in rows if row is not None)
        return self

    def join(self, other: "Step") -> "Step":
        self.said.extend(other.said)
        self.rows.extend(other.rows)
        return self
