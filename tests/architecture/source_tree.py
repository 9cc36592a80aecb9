"""The project's Python files and their syntax trees, as the architecture tests read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from o2o.paths import PROJECT_ROOT


def python_files(*folders: str) -> list[Path]:
    """Files below the folders (paths and `*` patterns from the root), without migrations."""
    found = {file for folder in folders for base in PROJECT_ROOT.glob(folder) for file in base.rglob("*.py")}
    return sorted(file for file in found if "migrations" not in file.parts)


@cache
def syntax_tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def place(file: Path, node: ast.AST) -> str:
    """`path:line` for a failure message."""
    shown = file.relative_to(PROJECT_ROOT) if file.is_relative_to(PROJECT_ROOT) else file
    return f"{shown}:{getattr(node, 'lineno', 1)}"


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """The constants that are documentation, not data."""
    owners = (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef))
    return set(_first_strings(owners))


def _first_strings(owners: Iterator[ast.AST]) -> Iterator[ast.AST]:
    for owner in owners:
        body = getattr(owner, "body", [])
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            yield body[0].value
