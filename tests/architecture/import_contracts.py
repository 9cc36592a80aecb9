"""Runs import-linter with this project's contracts, on this tree or on a copy of its shape."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from o2o.paths import PROJECT_ROOT

TIMEOUT_SECONDS = 120
SERVICES = ("onboarding", "scoring", "credit", "collections", "partners", "ops", "sandbox")
SERVICE_MODULES = ("main.py", "worker.py", "bootstrap.py", "settings.py")
SERVICE_PACKAGES = ("api", "consumers", "queries", "adapters", "application", "domain")
SHARED_MODULES = ("command_bus.py", "settings.py")
SHARED_PACKAGES = ("runtime", "web", "messaging", "db", "schemas", "observability", "kernel")
_COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"
_VERDICT = re.compile(r"^(?P<name>.+) (?P<verdict>KEPT|BROKEN)( \(.*\))?$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the linter said."""

    status: int
    output: str

    @property
    def broken(self) -> set[str]:
        """Names of the contracts that do not hold."""
        verdicts = (_VERDICT.match(line) for line in self.output.splitlines())
        return {verdict["name"] for verdict in verdicts if verdict and verdict["verdict"] == "BROKEN"}


def lint(folder: Path) -> Outcome:
    command = [sys.executable, "-c", _COMMAND, "--no-cache", "--no-logo", "--config", str(folder / "pyproject.toml")]
    wide = {**os.environ, "COLUMNS": "300"}  # a contract's verdict stands on one line
    done = subprocess.run(command, cwd=folder, env=wide, capture_output=True, text=True, check=False, timeout=TIMEOUT_SECONDS)
    return Outcome(done.returncode, done.stdout + done.stderr)


def stub_tree(folder: Path) -> None:
    """The project's shape without its content, under the same contracts."""
    shutil.copy(PROJECT_ROOT / "pyproject.toml", folder)
    for service in SERVICES:
        _package(folder / "services" / service, SERVICE_MODULES, SERVICE_PACKAGES)
    (folder / "services" / "__init__.py").touch()
    _package(folder / "shared", SHARED_MODULES, SHARED_PACKAGES)
    (folder / "shared" / "kernel" / "clock.py").write_text("import time\n", encoding="utf-8")
    _package(folder / "o2o", ("cli.py",), ())


def _package(folder: Path, modules: tuple[str, ...], packages: tuple[str, ...]) -> None:
    folder.mkdir(parents=True)
    for module in ("__init__.py", *modules):
        (folder / module).touch()
    for package in packages:
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
