"""What rose meanwhile: counts belong to the whole process, so a test looks before and after."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from onward import counting

Counts = dict[str, float]


def read(text: str) -> Counts:
    """Our own series, each under its name and its labels' values in the order of their names:
    `onward_webhooks_total forged carrier`."""
    return {
        " ".join((sample.name, *(word for _, word in sorted(sample.labels.items())))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("onward_")
    }


@contextmanager
def rising() -> Iterator[Counts]:
    """Filled at the end with whatever was counted inside, and by how much."""
    before, rose = _now(), Counts()
    yield rose
    after = _now()
    rose |= {name: n - before.get(name, 0) for name, n in after.items() if n > before.get(name, 0)}


def _now() -> Counts:
    return read(generate_latest(counting.counted()).decode())
