"""Fetch, decide, record: decided on what is true when it is written, and once per key."""

import asyncio

import pytest

from onward.domain import events as e
from onward.domain.ids import PhotoId
from onward.domain.refusals import KeyReused, NotFound, WindowClosed
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.store import answers, cases, changes, histories, reads, sql
from onward.store.answers import Answer, Question
from tests.domain.examples import AS_RETURNER, POLICY, T0
from tests.store.shelf import Shelf, everything

pytestmark = pytest.mark.anyio

ONE = Shelf("1")


def one_photo(story: Story) -> Step:
    return Step().say(AS_RETURNER, e.PhotoAdded(PhotoId(f"p{story.case.version}"), "front"))


def asked(actor: str = "returner", key: str = "key", given: object = "front") -> Question:
    return Question(actor, key, "addPhoto", given)


async def add_photo(question: Question | None = None) -> Story:
    return await changes.change(ONE.case_id, one_photo, at=T0, policy=POLICY, question=question)


async def test_many_tasks_change_one_case_and_none_is_lost(store: str) -> None:
    await ONE.open()
    await asyncio.gather(*(add_photo() for _ in range(8)))
    told = await histories.of_case(ONE.case_id)
    assert [one.seq for one in told] == list(range(1, 10))
    photos = {one.event.photo_id for one in told if isinstance(one.event, e.PhotoAdded)}
    assert photos == {f"p{version}" for version in range(1, 9)}


async def test_the_same_key_with_the_same_input_is_one_request(store: str) -> None:
    await ONE.open()
    first = await add_photo(asked())
    again = await add_photo(asked())
    assert again == first
    assert again.case.version == 2
    assert await answers.known(asked()) == (ONE.case_id,)


async def test_the_same_key_sent_many_times_at_once_is_one_request(store: str) -> None:
    await ONE.open()
    stories = await asyncio.gather(*(add_photo(asked()) for _ in range(6)))
    assert {story.case.version for story in stories} == {2}


async def test_the_same_key_with_other_input_is_refused_and_changes_nothing(store: str) -> None:
    await ONE.open()
    await add_photo(asked())
    before = await everything()
    with pytest.raises(KeyReused):
        await add_photo(asked(given="back"))
    with pytest.raises(KeyReused):
        await changes.change(
            ONE.case_id,
            one_photo,
            at=T0,
            policy=POLICY,
            question=Question("returner", "key", "submit", "front"),
        )
    assert await everything() == before


async def test_two_people_may_use_the_same_key(store: str) -> None:
    await ONE.open()
    await add_photo(asked())
    story = await add_photo(asked(actor="somebody else"))
    assert story.case.version == 3


async def test_a_refused_request_leaves_its_key_free(store: str) -> None:
    await ONE.open()

    def refuse(story: Story) -> Step:
        raise WindowClosed

    before = await everything()
    with pytest.raises(WindowClosed):
        await changes.change(ONE.case_id, refuse, at=T0, policy=POLICY, question=asked())
    assert await everything() == before
    assert (await add_photo(asked())).case.version == 2


async def test_nothing_to_say_is_nothing_written(store: str) -> None:
    await ONE.open()
    before = await everything()
    story = await changes.change(ONE.case_id, lambda _: None, at=T0, policy=POLICY)
    assert story.case == await cases.read(ONE.case_id)
    assert await everything() == before


def no_second_photo(story: Story) -> Step | None:
    """A photo beside one that is there, and nothing otherwise."""
    return None if story.case.version != 2 else one_photo(story)


async def wish(key: str = "key", given: object = "front") -> Story:
    """Keyed, whether there is anything to do or not."""
    return await changes.change(
        ONE.case_id, no_second_photo, at=T0, policy=POLICY, question=asked(key=key, given=given)
    )


async def test_a_keyed_request_with_nothing_to_do_is_answered_for_good(store: str) -> None:
    opened = await ONE.open()
    assert (await wish()).case == opened
    assert await answers.known(asked()) == (ONE.case_id,)
    later = await add_photo()
    assert await wish() == later
    assert [one.seq for one in await histories.of_case(ONE.case_id)] == [1, 2]
    with pytest.raises(KeyReused):
        await wish(given="back")
    assert (await wish("another")).case.version == 3


async def test_an_answer_for_nothing_may_name_other_ids_than_the_case(store: str) -> None:
    await ONE.open()
    await changes.change(
        ONE.case_id, lambda _: None, at=T0, policy=POLICY, question=asked(), answer=("offer-1",)
    )
    assert await answers.known(asked()) == ("offer-1",)


async def test_nothing_to_do_asked_many_times_at_once_is_answered_once(store: str) -> None:
    opened = await ONE.open()
    stories = await asyncio.gather(*(wish() for _ in range(6)))
    assert {story.case for story in stories} == {opened}
    assert await answers.known(asked()) == (ONE.case_id,)
    assert len(await answered()) == 1


async def test_nothing_to_do_holds_only_while_the_case_has_not_moved(store: str) -> None:
    """What is decided on an older look is decided anew."""
    await ONE.open()
    before = await reads.story(ONE.case_id)
    await add_photo()
    story = await changes.change(
        ONE.case_id, no_second_photo, at=T0, policy=POLICY, question=asked(), seen=before
    )
    assert story.case.version == 3


async def test_of_two_at_once_the_one_that_did_something_is_the_answer(store: str) -> None:
    await ONE.open()
    looked = await reads.story(ONE.case_id)
    done = await add_photo(asked())

    def nothing(story: Story) -> None:
        raise AssertionError("it is answered already")

    again = await changes.change(
        ONE.case_id, nothing, at=T0, policy=POLICY, question=asked(), seen=looked
    )
    assert again == done
    assert await answers.keep_for(Answer(asked(), ()), done.case, T0) is False
    assert len(await answered()) == 1


async def test_nothing_to_do_inside_a_transaction_is_undone_with_it(store: str) -> None:
    await ONE.open()
    with pytest.raises(WindowClosed):
        await _wish_in_vain()
    assert await answers.known(asked()) is None


async def _wish_in_vain() -> None:
    async with changes.together(ONE.case_id):
        await wish()
        raise WindowClosed


async def answered() -> list[dict[str, object]]:
    return await sql.fetch("SELECT id FROM answers")


async def test_a_case_that_is_not_there_is_not_found(store: str) -> None:
    with pytest.raises(NotFound):
        await add_photo()


async def test_what_is_hashed_tells_input_and_operation_apart() -> None:
    one = asked(given={"a": 1, "b": 2})
    assert one.digest == asked(given={"b": 2, "a": 1}).digest
    assert one.digest != asked(given={"a": 1, "b": 3}).digest
    assert one.id != asked(actor="somebody else").id
    assert Question("a", "bc", "x", 1).id != Question("ab", "c", "x", 1).id


async def test_an_answer_may_name_other_ids_than_the_case(store: str) -> None:
    await ONE.open(answer=Answer(asked(), ("order-9", "case-1")))
    assert await answers.known(asked()) == ("order-9", "case-1")
