"""Every look into the vault leaves a row: who, whom, what, on what ground (R28)."""
from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from services.onboarding.application.ports import OnboardingUnitOfWork, VaultAccess
from services.onboarding.domain.party import PersonalField


class AccessAction(Enum):
    """Why the vault is opened or searched."""

    DISCLOSE = "DISCLOSE"
    UNMASK = "UNMASK"
    SEARCH = "SEARCH"
    VERIFY = "VERIFY"
    SEND_CODE = "SEND_CODE"


async def record_access(
    uow: OnboardingUnitOfWork, party_id: str, action: AccessAction, *, ground: str, fields: Iterable[PersonalField]
) -> None:
    """The row of one access, in the transaction of the access."""
    await uow.vault.record(
        VaultAccess(
            access_id=uow.new_id(),
            party_id=party_id,
            actor=uow.principal.key,
            action=action.value,
            ground=ground,
            fields=tuple(fields),
            at=uow.now,
            correlation_id=uow.context.correlation_id,
        )
    )
