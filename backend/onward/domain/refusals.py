"""Every foreseen no, as a tree. A refusal changes nothing and says why in a code.

Refusal                         anything Onward answers with a reason instead of doing it
├── NotFound                    absent and not yours look alike
├── NotAllowed                  the stage, or the person, does not permit this
│   ├── WrongStage              this case is past (or not yet at) that point
│   ├── SignInNeeded            nobody is signed in
│   ├── WindowClosed            the time for this return, claim or choice is over
│   └── AlreadyReturned         this unit already has a return
├── BadInput                    the request itself is wrong
│   ├── KeyReused               an idempotency key came back with other input
│   ├── BadCode                 one-time code wrong, expired, used up
│   ├── BadTicket               an upload ticket or link is expired, foreign or forged
│   ├── BadPhoto                not a picture, too large, truncated, a bomb
│   └── PhotosMissing           a shot that the policy asks for is not there
├── NotEligible                 policy keeps this unit off the peer path
├── ListingTaken                somebody else was first
├── CannotBuy                   this buyer may not have this unit (neutral words only)
├── PaymentDeclined             the buyer's payment did not go through
├── TooManyTries                slow down; says when to come back
├── Unserviceable               no carrier product goes there as policy wants it
├── UnknownParcel               a scan for a parcel that was never ours
└── ForgedWebhook               a webhook whose signature does not hold

The words a person reads live in the message files; here are only codes and facts.
"""

from typing import ClassVar


class Refusal(Exception):
    """A foreseen no. `code` is stable API; `facts` fill the blanks of its sentence."""

    code: ClassVar[str] = "REFUSED"

    def __init__(self, code: str | None = None, *, field: str | None = None, **facts: object):
        self.said = code or type(self).code
        self.field = field
        self.facts = facts
        super().__init__(self.said)


class NotFound(Refusal):
    code = "NOT_FOUND"


class NotAllowed(Refusal):
    code = "NOT_ALLOWED"


class WrongStage(NotAllowed):
    code = "WRONG_STAGE"


class SignInNeeded(NotAllowed):
    code = "SIGN_IN_NEEDED"


class WindowClosed(NotAllowed):
    code = "WINDOW_CLOSED"


class AlreadyReturned(NotAllowed):
    code = "ALREADY_RETURNED"


class BadInput(Refusal):
    code = "BAD_INPUT"


class KeyReused(BadInput):
    code = "KEY_REUSED"


class BadCode(BadInput):
    code = "BAD_CODE"


class BadTicket(BadInput):
    code = "BAD_TICKET"


class BadPhoto(BadInput):
    code = "BAD_PHOTO"


class PhotosMissing(BadInput):
    code = "PHOTOS_MISSING"


class NotEligible(Refusal):
    code = "NOT_ELIGIBLE"


class ListingTaken(Refusal):
    code = "LISTING_TAKEN"


class CannotBuy(Refusal):
    code = "CANNOT_BUY"


class PaymentDeclined(Refusal):
    code = "PAYMENT_DECLINED"


class TooManyTries(Refusal):
    code = "TOO_MANY_TRIES"


class Unserviceable(Refusal):
    code = "UNSERVICEABLE"


class UnknownParcel(Refusal):
    code = "UNKNOWN_PARCEL"


class ForgedWebhook(Refusal):
    code = "FORGED_WEBHOOK"


class Impossible(Exception):
    """Our own bug: a state that must not exist. Never shown, always raised loudly."""
