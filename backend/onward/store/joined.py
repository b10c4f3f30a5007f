"""Several statements as one, which PostgreSQL takes in one trip: queries, which then see one state
of the data, and the writes of a step, done as a whole or not at all without a BEGIN and a COMMIT of
their own.

PostgreSQL does the parts of a write in no promised order, and each sees what was there before all
of them: so none of them may look at what another leaves. A unique rule may then say no to what one
after the other would be fine, never the other way round; whoever is told no writes one after the
other.
"""

from functools import lru_cache

from onward.store import sql

# A statement, and how many rows it must touch.
Part = tuple[str, int | None]


@lru_cache(maxsize=512)
def gathered(queries: tuple[str, ...]) -> str:
    """One query of them all, whose only row has for each of them the list of its rows."""
    lists = (f"ARRAY(SELECT a_row FROM ({query}) AS a_row)" for query in queries)
    return sql.numbered(f"SELECT {', '.join(lists)}")


@lru_cache(maxsize=512)
def joined(parts: tuple[Part, ...]) -> str:
    """One statement of them all, in which a guard that touched too few rows divides by zero."""
    named = [f"w{at} AS ({_telling(*part)})" for at, part in enumerate(parts)]
    guards = [_guard(f"w{at}", must) for at, (_, must) in enumerate(parts) if must is not None]
    return sql.numbered(f"WITH {', '.join(named)} SELECT {', '.join(guards) or '1'}")


def _telling(statement: str, must_touch: int | None) -> str:
    silent = must_touch is not None and " RETURNING " not in statement
    return f"{statement} RETURNING 1" if silent else statement


def _guard(name: str, must_touch: int) -> str:
    return f"1 / CAST((SELECT count(*) FROM {name}) = {must_touch} AS int)"
