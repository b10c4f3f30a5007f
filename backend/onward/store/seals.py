"""People's data at rest: sealed contact rows, and keyed digests that find without opening."""

import hmac

import orjson

from onward.domain.ids import ContactId
from onward.domain.shop import Contact
from onward.store.opening import opened

_FIELDS = ("name", "email", "phone", "street", "city", "region", "postal_code", "country")


def sealed(contact: Contact) -> bytes:
    plain = orjson.dumps({field: getattr(contact, field) for field in _FIELDS})
    return opened().seal.encrypt(plain)


def unsealed(contact_id: str, token: bytes) -> Contact:
    return Contact(ContactId(contact_id), **orjson.loads(opened().seal.decrypt(bytes(token))))


def digest(text: str) -> str:
    """A keyed hash of an e-mail address or place, case and blanks folded."""
    folded = " ".join(text.casefold().split())
    return hmac.digest(opened().digest_key, folded.encode(), "sha256").hex()[:48]


def gift_digest(number: str, code: str) -> str:
    """What a gift is found by: the code on its receipt, however its groups are set apart."""
    return digest(f"gift|{number}|{''.join(filter(str.isalnum, code))}")


def place_digest(contact: Contact) -> str | None:
    """A household: the same street, postcode and country."""
    if not contact.street:
        return None
    return digest(f"{contact.street}|{contact.postal_code}|{contact.country}")
