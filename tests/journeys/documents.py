"""The app's own operations by name: the documents its build wrote, as the phone sends them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from onward.settings import read_settings
from tests.machine import missing

LISTED = read_settings().frontend / "src" / "gen" / "persisted-documents.json"
_NAMED = re.compile(r"\b(?:query|mutation|subscription) (\w+)(\(\$input:)?")


@dataclass(frozen=True)
class Operation:
    """Its hash, and whether all it is given comes as one `input`."""

    hash: str
    has_input: bool

    def request(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What is posted to have it done."""
        return {"documentId": self.hash, "variables": {"input": given} if self.has_input else given}


@cache
def trusted() -> Mapping[str, Operation]:
    """What the app may send, by name."""
    if not LISTED.exists():
        missing("the app's documents are not written yet (make test-backend writes them)")
    by_hash: dict[str, str] = orjson.loads(LISTED.read_bytes())
    return dict(_named(text, key) for key, text in by_hash.items())


def _named(text: str, key: str) -> tuple[str, Operation]:
    found = _NAMED.search(text)
    assert found, text
    return found[1], Operation(key, bool(found[2]))
