"""What this machine has, and what to say where something is missing.

On somebody's own machine a test without its database or browser is skipped with a reason; where
CI=true nothing may be missing, so the same test fails.
"""

import os
import shutil
import socket
from pathlib import Path
from typing import NoReturn

import pytest


def in_ci() -> bool:
    """Whether a missing thing is a failure rather than a reason to skip."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def missing(reason: str) -> NoReturn:
    """Leave the test that cannot run here: failed in CI, skipped elsewhere."""
    if in_ci():
        pytest.fail(f"{reason}, and CI has to run this", pytrace=False)
    pytest.skip(reason)


def chromium() -> Path | None:
    """Debian's Chromium, or the one ONWARD_CHROMIUM names."""
    named = os.environ.get("ONWARD_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    return Path(found) if found else None


def answers(host: str, port: int) -> bool:
    """Whether a server takes connections there."""
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False
