"""What makes a row no order line, in the order in which it is asked, each with its sentence.

The tests speak about the columns that `reading` prepares: the value, null where it cannot be
read, and `has_…`, whether the file said anything at all.
"""

from zoneinfo import available_timezones

import polars as pl

from onward.adapters.orders import values
from onward.adapters.orders.codes import COUNTRIES, CURRENCIES
from onward.adapters.orders.rule import Rule, finer, has, negative, nothing, unread

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
EARLIEST_MS, LATEST_MS = 631_152_000_000, 4_102_444_800_000  # 1990 and 2100
MOST_PIECES = 1_000_000
MOST_GRAMS = 1_000_000
SHORTEST_GIFT_CODE = 8
TIME_ZONES = sorted(available_timezones())
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
LONGEST = {
    "order_number": 64,
    "sku": 40,
    "email": 254,
    "name": 200,
    "phone": 40,
    "street": 200,
    "city": 100,
    "region": 40,
    "postal_code": 20,
    "payment": 40,
    "product": 200,
    "category": 40,
    "size": 40,
    "colour": 40,
    "flags": 200,
}


_AMOUNTS = ("unit_price", "discount", "tax", "shipping", "shipping_tax")


def _impossible_day(column: str) -> pl.Expr:
    return ~pl.col(column).is_between(EARLIEST_MS, LATEST_MS)


def _identity() -> tuple[Rule, ...]:
    return (
        Rule(
            "no_order_number",
            "order_number",
            "The order number is empty.",
            nothing("order_number"),
        ),
        Rule("no_sku", "sku", "The SKU is empty.", nothing("sku")),
        *(
            Rule("text_too_long", name, f"The {name} is longer than {most} characters.", test)
            for name, most in LONGEST.items()
            for test in [pl.col(name).str.len_chars() > most]
        ),
        *(
            Rule("unreadable_text", name, f"The {name} holds a zero byte.", test)
            for name in LONGEST
            for test in [pl.col(name).str.contains("\x00", literal=True)]
        ),
        Rule(
            "bad_email",
            "email",
            "This is not an e-mail address.",
            ~pl.col("email").str.contains(EMAIL),
        ),
        Rule(
            "bad_gtin",
            "gtin",
            "This is not a GTIN: 8 to 14 digits, the last one a check digit.",
            has("gtin") & ~values.gtin_is_sound(pl.col("gtin")),
        ),
    )


def _days() -> tuple[Rule, ...]:
    ordered, delivered = pl.col("ordered_at"), pl.col("delivered_at")
    return (
        Rule("no_order_date", "ordered_at", "The order date is empty.", nothing("ordered_at")),
        Rule(
            "bad_order_date",
            "ordered_at",
            "The order date cannot be read; expected is 2026-11-20T14:05:00Z, or what the "
            "mapping says.",
            unread("ordered_at") | _impossible_day("ordered_at"),
        ),
        Rule(
            "bad_delivery_date",
            "delivered_at",
            "The delivery date cannot be read; expected is 2026-11-23T10:30:00Z, or what the "
            "mapping says.",
            unread("delivered_at") | _impossible_day("delivered_at"),
        ),
        Rule(
            "delivered_before_ordered",
            "delivered_at",
            "It cannot be delivered before it was ordered.",
            delivered < ordered,
        ),
    )


def _codes() -> tuple[Rule, ...]:
    return (
        Rule("no_currency", "currency", "The currency is empty.", nothing("currency")),
        Rule(
            "unknown_currency",
            "currency",
            "This is not a currency code of ISO 4217, such as USD or EUR.",
            ~pl.col("currency").is_in(CURRENCIES),
        ),
        Rule(
            "bad_takes_open_box",
            "takes_open_box",
            "Whether the customer would take an opened piece is yes or no.",
            has("takes_open_box") & ~pl.col("takes_open_box").is_in((*YES, *NO)),
        ),
        Rule(
            "bad_gift",
            "gift",
            "Whether the order was a gift is yes or no.",
            has("gift") & ~pl.col("gift").is_in((*YES, *NO)),
        ),
        Rule(
            "short_gift_code",
            "gift_code",
            f"The code of a gift receipt has at least {SHORTEST_GIFT_CODE} letters and digits; a "
            "shorter one could be guessed.",
            pl.col("gift_code").str.replace_all(r"[^\p{L}\p{N}]", "").str.len_chars()
            < SHORTEST_GIFT_CODE,
        ),
        Rule("no_country", "country", "The country is empty.", nothing("country")),
        Rule(
            "unknown_country",
            "country",
            "This is not a country code of ISO 3166, such as US or DE, nor a name that the "
            "mapping knows.",
            ~pl.col("country").is_in(COUNTRIES),
        ),
        Rule(
            "unknown_time_zone",
            "time_zone",
            "This is not a time zone of the IANA database, such as America/New_York.",
            ~pl.col("time_zone").is_in(TIME_ZONES),
        ),
    )


def _amounts() -> tuple[Rule, ...]:
    quantity, price = pl.col("quantity"), pl.col("unit_price")
    weight = pl.col("weight_g")
    return (
        Rule("no_quantity", "quantity", "The quantity is empty.", nothing("quantity")),
        Rule(
            "bad_quantity",
            "quantity",
            "The quantity is not a whole number up to a million.",
            unread("quantity") | ~values.is_whole(quantity) | (quantity > MOST_PIECES),
        ),
        Rule("quantity_below_one", "quantity", "The quantity is below one.", quantity < 1),
        Rule("no_price", "unit_price", "The unit price is empty.", nothing("unit_price")),
        *(rule for name in _AMOUNTS for rule in _amount(name)),
        Rule(
            "nothing_paid",
            "unit_price",
            "The price is zero: it was given away or written off, not sold.",
            price < values.NEAREST,
        ),
        Rule(
            "discount_above_price",
            "discount",
            "The discount is larger than what the line costs.",
            pl.col("discount") > price * quantity + values.NEAREST,
        ),
        Rule(
            "bad_weight",
            "weight_g",
            "The weight is not a whole number of grams.",
            unread("weight_g") | ~values.is_whole(weight) | ~weight.is_between(0, MOST_GRAMS),
        ),
    )


def _amount(name: str) -> tuple[Rule, ...]:
    called = name.replace("_", " ")
    return (
        Rule(
            f"bad_{name}",
            name,
            f"The {called} is not a plain number such as 64.00.",
            unread(name),
        ),
        Rule(f"negative_{name}", name, f"The {called} is negative.", negative(name)),
        Rule(
            f"{name}_too_fine",
            name,
            f"The {called} has more decimal places than the currency has.",
            finer(name),
        ),
    )


ROW_RULES = (*_identity(), *_days(), *_codes(), *_amounts())


def _unlike_first(column: str) -> pl.Expr:
    value = pl.col(column)
    # Rows that are rejected already have no say in what the order is.
    counted = pl.when(pl.col("rule").is_null()).then(value)
    return value != counted.drop_nulls().first().over("order")


ORDER_RULES = (
    Rule(
        "currency_differs",
        "currency",
        "An earlier row of this order is in another currency; an order has one.",
        _unlike_first("currency"),
    ),
    Rule(
        "email_differs",
        "email",
        "An earlier row of this order belongs to another e-mail address.",
        _unlike_first("email"),
    ),
    Rule(
        "gift_code_differs",
        "gift_code",
        "An earlier row of this order names another gift code; an order has one.",
        _unlike_first("gift_code"),
    ),
    *(
        Rule(
            f"{name}_differs",
            name,
            f"An earlier row of this order names another {name.replace('_', ' ')}; an order has "
            "one, which may stand on each of its rows.",
            _unlike_first(name),
        )
        for name in ("shipping", "shipping_tax")
    ),
)
