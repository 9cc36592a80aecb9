"""The newest revision is read from the files as Alembic would read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from o2o.errors import PlatformError
from o2o.migrations import newest_revision
from o2o.paths import PROJECT_ROOT
from o2o.topology import SERVICES


@pytest.mark.parametrize("service", [service.name for service in SERVICES])
def test_it_agrees_with_alembic(service: str) -> None:
    folder = PROJECT_ROOT / "services" / service
    alembic = ScriptDirectory.from_config(Config(str(folder / "alembic.ini")))
    assert newest_revision(folder) == alembic.get_current_head() is not None


def test_two_newest_revisions_are_refused(tmp_path: Path) -> None:
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for name in ("0002_a", "0002_b"):
        (versions / f"{name}.py").write_text(f'revision: str = "{name}"\ndown_revision = "0001"\n')
    with pytest.raises(PlatformError, match="several newest"):
        newest_revision(tmp_path)
