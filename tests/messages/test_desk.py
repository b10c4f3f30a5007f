"""A refusal has the closest sentence there is, and trouble is told without alarm."""

import pytest

from onward.domain.events import TaskKind
from onward.domain.refusals import BadPhoto, Refusal, TooManyTries, WindowClosed
from onward.messages import book_text, memo_text, refusal_text, task_text, trouble_text


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (WindowClosed(), "The time for this is over."),
        (WindowClosed("RETURN_WINDOW_CLOSED"), "The time to return this is over."),
        (BadPhoto("A_CODE_TOO_FINE"), "We could not read that photo. Please take it again."),
        (Refusal("A_CODE_TOO_FINE"), "That is not possible."),
    ],
)
def test_a_refusal_says_its_code_or_what_its_kind_says(refusal: Refusal, said: str) -> None:
    assert refusal_text(refusal) == said


def test_facts_a_sentence_does_not_need_do_no_harm() -> None:
    assert refusal_text(TooManyTries(retry_after=30))


def test_a_port_nobody_named_is_in_trouble_all_the_same() -> None:
    assert trouble_text("carrier").startswith("The counter’s system did not answer.")
    assert trouble_text("weather").startswith("Something did not answer.")


def test_the_desk_has_its_words() -> None:
    assert task_text(TaskKind.DECIDE_CLAIM) == "Decide the buyer’s claim."
    assert memo_text("LABEL_VOID") == "Label voided"
    assert book_text("RETURNER_PAYABLE") == "Owed to the returner"
