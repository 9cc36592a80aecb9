"""Writes which features passing tests prove, for `o2o features`: `.run/test-features.json`, the whole of the last run."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from o2o.feature_report import RECORD, known_features

MARKS_PER_TEST = 2
_PROPERTY = "features"


@pytest.hookimpl
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand each test's features to its reports; a mark nobody knows, or a test with too many, is an error."""
    known = known_features()
    for item in items:
        features = sorted({str(mark.args[0]) for mark in item.iter_markers("feature")})
        unknown = set(features) - known
        if unknown or len(features) > MARKS_PER_TEST:
            raise pytest.UsageError(f"{item.nodeid}: features {features}; at most {MARKS_PER_TEST}, each a row of docs/features.tsv")
        if features:
            item.user_properties.append((_PROPERTY, features))


class FeatureRecorder:
    """Collects, in the process that sees all reports, the outcome of every marked test."""

    def __init__(self) -> None:
        self._tests: dict[str, dict[str, bool]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for feature in dict(report.user_properties).get(_PROPERTY, ()):
            earlier = self._tests[feature].get(report.nodeid, True)
            self._tests[feature][report.nodeid] = earlier and report.passed

    def pytest_sessionfinish(self) -> None:
        if self._tests:
            RECORD.parent.mkdir(exist_ok=True)
            RECORD.write_text(json.dumps(self._tests, indent=1, sort_keys=True), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # under xdist the controller sees every report
        config.pluginmanager.register(FeatureRecorder())
