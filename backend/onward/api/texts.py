"""What a request says has to be text: half a surrogate pair is no letter in any script, cannot be
sent back in UTF-8, and would fail wherever it is hashed, stored or signed. Looked for once, here.
"""

import re
from collections.abc import Mapping, Sequence

from graphql import GraphQLError

from onward.api.refusals import as_error
from onward.domain.refusals import BadInput

_HALF = re.compile("[\ud800-\udfff]")


def garbled(query: str, variables: Mapping[str, object] | None) -> GraphQLError | None:
    """The refusal of a request in which something is no text, None where all of it is."""
    return None if _is_text(query) and _is_text(variables) else as_error(BadInput())


def _is_text(value: object) -> bool:
    match value:
        case str():
            return value.isascii() or _HALF.search(value) is None
        case Mapping():
            return all(_is_text(key) and _is_text(inner) for key, inner in value.items())
        case Sequence():
            return all(_is_text(inner) for inner in value)
        case _:
            return True
