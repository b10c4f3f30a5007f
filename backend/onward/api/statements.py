"""The book for who keeps it: a day’s statement, a person’s own, and the stock moves for an ERP."""

from datetime import date, datetime

import strawberry
from strawberry import field

from onward.api import cursors
from onward.api.books import LedgerEntry, entry_view
from onward.api.context import Context
from onward.api.cursors import Cursor
from onward.api.enums import Party, StockDisposition, StockLocation
from onward.api.money import Money, money_view
from onward.api.pages import PageInfo
from onward.domain import stock_moves as domain
from onward.domain.ledger import Book
from onward.domain.money import Money as Amount
from onward.domain.statements import Booked, Sums
from onward.messages import book_text
from onward.services import books, stock_feed


@strawberry.type(description="What moved in an account: debits are positive, credits negative.")
class AccountSum:
    account: str = field(description="The account.")
    moved: Money = field(description="What moved in it, all in all.")


@strawberry.type(description="A statement of the book: entries, and what they come to.")
class Statement:
    entries: list[LedgerEntry] = field(description="The entries, oldest first.")
    sums: list[AccountSum] = field(
        description="What moved in each account: of a day in the whole of it, not the page alone."
    )
    page_info: PageInfo = field(description="Whether there is more, and from where.")


@strawberry.type(description="Pieces more or less of a SKU, for an ERP.")
class StockMove:
    id: strawberry.ID = field(description="Never changes: a move that is read twice counts once.")
    at: datetime = field(description="When it happened.")
    reference: str = field(description="The return it belongs to.")
    sku: str = field(description="The SKU; of an opened piece on offer it ends with -OB.")
    location: StockLocation = field(description="Where it is counted.")
    disposition: StockDisposition = field(description="What may be done with it.")
    quantity: int = field(description="How many pieces more, or less where it is below zero.")


@strawberry.type(description="A page of stock moves, oldest first.")
class StockMoves:
    moves: list[StockMove] = field(description="The moves; a page may have none and go on.")
    end_cursor: Cursor | None = field(
        description="Give it as `after` to go on; null where there is nothing new."
    )


async def day_statement(context: Context, day: date, first: int, after: str | None) -> Statement:
    """`first` counts events; each may have several entries."""
    size = cursors.page_size(first)
    place = cursors.place_of(after)
    page = await books.day_page(context.signed_in(), day, place, size + 1)
    events = list(dict.fromkeys(entry.event_id for entry in page.entries))
    shown = [entry for entry in page.entries if entry.event_id in events[:size]]
    end = cursors.place(shown[-1].at, shown[-1].event_id) if shown else None
    return _statement(shown, page.sums, PageInfo(has_next_page=len(events) > size, end_cursor=end))


async def person_statement(context: Context, case_id: str, party: Party) -> Statement:
    buyer = party is Party.BUYER
    entries = await books.persons_entries(context.signed_in(), case_id, buyer=buyer)
    sums = Sums()
    for entry in entries:
        for line in entry.lines:
            sums.add(line)
    whole = PageInfo(has_next_page=False, end_cursor=None)
    return _statement(list(entries), sums.told(), whole)


async def stock_page(context: Context, first: int, after: str | None) -> StockMoves:
    size, place = cursors.page_size(first), cursors.name_of(after)
    moves, end = await stock_feed.moves_for(context.signed_in(), place, size)
    return StockMoves(
        moves=[_move(one) for one in moves], end_cursor=cursors.name(end) if end else None
    )


def _statement(
    entries: list[Booked], sums: tuple[tuple[Book, Amount], ...], page: PageInfo
) -> Statement:
    return Statement(
        entries=[entry_view(entry.memo, entry.lines) for entry in entries],
        sums=[AccountSum(account=book_text(book), moved=money_view(of)) for book, of in sums],
        page_info=page,
    )


def _move(move: domain.StockMove) -> StockMove:
    return StockMove(
        id=strawberry.ID(move.id),
        at=move.at,
        reference=move.reference,
        sku=move.sku,
        location=move.location,
        disposition=move.disposition,
        quantity=move.quantity,
    )
