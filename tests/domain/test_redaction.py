"""The desk sees enough of a person to know who is calling, and no more."""

from dataclasses import astuple, replace

import pytest

from onward.domain.ids import ContactId
from onward.domain.redaction import PartyBrief, redacted
from onward.domain.shop import Contact

ADA = Contact(
    ContactId("ada"), "Ada Maria Byron", "ada@example.com", "+1 555 0100", "12 Mill Lane", "Utica",
    "NY", "13501", "US",
)  # fmt: skip


def test_a_person_is_initials_a_region_and_a_masked_e_mail() -> None:
    assert redacted(ADA) == PartyBrief("AM", "NY, US", "a•••@example.com")


@pytest.mark.parametrize("secret", ["Ada", "Byron", "ada@", "555", "Mill", "Utica", "13501"])
def test_nothing_else_of_them_is_left(secret: str) -> None:
    assert secret not in " ".join(astuple(redacted(ADA)))


def test_somebody_forgotten_or_half_known_is_still_shown_calmly() -> None:
    nobody = "\N{EN DASH}"
    assert redacted(None) == PartyBrief(nobody, nobody, nobody)
    bare = redacted(replace(ADA, name="", email=None, region=""))
    assert bare == PartyBrief(nobody, "US", nobody)
