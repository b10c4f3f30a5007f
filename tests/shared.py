"""The one place that knows where real orders and photos lie outside the project."""

import os
from pathlib import Path

from tests.machine import missing

ROOT = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """A file or folder of real test material, read where it lies.

    ONWARD_SHARED names the folder; without it, it is looked for beside the project. Where it is
    absent the test is skipped, in CI it fails.
    """
    folder = Path(os.environ.get("ONWARD_SHARED") or ROOT.parent / "shared")
    wanted = folder.joinpath(*parts)
    if not wanted.exists():
        missing(f"no {'/'.join(parts) or 'shared folder'} of real test material (ONWARD_SHARED)")
    return wanted
