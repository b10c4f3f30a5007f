"""Identifiers, each of its own type, so that an order is never handed where a case is meant."""

from typing import NewType

AccountId = NewType("AccountId", str)
ContactId = NewType("ContactId", str)
ProductId = NewType("ProductId", str)
VariantId = NewType("VariantId", str)
OrderId = NewType("OrderId", str)
LineId = NewType("LineId", str)
UnitId = NewType("UnitId", str)
CaseId = NewType("CaseId", str)
PhotoId = NewType("PhotoId", str)
ListingId = NewType("ListingId", str)
MatchId = NewType("MatchId", str)
ShipmentId = NewType("ShipmentId", str)
ChargeId = NewType("ChargeId", str)
RefundId = NewType("RefundId", str)
ClaimId = NewType("ClaimId", str)
TaskId = NewType("TaskId", str)
EventId = NewType("EventId", str)
OfferId = NewType("OfferId", str)
ProposalId = NewType("ProposalId", str)
ExchangeId = NewType("ExchangeId", str)
