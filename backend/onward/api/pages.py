"""Pages of a list, newest first: Relay's connections over keyset cursors."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import strawberry
from strawberry import field

from onward.api.cursors import Cursor

Entry = TypeVar("Entry")
Found = TypeVar("Found")


@strawberry.type(description="Whether a list goes on, and from where.")
class PageInfo:
    has_next_page: bool = field(description="Whether there is more after this page.")
    end_cursor: Cursor | None = field(description="Give it as `after` for the next page.")


@strawberry.type(description="An entry of a list with its place in it.")
class Edge(Generic[Entry]):
    cursor: Cursor = field(description="The place of this entry.")
    node: Entry = field(description="The entry itself.")


@strawberry.type(description="One page of a list, newest first.")
class Connection(Generic[Entry]):
    edges: list[Edge[Entry]] = field(description="The entries with their places.")
    nodes: list[Entry] = field(description="The entries alone.")
    page_info: PageInfo = field(description="Whether there is more, and from where.")


def page(
    found: Sequence[Found],
    first: int,
    cursor: Callable[[Found], Cursor],
    view: Callable[[Found], Entry],
) -> Connection[Entry]:
    """A page of `first` entries out of what was found, which is one more where there is more."""
    edges = [Edge(cursor=cursor(one), node=view(one)) for one in found[:first]]
    more = len(found) > first
    end = edges[-1].cursor if edges else None
    return Connection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(has_next_page=more, end_cursor=end),
    )
