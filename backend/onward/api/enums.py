"""The words of the domain as GraphQL enums. The domain's own classes are taken as they are; each of
their values is described here, and a value without a description stops the import."""

from collections.abc import Mapping
from enum import EnumMeta, StrEnum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from onward.domain.actions import CaseAction, PurchaseAction
from onward.domain.claims import ClaimResolution, Fault, NoPhoto, ReceiptOutcome
from onward.domain.contesting import Evidence as DisputeEvidence
from onward.domain.disputes import DisputeStatus
from onward.domain.events import Channel, DocumentKind
from onward.domain.exchanges import ExchangeFrom as ExchangeSource
from onward.domain.grades import Grade, ReviewReason
from onward.domain.life import (
    ClaimStatus,
    ExchangeStatus,
    ListingStatus,
    OfferStatus,
    PurchaseStatus,
    RefundStatus,
    ShipmentStatus,
    Stage,
)
from onward.domain.photos import Occasion as PhotoOccasion
from onward.domain.reconciling import Differs as BookDiffers
from onward.domain.refunds import RefundDestination, RefundFor
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.shipping import Blind as BlindLevel
from onward.domain.shop import OrderKind, Role
from onward.domain.stock_moves import Disposition as StockDisposition
from onward.domain.stock_moves import Location as StockLocation
from onward.domain.stops import StopReason, StopScope
from onward.domain.strange import Source as MessageSource
from onward.domain.track import TrackState

__all__ = [
    "BlindLevel",
    "BookDiffers",
    "CaseAction",
    "Channel",
    "ClaimResolution",
    "ClaimStatus",
    "DemoCommand",
    "DisputeEvidence",
    "DisputeStatus",
    "DocumentKind",
    "ExchangeSource",
    "ExchangeStatus",
    "Fault",
    "Grade",
    "Judge",
    "ListingStatus",
    "MessageSource",
    "NoPhoto",
    "OfferStatus",
    "OrderKind",
    "Party",
    "PhotoOccasion",
    "PurchaseAction",
    "PurchaseStatus",
    "Reason",
    "ReceiptOutcome",
    "RefundDestination",
    "RefundFor",
    "RefundStatus",
    "Remedy",
    "ReviewReason",
    "Role",
    "RouteType",
    "SearchKind",
    "ShipmentStatus",
    "Stage",
    "StockDisposition",
    "StockLocation",
    "StopReason",
    "StopScope",
    "TrackState",
]


class Party(StrEnum):
    RETURNER = "RETURNER"
    BUYER = "BUYER"


class Judge(StrEnum):
    RULES = "RULES"
    PERSON = "PERSON"
    WAREHOUSE = "WAREHOUSE"


class SearchKind(StrEnum):
    ORDER = "ORDER"
    CASE = "CASE"


class DemoCommand(StrEnum):
    HAND_IN = "HAND_IN"
    MOVE = "MOVE"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    DELIVER = "DELIVER"
    LOSE = "LOSE"
    REFUSE = "REFUSE"
    TRAVEL = "TRAVEL"
    TURN_A_DAY = "TURN_A_DAY"
    TURN_TO_WINDOW_END = "TURN_TO_WINDOW_END"


def _tell(kind: EnumMeta, name: str, about: str, values: Mapping[str, str]) -> None:
    strawberry.enum(kind, name=name, description=about)
    definition = kind.__dict__["__strawberry_definition__"]
    if not isinstance(definition, StrawberryEnumDefinition):
        raise TypeError(f"{kind} is no GraphQL enum")
    for value in definition.values:
        value.description = values[value.name]


_tell(Role, "Role", "What an account may do. Returner and buyer are relations to a case.", {
    "SHOPPER": "Buys, returns, follows parcels.",
    "AGENT": "Sits at the desk.",
    "LEAD": "Leads the desk.",
    "MERCHANT": "Owns the shop and its rules.",
})  # fmt: skip

_tell(Stage, "Stage", "Where a return stands. Its money and parcels have statuses of their own.", {
    "DRAFTED": "Started; photos and answers are still to come.",
    "ASSESSING": "Photos and answers are being judged.",
    "IN_REVIEW": "A person looks at it.",
    "APPROVED": "It may go straight to its next owner; the path is still to be chosen.",
    "SEEKING": "On offer: a next owner is looked for.",
    "MATCHED": "Somebody bought it; the code is being pointed to them.",
    "AWAITING_DROPOFF": "The code is ready; the parcel is to be handed in.",
    "IN_TRANSIT": "Handed in and on its way.",
    "DELIVERED": "At the buyer, who may look.",
    "CONFIRMED": "The buyer is content.",
    "CLAIMED": "The buyer says that something is wrong.",
    "LOST": "The carrier cannot find it.",
    "RETURNING_TO_WAREHOUSE": "On its way to the warehouse after all.",
    "RECEIVED": "At the warehouse.",
    "CLOSED": "Done; the ledger balances.",
    "CANCELED": "The returner kept the item.",
    "EXPIRED": "It was never handed in.",
})  # fmt: skip

_tell(Reason, "ReturnReason", "Why something comes back.", {
    "SIZE_TOO_SMALL": "Too small.",
    "SIZE_TOO_LARGE": "Too large.",
    "COLOR": "The colour is not right.",
    "STYLE": "The style is not right.",
    "UNWANTED": "Changed their mind.",
    "NOT_AS_DESCRIBED": "Not what the page showed; never goes to another customer.",
    "WRONG_ITEM": "Something else was sent; never goes to another customer.",
    "DEFECTIVE": "Broken; never goes to another customer.",
    "OTHER": "None of these.",
    "NOT_ASKED": "A withdrawal by law, which needs none.",
})  # fmt: skip

_tell(Remedy, "Remedy", "What the returner wants for it.", {
    "REFUND": "Money back.",
    "STORE_CREDIT": "Credit in this shop.",
    "EXCHANGE": "Another piece.",
})  # fmt: skip

_tell(Grade, "ConditionGrade", "The ladder of condition.", {
    "NEW_SEALED": "Never opened.",
    "LIKE_NEW": "Opened and tried on, as it left the shop.",
    "VERY_GOOD": "As it left the shop but for something small.",
    "GOOD": "In order, with signs of wear.",
    "ACCEPTABLE": "Works, with clear signs of wear.",
    "DAMAGED": "Broken or incomplete.",
})  # fmt: skip

_tell(ReviewReason, "ReviewReason", "Why a person departs from what the rules propose.", {
    "PHOTO_CONVINCES": "The photos show it better than the answers said.",
    "FLAW_IS_SMALL": "The flaw is small.",
    "FLAW_IS_LARGE": "The flaw is larger than was said.",
    "LOOKS_WORN": "It looks worn.",
    "INCOMPLETE": "Something is missing.",
    "OTHER_ITEM": "It is another item.",
    "PHOTOS_UNCLEAR": "The photos do not show enough.",
    "PHOTOS_NOT_OF_IT": "The photos are not of this piece.",
})  # fmt: skip

_tell(Judge, "Judge", "Who judged condition.", {
    "RULES": "The shop's rules.",
    "PERSON": "A person at the desk.",
    "WAREHOUSE": "The warehouse, with the piece in hand.",
})  # fmt: skip

_tell(PhotoOccasion, "PhotoOccasion", "When in its way a photo was taken.", {
    "ASSESSMENT": "To have its condition judged.",
    "APPEAL": "To ask for another look.",
    "PACKING": "In the open parcel, before it was closed.",
    "ARRIVAL": "By its next owner.",
})  # fmt: skip

_tell(RouteType, "RouteType", "The ways of a return. Shoppers choose between the first two.", {
    "P2P": "Straight to its next owner.",
    "WAREHOUSE": "Back to the warehouse, and on its own shelf.",
    "RECOMMERCE": "By the warehouse to the channel for opened goods.",
    "LIQUIDATION": "By the warehouse to a lot buyer.",
    "DONATE": "By the warehouse to somebody in need.",
    "RECYCLE": "By the warehouse to be recycled.",
    "KEEP_IT": "Kept by the returner, and refunded; reckoned at the desk, never offered.",
})  # fmt: skip

_tell(Channel, "Channel", "Where an item goes that does not go to a next owner.", {
    "WAREHOUSE": "Back on the shelf.",
    "RECOMMERCE": "To the recovery channel for opened goods.",
    "LIQUIDATION": "To a lot buyer.",
    "DONATE": "Given to somebody in need.",
    "RECYCLE": "To be recycled.",
})  # fmt: skip

_tell(StopScope, "StopScope", "How much of the shop a stop reaches.", {
    "ALL": "Everything.",
    "CATEGORY": "One category.",
    "SKU": "One SKU.",
})  # fmt: skip

_tell(StopReason, "StopReason", "Why the merchant keeps something off the peer path.", {
    "RECALL": "It is recalled.",
    "SAFETY": "It may not be safe.",
    "QUALITY": "Its quality is in doubt.",
    "LEGAL": "It may not be passed on by law.",
    "OTHER": "Another reason.",
})  # fmt: skip

_tell(ShipmentStatus, "ShipmentStatus", "Where a parcel is, as its carrier says.", {
    "PRE_TRANSIT": "The label exists; nothing was handed in.",
    "IN_TRANSIT": "Handed in and moving.",
    "OUT_FOR_DELIVERY": "In the van.",
    "AVAILABLE_FOR_PICKUP": "Waiting at a pick-up point.",
    "DELIVERED": "Arrived.",
    "RETURN_TO_SENDER": "Could not be delivered; it turns round.",
    "FAILURE": "The carrier has a problem with it.",
    "VOID_REQUESTED": "The label is being taken back.",
    "VOIDED": "The label was taken back.",
    "VOID_REJECTED": "The carrier did not take the label back.",
})  # fmt: skip

_tell(RefundStatus, "RefundStatus", "How far money on its way back is.", {
    "ESTIMATED": "What it will be once the parcel is handed in.",
    "SCHEDULED": "Owed, and about to be sent.",
    "SUBMITTED": "Sent to the payment provider.",
    "PENDING": "The bank is working on it.",
    "SUCCEEDED": "It went back.",
    "FAILED": "The bank did not take it; it is tried again.",
    "CANCELED": "No longer owed.",
    "ON_HOLD": "A person takes another look first.",
    "CONVERTED_TO_CREDIT": "Granted as store credit instead.",
})  # fmt: skip

_tell(RefundDestination, "RefundDestination", "What a refund is paid in.", {
    "ORIGINAL_PAYMENT": "Money, back to where it came from.",
    "STORE_CREDIT": "Store credit, to be spent in this shop.",
})  # fmt: skip

_tell(PurchaseStatus, "PurchaseStatus", "How far an open-box purchase is.", {
    "RESERVED": "Held while the payment goes through.",
    "PAID": "Paid; the other customer hands it in.",
    "SHIPPED": "On its way.",
    "DELIVERED": "Arrived; as described, or not?",
    "COMPLETED": "Done.",
    "CANCELED": "Canceled before it left.",
    "REPLACED_FROM_STOCK": "The same item comes from stock, at the same price.",
    "REFUNDED": "The money goes back.",
})  # fmt: skip

_tell(ListingStatus, "ListingStatus", "Whether an open-box piece can be bought.", {
    "LIVE": "On offer.",
    "HELD": "Somebody is paying, or has paid.",
    "SOLD": "Sold and on its way.",
    "CLOSED": "No longer on offer.",
})  # fmt: skip

_tell(OfferStatus, "OfferStatus", "How a standing offer stands.", {
    "OPEN": "It waits for a piece.",
    "ASKED": "A piece is held for it; its owner is asked.",
    "FILLED": "It was met.",
    "PAUSED": "It rests, because another one of the product was bought.",
    "WITHDRAWN": "Its owner took it back.",
    "ENDED": "It is over.",
})  # fmt: skip

_tell(ReceiptOutcome, "ReceiptOutcome", "What is wrong with what arrived.", {
    "ITEM_NOT_RECEIVED": "The carrier says delivered, and nothing is there.",
    "DAMAGED": "It is damaged.",
    "EMPTY_PACKAGE_OR_DIFFERENT": "The parcel holds something else, or nothing.",
    "MISSING_ITEMS": "Something is missing.",
    "NOT_AS_DESCRIBED": "It is not as described.",
    "COUNTERFEIT": "It is not genuine.",
    "RECALLED": "Nothing: the shop called it back. Only while a recall stands; no photo is asked.",
})  # fmt: skip

_tell(ClaimResolution, "ClaimResolution", "How a claim is settled.", {
    "REFUND": "Money back; the buyer keeps the item.",
    "PARTIAL_REFUND": "A part of the money back; they keep it.",
    "REPLACE": "The same from stock; money back where there is none left.",
    "RETURN_TO_WAREHOUSE": "Money back once the item is handed in for the warehouse.",
    "REJECT": "Not upheld.",
})  # fmt: skip

_tell(ClaimStatus, "ClaimStatus", "Whether a claim is still open.", {
    "OPEN": "A person is looking at it.",
    "AWAITING_RETURN": "Granted once the item is on its way to the warehouse.",
    "RESOLVED": "Settled.",
})  # fmt: skip

_tell(RefundFor, "RefundFor", "What money that goes back is.", {
    "ITEM": "The price of a returned piece.",
    "BONUS": "The thank-you for sending it straight on.",
    "PURCHASE": "A purchase undone.",
    "DIFFERENCE": "What was paid above a price that fell.",
    "CLAIM": "A part, for what is wrong with a piece the buyer keeps.",
})  # fmt: skip

_tell(Fault, "Fault", "Whose doing it was, as far as anybody can tell.", {
    "RETURNER": "Who sent it. Their refund stays theirs; the thank-you does not.",
    "CARRIER": "The carrier. Both customers are made whole.",
    "MERCHANT": "The shop's own.",
    "BUYER": "Who bought it.",
    "UNKNOWN": "Nobody can tell.",
})  # fmt: skip

_tell(NoPhoto, "NoPhoto", "Why no photo shows what is wrong.", {
    "NOTHING_TO_SEE": "A photo would not show it.",
    "CAMERA_FAILS": "The camera does not work.",
    "NOT_WITH_ME": "They do not have it with them.",
})  # fmt: skip

_tell(DisputeStatus, "DisputeStatus", "How it stands when a bank takes a charge back.", {
    "WARNING_NEEDS_RESPONSE": "The bank asks, and has taken nothing yet.",
    "WARNING_UNDER_REVIEW": "The bank looks at what it was sent; it has taken nothing yet.",
    "WARNING_CLOSED": "It only asked.",
    "NEEDS_RESPONSE": "It has the money, and waits for evidence.",
    "UNDER_REVIEW": "It has the money, and looks at the evidence.",
    "WON": "It gave the money back to us.",
    "LOST": "It keeps the money.",
    "PREVENTED": "The money went back before it came to a dispute.",
})  # fmt: skip

_tell(DisputeEvidence, "DisputeEvidence", "What there is to show a bank.", {
    "HANDED_IN": "A scan of the parcel when it was handed in.",
    "DELIVERED": "A scan at the door.",
    "DEPARTURE_PHOTOS": "Photos of the piece before it left.",
    "ARRIVAL_PHOTOS": "Photos of how it arrived.",
    "CONFIRMED_BY_BUYER": "It was confirmed to be as described.",
    "PAID_BACK_ALREADY": "Money of this charge that went back already.",
})  # fmt: skip

_tell(MessageSource, "MessageSource", "Who sends us messages.", {
    "CARRIER": "The carrier.",
    "PAYMENTS": "The payment provider.",
})  # fmt: skip

_tell(BookDiffers, "BookDifferenceKind", "How the provider's book and ours differ.", {
    "MISSING_HERE": "It moved there and is not in ours.",
    "MISSING_THERE": "It is in ours and did not move there.",
    "OTHER_AMOUNT": "The amounts differ.",
    "OTHER_CURRENCY": "The currencies differ.",
    "TWICE": "It moved more than once there.",
    "OTHER_IN_LEDGER": "A case's ledger has another sum than what moved.",
})  # fmt: skip

_tell(CaseAction, "CaseAction", "What the viewer may do with a return now.", {
    "ADD_PHOTO": "Add a photo.",
    "SUBMIT": "Send in photos and answers.",
    "CHOOSE_PEER": "Send it straight to its next owner.",
    "RETURN_NOW": "Send it to the warehouse now, without waiting.",
    "APPEAL": "Ask a person for another look, with another photo.",
    "WITHDRAW": "Keep the item.",
    "SHOW_CODE": "Show the code at the counter.",
    "REVIEW": "Decide on its condition (the desk).",
    "INSPECT": "Say what the warehouse found (the desk).",
    "SETTLE_CLAIM": "Settle the buyer's claim (the desk).",
    "REOPEN": "Open an expired return again (the desk).",
})  # fmt: skip

_tell(PurchaseAction, "PurchaseAction", "What the buyer may do with a purchase now.", {
    "CANCEL": "Change their mind, until the parcel is handed in.",
    "CHANGE_ADDRESS": "Have it sent elsewhere, until the parcel is handed in.",
    "CONFIRM": "Say that it is as described.",
    "CLAIM": "Say that something is wrong.",
    "CLAIM_AGAIN": "Say once more that something is wrong, after a decision.",
    "ADD_PHOTO": "Add a photo of how it arrived.",
})  # fmt: skip

_tell(BlindLevel, "BlindLevel", "Whether who hands a parcel in could read where it goes.", {
    "YES": "Never.",
    "COUNTER_ONLY": "Only if they printed at home what the counter prints.",
    "NO": "Yes: it travels with a label that they print.",
})  # fmt: skip

_tell(TrackState, "TrackState", "Whether a step was taken.", {
    "DONE": "Behind us.",
    "NOW": "What comes next.",
    "AHEAD": "Still to come.",
})  # fmt: skip

_tell(DocumentKind, "DocumentKind", "A document of the books.", {
    "INVOICE": "What was sold.",
    "CREDIT_NOTE": "What is taken back.",
})  # fmt: skip

_tell(StockLocation, "StockLocation", "Where a piece is counted.", {
    "PEER": "With a customer who passes it on.",
    "WAREHOUSE": "In the warehouse.",
})  # fmt: skip

_tell(StockDisposition, "StockDisposition", "What may be done with a piece.", {
    "AVAILABLE": "It is on offer as it is.",
    "NOT_RESTOCKED": "It came back and is not for sale here.",
    "PROCESSING_REQUIRED": "It has arrived and must be looked at.",
    "RESTOCKED": "It is for sale again.",
    "MISSING": "Nobody knows where it is.",
})  # fmt: skip

_tell(OrderKind, "OrderKind", "Which shop an order was placed in.", {
    "SHOP": "The shop itself.",
    "OPEN_BOX": "The open-box shop: a piece opened by another customer.",
    "EXCHANGE": "Another size or colour in place of a returned piece.",
})  # fmt: skip

_tell(ExchangeSource, "ExchangeSource", "Where a piece in exchange comes from.", {
    "OPEN_BOX": "Opened by another customer.",
    "STOCK": "Fresh from the shop's own stock.",
})  # fmt: skip

_tell(ExchangeStatus, "ExchangeStatus", "How far an exchange is.", {
    "HELD": "Kept for the returner until the first scan.",
    "RELEASED": "On its way: the wrong one was handed in.",
    "ENDED": "There is none; the refund is whole.",
})  # fmt: skip

_tell(Party, "Party", "The two people of a case.", {
    "RETURNER": "Sends it on.",
    "BUYER": "Its next owner.",
})  # fmt: skip

_tell(SearchKind, "SearchKind", "What a search at the desk found.", {
    "ORDER": "An order.",
    "CASE": "A return.",
})  # fmt: skip

_tell(DemoCommand, "DemoCommand", "What the demo bar can do.", {
    "HAND_IN": "Hand the parcel in at the counter.",
    "MOVE": "A scan on the road.",
    "OUT_FOR_DELIVERY": "Into the van.",
    "DELIVER": "Delivered.",
    "LOSE": "The carrier loses it.",
    "REFUSE": "Nobody takes it in at the door, and it is sent back.",
    "TRAVEL": "Everything that happens to it up to now, as the carrier's failure book has it.",
    "TURN_A_DAY": "The clock goes on by a day.",
    "TURN_TO_WINDOW_END": "The clock goes on to the end of the window.",
})  # fmt: skip
