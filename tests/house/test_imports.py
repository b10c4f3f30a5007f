"""Layers fall one way: which room may import from which, and no way round it."""

import ast
import graphlib
import sys
from collections.abc import Iterator

import pytest

from tests.house.sources import PACKAGE, ROOT, Module, imported_names, python_modules

BELOW_APP = {
    "domain", "ports", "study", "store", "services", "adapters", "api", "web", "settings", "demo",
    "messages", "counting",
}  # fmt: skip

# Room: the rooms of the house it may import from. A room not listed here may not exist.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": {"domain"},
    "messages": {"domain", "messages"},
    "counting": {"domain", "messages"},
    "ports": {"domain"},
    "study": {"domain", "study"},
    "store": {"domain", "store"},
    "adapters": {"ports", "domain", "adapters"},
    "services": {"domain", "store", "ports", "messages", "counting", "services"},
    "api": {"services", "domain", "ports", "messages", "counting", "api"},
    "web": {"services", "domain", "ports", "messages", "counting", "web"},
    "demo": BELOW_APP,
    "settings": {"domain"},
    "app": BELOW_APP,
    "cli": BELOW_APP | {"app", "cli"},
}

# Libraries that only some rooms may know.
ONLY_IN: dict[str, set[str]] = {
    "tortoise": {"store"},
    "aiosqlite": {"store"},
    "asyncpg": {"store"},
    "sqlite3": {"store"},
    "strawberry": {"api", "app", "cli"},
    "graphql": {"api", "app", "cli"},
    "starlette": {"api", "web", "demo", "app", "cli"},
    "polars": {"study", "adapters", "demo"},
    "typer": {"cli"},
    "pydantic_settings": {"settings"},
    "prometheus_client": {"counting", "web"},
}

# What the domain may take from the standard library is everything but these: they are a clock,
# chance, the disk, the network or concurrency.
NOT_PURE = {
    "asyncio", "concurrent", "glob", "http", "importlib", "io", "logging", "multiprocessing", "os",
    "pathlib", "random", "secrets", "selectors", "shutil", "socket", "sqlite3", "subprocess",
    "tempfile", "threading", "time", "urllib",
}  # fmt: skip
CLOCK_AND_CHANCE = {"now", "utcnow", "today", "uuid1", "uuid4", "uuid7", "open"}


def each_module() -> list[object]:
    return [pytest.param(module, id=str(module)) for module in python_modules()]


def each_domain_module() -> list[object]:
    modules = [module for module in python_modules() if module.room == "domain"]
    return [pytest.param(module, id=str(module)) for module in modules]


@pytest.mark.parametrize("module", each_module())
def test_a_room_imports_only_from_the_rooms_it_may(module: Module) -> None:
    if not module.room:
        return
    assert module.room in MAY_IMPORT, f"{module}: the house has no room {module.room}"
    wrong = [
        f"line {line}: {name}"
        for name, line in imported_names(module)
        if name.startswith("onward.") and not _may_import(module, name)
    ]
    assert not wrong, f"{module} reaches into a room it may not know"


@pytest.mark.parametrize("module", each_module())
def test_a_library_is_known_only_where_it_belongs(module: Module) -> None:
    wrong = [
        f"line {line}: {name}"
        for name, line in imported_names(module)
        if module.room not in ONLY_IN.get(name.split(".")[0], {module.room})
    ]
    assert not wrong, f"{module} knows a library that another room keeps to itself"


@pytest.mark.parametrize("module", each_domain_module())
def test_the_domain_is_pure(module: Module) -> None:
    roots = {(name.split(".")[0], line) for name, line in imported_names(module)}
    allowed = (sys.stdlib_module_names - NOT_PURE) | {"onward", "numpy", "scipy"}
    assert not [f"line {line}: {root}" for root, line in roots if root not in allowed]
    assert not [ast.unparse(node) for node in ast.walk(module.tree) if _waits(node)], "async"
    assert not list(_clock_and_chance(module.tree)), "asks a clock, chance or the disk"


def test_no_module_waits_for_a_call_to_import() -> None:
    assert not [
        f"{module}:{node.lineno}"
        for module in _house_and_tests()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_nothing_is_imported_for_type_checkers_alone() -> None:
    assert not [
        f"{module}:{node.lineno}"
        for module in _house_and_tests()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
        or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING")
    ]


def test_the_modules_import_one_another_in_no_circle() -> None:
    known = {module.name for module in python_modules()}
    graph = {
        module.name: {_nearest(name, known) for name, _ in imported_names(module)} - {module.name}
        for module in python_modules()
    }
    for needs in graph.values():
        needs.discard("")
    tuple(graphlib.TopologicalSorter(graph).static_order())


def test_the_rules_read_the_whole_package() -> None:
    assert PACKAGE.is_dir()
    assert {"domain", "store", "services", "api"} <= {module.room for module in python_modules()}


def _may_import(module: Module, name: str) -> bool:
    if name == "onward.ports.World" and module.room == "api":
        return True
    target = name.split(".")[1:]
    if target[0] not in MAY_IMPORT[module.room]:
        return False
    if module.room == "api" and target[0] == "ports":
        return False
    if target[0] != module.room:
        return True
    if module.room == "services":
        return module.name.startswith("onward.services.reactions") or _same_part(module, target)
    if module.room == "adapters":
        return target[1] in {"imaging", "labels"} or _same_part(module, target)
    return True


def _same_part(module: Module, target: list[str]) -> bool:
    """Whether both lie in one folder of the room, as the carriers do in adapters/carriers."""
    return module.name.split(".")[1:3] == target[:2]


def _waits(node: ast.AST) -> bool:
    return isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)


def _clock_and_chance(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in CLOCK_AND_CHANCE - {"open"}:
                yield f"line {node.lineno}: {called.attr}()"
            if isinstance(called, ast.Name) and called.id in CLOCK_AND_CHANCE:
                yield f"line {node.lineno}: {called.id}()"


def _nearest(name: str, known: set[str]) -> str:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def _house_and_tests() -> tuple[Module, ...]:
    return python_modules() + python_modules(ROOT / "tests", ROOT)
