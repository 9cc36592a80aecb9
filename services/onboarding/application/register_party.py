"""A person becomes a party: his data goes into the vault, his sign-in is bound to him."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.acquisition_session import AcquisitionSession
from services.onboarding.domain.division_code import require_county
from services.onboarding.domain.party import (
    IdentityAlreadyRegistered,
    Party,
    PartyType,
    PersonalData,
    Segment,
    SubjectAlreadyLinked,
    card_is_unconfirmed,
    mask,
    personal_data,
)
from shared.kernel.errors import NotFound
from shared.schemas.events.onboarding import OnboardingSessionOpened, PartyRegistered, PartySubjectLinked


@dataclass(frozen=True, slots=True)
class RegisterParty:
    """What the person gives; personal values are never printed."""

    session_id: str | None
    party_type: PartyType
    segment: Segment
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    card_number: str = field(repr=False)
    division_code: str
    trade_code: str | None
    outlet_id: str
    channel_code: str


async def register_party(command: RegisterParty, uow: OnboardingUnitOfWork) -> Party:
    """The new party.

    Raises the error of the first wrong value, SubjectAlreadyLinked, IdentityAlreadyRegistered, SessionExpired or
    SessionMismatch; NotFound for a session of somebody else.
    """
    uow.authorize("party.register")
    today = await uow.business_date()
    party, data = _party_of(command, uow.new_id(), today)
    await uow.parties.add(party)
    if not await uow.parties.link_subject(
        issuer=uow.principal.issuer, subject=uow.principal.subject, party_id=party.party_id
    ):
        raise SubjectAlreadyLinked()
    if not await uow.vault.seal(party.party_id, data):
        raise IdentityAlreadyRegistered()
    session = await _used_session(command, party, uow)
    _publish(party, session, uow)
    return party


def _party_of(command: RegisterParty, party_id: str, today: date) -> tuple[Party, PersonalData]:
    data, identity = personal_data(
        name=command.name,
        id_number=command.id_number,
        phone=command.phone,
        card_number=command.card_number,
        today=today,
    )
    party = Party(
        party_id=party_id,
        party_type=command.party_type,
        segment=command.segment,
        masked=mask(data),
        birth_year=identity.birth_date.year,
        division_code=require_county(command.division_code),
        trade_code=command.trade_code,
        outlet_id=command.outlet_id,
        channel_code=command.channel_code,
        registered_on=today,
        card_unconfirmed=card_is_unconfirmed(data),
    )
    return party, data


async def _used_session(command: RegisterParty, party: Party, uow: OnboardingUnitOfWork) -> AcquisitionSession | None:
    if command.session_id is None:
        return None
    session = await uow.sessions.get_for_update(command.session_id)
    if (session.issuer, session.subject) != (uow.principal.issuer, uow.principal.subject):
        raise NotFound()
    used = session.lead_to(party.party_id, channel_code=party.channel_code, outlet_id=party.outlet_id, now=uow.now)
    await uow.sessions.save(used)
    return used


def _publish(party: Party, session: AcquisitionSession | None, uow: OnboardingUnitOfWork) -> None:
    uow.publish(
        PartyRegistered(
            party_id=party.party_id,
            party_type=party.party_type.value,
            segment=party.segment.value,
            division_code=party.division_code,
            channel_code=party.channel_code,
            outlet_id=party.outlet_id,
            masked_name=party.masked.name,
            trade_code=party.trade_code,
            birth_year=party.birth_year,
        )
    )
    uow.publish(
        PartySubjectLinked(party_id=party.party_id, issuer=uow.principal.issuer, subject=uow.principal.subject)
    )
    if session is not None:
        uow.publish(
            OnboardingSessionOpened(
                party_id=party.party_id,
                session_id=session.session_id,
                channel_code=session.channel_code,
                outlet_id=session.outlet_id,
                scene_code=session.scene_code,
            )
        )
