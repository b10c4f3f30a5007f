"""Names that say nothing are not used, and every module says what it is for."""

import ast
import re
from pathlib import Path

from tests.house.sources import FRONTEND, PACKAGE, ROOT, project_files, python_modules

SAYS_NOTHING = {
    "util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "misc", "data",
    "info",
}  # fmt: skip
SOURCES = {".py", ".ts", ".svelte", ".js", ".css"}


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    assert not [
        path.relative_to(ROOT).as_posix()
        for path in _sources()
        if SAYS_NOTHING.intersection(_words(path.relative_to(ROOT)))
    ]


def test_no_function_is_two_functions() -> None:
    assert not [
        f"{module}:{node.lineno} {node.name}"
        for module in python_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "_and_" in node.name
    ]


def test_every_module_says_what_it_is_for() -> None:
    assert not [
        str(module)
        for module in python_modules()
        if module.tree.body
        and not ast.get_docstring(module.tree)
        and "migrations" not in module.path.parts
    ]


def _sources() -> list[Path]:
    folders = (PACKAGE, FRONTEND / "src", FRONTEND / "service-worker", ROOT / "tests")
    return [
        path
        for path in project_files()
        if path.suffix in SOURCES
        and any(path.is_relative_to(folder) for folder in folders)
        and "gen" not in path.parts
    ]


def _words(path: Path) -> set[str]:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", path.as_posix()).lower()
    return set(re.split(r"[^a-z0-9]+", spaced))
