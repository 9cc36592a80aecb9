"""Before outside sources are asked: does the application still wait, and is its party known here yet?"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.scoring.application.ports import DecisionRequest, KnownParty, ScoringUnitOfWork
from services.scoring.domain.case import BUREAU_CONSENT
from shared.kernel.errors import Unavailable

PATIENCE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class PrepareEvidence:
    """The application that is to be checked."""

    application_id: str


@dataclass(frozen=True, slots=True)
class Preparation:
    """The request with the consents that allow asking about its party."""

    request: DecisionRequest
    consents: Mapping[str, str]


async def prepare_evidence(command: PrepareEvidence, uow: ScoringUnitOfWork) -> Preparation | None:
    """None when nothing waits. Raises Unavailable for up to 5 s while the party's own events are on their way.

    They travel on another topic than the application and may come after it.
    """
    request = await uow.requests.get(command.application_id)
    if request.state != "WAITING":
        return None
    party = await uow.parties.get(request.party_id, on=await uow.business_date())
    if not _is_known(party) and uow.now - request.received_at < PATIENCE:
        raise Unavailable(system="party-events")
    return Preparation(request, party.consents)


def _is_known(party: KnownParty) -> bool:
    return party.birth_year is not None and party.identity_level > 0 and BUREAU_CONSENT in party.consents
