"""What the desk sees of a person: enough to know who is calling, not enough to write them down."""

from dataclasses import dataclass

from onward.domain.shop import Contact

UNKNOWN = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class PartyBrief:
    """A person, redacted."""

    initials: str
    region: str
    masked_email: str


def redacted(contact: Contact | None) -> PartyBrief:
    """Initials, region and country, and an e-mail of which the first letter and domain remain."""
    if contact is None:
        return PartyBrief(UNKNOWN, UNKNOWN, UNKNOWN)
    initials = "".join(word[0].upper() for word in contact.name.split()[:2]) or UNKNOWN
    region = ", ".join(part for part in (contact.region, contact.country) if part)
    return PartyBrief(initials, region, _masked(contact.email))


def _masked(email: str | None) -> str:
    name, at, domain = (email or "").partition("@")
    return f"{name[:1]}•••@{domain}" if at else UNKNOWN
