"""What stands on an invoice and on a credit note, for print and in the mail."""

from dataclasses import replace

from onward.domain.events import DocumentKind
from onward.domain.ids import CaseId, DocumentId, OrderId
from onward.domain.papers import Document
from onward.messages.papers import Paper, paper_letter, paper_rows, paper_title
from tests.domain.examples import T0, usd

NOTE = Document(
    DocumentId("cn"), CaseId("case"), DocumentKind.CREDIT_NOTE, 7, "CN-7", OrderId("order"), None,
    "Linen shirt", usd(64_00), usd(4_64), 725, T0,
)  # fmt: skip
PAPER = Paper(
    NOTE, "A shop", ("1 Dock Road", "Reno, NV 89506"), "1001", "UTC", ("Rosa", "1 Birch Street")
)


def test_a_paper_says_what_it_is_over_at_which_rate_and_when() -> None:
    assert paper_title(PAPER) == "Credit note CN-7"
    assert dict(paper_rows(PAPER)) == {
        "Issued": "Sun 22 Nov 2026",
        "Order": "1001",
        "Linen shirt": "$64.00",
        "Tax 7.25%": "$4.64",
        "Total": "$68.64",
    }


def test_its_letter_names_both_sides_and_leads_to_the_page() -> None:
    written = paper_letter(PAPER, "https://shop.example/case/1")
    assert written.subject == "Credit note CN-7: Linen shirt"
    for said in ("A shop\n1 Dock Road", "For\nRosa\n1 Birch Street", "Total: $68.64"):
        assert said in written.text
    assert written.text.endswith("https://shop.example/case/1")
    assert "fee" not in written.text


def test_a_fee_that_was_kept_is_said_with_what_is_left() -> None:
    kept = paper_letter(replace(PAPER, kept=usd(3_00)), "https://shop.example/case/1")
    assert "we keep $3.00 as the return fee, so $65.64 goes back." in kept.text
    assert "return fee" not in paper_letter(replace(PAPER, kept=usd(0)), "x").text
