"""The folder that mail goes to, read as its receivers would."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path


@dataclass(frozen=True)
class Arrived:
    subject: str
    text: str
    # Headers and body as they lie there, and once more decoded.
    whole: bytes


@dataclass(frozen=True)
class Mailbox:
    folder: Path

    def to(self, email: str) -> list[Arrived]:
        """What one address was sent, oldest first."""
        there = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found = (_read(path.read_bytes()) for path in there)
        return [letter for to, letter in found if to == email]

    def code(self, email: str) -> str:
        """The six digits of the newest letter that holds a code."""
        codes = [re.match(r"(\d{6}) is your code", one.subject) for one in self.to(email)]
        newest = [found[1] for found in codes if found]
        assert newest, f"no code was sent to {email}"
        return newest[-1]


def _read(raw: bytes) -> tuple[str, Arrived]:
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body()
    assert body is not None
    text = str(body.get_content())
    subject = str(message["Subject"])
    return str(message["To"]), Arrived(
        subject, text, b"\n".join((raw, subject.encode(), text.encode()))
    )
