"""Messages nobody understood: kept once, bounded, and dropped once somebody has seen them."""

from datetime import timedelta

import pytest

from onward.domain.strange import Source
from onward.store import sql, strange
from tests.domain.examples import T0

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("store")]
LATER = T0 + timedelta(hours=1)


async def kept(key: str, body: str = "{}") -> bool:
    return await strange.keep(Source.PAYMENTS, key, "payout.created", body, T0)


async def test_a_message_is_kept_once_and_the_same_key_of_another_sender_is_another() -> None:
    assert await kept("evt_1", "first")
    assert await kept("evt_1", "second")
    assert await strange.keep(Source.CARRIER, "evt_1", "tracker", "{}", LATER)
    found = await strange.unseen(10)
    assert [(one.source, one.body) for one in found] == [
        (Source.PAYMENTS, "first"),
        (Source.CARRIER, "{}"),
    ]


async def test_what_was_seen_is_dropped_and_a_repeat_of_it_stays_seen() -> None:
    await kept("evt_1", "something of a person")
    (message,) = await strange.unseen(10)
    seen = await strange.saw(message.id, LATER)
    assert seen is not None
    assert (seen.body, seen.seen_at) == ("", LATER)
    assert await kept("evt_1", "something of a person")
    assert await strange.unseen(10) == []
    assert await strange.saw("PAYMENTS:none", LATER) is None


async def test_a_body_or_a_word_of_any_length_is_cut() -> None:
    await strange.keep(Source.PAYMENTS, "k" * 5_000, "w" * 5_000, "b" * 50_000, T0)
    (message,) = await strange.unseen(10)
    assert len(message.body) == strange.LONGEST_BODY


async def test_a_flood_is_kept_up_to_a_limit_and_room_comes_back_once_seen() -> None:
    mapping = strange.STRANGE
    rows = [[f"CARRIER:{n}", "CARRIER", "k", "", n, None] for n in range(strange.MOST_UNSEEN)]
    await sql.execute_many(mapping.insert(), rows)
    assert not await kept("one too many")
    assert await strange.saw("CARRIER:0", LATER)
    assert await kept("one too many")
