"""Product versions and regulatory parameters, kept whole as credit publishes them (architecture.md rule 8)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.scoring.application.ports import ScoringUnitOfWork
from services.scoring.domain.case import ProductTerms


@dataclass(frozen=True, slots=True)
class KeepProduct:
    """A product version and the day it starts."""

    terms: ProductTerms
    effective_from: date


@dataclass(frozen=True, slots=True)
class KeepParameter:
    """A dated regulatory parameter."""

    code: str
    value: str
    effective_from: date
    effective_to: date | None


async def keep_product(command: KeepProduct, uow: ScoringUnitOfWork) -> None:
    """A version is published once; the same again changes nothing."""
    await uow.reference_data.keep_product(command.terms, command.effective_from)


async def keep_parameter(command: KeepParameter, uow: ScoringUnitOfWork) -> None:
    """A value replaces the one that started on the same day."""
    await uow.reference_data.keep_parameter(command.code, command.value, command.effective_from, command.effective_to)
