"""Every sentence has its key, every blank is filled, and the voice is calm."""

import re
from string import Formatter

import pytest

from onward.messages.words import ENGLISH, MissingWords, in_one_line, knows, listed, say
from tests.domain.examples import usd

FORBIDDEN = re.compile(
    r"\b(used|resale|pre-?owned|second-?hand|refurbished|brand[- ]new|fraud|RMA|disposition)\b",
    re.IGNORECASE,
)
A_RANGE = re.compile(r"\d\s*[-\N{EN DASH}]\s*\d+ (business )?days")


def test_a_key_nobody_wrote_is_our_own_bug() -> None:
    assert not knows("refusals.NOBODY_WROTE_THIS")
    with pytest.raises(MissingWords, match="NOBODY_WROTE_THIS"):
        say("refusals.NOBODY_WROTE_THIS")


def test_a_blank_nobody_filled_is_our_own_bug() -> None:
    with pytest.raises(MissingWords, match="reference"):
        say("refusals.FAULT")


def test_a_blank_is_filled_and_an_amount_is_written_as_people_read_it() -> None:
    assert say("timeline.agent.Matched", amount=usd(69_00)) == "Buyer paid $69.00."


def test_a_key_that_holds_several_sentences_gives_them_in_order() -> None:
    steps = listed("routes.P2P.steps")
    assert len(steps) == 3
    assert steps[0] == "We look for its next owner."


def test_blanks_that_stay_empty_leave_no_gaps_and_a_card_stays_on_one_line() -> None:
    assert in_one_line("It is on its way.  ") == "It is on its way."
    assert in_one_line(" Lost.  It goes to Visa\u00a0··\u00a04242.") == (
        "Lost. It goes to Visa\u00a0··\u00a04242."
    )


def test_every_sentence_is_calm() -> None:
    assert [key for key, text in ENGLISH.items() if "!" in text or A_RANGE.search(text)] == []


def test_no_sentence_says_a_word_of_another_trade() -> None:
    spoken = {key: text for key, text in ENGLISH.items() if not key.startswith("channels.")}
    assert [key for key, text in ENGLISH.items() if FORBIDDEN.search(text)] == []
    assert [key for key, text in spoken.items() if "recommerce" in text.lower()] == []


def test_an_opened_item_is_never_called_new() -> None:
    allowed = re.compile(r"\b(new owner|like new)\b", re.IGNORECASE)
    new = re.compile(r"\bnew\b", re.IGNORECASE)
    assert [key for key, text in ENGLISH.items() if new.search(allowed.sub("", text))] == []


def test_every_blank_has_a_name() -> None:
    blanks = [
        (key, name)
        for key, text in ENGLISH.items()
        for _, name, _, _ in Formatter().parse(text)
        if name is not None
    ]
    assert len(blanks) > 100
    assert [(key, name) for key, name in blanks if not name.isidentifier()] == []


def test_no_sentence_has_a_stray_space() -> None:
    joined = {"distance.away"}
    assert [
        key
        for key, text in ENGLISH.items()
        if "  " in text or (text != text.strip() and key not in joined)
        if not key.startswith("letters.")
    ] == []
