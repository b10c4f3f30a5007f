"""The shipped policy without its lottery: which unit the warehouse inspects is drawn by lot, and a
story that is told twice must end alike."""

from importlib.resources import files
from pathlib import Path


def policy_without_lots(path: Path) -> Path:
    """The policy file, written where it may lie."""
    shipped = files("onward").joinpath("policy.toml").read_text("utf-8")
    assert 'inspect = "2%"' in shipped
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(shipped.replace('inspect = "2%"', 'inspect = "0%"'), encoding="utf-8")
    return path
