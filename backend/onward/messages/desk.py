"""The desk's own words, and those for refusals and for an outside system that is down."""

from onward.domain.contesting import Evidence
from onward.domain.events import TaskKind
from onward.domain.reconciling import Differs
from onward.domain.refusals import Refusal
from onward.messages.words import knows, say


def refusal_text(refusal: Refusal) -> str:
    """The sentence of a refusal. A code that only the code knows says what its kind says."""
    for code in (refusal.said, *(getattr(kind, "code", "") for kind in type(refusal).__mro__)):
        if knows(f"refusals.{code}"):
            return say(f"refusals.{code}", **refusal.facts)
    return say("refusals.REFUSED")


def task_text(kind: TaskKind) -> str:
    return say(f"tasks.{kind}")


def difference_text(differs: Differs) -> str:
    """How the provider's book and ours differ on a line."""
    return say(f"differences.{differs}")


def evidence_text(evidence: Evidence) -> str:
    """Something there is to show a bank."""
    return say(f"evidence.{evidence}")


def trouble_text(port: str) -> str:
    """What people read while a port is down."""
    return say(f"trouble.{port}" if knows(f"trouble.{port}") else "trouble.other")


def memo_text(memo: str) -> str:
    return say(f"memos.{memo}")


def book_text(book: str) -> str:
    return say(f"books.{book}")
