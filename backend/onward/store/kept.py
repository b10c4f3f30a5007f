"""Offers as their rows stand in the store: hundreds are read to look at a few."""

from collections.abc import Sequence
from typing import Any

from onward.domain.ids import OfferId
from onward.domain.offers import StandingOffer
from onward.domain.queues import Row, Terms, row_of
from onward.store.mappings import OFFERS

_ID, _KIND, _MADE, _ENDS, _HIGHEST, _CURRENCY, _GRADES, _COUNTRY, _REGION, _SPOT, _AUTOMATIC = map(
    OFFERS.names.index,
    (
        *("id", "kind", "made_at", "ends_at", "highest_minor", "currency"),
        *("grades", "country", "region", "spot", "automatic"),
    ),
)
_kind_of, _grades_of, _spot_of = (OFFERS.reader(name) for name in ("kind", "grades", "spot"))


class Kept(Terms):
    """Rows of offers of one variant, those of one kind together and the oldest first; one becomes a
    value when somebody asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[Any] = []
        self._ids: list[OfferId] = []

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def ids(self) -> Sequence[OfferId]:
        return self._ids

    def __getitem__(self, at: int) -> StandingOffer:
        offer: StandingOffer = OFFERS.read_at(self._kept[at])
        return offer

    def extend(self, rows: Sequence[Any]) -> None:
        """With rows of the same kind that come after its others, or of another kind."""
        if rows:
            self._append([_terms(row) for row in rows])
            self._kept.extend(rows)
            self._ids.extend(row[_ID] for row in rows)

    @property
    def last(self) -> tuple[int, str]:
        """When the youngest was made, in ms, and its id."""
        row = self._kept[-1]
        return row[_MADE], row[_ID]


def _terms(row: Any) -> Row:
    spot = row[_SPOT]
    return row_of(
        _kind_of(row[_KIND]),
        row[_MADE],
        row[_ENDS],
        row[_HIGHEST],
        row[_CURRENCY],
        _grades_of(row[_GRADES]),
        row[_COUNTRY],
        row[_REGION],
        None if spot is None else _spot_of(spot),
        row[_AUTOMATIC],
    )
