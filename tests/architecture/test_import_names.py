"""Import names are folder names, and none of them hides the standard library or an installed package."""

from __future__ import annotations

import collections
import subprocess
import sys
from pathlib import Path

import pytest

import services
import shared
from o2o.environment import python_environment
from o2o.paths import PROJECT_ROOT


def test_the_standard_collections_is_the_standard_one() -> None:
    assert not Path(collections.__file__).is_relative_to(PROJECT_ROOT)


@pytest.mark.parametrize("package", [services, shared])
def test_our_packages_are_ours(package: object) -> None:
    assert Path(str(package.__file__)).is_relative_to(PROJECT_ROOT)  # type: ignore[attr-defined]


@pytest.mark.parametrize("folder", [".", "services", "services/collections"])
def test_a_service_process_sees_the_standard_collections_from_any_folder(folder: str) -> None:
    source = "import collections, services.collections; print(hasattr(collections, 'deque'))"
    command = [sys.executable, "-c", source]
    printed = subprocess.check_output(command, cwd=PROJECT_ROOT / folder, env=python_environment(), text=True, timeout=60)
    assert printed.strip() == "True"


@pytest.mark.parametrize("base", ["services", "shared", "o2o"])
def test_every_folder_with_code_is_a_package(base: str) -> None:
    folders = {file.parent for file in (PROJECT_ROOT / base).rglob("*.py") if "migrations" not in file.parts}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
