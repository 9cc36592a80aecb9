"""A feature counts as proved only by a marked test that ran and passed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from o2o import feature_report
from o2o.errors import PlatformError
from o2o.feature_report import PRIORITIES, read_features
from tests.support import feature_record
from tests.support.feature_record import FeatureRecorder


def report(test: str, feature: str, outcome: str) -> pytest.TestReport:
    return pytest.TestReport(test, (test, 1, test), {}, outcome, None, "call", user_properties=[("features", [feature])])  # type: ignore[arg-type]


def test_the_table_is_complete_and_its_ids_are_unique() -> None:
    features = read_features()
    assert len({feature.id for feature in features}) == len(features) == 300
    assert {feature.priority for feature in features} == set(PRIORITIES)


def test_one_failing_test_of_a_feature_takes_its_proof_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "run" / "test-features.json"
    monkeypatch.setattr(feature_record, "RECORD", record)
    monkeypatch.setattr(feature_report, "RECORD", record)
    recorder = FeatureRecorder()
    for test, feature, outcome in [("a", "F001", "passed"), ("b", "F002", "passed"), ("c", "F002", "failed"), ("d", "F003", "skipped")]:
        recorder.pytest_runtest_logreport(report(test, feature, outcome))
    recorder.pytest_sessionfinish()
    assert feature_report.proved_features() == {"F001"}
    assert json.loads(record.read_text())["F002"] == {"b": True, "c": False}


def test_without_a_run_the_report_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_report, "RECORD", tmp_path / "none.json")
    with pytest.raises(PlatformError, match="make test"):
        feature_report.proved_features()
