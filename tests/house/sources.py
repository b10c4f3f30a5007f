"""The project's own files and their imports, read once for the house rules."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BACKEND = ROOT / "backend"
PACKAGE = BACKEND / "onward"
FRONTEND = ROOT / "frontend"


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name, where it lies and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder or top-level module it belongs to: `domain`, `store`, `cli`."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@cache
def python_modules(folder: Path = PACKAGE, above: Path = BACKEND) -> tuple[Module, ...]:
    """Every module under a folder, named as it is imported."""
    return tuple(_module(path, above) for path in sorted(folder.rglob("*.py")))


def _module(path: Path, above: Path) -> Module:
    parts = path.relative_to(above).with_suffix("").parts
    dotted = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(dotted, path, ast.parse(path.read_text(encoding="utf-8"), str(path)))


def imported_names(module: Module) -> list[tuple[str, int]]:
    """What a module imports, as full dotted names with the line: `onward.ports.World`, 3."""
    names: list[tuple[str, int]] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            names += [(f"{origin}.{alias.name}", node.lineno) for alias in node.names]
    return names


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for _ in range(node.level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{node.module}" if node.module else package


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project that is, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / line for line in listing.stdout.splitlines()]
    else:
        paths = [path for path in ROOT.rglob("*") if not _is_built(path)]
    return tuple(sorted(path for path in paths if path.is_file()))


def _is_built(path: Path) -> bool:
    built = {".git", ".venv", "node_modules", "__pycache__", "dist", ".cache"}
    return bool(built.intersection(path.relative_to(ROOT).parts))
