"""What we answered to an idempotency key, so that a request sent twice is one request.

Keys are per actor. The same key with the same input gives the same answer; with other input it is
refused. Answers hold ids only.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import orjson
from tortoise.exceptions import IntegrityError

from onward.domain.refusals import KeyReused
from onward.domain.returns import ReturnCase
from onward.store import sql
from onward.store.rows import to_ms
from onward.store.trips import Write, write_all

_NAMES = ("id", "operation", "digest", "result", "at")
INSERT = sql.insert("answers", _NAMES)
_INSERT_FOR = (
    f"INSERT INTO answers ({', '.join(_NAMES)}) SELECT {sql.marks(len(_NAMES))} "
    "FROM cases WHERE id = ? AND version = ? ON CONFLICT (id) DO NOTHING RETURNING id"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A keyed request: who asks what, with which input (anything orjson can spell)."""

    actor: str
    key: str
    operation: str
    given: Any

    @property
    def id(self) -> str:
        return _hash([self.actor, self.key])

    @property
    def digest(self) -> str:
        return _hash([self.operation, self.given])


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    ids: tuple[str, ...]


async def known(question: Question) -> tuple[str, ...] | None:
    """The ids answered before, or None when this key is fresh; KeyReused for other input."""
    row = await sql.fetch_one("SELECT digest, result FROM answers WHERE id = ?", [question.id])
    if row is None:
        return None
    if row["digest"] != question.digest:
        raise KeyReused(field="key")
    return tuple(orjson.loads(row["result"]))


async def keep(answer: Answer, at: datetime) -> tuple[str, ...]:
    """Answer a key where nothing else is written with it; the ids that hold when somebody was
    faster. KeyReused when that was with other input."""
    try:
        await write_all([kept(answer, at)])
    except IntegrityError:
        return await known(answer.question) or answer.ids
    return answer.ids


async def keep_for(answer: Answer, case: ReturnCase, at: datetime) -> bool:
    """Answer a key for which there is nothing to do as this case stands. False, and nothing is
    kept, when the case moved meanwhile or the key was answered."""
    return bool(await sql.fetch(_INSERT_FOR, [*_values(answer, at), case.id, case.version]))


def kept(answer: Answer, at: datetime) -> Write:
    """The answer, for the transaction that makes it true."""
    return Write(INSERT, [_values(answer, at)])


def _values(answer: Answer, at: datetime) -> list[Any]:
    question = answer.question
    result = orjson.dumps(answer.ids).decode()
    return [question.id, question.operation, question.digest, result, to_ms(at)]


def _hash(given: Any) -> str:
    text = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
    return blake2b(text, digest_size=24).hexdigest()
