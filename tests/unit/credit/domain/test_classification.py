"""The system moves a class only down by itself (domain.md 2.5.3, A8)."""
from __future__ import annotations

import pytest

from services.credit.domain.classification import RiskClass, Trigger, automatic_class, reclassify, upgrade
from services.credit.domain.errors import UpgradeNeedsApproval


def test_the_worst_of_lateness_and_every_trigger_holds() -> None:
    misuse, second_restructuring = Trigger("MISUSE", RiskClass.SPECIAL_MENTION), Trigger("SECOND_RESTRUCTURING", RiskClass.SUBSTANDARD)
    assert automatic_class(0) is RiskClass.NORMAL
    assert automatic_class(0, [misuse]) is RiskClass.SPECIAL_MENTION
    assert automatic_class(5, [misuse, second_restructuring]) is RiskClass.SUBSTANDARD
    assert automatic_class(271, [misuse]) is RiskClass.DOUBTFUL


@pytest.mark.parametrize("current", RiskClass)
@pytest.mark.parametrize("automatic", RiskClass)
def test_the_daily_run_never_improves_a_class(current: RiskClass, automatic: RiskClass) -> None:
    assert reclassify(current, automatic) is max(current, automatic)


def test_moving_up_needs_an_approval_and_never_passes_the_facts() -> None:
    assert upgrade(RiskClass.SUBSTANDARD, RiskClass.NORMAL, RiskClass.NORMAL, is_approved=True) is RiskClass.NORMAL
    with pytest.raises(UpgradeNeedsApproval):
        upgrade(RiskClass.SUBSTANDARD, RiskClass.NORMAL, RiskClass.NORMAL, is_approved=False)
    with pytest.raises(UpgradeNeedsApproval):
        upgrade(RiskClass.LOSS, RiskClass.NORMAL, RiskClass.SPECIAL_MENTION, is_approved=True)


def test_substandard_and_worse_are_non_performing() -> None:
    assert [risk_class.name for risk_class in RiskClass if risk_class.is_non_performing] == ["SUBSTANDARD", "DOUBTFUL", "LOSS"]
