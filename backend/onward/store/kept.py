"""Offers as their rows stand in the store: hundreds are read to look at a few."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from onward.domain.ids import OfferId
from onward.domain.offers import StandingOffer
from onward.domain.queues import Numbers, Terms, table_of
from onward.store.mappings import OFFERS

_ID, _MADE = map(OFFERS.names.index, ("id", "made_at"))
# Of a row, what `table_of` is told.
_TERMS = itemgetter(
    *map(
        OFFERS.names.index,
        (
            *("kind", "made_at", "ends_at", "highest_minor", "currency"),
            *("grades", "country", "region", "spot", "automatic"),
        ),
    )
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
    kinds, made, ends, highest, currencies, grades, countries, regions, spots, automatic = zip(
        *map(_TERMS, rows), strict=True
    )
    return table_of(
        kinds=[_kind_of(one) for one in kinds],
        made_ms=made,
        ends_ms=ends,
        highest_minor=highest,
        currencies=currencies,
        grades=[_grades_of(one) for one in grades],
        countries=countries,
        regions=regions,
        spots=[None if one is None else _spot_of(one) for one in spots],
        automatic=automatic,
    )
