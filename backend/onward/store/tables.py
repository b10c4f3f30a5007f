"""Every table. Instants are epoch milliseconds (UTC) and money is minor units beside a currency, so
that raw rows read the same from SQLite and PostgreSQL. Rows are written through `rows`."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


def _id() -> Any:
    return fields.CharField(max_length=48, primary_key=True)


def _ref(*, null: Any = False, index: bool = True) -> Any:
    return fields.CharField(max_length=48, null=null, db_index=index)


def _word(*, null: Any = False, index: bool = False) -> Any:
    return fields.CharField(max_length=40, null=null, db_index=index)


def _ms(*, null: Any = False, index: bool = False) -> Any:
    return fields.BigIntField(null=null, db_index=index)


def _minor(*, null: Any = False) -> Any:
    return fields.BigIntField(null=null)


def _currency(*, null: Any = False) -> Any:
    return fields.CharField(max_length=3, null=null)


def _child_of(parent: str, *, index: bool = True) -> Any:
    """A foreign key; what has children is never deleted."""
    return fields.ForeignKeyField(f"onward.{parent}", on_delete=fields.RESTRICT, db_index=index)


class ContactRow(Model):
    """A person, sealed. The digests find an e-mail or a household without opening anything."""

    id = _id()
    sealed = fields.BinaryField()
    email_digest = fields.CharField(max_length=64, null=True, db_index=True)
    place_digest = fields.CharField(max_length=64, null=True, db_index=True)

    class Meta:
        table = "contacts"


class AccountRow(Model):
    id = _id()
    role = _word()
    contact_id = _ref()
    email_digest = fields.CharField(max_length=64, null=True, unique=True)
    created_at = _ms()

    class Meta:
        table = "accounts"


class SignInCodeRow(Model):
    """A one-time code, hashed. `tries` counts wrong guesses. Whoever enters it was given
    `gift_order_id`, where that is set."""

    email_digest = fields.CharField(max_length=64, primary_key=True)
    code_digest = fields.CharField(max_length=64)
    tries = fields.IntField(default=0)
    expires_at = _ms()
    gift_order_id = _ref(null=True, index=False)

    class Meta:
        table = "sign_in_codes"


class DeviceRow(Model):
    """A browser that an account signed in on, by a digest. No browser of staff is here."""

    seq = fields.BigIntField(primary_key=True, generated=True)
    digest = fields.CharField(max_length=64)
    account_id = _ref()
    first_seen_at = _ms()
    last_seen_at = _ms(index=True)

    class Meta:
        table = "devices"
        unique_together = (("digest", "account_id"),)


class VariantRow(Model):
    id = _id()
    product_id = _ref()
    sku = fields.CharField(max_length=64, unique=True)
    gtin = fields.CharField(max_length=14, null=True)
    title = fields.CharField(max_length=200)
    size = _word()
    colour = _word()
    category = _word(index=True)
    weight_g = fields.IntField()
    flags = fields.CharField(max_length=200)
    price_minor = _minor(null=True)
    currency = _currency(null=True)
    picture = fields.CharField(max_length=200, null=True)

    class Meta:
        table = "variants"


class OrderRow(Model):
    id = _id()
    number = fields.CharField(max_length=64, unique=True)
    kind = _word()
    account_id = _ref(null=True)
    contact_id = _ref(null=True)
    placed_at = _ms(index=True)
    delivered_at = _ms(null=True)
    country = fields.CharField(max_length=2)
    region = _word()
    postal_area = _word()
    currency = _currency()
    charge_id = _ref(null=True, index=False)
    time_zone = _word()
    shipping_minor = _minor(null=True)
    shipping_tax_minor = _minor(null=True)
    gift = fields.BooleanField(default=False)
    gift_code = fields.CharField(max_length=64, null=True)
    recipient_id = _ref(null=True)

    class Meta:
        table = "orders"


class OrderLineRow(Model):
    id = _id()
    order: Any = _child_of("OrderRow")
    variant_id = _ref()
    title = fields.CharField(max_length=200)
    quantity = fields.IntField()
    unit_price_minor = _minor()
    discount_minor = _minor()
    tax_minor = _minor()
    currency = _currency()

    class Meta:
        table = "order_lines"


class UnitRow(Model):
    """One piece of a line, made when somebody wants to return it."""

    id = _id()
    line: Any = _child_of("OrderLineRow")
    ordinal = fields.IntField()
    hops = fields.IntField()

    class Meta:
        table = "units"
        unique_together = (("line", "ordinal"),)


class ChargeRow(Model):
    id = _id()
    order_id = _ref()
    status = _word()
    amount_minor = _minor()
    currency = _currency()
    method = fields.CharField(max_length=60)
    provider_ref = fields.CharField(max_length=80, db_index=True)
    captured_at = _ms()
    fingerprint = fields.CharField(max_length=80, null=True, db_index=True)

    class Meta:
        table = "charges"


class CaseRow(Model):
    """`unit_taken` is the unit while this case is alive: one live case per unit."""

    id = _id()
    reference = fields.CharField(max_length=16, unique=True)
    version = fields.IntField()
    stage = _word(index=True)
    order_id = _ref()
    line_id = _ref()
    unit_id = _ref()
    unit_taken = fields.CharField(max_length=48, null=True, unique=True)
    variant_id = _ref()
    returner_id = _ref()
    reason = _word()
    remedy = _word()
    refund_id = _ref(index=False)
    assisted = fields.BooleanField()
    opened_at = _ms()
    stage_since = _ms()
    headed_at = _ms()
    heading = fields.CharField(max_length=100)
    answers = fields.TextField(null=True)
    grade = _word(null=True)
    grade_reasons = fields.TextField()
    rule = _word(null=True)
    review_due_at = _ms(null=True)
    listing_id = _ref(null=True, index=False)
    price_minor = _minor(null=True)
    bonus_minor = _minor(null=True)
    currency = _currency(null=True)
    seeking_since = _ms(null=True)
    window_ends_at = _ms(null=True)
    match_id = _ref(null=True, index=False)
    shipment_id = _ref(null=True, index=False)
    counted_shipment_id = _ref(null=True, index=False)
    last_scan_at = _ms(null=True)
    wake_at = _ms(null=True, index=True)
    proposed_grade = _word(null=True)
    graded_by = _word(null=True)
    appealed_at = _ms(null=True)
    asked_until = _ms(null=True)
    unpaid_until = _ms(null=True)
    quiet_since = _ms(null=True)
    withdrawal_id = _ref(null=True)
    declared_at = _ms(null=True)
    warehouse_km = fields.IntField(null=True)

    class Meta:
        table = "cases"


class WithdrawalRow(Model):
    """A notice of withdrawal as it was sent. Whose it is lives sealed, under `contact_id`."""

    id = _id()
    number = fields.CharField(max_length=16, unique=True)
    order_id = _ref()
    case: Any = _child_of("CaseRow")
    contact_id = _ref(index=False)
    declared_at = _ms()

    class Meta:
        table = "withdrawals"


class EventRow(Model):
    """What happened, for ever: the timeline, the audit and the outbox's cause."""

    id = _id()
    case: Any = _child_of("CaseRow", index=False)
    seq = fields.IntField()
    kind = _word()
    version = fields.SmallIntField()
    at = _ms()
    who = _word()
    account_id = _ref(null=True, index=False)
    payload = fields.TextField()

    class Meta:
        table = "events"
        unique_together = (("case", "seq"),)


class EffectRow(Model):
    """Something to do because of an event. `due_at` is when it may be claimed (again) and is empty
    once it is done or given up. `token` grows with each claim and fences off slow workers."""

    id = fields.CharField(max_length=80, primary_key=True)
    event_id = _ref(index=False)
    case: Any = _child_of("CaseRow")
    effect = _word()
    due_at = _ms(null=True, index=True)
    token = fields.IntField(default=0)
    attempts = fields.IntField(default=0)
    done_at = _ms(null=True)
    dead_at = _ms(null=True)
    trouble = _word(null=True)

    class Meta:
        table = "effects"


class AnswerRow(Model):
    """What we answered to an idempotency key, per actor."""

    id = fields.CharField(max_length=64, primary_key=True)
    operation = _word()
    digest = fields.CharField(max_length=64)
    result = fields.TextField()
    at = _ms()

    class Meta:
        table = "answers"


class PhotoRow(Model):
    id = _id()
    case: Any = _child_of("CaseRow")
    shot = _word()
    sha256 = fields.CharField(max_length=64, db_index=True)
    width = fields.IntField()
    height = fields.IntField()
    size = fields.IntField()
    taken_at = _ms()
    occasion = fields.CharField(max_length=40, default="ASSESSMENT")
    findings = fields.TextField(null=True)

    class Meta:
        table = "photos"


class PrintRow(Model):
    """The perceptual hash of every picture ever seen, as a signed 64-bit number. `case_id` is empty
    for a catalogue picture, and `seq` lets each process read only what is new to it."""

    seq = fields.BigIntField(primary_key=True, generated=True)
    id = fields.CharField(max_length=200, unique=True)
    case_id = _ref(null=True)
    bits = fields.BigIntField()

    class Meta:
        table = "prints"


class CataloguePictureRow(Model):
    """What the catalogue's own pictures were measured to be. `id` is where the picture lies."""

    id = fields.CharField(max_length=200, primary_key=True)
    findings = fields.TextField()

    class Meta:
        table = "catalogue_pictures"


class OutcomeRow(Model):
    """How a grade held: one row a case that a person at its arrival has judged by now."""

    id = _id()
    category = _word()
    rule = _word()
    grade = _word()
    held = fields.BooleanField()
    told_by = _word()
    at = _ms()

    class Meta:
        table = "outcomes"
        indexes = (Index(fields=("category", "at", "id")),)


class ListingRow(Model):
    id = _id()
    case: Any = _child_of("CaseRow")
    unit_id = _ref()
    variant_id = _ref()
    status = _word()
    grade = _word()
    price_minor = _minor()
    new_price_minor = _minor()
    currency = _currency()
    country = fields.CharField(max_length=2)
    listed_at = _ms()
    ends_at = _ms()

    class Meta:
        table = "listings"
        indexes = (Index(fields=("status", "listed_at", "id")),)


class MatchRow(Model):
    """`unit_held` is the unit while this match is alive (exactly one buyer per unit). The purchase
    is unique for ever, so exactly one unit per demand."""

    id = _id()
    case: Any = _child_of("CaseRow")
    unit_id = _ref()
    unit_held = fields.CharField(max_length=48, null=True, unique=True)
    listing_id = _ref()
    purchase_id = fields.CharField(max_length=48, unique=True)
    buyer_id = _ref()
    status = _word()
    reserved_at = _ms()
    until = _ms()
    km = fields.IntField(null=True)
    offer_id = _ref(null=True, index=False)
    why = fields.TextField(null=True)

    class Meta:
        table = "matches"


class OfferRow(Model):
    """Demand that waits. `version` guards every change."""

    id = _id()
    kind = _word()
    buyer_id = _ref(index=False)
    variant_id = _ref(index=False)
    product_id = _ref(index=False)
    highest_minor = _minor()
    currency = _currency()
    grades = fields.CharField(max_length=200)
    automatic = fields.BooleanField()
    method = _word()
    status = _word()
    version = fields.IntField()
    made_at = _ms()
    ends_at = _ms()
    country = fields.CharField(max_length=2)
    region = _word()
    spot = fields.CharField(max_length=60, null=True)
    asks = fields.IntField()
    order_id = _ref(null=True)

    class Meta:
        table = "offers"
        # Who waits for a variant is read from this index alone: the rest of its columns save a
        # look into the table for each of them.
        indexes = (
            Index(
                fields=(
                    *("variant_id", "status", "made_at", "id", "kind", "ends_at", "buyer_id"),
                    *("product_id", "highest_minor", "currency", "grades", "automatic", "method"),
                    *("version", "country", "region", "spot", "asks", "order_id"),
                )
            ),
            Index(fields=("buyer_id", "product_id")),
        )


class ProposalRow(Model):
    """A question to somebody who waits. `unit_asked` and `offer_taken` are set while it stands:
    one question a unit, one unit an offer."""

    id = _id()
    case: Any = _child_of("CaseRow")
    unit_id = _ref(index=False)
    unit_asked = fields.CharField(max_length=48, null=True, unique=True)
    listing_id = _ref(index=False)
    offer_id = _ref()
    offer_taken = fields.CharField(max_length=48, null=True, unique=True)
    buyer_id = _ref()
    status = _word()
    price_minor = _minor()
    currency = _currency()
    asked_at = _ms()
    until = _ms()
    match_id = _ref(null=True, index=False)
    km = fields.IntField(null=True)
    why = fields.TextField(null=True)

    class Meta:
        table = "proposals"


class ExchangeRow(Model):
    """The other size, held for a returner."""

    id = _id()
    case: Any = _child_of("CaseRow")
    variant_id = _ref(index=False)
    source = _word()
    status = _word()
    price_minor = _minor()
    tax_minor = _minor()
    currency = _currency()
    order_id = _ref(null=True)
    held_at = _ms()
    because = _word(null=True)

    class Meta:
        table = "exchanges"


class PauseRow(Model):
    """What the merchant stopped: everything, a category or a SKU."""

    id = fields.CharField(max_length=120, primary_key=True)
    at = _ms()
    because = _word()

    class Meta:
        table = "pauses"


class PlaceRow(Model):
    """Where a postcode lies, in thousandths of a degree, from a table the merchant brought."""

    id = fields.CharField(max_length=40, primary_key=True)
    country = fields.CharField(max_length=2, db_index=True)
    lat_thousandths = fields.IntField()
    lon_thousandths = fields.IntField()

    class Meta:
        table = "places"


class PurchaseRow(Model):
    id = _id()
    match_id = _ref()
    case: Any = _child_of("CaseRow")
    listing_id = _ref(index=False)
    buyer_id = _ref()
    status = _word()
    price_minor = _minor()
    tax_minor = _minor()
    currency = _currency()
    method = _word()
    charge_id = _ref(null=True, index=False)
    because = _word(null=True)
    placed_at = _ms()
    tax_rate_bp = fields.IntField(null=True)

    class Meta:
        table = "purchases"


class ShipmentRow(Model):
    id = _id()
    case: Any = _child_of("CaseRow")
    destination = _word()
    match_id = _ref(null=True)
    carrier = _word()
    tracking_number = fields.CharField(max_length=40, unique=True)
    counter_code = fields.CharField(max_length=40, db_index=True)
    status = _word()
    superseded = fields.BooleanField()
    cost_minor = _minor()
    currency = _currency()
    issued_at = _ms()
    first_scan_at = _ms(null=True)
    eta_at = _ms(null=True)
    product = fields.CharField(max_length=60, default="STANDARD")
    blind = fields.CharField(max_length=40, default="YES")
    declared_g = fields.IntField(null=True)
    weighed_g = fields.IntField(null=True)

    class Meta:
        table = "shipments"


class ScanRow(Model):
    """Append-only. The carrier's own message key makes a repeat a repeat."""

    id = fields.CharField(max_length=100, primary_key=True)
    shipment: Any = _child_of("ShipmentRow")
    status = _word()
    at = _ms()
    place = fields.CharField(max_length=120, null=True)

    class Meta:
        table = "scans"


class RefundRow(Model):
    id = _id()
    case: Any = _child_of("CaseRow")
    payee = _word()
    purpose = _word()
    charge_id = _ref(null=True)
    status = _word()
    net_minor = _minor()
    tax_minor = _minor()
    currency = _currency()
    promised_at = _ms()
    due_at = _ms(null=True)
    scheduled_at = _ms(null=True)
    submitted_at = _ms(null=True)
    succeeded_at = _ms(null=True)
    provider_ref = fields.CharField(max_length=80, null=True, db_index=True)
    tries = fields.IntField()
    fee_minor = _minor(null=True)
    shipping_minor = _minor(null=True)
    shipping_tax_minor = _minor(null=True)
    destination = fields.CharField(max_length=40, default="ORIGINAL_PAYMENT")
    held_until = _ms(null=True)
    held_because = _word(null=True)
    reviewer_id = _ref(null=True, index=False)
    credit_offered_at = _ms(null=True)

    class Meta:
        table = "refunds"
        indexes = (Index(fields=("status", "due_at")),)


class ClaimRow(Model):
    id = _id()
    case: Any = _child_of("CaseRow")
    match_id = _ref()
    status = _word()
    outcome = _word()
    resolution = _word(null=True)
    opened_at = _ms()
    fault = _word(null=True)
    amount_minor = _minor(null=True)
    resolved_at = _ms(null=True)
    by_policy = fields.BooleanField(default=False)
    currency = _currency(null=True)

    class Meta:
        table = "claims"


class CreditRow(Model):
    """Store credit, one movement a row. Granted is above zero and spent below."""

    id = _id()
    account_id = _ref()
    case: Any = _child_of("CaseRow")
    amount_minor = _minor()
    currency = _currency()
    memo = _word()
    at = _ms()

    class Meta:
        table = "credits"


class DisputeRow(Model):
    """A charge that a bank takes back, under the id that the provider gave it."""

    id = fields.CharField(max_length=80, primary_key=True)
    charge_id = _ref()
    case: Any = _child_of("CaseRow")
    status = _word()
    amount_minor = _minor()
    currency = _currency()
    opened_at = _ms()
    closed_at = _ms(null=True)

    class Meta:
        table = "disputes"


class DocumentRow(Model):
    """An invoice or a credit note as it was issued. `serial` counts without gaps for each kind."""

    id = _id()
    case: Any = _child_of("CaseRow")
    kind = _word()
    serial = fields.IntField()
    number = fields.CharField(max_length=40, unique=True)
    order_id = _ref()
    purchase_id = _ref(null=True)
    title = fields.CharField(max_length=200)
    net_minor = _minor()
    tax_minor = _minor()
    currency = _currency()
    rate_bp = fields.IntField()
    issued_at = _ms(index=True)

    class Meta:
        table = "documents"
        unique_together = (("kind", "serial"),)


class StrangeMessageRow(Model):
    """A genuine webhook that says nothing we know: kept until a person has seen it."""

    id = fields.CharField(max_length=120, primary_key=True)
    source = _word()
    kind = fields.CharField(max_length=80)
    body = fields.TextField()
    received_at = _ms(index=True)
    seen_at = _ms(null=True, index=True)

    class Meta:
        table = "strange_messages"


class ReconciliationRow(Model):
    """One comparison of a provider's books with ours. What differs is a JSON list."""

    id = _id()
    at = _ms(index=True)
    since = _ms()
    compared = fields.IntField()
    differences = fields.TextField()

    class Meta:
        table = "reconciliations"


class TaskRow(Model):
    id = _id()
    case: Any = _child_of("CaseRow")
    kind = _word()
    opened_at = _ms()
    due_at = _ms(null=True)
    done_at = _ms(null=True, index=True)

    class Meta:
        table = "tasks"


class PostingRow(Model):
    """One line of a ledger entry, never updated. `event_id` is the cause."""

    id = fields.CharField(max_length=80, primary_key=True)
    event_id = _ref()
    case: Any = _child_of("CaseRow")
    memo = _word()
    book = _word(index=True)
    amount_minor = _minor()
    currency = _currency()
    at = _ms()

    class Meta:
        table = "postings"


class SettingRow(Model):
    """The few facts that every process must see alike, such as the demo clock's offset."""

    name = fields.CharField(max_length=40, primary_key=True)
    value = fields.BigIntField()

    class Meta:
        table = "settings"
