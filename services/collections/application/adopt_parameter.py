"""Credit published a parameter that collections keeps."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.parameters import read_parameters


@dataclass(frozen=True, slots=True)
class AdoptParameter:
    """A dated regulatory number, whole (RegParamChanged)."""

    code: str
    value: str
    effective_from: date
    effective_to: date | None
    source: str
    approver: str


async def adopt_parameter(command: AdoptParameter, uow: CollectionsUnitOfWork) -> None:
    """Kept from its date on; raises ValueError for a text that cannot be that parameter, so that it parks."""
    read_parameters({command.code: command.value})
    await uow.parameters.adopt(
        code=command.code,
        value=command.value,
        effective_from=command.effective_from,
        effective_to=command.effective_to,
        source=command.source,
        approver=command.approver,
    )
