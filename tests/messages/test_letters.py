"""Every letter has a subject and a text, and asks for no more than what a sender knows."""

from string import Formatter

import pytest

from onward.messages import MissingWords, letter
from onward.messages.words import ENGLISH
from tests.domain.examples import usd

NAMES = sorted({key.split(".")[1] for key in ENGLISH if key.startswith("letters.")})
KNOWN = {
    "amount": usd(64_00),
    "at": "Sun 22 Nov 2026, 10:00:00 CET",
    "because": "It was not handed in in time.",
    "bonus": usd(3_20),
    "by": "Thu 26 Nov",
    "code": "123456",
    "day": "Sun 22 Nov",
    "exchange": "Linen shirt, L leaves our warehouse for you.",
    "grade": "Like new",
    "item": "Linen shirt",
    "line": "$64.00 goes back to your Visa today.",
    "who": "Rosa Example",
    "link": "https://shop.example/returns/1",
    "number": "1002",
    "opened": "Opened by another customer",
    "other": "Linen shirt, L",
    "outcome": "It is damaged. You will hear from us.",
    "reference": "AB12CD34",
    "shop": "A shop",
    "until": "Mon 7 Dec",
    "warranty": "The shop adds no warranty of its own.",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_can_be_written_from_what_its_sender_knows(name: str) -> None:
    written = letter(name, **KNOWN)
    assert written.subject
    assert "\n" not in written.subject
    assert written.text
    assert "{" not in written.subject + written.text


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"code"}))
def test_a_letter_leads_to_the_page_it_is_about(name: str) -> None:
    assert letter(name, **KNOWN).text.endswith(str(KNOWN["link"]))


def test_every_fact_a_sender_knows_is_asked_for_somewhere() -> None:
    asked = {
        blank
        for key, text in ENGLISH.items()
        if key.startswith("letters.")
        for _, blank, _, _ in Formatter().parse(text)
        if blank
    }
    assert asked == set(KNOWN)


def test_a_letter_nobody_wrote_is_our_own_bug() -> None:
    with pytest.raises(MissingWords):
        letter("no_such_letter")


def test_a_letter_without_its_facts_is_our_own_bug() -> None:
    with pytest.raises(MissingWords):
        letter("code", shop="A shop")
