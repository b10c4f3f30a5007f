"""Tax by the rates that stand in the policy: of where it goes and of what it is. Where it comes
from plays no part in them; a tax service behind the same port may look at that too."""

from onward.domain.money import Money
from onward.domain.policy import Policy
from onward.domain.pricing import Taxed, tax_rate_bp


class TableTax:
    def __init__(self, policy: Policy):
        self._policy = policy

    async def on(
        self, net: Money, category: str, ship_from: tuple[str, str], ship_to: tuple[str, str]
    ) -> Taxed:
        rate_bp = tax_rate_bp(self._policy, *ship_to, category)
        return Taxed(net, net.share(rate_bp), rate_bp)
