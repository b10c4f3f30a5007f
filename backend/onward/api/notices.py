"""A code with its sentence, and the interface of everything that has an id."""

import strawberry
from strawberry import field


@strawberry.interface(description="Something with an id of its own.")
class Node:
    id: strawberry.ID = field(description="Opaque, and unique among all things here.")


@strawberry.type(description="A reason: a stable code, and the sentence people read.")
class Notice:
    code: str = field(description="Stable, for programs.")
    message: str = field(description="For people.")
