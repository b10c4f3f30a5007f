"""What the README tells a newcomer to type and to open is there."""

import re

from typer.main import get_command

from onward.cli import app
from tests.house.sources import PACKAGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
NOT_CODE = {"__pycache__"}


def shown() -> list[str]:
    """Every piece the README sets as code, line by line."""
    pieces = ["".join(found) for found in SHOWN.findall(README)]
    return [line.strip() for piece in pieces for line in piece.splitlines()]


def test_every_make_command_of_the_readme_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = {found for line in shown() for found in re.findall(r"^make ([a-z][a-z-]*)", line)}
    assert "run" in named
    assert named <= targets


def test_every_onward_command_of_the_readme_is_one() -> None:
    commands = getattr(get_command(app), "commands", {})
    named = {
        found
        for line in shown()
        for found in re.findall(r"^(?:\.venv/bin/)?onward ([a-z][a-z-]*)", line)
    }
    assert {"serve", "demo", "import-orders"} <= named
    assert named <= set(commands)


def test_every_onward_command_is_in_the_readme() -> None:
    commands = getattr(get_command(app), "commands", {})
    assert [name for name in commands if f"`onward {name}" not in README] == []


def test_every_folder_and_file_of_the_readme_is_there() -> None:
    named = [
        line for line in shown() if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/|[\w.-]+/[\w./-]+\.\w+", line)
    ]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_map_names_every_room_of_the_house() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir()} - NOT_CODE
    assert [room for room in sorted(rooms) if f"`backend/onward/{room}/`" not in README] == []
