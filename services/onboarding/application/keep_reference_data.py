"""Product versions and regulatory parameters are kept as credit publishes them (architecture.md rule 8)."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.ports import OnboardingUnitOfWork, RegulatoryParameter
from services.onboarding.domain.product_version import ProductVersion


@dataclass(frozen=True, slots=True)
class KeepProductVersion:
    """One version, whole."""

    version: ProductVersion


@dataclass(frozen=True, slots=True)
class KeepParameter:
    """One dated value."""

    parameter: RegulatoryParameter


async def keep_product_version(command: KeepProductVersion, uow: OnboardingUnitOfWork) -> None:
    """A version published again replaces itself."""
    await uow.products.put(command.version)


async def keep_parameter(command: KeepParameter, uow: OnboardingUnitOfWork) -> None:
    """A value published again for the same date replaces itself."""
    await uow.parameters.put(command.parameter)
