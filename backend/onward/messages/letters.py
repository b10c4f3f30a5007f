"""Mails in words: a subject and a text, with the same blanks."""

from dataclasses import dataclass

from onward.messages.words import say


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str


def letter(name: str, **facts: object) -> Written:
    """The letter of this name; its blanks are filled in the subject and in the text."""
    return Written(
        say(f"letters.{name}.subject", **facts), say(f"letters.{name}.text", **facts).strip()
    )
