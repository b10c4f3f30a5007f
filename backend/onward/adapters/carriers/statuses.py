"""What carriers' and trackers' codes mean to us, read once from `statuses.toml`. A code that is not
there is refused, never guessed."""

import tomllib
from importlib.resources import files

from onward.domain.life import ShipmentStatus

_NOT_A_SCAN = "NOT_A_SCAN"
_S = ShipmentStatus
# Voids are answers to us, never something a scanner saw.
SCANNED = frozenset(set(_S) - {_S.VOID_REQUESTED, _S.VOIDED, _S.VOID_REJECTED})
Codes = dict[str, ShipmentStatus | None]


class UnknownStatus(ValueError):
    """A provider said what nobody here has an answer to."""

    def __init__(self, provider: str, code: str):
        self.code = code[:60]
        super().__init__(f"{provider} says {self.code!r}")


def status_of(provider: str, code: str, detail: str | None = None) -> ShipmentStatus | None:
    """Our status for a provider's code, or None where it is no scan; UnknownStatus for a code that
    is not in the table."""
    codes, details = _TABLES[provider]
    if code not in codes:
        raise UnknownStatus(provider, code)
    return details.get(detail, codes[code]) if detail else codes[code]


def codes_of(provider: str) -> frozenset[str]:
    """Every code of a provider that has a place, without its details."""
    return frozenset(_TABLES[provider][0])


def _table(rows: dict[str, str]) -> Codes:
    return {code: None if said == _NOT_A_SCAN else _scanned(said) for code, said in rows.items()}


def _scanned(said: str) -> ShipmentStatus:
    status = ShipmentStatus(said)
    if status not in SCANNED:
        raise ValueError(f"{said} is nothing that a scanner sees")
    return status


_TABLES: dict[str, tuple[Codes, Codes]] = {
    provider: (_table(parts["codes"]), _table(parts.get("details", {})))
    for provider, parts in tomllib.loads(
        files(__package__).joinpath("statuses.toml").read_text("utf-8")
    ).items()
}
