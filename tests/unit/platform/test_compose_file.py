"""docker-compose.yml tells each service every variable that the developer's supervisor tells it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from o2o.environment import service_settings
from o2o.options import Options
from o2o.paths import PROJECT_ROOT, RunDirectory
from o2o.secrets import SecretStore
from o2o.topology import SERVICES, Service

COMPOSE = (PROJECT_ROOT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_compose_sets_every_variable_of_the_service(service: Service, tmp_path: Path) -> None:
    wanted = service_settings(service, Options(run=RunDirectory(tmp_path)), SecretStore(tmp_path / "secrets.json"))
    block = re.search(rf"^  {service.name}:\n(.*?)(?=^  \S|^\S)", COMPOSE, re.DOTALL | re.MULTILINE)
    assert block is not None
    assert set(wanted) - set(re.findall(r"^      ([A-Z_]+):", block.group(1), re.MULTILINE)) == set()


def test_compose_holds_no_secret() -> None:
    values = re.findall(r"(?:PASSWORD|SECRET|KEY|KEYS|CLIENTS): (.+)", COMPOSE)
    assert len(values) > 30
    assert [value for value in values if not value.startswith("${")] == []
