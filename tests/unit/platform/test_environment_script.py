"""The script behind `make venv` replaces only an environment that it made itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

from o2o.paths import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "deploy" / "dev" / "environment.sh"


def test_an_environment_somebody_else_made_stays_as_it_is(tmp_path: Path) -> None:
    theirs = tmp_path / "their environment"
    theirs.mkdir()
    (theirs / "pyvenv.cfg").write_text("home = /usr/bin")
    done = subprocess.run(["/bin/sh", str(SCRIPT), str(theirs)], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "stays as it is" in done.stderr
    assert [file.name for file in theirs.iterdir()] == ["pyvenv.cfg"]


def test_without_a_new_enough_python_it_says_so_in_both_languages(tmp_path: Path) -> None:
    nothing = tmp_path / "bin"
    nothing.mkdir()
    for tool in ("cksum", "cat"):
        (nothing / tool).symlink_to(f"/usr/bin/{tool}")
    command = ["/bin/sh", str(SCRIPT), str(tmp_path / "new")]
    done = subprocess.run(command, cwd=PROJECT_ROOT, env={"PATH": str(nothing)}, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert "没有找到" in done.stderr
