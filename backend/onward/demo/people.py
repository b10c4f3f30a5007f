"""The five people of the demo: who they are and what their sign-in link shows."""

from dataclasses import dataclass

from onward.domain.shop import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a visitor can be. Only shoppers have a place to live and orders."""

    name: str
    email: str
    role: Role
    shows: str


ROSA = Person(
    "Rosa Marin",
    "rosa@example.com",
    Role.SHOPPER,
    "The returner: five things at home, some of which may go straight to the next customer.",
)
BEN = Person(
    "Ben Adler",
    "ben@example.com",
    Role.SHOPPER,
    "The buyer: looks into the open-box shop and follows a parcel.",
)
LENA = Person(
    "Lena Hartmann",
    "lena@example.com",
    Role.SHOPPER,
    "The customer in Berlin: may withdraw from her contract, and is not asked why.",
)
ADA = Person(
    "Ada Osei",
    "ada@example.com",
    Role.AGENT,
    "The agent: finds any case and sees its whole story.",
)
MIRA = Person(
    "Mira Lindqvist",
    "mira@example.com",
    Role.MERCHANT,
    "The merchant: what it saved and what it cost.",
)
PEOPLE = (ROSA, BEN, LENA, ADA, MIRA)
