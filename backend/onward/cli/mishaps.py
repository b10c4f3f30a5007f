"""The sandbox carrier's failure book, written at the terminal: so many in a thousand of its calls
and parcels meet with this or that. The same seed tells the same story again."""

from pathlib import Path

from onward.adapters.carriers.failures import FailureBook, Mishap
from onward.settings import Carriers, Mode, Settings

_OF = 1000


class CannotFail(Exception):
    """The text says what is wrong with the command."""


def write_book(settings: Settings, shares: list[str], seed: int) -> str:
    """Write the book, or close it where there are no shares; what was done, in a sentence."""
    if settings.mode is Mode.PRODUCTION or settings.carrier is not Carriers.SANDBOX:
        raise CannotFail("Only a sandbox outside production goes wrong on purpose.")
    per_mille = dict(_share(told) for told in shares)
    book = FailureBook(_folder(settings))
    if not per_mille:
        book.close()
        return "Nothing goes wrong with the carrier's parcels."
    book.write(seed, per_mille)
    listed = ", ".join(f"{mishap} {share}" for mishap, share in per_mille.items())
    return f"Of every thousand: {listed} (seed {seed})."


def _folder(settings: Settings) -> Path:
    return settings.home.resolve() / "carrier"


def _share(told: str) -> tuple[Mishap, int]:
    name, _, share = told.partition("=")
    if name not in set(Mishap):
        raise CannotFail(f"{name} is none of {', '.join(Mishap)}.")
    if not (share.isascii() and share.isdigit() and int(share) <= _OF):
        raise CannotFail(f"{told} must be a mishap and 0 to {_OF}, like LOST=20.")
    return Mishap(name), int(share)
