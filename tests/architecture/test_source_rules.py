"""The source keeps the rules that imports cannot show; below, each rule is broken on purpose and must notice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from o2o.paths import PROJECT_ROOT
from tests.architecture import rules
from tests.architecture.rules import Findings
from tests.architecture.source_tree import place, python_files, syntax_tree

Rule = Callable[[ast.Module], Findings]

CLOCK = PROJECT_ROOT / "shared" / "kernel" / "clock.py"
PURE_FILES = [file for file in python_files("services/*/domain", "shared/kernel") if file != CLOCK]
EXACT_FILES = [file for file in PURE_FILES if "services/scoring/domain/models" not in file.as_posix()]
PRODUCT_FILES = [file for file in python_files("services", "shared") if file != CLOCK]
FUNCTION_LINES = 50
FILE_LINES = 300
TEST_FILE_LINES = 400


def violations(files: Iterable[Path], rule: Rule) -> list[str]:
    return [f"{place(file, node)} {what}" for file in files for node, what in rule(syntax_tree(file))]


def own_packages(file: Path) -> tuple[str, ...]:
    """The kernel, and the domain the file belongs to."""
    parts = file.relative_to(PROJECT_ROOT).parts
    return ("shared.kernel", ".".join(parts[:3])) if parts[0] == "services" else ("shared.kernel",)


def test_there_is_something_to_look_at() -> None:
    assert len(EXACT_FILES) > 20
    assert len(PRODUCT_FILES) > 100


def test_domain_and_kernel_import_only_pure_standard_library_and_each_other() -> None:
    found = []
    for file in PURE_FILES:
        allowed = own_packages(file)
        found += violations([file], lambda tree, allowed=allowed: rules.foreign_imports(tree, allowed))
    assert found == []


def test_domain_and_kernel_do_not_compute_in_float() -> None:
    assert violations(EXACT_FILES, rules.floats) == []


def test_domain_and_kernel_do_not_wait() -> None:
    assert violations(PURE_FILES, rules.asynchronous_code) == []


def test_domain_and_kernel_hold_no_state_of_their_own() -> None:
    assert violations(PURE_FILES, rules.mutable_module_state) == []


def test_nobody_but_the_clock_knows_what_time_it_is() -> None:
    assert violations(PRODUCT_FILES, rules.clock_calls) == []


def test_no_identifier_is_random() -> None:
    assert violations(PRODUCT_FILES, rules.random_identifiers) == []


def test_functions_fit_a_screen() -> None:
    files = python_files("services", "shared", "o2o", "bench", "tests")
    assert violations(files, lambda tree: rules.long_functions(tree, FUNCTION_LINES)) == []


@pytest.mark.parametrize(("folders", "limit"), [(("services", "shared", "o2o", "bench"), FILE_LINES), (("tests",), TEST_FILE_LINES)])
def test_files_are_short(folders: tuple[str, ...], limit: int) -> None:
    lengths = {str(file.relative_to(PROJECT_ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in python_files(*folders)}
    assert {name: length for name, length in lengths.items() if length > limit} == {}


def foreign_to_the_kernel(tree: ast.Module) -> Findings:
    return rules.foreign_imports(tree, ("shared.kernel",))


def longer_than_two_lines(tree: ast.Module) -> Findings:
    return rules.long_functions(tree, 2)


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (foreign_to_the_kernel, "import sqlalchemy"),
        (foreign_to_the_kernel, "from shared.schemas.event import Event"),
        (foreign_to_the_kernel, "from shared.kernelish import x"),
        (foreign_to_the_kernel, "import os.path"),
        (foreign_to_the_kernel, "def f():\n    from random import random"),
        (foreign_to_the_kernel, "from . import neighbour"),
        (rules.floats, "RATE = 0.5"),
        (rules.floats, "def f(x): return float(x)"),
        (rules.floats, "def f(x: float) -> None: ..."),
        (rules.floats, "y = 1j"),
        (rules.asynchronous_code, "async def f(): ..."),
        (rules.mutable_module_state, "SEEN = []"),
        (rules.mutable_module_state, "SEEN = {'a': 1}"),
        (rules.mutable_module_state, "SEEN: dict[str, int] = {}"),
        (rules.mutable_module_state, "SEEN = defaultdict(list)"),
        (rules.mutable_module_state, "SEEN = {name for name in ()}"),
        (rules.mutable_module_state, "def f():\n    global seen\n    seen = 1"),
        (rules.clock_calls, "from datetime import datetime\nx = datetime.now(UTC)"),
        (rules.clock_calls, "import datetime\nx = datetime.date.today()"),
        (rules.clock_calls, "import time\nx = time.time()"),
        (rules.clock_calls, "sql = 'UPDATE loan SET changed_at = now()'"),
        (rules.clock_calls, "sql = 'SELECT CURRENT_DATE'"),
        (rules.random_identifiers, "import uuid\nx = uuid.uuid4()"),
        (rules.random_identifiers, "from uuid import uuid4\nx = uuid4()"),
        (longer_than_two_lines, "def f():\n    a = 1\n    return a"),
    ],
)
def test_each_rule_notices_its_breach(rule: Rule, broken: str) -> None:
    assert list(rule(ast.parse(broken)))


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (foreign_to_the_kernel, "from decimal import Decimal\nfrom shared.kernel.money import Fen"),
        (rules.floats, "RATE = '0.5'; COUNT = 5"),
        (rules.mutable_module_state, "ORDER: Mapping[str, int] = {'a': 1}\nNAMES = ('a',)\nKEYS = frozenset({'a'})\n__all__ = ['x']"),
        (rules.mutable_module_state, "def f():\n    seen = []\n    return seen"),
        (rules.clock_calls, '"""Never call datetime.now() or SQL now()."""\nx = clock.now()'),
        (longer_than_two_lines, "def f():\n    return 1"),
    ],
)
def test_no_rule_cries_wolf(rule: Rule, kept: str) -> None:
    assert not list(rule(ast.parse(kept)))
