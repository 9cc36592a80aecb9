"""Regulatory parameters of a close, from the values in force (domain.md 2.5.3)."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from services.credit.domain.classification import ClassThresholds, RiskClass
from services.credit.domain.provision import ProvisionRates


def class_thresholds(parameters: Mapping[str, str]) -> ClassThresholds:
    """R18: days past due beyond which each class begins."""
    return ClassThresholds(*(int(days) for days in parameters["CLASS_DPD"].split()))


def provision_rates(parameters: Mapping[str, str]) -> ProvisionRates:
    """R22: the general rate, and the specific rates in the order of the classes."""
    specific = (Decimal(rate) for rate in parameters["PROVISION_SPECIFIC"].split())
    return ProvisionRates(Decimal(parameters["PROVISION_GENERAL"]), dict(zip(RiskClass, specific, strict=True)))
