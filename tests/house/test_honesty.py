"""Tests prove things on the real parts: nothing patched, nothing mocked, nobody asleep."""

import ast
from collections.abc import Iterator

from tests.house.sources import ROOT, Module, imported_names, python_modules

MAY_SLEEP = {"tests.polling"}
PATCHES = {"monkeypatch", "mocker"}


def test_no_test_uses_a_mock() -> None:
    assert not [
        f"{module}:{line} {name}"
        for module in _tests()
        for name, line in imported_names(module)
        if name.startswith(("unittest.mock", "mock.", "pytest_mock"))
    ]


def test_no_test_patches_what_it_tests() -> None:
    assert not [
        f"{module}:{node.lineno} {node.arg}"
        for module in _tests()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.arg) and node.arg in PATCHES
    ]


def test_no_test_sleeps() -> None:
    assert not [
        f"{module}:{node.lineno}"
        for module in _tests()
        if module.name not in MAY_SLEEP
        for node in _sleeps(module.tree)
    ]


def test_no_test_is_only_skipped_or_expected_to_fail() -> None:
    assert not [
        f"{module}:{node.lineno} {node.attr}"
        for module in _tests()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"skip", "skipif", "xfail"}
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "mark"
    ]


def _tests() -> tuple[Module, ...]:
    return python_modules(ROOT / "tests", ROOT)


def _sleeps(tree: ast.Module) -> Iterator[ast.Call]:
    """Every call of a sleep, except `sleep(0)`, which only lets the others go first."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        waits = not (
            node.args and isinstance(node.args[0], ast.Constant) and not node.args[0].value
        )
        if name in {"sleep", "wait_for_timeout"} and waits:
            yield node
