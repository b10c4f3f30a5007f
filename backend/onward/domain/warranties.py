"""What a buyer may rely on when an opened piece fails: the law's guarantee where there is one, and
what the shop promises of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onward.domain.deadlines import EU

# Directive (EU) 2019/771 art. 10: two years from delivery. Under 10(6) a country may let shop and
# buyer agree on less for second-hand goods, down to one year.
LEGAL_MONTHS = 24
LEAST_LEGAL_MONTHS = 12
GUARANTEED = EU | {"IS", "LI", "NO"}


@dataclass(frozen=True, slots=True)
class WarrantyTerms:
    """`months` is the shop's own promise, 0 for none, `by_category` where that differs;
    `legal_months` is what is agreed on where the law's guarantee holds."""

    months: int = 0
    legal_months: int = LEGAL_MONTHS
    by_category: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Warranty:
    """In months from the day it arrives; 0 where there is none."""

    legal: int
    own: int

    @property
    def shortened(self) -> bool:
        """Whether the buyer has to agree to less than the law's two years."""
        return 0 < self.legal < LEGAL_MONTHS


def warranty_of(terms: WarrantyTerms, category: str, country: str) -> Warranty:
    """Of a piece that goes to that country. A promise that adds nothing to the law is none."""
    legal = terms.legal_months if country in GUARANTEED else 0
    own = terms.by_category.get(category, terms.months)
    return Warranty(legal, own if own > legal else 0)
