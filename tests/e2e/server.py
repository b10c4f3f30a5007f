"""A demo shop in a process of its own, as `make run` starts it, on a port nobody else has."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx

from onward.demo.people import PEOPLE
from tests.lots import policy_without_lots
from tests.polling import until_seen
from tests.shared import ROOT

# Seeding renders and judges some thirty photos, on a machine that may be busy.
SEEDED_WITHIN_S = 180
_GOODBYE_S = 20
_COMMAND = "from onward.cli import app; app()"
_LINKS = re.compile(r"^  (\w+) .+\n +((http://localhost:\d+)/sign-in/\S+)", re.MULTILINE)


@dataclass(frozen=True)
class DemoServer:
    """`links` sign in by first name: rosa, ben, ada, mira. `signed_in` are the cookies of whoever
    signed in by code."""

    address: str
    links: dict[str, str]
    home: Path
    signed_in: dict[str, dict[str, str]] = field(default_factory=dict)

    def code_for(self, email: str) -> str:
        """The six figures of the last sign-in mail to this address."""
        return until_seen(lambda: self._last_code(email))

    def _last_code(self, email: str) -> str:
        letters = (self.home / "mail").glob("*.eml")
        for path in sorted(letters, key=lambda path: path.stat().st_mtime_ns, reverse=True):
            mail = message_from_bytes(path.read_bytes(), policy=default)
            body = mail.get_body(("plain",))
            figures = re.search(r"\b\d{6}\b", body.get_content() if body else "")
            if email in str(mail["to"]) and figures:
                return figures[0]
        return ""


@contextmanager
def demo_server(home: Path) -> Iterator[DemoServer]:
    """Seeded and answering inside; ended in good order afterwards, without a word of trouble."""
    with launched(home, "--fresh") as process:
        yield answering(process, home)
        process.terminate()
        assert process.wait(_GOODBYE_S) == 0, _said(home).read_text()
    assert "Traceback" not in _said(home).read_text(), _said(home).read_text()


@contextmanager
def launched(
    home: Path, *options: str, port: int = 0, database_url: str = ""
) -> Iterator["subprocess.Popen[bytes]"]:
    """The demo as a process of its own; killed afterwards, if it still runs."""
    home.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if name != "ONWARD_DATABASE_URL"}
    env |= {"ONWARD_HOME": str(home), "PYTHONPATH": str(ROOT / "backend")}
    env |= {"ONWARD_POLICY": str(policy_without_lots(home / "policy.toml"))}
    env |= {"ONWARD_DATABASE_URL": database_url} if database_url else {}
    with _said(home).open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND, "demo", *options, "--port", str(port)],
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def answering(process: "subprocess.Popen[bytes]", home: Path) -> DemoServer:
    """Where it answers, once it does."""

    def links() -> list[tuple[str, str, str]]:
        said = _said(home).read_text()
        assert process.poll() is None, said
        found: list[tuple[str, str, str]] = _LINKS.findall(said)
        return found if len(found) == len(PEOPLE) else []

    found = until_seen(links, within=SEEDED_WITHIN_S)
    address = found[0][2]
    until_seen(lambda: _healthy(address))
    return DemoServer(address, {name.lower(): link for name, link, _ in found}, home)


def _said(home: Path) -> Path:
    return home / "said.txt"


def _healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", trust_env=False).is_success
    except httpx.TransportError:
        return False
