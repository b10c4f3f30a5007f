"""What became of a webhook: one word of a closed list for each, so that they can be counted."""

from collections.abc import Iterable
from enum import StrEnum


class Heard(StrEnum):
    """Whoever tells several things at once is answered for the one that weighs most, the last
    here.

    IGNORED: genuine, and nothing in it concerns us.
    REPEATED: known already, nothing was changed.
    TAKEN: something in it was news.
    KEPT: not understood, and kept for a person.
    ABSURD: taken as it can be true, and kept as it came.
    DROPPED: not understood, and too many wait for a person: only the log has it.
    UNKNOWN_PARCEL: about a parcel that was never ours; refused, and kept for a person.
    SENSELESS: signed, and not to be read; refused, and kept for a person.
    FORGED: its signature does not hold, or is stale; refused.
    TOO_LARGE: longer than any message is; refused unread.
    FAILED: it could not be taken in just now; whoever sent it tries again.
    """

    IGNORED = "IGNORED"
    REPEATED = "REPEATED"
    TAKEN = "TAKEN"
    KEPT = "KEPT"
    ABSURD = "ABSURD"
    DROPPED = "DROPPED"
    UNKNOWN_PARCEL = "UNKNOWN_PARCEL"
    SENSELESS = "SENSELESS"
    FORGED = "FORGED"
    TOO_LARGE = "TOO_LARGE"
    FAILED = "FAILED"


_WEIGHTS = {one: weight for weight, one in enumerate(Heard)}


def weightiest(heard: Iterable[Heard]) -> Heard:
    """What is said of all of them together."""
    return max(heard, key=_WEIGHTS.__getitem__, default=Heard.IGNORED)
