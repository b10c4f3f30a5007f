"""Fetch, decide, record: the one loop in which a case changes, safe against everybody else.

A decision is a pure look at the story that answers with a step, or None for nothing to do. When
the case moved meanwhile the story is read again and the decision made anew, so a decision is
always made on what is true when it is written.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from onward.domain.days import whole_ms
from onward.domain.ids import CaseId
from onward.domain.policy import Policy
from onward.domain.refusals import Impossible, NotFound
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.store import answers, cases, reads, shelf, sql
from onward.store.answers import Answer, Question

Decide = Callable[[Story], Step | None]
# A case that may be due for a change, and what changes it: how many cases did.
Job = tuple[CaseId, Callable[[], Awaitable[int]]]
# Each lost try is another's gain, so this many in a row mean a decision that never holds.
_MOST_TRIES = 50


async def change(
    case_id: str,
    decide: Decide,
    *,
    at: datetime,
    policy: Policy,
    question: Question | None = None,
    answer: tuple[str, ...] = (),
    seen: Story | None = None,
) -> Story:
    """Decide on a case and record it; the story as it then stands. `seen` is the story as somebody
    just read it: the first decision is made on that, and holds only if nothing moved since.

    With a `question`, the same request sent again decides nothing and finds what it found before,
    also where there was nothing to do.
    Raises NotFound for an unknown case, whatever `decide` refuses, and Taken when a unique rule of
    the store says no.
    """
    if at != whole_ms(at):
        raise Impossible(f"{at} is finer than the store keeps instants")
    for _ in range(_MOST_TRIES):
        story = seen or await _story(case_id)
        seen = None
        if question and await answers.known(question) is not None:
            # Answered by now, perhaps since this story was read: the answer is what it left.
            return await _story(case_id)
        step = decide(story)
        kept = Answer(question, answer or (story.case.id,)) if question else None
        if step is None or not step.said:
            if kept is None or await answers.keep_for(kept, story.case, at):
                return story
            continue
        history, changed = cases.replayed(story.case, story.case.id, step.said, at, policy)
        try:
            await cases.write_down(
                story.case, changed, history, step.said, rows=step.rows, answer=kept, at=at
            )
        except cases.Stale:
            continue
        except cases.Taken:
            if question and await answers.known(question) is not None:
                continue
            raise
        left = story.with_rows(step.rows).told(changed, history)
        sql.after_commit(partial(shelf.move_on, left))
        return left
    raise Impossible(f"case {case_id} moved {_MOST_TRIES} times under one decision")


@asynccontextmanager
async def together(*case_ids: str) -> AsyncIterator[None]:
    """Several cases opened or changed in one transaction, or none of them. Those that are there
    already are named, so that two who want the same ones never wait for each other."""
    async with sql.transaction():
        if case_ids and not sql.on_sqlite():
            marks = sql.marks(len(case_ids))
            lock = f"SELECT id FROM cases WHERE id IN ({marks}) ORDER BY id FOR UPDATE"
            await sql.fetch(lock, list(case_ids))
        yield


async def _story(case_id: str) -> Story:
    story = await reads.story(case_id)
    if story is None:
        raise NotFound
    return story
