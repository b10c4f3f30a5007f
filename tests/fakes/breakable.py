"""Ports that break on demand: down for some calls, or deaf after the deed."""

from onward.ports import Outage


class Breakable:
    """A port that is down for some calls, or does its work and loses the answer."""

    port = "port"

    def __init__(self) -> None:
        self._down = 0
        self._unheard = 0

    def down_for(self, calls: int) -> None:
        self._down = calls

    def unheard_for(self, calls: int) -> None:
        self._unheard = calls

    def before(self) -> None:
        if self._down > 0:
            self._down -= 1
            raise Outage(self.port, "down for the test")

    def after(self) -> None:
        if self._unheard > 0:
            self._unheard -= 1
            raise Outage(self.port, "unheard for the test")
