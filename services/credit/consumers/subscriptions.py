"""Events of the other services, each as the command it means here."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.credit.application.freeze_lines import UnfreezeLines
from services.credit.application.keep_party import DropConsent, KeepConsent, KeepIdentity, KeepParty
from services.credit.application.open_line import OpenLine
from services.credit.application.record_day_processed import RecordDayProcessed
from services.credit.application.records.party import Party
from shared.runtime.definition import Translator
from shared.schemas.event import Envelope, Event
from shared.schemas.events import collections, onboarding
from shared.schemas.events.platform import DAY_PROCESSED


def _party(event: onboarding.PartyRegistered, _: Envelope) -> KeepParty:
    return KeepParty(
        Party(
            party_id=event.party_id,
            party_type=event.party_type,
            segment=event.segment,
            division_code=event.division_code,
            outlet_id=event.outlet_id,
            masked_name=event.masked_name,
            birth_year=event.birth_year,
        )
    )


def _line(event: onboarding.ApplicationApproved, _: Envelope) -> OpenLine:
    return OpenLine(
        application_id=event.application_id,
        party_id=event.party_id,
        decision_id=event.decision_id,
        outlet_id=event.outlet_id,
        product_code=event.product_code,
        product_version=event.product_version,
        amount_fen=event.amount_fen,
        term_months=event.term_months,
        annual_rate=event.annual_rate,
        purpose_code=event.purpose_code,
    )


SUBSCRIPTIONS: Final[Mapping[type[Event], Translator]] = {
    onboarding.PartyRegistered: _party,
    onboarding.IdentityVerified: lambda event, _: KeepIdentity(event.party_id, event.level, event.valid_to),
    onboarding.ConsentGranted: lambda event, _: KeepConsent(
        event.consent_id, event.party_id, event.purpose, event.valid_to
    ),
    onboarding.ConsentWithdrawn: lambda event, _: DropConsent(event.consent_id, event.party_id, event.purpose),
    onboarding.ApplicationApproved: _line,
    collections.CaseClosed: lambda event, _: UnfreezeLines(event.party_id, event.outcome),
    **{
        event_type: lambda event, _: RecordDayProcessed(event.producer, event.closed_date)
        for event_type in DAY_PROCESSED.values()
    },
}
