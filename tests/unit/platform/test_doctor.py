"""What cannot run is said with its reason, before anything starts."""

from __future__ import annotations

from importlib import util
from pathlib import Path

import pytest

from o2o import doctor
from o2o.embedded.broker import broker_binary
from o2o.embedded.storage import wheel_installation
from o2o.errors import PlatformError
from o2o.options import Options
from o2o.paths import RunDirectory
from o2o.topology import SERVICES


def test_a_taken_port_is_found_and_the_verdict_is_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "is_free", lambda port: port != SERVICES[0].port)
    findings = doctor._ports(Options(run=RunDirectory(tmp_path)))
    assert [finding.verdict for finding in findings] == ["cannot"]
    assert f"{SERVICES[0].port} ({SERVICES[0].name})" in findings[0].detail
    assert doctor.print_findings(findings) == 1


def test_what_only_more_needs_does_not_stop_the_platform() -> None:
    assert doctor.print_findings([doctor.Finding("Apache Kafka", "without", "java")]) == 0


@pytest.mark.parametrize("find", [wheel_installation, broker_binary])
def test_a_missing_wheel_is_said_in_both_languages_with_what_to_do(monkeypatch: pytest.MonkeyPatch, find: object) -> None:
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    with pytest.raises(PlatformError) as refused:
        find()  # type: ignore[operator]
    assert "make venv" in refused.value.zh
    assert "make venv" in refused.value.en
