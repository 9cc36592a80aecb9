"""The import contracts hold, and each of them breaks when its rule is broken."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from o2o.paths import PROJECT_ROOT
from tests.architecture.import_contracts import lint, stub_tree

CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
}
PLANTED = [
    ("independence", "services/credit/domain/line.py", "import services.scoring.domain"),
    ("independence", "services/collections/adapters/tables.py", "import services.credit.adapters"),
    ("independence", "services/sandbox/adapters/tables.py", "import services.credit.adapters"),
    ("independence", "services/ops/queries/board.py", "import o2o.cli"),
    ("independence", "o2o/shortcut.py", "import services.credit.adapters"),
    ("service-layers", "services/credit/domain/line.py", "import services.credit.application"),
    ("service-layers", "services/credit/application/open_line.py", "import services.credit.adapters"),
    ("service-layers", "services/credit/queries/lines.py", "import services.credit.api"),
    ("service-layers", "services/credit/api/lines.py", "import services.credit.consumers"),
    ("service-layers", "services/credit/adapters/tables.py", "import services.credit.bootstrap"),
    ("service-layers", "services/credit/utils.py", ""),
    ("shared-layers", "shared/kernel/money.py", "import shared.schemas"),
    ("shared-layers", "shared/db/departure.py", "import shared.messaging"),
    ("shared-layers", "shared/web/auth.py", "import shared.messaging"),
    ("shared-layers", "shared/schemas/event.py", "import shared.db"),
    ("shared-layers", "shared/messaging/relay.py", "import shared.command_bus"),
    ("shared-layers", "shared/helpers.py", ""),
    ("shared-below", "shared/web/auth.py", "import services.credit.settings"),
    ("shared-below", "shared/web/auth.py", "import o2o.cli"),
    ("pure-domain", "services/scoring/domain/card.py", "import random"),
    ("pure-domain", "shared/kernel/money.py", "import pydantic"),
    ("pure-domain", "services/credit/domain/line.py", "import shared.db"),
    ("plain-application", "services/credit/application/open_line.py", "import sqlalchemy"),
    ("plain-application", "services/credit/application/open_line.py", "import shared.web"),
    ("kafka-client", "services/credit/adapters/events.py", "import kafka"),
    ("kafka-client", "shared/db/departure.py", "import kafka"),
]


def test_every_contract_holds() -> None:
    outcome = lint(PROJECT_ROOT)
    assert outcome.status == 0, outcome.output


def test_every_contract_has_a_planted_breach() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


def test_the_bare_shape_breaks_nothing(tmp_path: Path) -> None:
    stub_tree(tmp_path)
    outcome = lint(tmp_path)
    assert outcome.status == 0, outcome.output


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_breach_breaks_its_contract(tmp_path: Path, contract: str, file: str, line: str) -> None:
    stub_tree(tmp_path)
    (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    outcome = lint(tmp_path)
    assert outcome.status == 1
    assert CONTRACTS[contract] in outcome.broken, outcome.output
