"""Pins are exact, and no file names a machine it was written on or an address to load from."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import BACKEND, FRONTEND, ROOT, project_files

PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+")
MACHINES = re.compile(r"(?<![\w.:])/(work|farm|root|home/\w+)/")
OTHER_LOCKS = {f"{tool}.lock" for tool in ("uv", "poetry", "pdm", "yarn")} | {"pnpm-lock.yaml"}
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".woff2", ".ico", ".pdf", ".parquet", ".gz", ".wasm"}


def constraints() -> list[str]:
    return (BACKEND / "constraints.txt").read_text(encoding="utf-8").split()


def test_every_constraint_is_one_exact_version() -> None:
    assert [line for line in constraints() if not PIN.fullmatch(line)] == []


def test_every_dependency_is_pinned_within_its_range() -> None:
    pins = dict(line.split("==") for line in constraints())
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    assert [
        str(wanted)
        for wanted in _dependencies()
        if not wanted.specifier.contains(pinned.get(canonicalize_name(wanted.name), "0"))
    ] == []


def test_the_lock_of_the_app_names_no_address() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_there_is_no_second_lock() -> None:
    assert [str(path) for path in project_files() if path.name in OTHER_LOCKS] == []


def test_no_file_names_a_machine_it_was_written_on() -> None:
    assert list(_machine_paths(project_files())) == []


def _dependencies() -> list[Requirement]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["dev"]
    return [Requirement(line) for line in lines]


def _machine_paths(files: tuple[Path, ...]) -> Iterator[str]:
    for path in files:
        if path.suffix in PICTURES:
            continue
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINES.search(line):
                yield f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
