"""Tax by the rates that stand in the policy: of where it goes, whatever it is."""

from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.pricing import tax_on, tax_rate_bp
from onward.ports import Taxed


class TableTax:
    def __init__(self, policy: Policy):
        self._policy = policy

    async def on(
        self, net: Money, category: str, ship_from: tuple[str, str], ship_to: tuple[str, str]
    ) -> Taxed:
        return Taxed(tax_on(net, self._policy, *ship_to), tax_rate_bp(self._policy, *ship_to))
