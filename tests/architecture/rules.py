"""Rules that imports cannot show. Each takes one file's tree and yields `(node, what is wrong)`; each has a test that breaks it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from tests.architecture.source_tree import docstrings

Findings = Iterator[tuple[ast.AST, str]]

_MUTABLE_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MUTABLE_CALLS = {"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "bytearray"}
_READ_ONLY_ANNOTATIONS = {"Mapping", "Final", "Sequence", "Collection", "Set", "ClassVar"}
_CLOCK_CALLS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime"},
}
_SQL_CLOCK = re.compile(
    r"\b(now\s*\(\s*\)|current_(date|timestamp|time)\b|(clock|statement|transaction)_timestamp|localtimestamp)", re.IGNORECASE
)
_IO_MODULES = {
    "asyncio", "builtins", "concurrent", "ctypes", "http", "importlib", "io", "logging", "multiprocessing", "os", "pathlib", "pickle",
    "random", "secrets", "selectors", "shelve", "shutil", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
    "urllib", "uuid",
}  # fmt: skip
_PURE_PARTS = {"urllib.parse"}


def foreign_imports(tree: ast.Module, allowed: tuple[str, ...]) -> Findings:
    """Pure code imports the standard library's pure part and the packages named in `allowed`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        else:
            continue
        for module in modules:
            top = module.split(".")[0]
            pure = module in _PURE_PARTS or (top in sys.stdlib_module_names and top not in _IO_MODULES)
            own = any(module == package or module.startswith(f"{package}.") for package in allowed)
            if not (pure or own) or getattr(node, "level", 0):
                yield node, f"imports {module}"


def floats(tree: ast.Module) -> Findings:
    """Money and rates are integers and decimals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node, f"float literal {node.value!r}"
        elif isinstance(node, ast.Name) and node.id == "float":
            yield node, "the name float"


def asynchronous_code(tree: ast.Module) -> Findings:
    """Rules do not wait."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncWith | ast.AsyncFor):
            yield node, "asynchronous code"


def mutable_module_state(tree: ast.Module) -> Findings:
    """Module-level collections are tuples, frozensets, MappingProxyTypes, or typed read-only (Mapping, Final, Sequence)."""
    for statement in tree.body:
        assigns = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign)
        if assigns and _is_mutable(statement.value) and not _is_read_only(statement):
            yield statement, "mutable module-level state"
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield node, "global statement"


def clock_calls(tree: ast.Module) -> Findings:
    """Only the clocks know what time it is: neither Python's nor the database's is asked elsewhere."""
    texts = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if node.func.attr in _CLOCK_CALLS.get(name, ()):
                yield node, f"{name}.{node.func.attr}()"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in texts:
            yield from ((node, f"SQL {found.group(0)}") for found in _SQL_CLOCK.finditer(node.value))


def random_identifiers(tree: ast.Module) -> Findings:
    """Ids are time-ordered and come from the unit of work."""
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in {"uuid1", "uuid4"}:
            yield node, name


def long_functions(tree: ast.Module, limit: int) -> Findings:
    """A function that does not fit a screen does more than one thing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield node, f"{node.name} has {lines} lines, {limit} allowed"


def _is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in _MUTABLE_CALLS
    return isinstance(value, _MUTABLE_DISPLAYS)


def _is_read_only(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> bool:
    if isinstance(statement, ast.AnnAssign):
        names = {node.id for node in ast.walk(statement.annotation) if isinstance(node, ast.Name)}
        return bool(names & _READ_ONLY_ANNOTATIONS)
    return isinstance(statement, ast.Assign) and [ast.unparse(target) for target in statement.targets] == ["__all__"]
