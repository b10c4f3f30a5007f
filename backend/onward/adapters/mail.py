"""Mail into a folder, one message a file, and onto the console where a demo wants to be read."""

import asyncio
import hashlib
import os
import re
import sys
from email.message import EmailMessage
from pathlib import Path

from onward.ports import Letter, Outage

_SENDER = "Onward <no-reply@onward.invalid>"


class FolderMail:
    """Each key is one .eml file: sending it again changes nothing and prints nothing."""

    def __init__(self, folder: Path, console: bool):
        self._folder = folder
        self._console = console

    async def send(self, letter: Letter, key: str) -> None:
        fresh = await asyncio.to_thread(self._keep, letter, key)
        if fresh and self._console:
            sys.stdout.write(f"\n--- mail to {letter.to}: {letter.subject}\n{letter.text}\n---\n")
            sys.stdout.flush()

    def _keep(self, letter: Letter, key: str) -> bool:
        """Whether this letter was not there yet. It appears whole or not at all."""
        written = bytes(_message(letter, key))
        path = self._folder / f"{_file_name(key)}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return not path.exists() and _placed(path, written)
        except OSError as trouble:
            raise Outage("mail", f"the folder takes no mail ({trouble.strerror})") from trouble


def _placed(path: Path, written: bytes) -> bool:
    """Whether nobody else was first."""
    part = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        part.write_bytes(written)
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _message(letter: Letter, key: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = _SENDER
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{_hash(key)}@onward.invalid>"
    message.set_content(letter.text)
    return message


def _file_name(key: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", key)[:60].strip("-")
    return f"{readable}-{_hash(key)}"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
