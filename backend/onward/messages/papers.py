"""Invoices and credit notes in words: as a letter, and line by line for who prints them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from onward.domain.money import Money
from onward.domain.papers import Document
from onward.domain.pricing import tax_rate_text
from onward.messages.amounts import money
from onward.messages.dates import day
from onward.messages.letters import Written, letter
from onward.messages.words import say


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with what else stands on it: who sells, and the buyer's own name and address.
    `kept` is a fee that was taken off what is paid out for it."""

    document: Document
    shop: str
    seller: tuple[str, ...]
    order_number: str
    zone: str
    buyer: tuple[str, ...]
    kept: Money | None = None


def paper_title(paper: Paper) -> str:
    """What it is and its number: "Invoice INV-7"."""
    return f"{say(f'documents.{paper.document.kind}')} {paper.document.number}"


def paper_rows(paper: Paper) -> tuple[tuple[str, str], ...]:
    """What stands on it in lines, each a label and what it says; the total is the last."""
    document = paper.document
    return (
        (say("papers.issued"), _date(paper)),
        (say("papers.order"), paper.order_number),
        (document.title, money(document.net)),
        (say("papers.tax", rate=tax_rate_text(document.rate_bp)), money(document.tax)),
        (say("papers.total"), money(document.total)),
    )


def paper_letter(paper: Paper, link: str) -> Written:
    said = "\n".join(f"{label}: {fact}" for label, fact in paper_rows(paper))
    buyer = "\n".join((say("papers.buyer"), *paper.buyer))
    return letter(
        "paper",
        number=paper_title(paper),
        item=paper.document.title,
        shop=paper.shop,
        line="\n\n".join(("\n".join(paper.seller), buyer, said, *_kept(paper))),
        link=link,
    )


def _kept(paper: Paper) -> tuple[str, ...]:
    if not paper.kept or not paper.kept.minor:
        return ()
    return (say("papers.kept", fee=paper.kept, paid=paper.document.total - paper.kept),)


def _date(paper: Paper) -> str:
    at = paper.document.issued_at
    return f"{day(at, paper.zone)} {at.astimezone(ZoneInfo(paper.zone)).year}"
