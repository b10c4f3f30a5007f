"""GET /metrics for Prometheus: what was counted, and what waits in the database at this moment.
Only whoever holds the token is told."""

import hmac
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily as Gauge
from prometheus_client.metrics_core import Metric
from starlette.requests import Request
from starlette.responses import Response

from onward import counting
from onward.domain.refusals import NotFound, SignInNeeded
from onward.services import pulse
from onward.services.pulse import Standing
from onward.web.refused import refused


class Metrics:
    """`token` is what a scraper bears; without one there is no such page."""

    def __init__(self, token: str):
        self._bearer = f"Bearer {token}".encode() if token else None

    async def get(self, request: Request) -> Response:
        """GET /metrics"""
        if self._bearer is None:
            raise NotFound
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), self._bearer):
            return refused(SignInNeeded(), WWW_Authenticate="Bearer")
        registry = CollectorRegistry()
        registry.register(counting.counted())
        registry.register(_Gauges(await pulse.standing()))
        written, kind = choose_encoder(request.headers.get("accept", ""))
        headers = {"Cache-Control": "no-store", "Content-Type": kind, "Vary": "Accept"}
        return Response(written(registry), headers=headers)


class _Gauges:
    """How things stand; only that the database is away, where it is."""

    def __init__(self, standing: Standing | None):
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        now = self._standing
        yield Gauge("onward_database_up", "1 while the database answers.", int(now is not None))
        if now is None:
            return
        yield Gauge("onward_effects_due", "Effects that no worker has taken.", now.effects_due)
        if now.silent_s is not None:
            yield Gauge("onward_worker_silent_seconds", "Since a worker's last sign.", now.silent_s)
        yield _each("onward_tasks_open", "Tasks for a person.", "kind", now.open_tasks.items())
        unseen = now.unseen.items()
        yield _each("onward_strange_messages_waiting", "Seen by nobody yet.", "sender", unseen)


def _each(name: str, said: str, label: str, values: Iterable[tuple[str, int]]) -> Metric:
    family = Gauge(name, said, labels=(label,))
    for word, value in values:
        family.add_metric([word.lower()], value)
    return family
