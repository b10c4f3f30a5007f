"""News of a case rings for whoever listens, in this process and from others."""

import asyncio

import pytest

from onward.store import bell
from tests.polling import until
from tests.store.another import another
from tests.store.asked import asked
from tests.store.shelf import Shelf

pytestmark = pytest.mark.anyio

ONE = Shelf("1")


async def heard(rung: asyncio.Event) -> None:
    await asyncio.wait_for(rung.wait(), timeout=20)


def test_a_case_rings_for_its_own_listeners_and_for_those_of_everything() -> None:
    with bell.listening("one") as one, bell.listening("two") as two, bell.listening() as all_of_it:
        bell.ring("one")
        assert (one.is_set(), two.is_set(), all_of_it.is_set()) == (True, False, True)
        bell.ring_everybody()
        assert two.is_set()


def test_whoever_stopped_listening_hears_nothing() -> None:
    with bell.listening("one") as one:
        pass
    bell.ring("one")
    assert not one.is_set()


async def test_recording_rings_here(store: str) -> None:
    with bell.listening(ONE.case_id) as rung:
        await ONE.open()
        assert rung.is_set()


@pytest.mark.slow
async def test_another_processs_commit_rings_here(store: str) -> None:
    await ONE.open()
    async with (
        another("tests.store.contender", store, "tell-once", ONE.case_id) as other,
        bell.heard_from_others(store, every=0.02),
    ):
        assert await other.says() == "ready"
        with bell.listening(ONE.case_id) as rung, bell.listening() as any_news:
            await other.go()
            await heard(rung)
            await heard(any_news)


@pytest.mark.postgres
@pytest.mark.slow
async def test_on_postgres_only_the_case_with_news_rings(postgres_store: str) -> None:
    await ONE.open()
    async with (
        another("tests.store.contender", postgres_store, "tell-once", ONE.case_id) as other,
        bell.heard_from_others(postgres_store),
    ):
        assert await other.says() == "ready"
        await connected(postgres_store)
        with bell.listening(ONE.case_id) as rung, bell.listening("another case") as quiet:
            await other.go()
            await heard(rung)
            assert not quiet.is_set()


@pytest.mark.postgres
async def test_a_lost_connection_is_made_again_and_everybody_looks_once(
    postgres_store: str,
) -> None:
    async with bell.heard_from_others(postgres_store):
        await connected(postgres_store)
        with bell.listening("a case") as rung:
            await asked(postgres_store, f"SELECT pg_terminate_backend(pid) {LISTENERS}")
            await heard(rung)


LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


async def connected(url: str) -> None:
    """Once the server knows of a listener."""
    await until(lambda: asked(url, f"SELECT pid {LISTENERS}"))
