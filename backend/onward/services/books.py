"""The book for who keeps it: statements of a case, a person and a day, and whether all is in
order. A lead or a merchant reads them; what is on the desk of a single case is for `support`."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from onward.domain.accounts import Viewer
from onward.domain.ids import AccountId
from onward.domain.ledger import Book
from onward.domain.money import Money
from onward.domain.refusals import NotAllowed, NotFound
from onward.domain.shop import Role
from onward.domain.statements import Booked, booked, day_of, of_person
from onward.store import accounts, audits, ledger, reads
from onward.store.audits import Finding

_AT_ONCE = 500
_KEEPERS = frozenset({Role.LEAD, Role.MERCHANT})


@dataclass(frozen=True, slots=True)
class DayPage:
    """A page of a day's entries, one more than asked where there is more, and what moved in each
    account over the whole day."""

    entries: tuple[Booked, ...]
    sums: tuple[tuple[Book, Money], ...]


def must_keep_books(viewer: Viewer) -> None:
    """Raises NotAllowed for everybody but a lead or a merchant."""
    if viewer.role not in _KEEPERS:
        raise NotAllowed


async def day_page(
    viewer: Viewer, day: date, after: tuple[int, str] | None, events: int
) -> DayPage:
    """The entries of the next `events` events of a day of UTC, and the whole day's sums."""
    must_keep_books(viewer)
    since, until = day_of(day)
    lines = await ledger.between(since, until, after, events)
    return DayPage(tuple(booked(lines)), tuple(await ledger.sums_between(since, until)))


async def persons_entries(viewer: Viewer, case_id: str, *, buyer: bool) -> tuple[Booked, ...]:
    """All of a person's own money, oldest first: of the returner of a case, or of who bought its
    piece last. Whoever sits at the desk names them by the case and learns no address."""
    must_keep_books(viewer)
    story = await reads.story(case_id)
    if story is None:
        raise NotFound(field="caseId")
    if not buyer:
        return tuple([one async for one in of_account(story.case.returner_id)])
    if not story.purchases:
        return ()
    return tuple([one async for one in of_account(story.purchases[-1].buyer_id)])


async def of_day(day: date) -> AsyncIterator[Booked]:
    """A day's entries, however many, a few hundred in hand at a time."""
    since, until = day_of(day)
    after: tuple[int, str] | None = None
    while lines := await ledger.between(since, until, after, _AT_ONCE):
        for entry in booked(lines):
            yield entry
        after = ledger.place_of(lines[-1])


async def of_reference(reference: str) -> AsyncIterator[Booked]:
    """A case's entries; NotFound for a reference that is none."""
    found = await reads.found_cases(reference, _AT_ONCE)
    case = next((one for one in found if one.reference == reference.strip().upper()), None)
    if case is None:
        raise NotFound
    for entry in booked(await ledger.of_case(case.id)):
        yield entry


async def of_email(email: str) -> AsyncIterator[Booked]:
    """A person's own money, case by case; NotFound for an address nobody has."""
    account = await accounts.by_email(email)
    if account is None:
        raise NotFound
    async for entry in of_account(account.id):
        yield entry


async def of_account(account_id: AccountId) -> AsyncIterator[Booked]:
    """Of each case that the account returned or bought in, what is about its own money."""
    for case_id in await ledger.cases_of(account_id):
        story = await reads.story(case_id)
        if story is not None:
            entries = booked(await ledger.of_case(story.case.id))
            for entry in of_person(story, account_id, entries):
                yield entry


async def checked() -> AsyncIterator[Finding]:
    """Everything that is not in order, rule by rule."""
    for rule in audits.RULES:
        async for finding in audits.findings(rule):
            yield finding


async def size() -> int:
    """How many lines the book has."""
    return await audits.size()
