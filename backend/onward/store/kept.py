"""Offers as their rows stand in the store: hundreds are read to look at a few."""

from collections.abc import Sequence
from typing import Any

from onward.domain.ids import OfferId
from onward.domain.offers import StandingOffer
from onward.domain.queues import Numbers, Terms, table_of
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
            self._append(_table(rows))
            self._kept.extend(rows)
            self._ids.extend(row[_ID] for row in rows)

    @property
    def last(self) -> tuple[int, str]:
        """When the youngest was made, in ms, and its id."""
        row = self._kept[-1]
        return row[_MADE], row[_ID]


def _table(rows: Sequence[Any]) -> Numbers:
    column = [*zip(*rows, strict=True)]
    return table_of(
        kinds=[_kind_of(one) for one in column[_KIND]],
        made_ms=column[_MADE],
        ends_ms=column[_ENDS],
        highest_minor=column[_HIGHEST],
        currencies=column[_CURRENCY],
        grades=[_grades_of(one) for one in column[_GRADES]],
        countries=column[_COUNTRY],
        regions=column[_REGION],
        spots=[None if one is None else _spot_of(one) for one in column[_SPOT]],
        automatic=column[_AUTOMATIC],
    )
