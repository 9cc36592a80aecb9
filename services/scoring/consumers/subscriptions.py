"""Which events mean which command here; nothing else happens in this module."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from services.scoring.application.keep_party import DropConsent, KeepConsent, KeepIdentity, KeepParty
from services.scoring.application.keep_reference_data import KeepParameter, KeepProduct
from services.scoring.application.request_decision import CancelRequest, RequestDecision
from services.scoring.domain.case import ProductTerms
from shared.schemas.event import Envelope, Event
from shared.schemas.events.credit import ProductVersionPublished, RegParamChanged
from shared.schemas.events.onboarding import (
    ApplicationCancelled,
    ApplicationSubmitted,
    ConsentGranted,
    ConsentWithdrawn,
    IdentityVerified,
    PartyRegistered,
)

Translator = Callable[[Any, Envelope], object | None]


def _application(event: ApplicationSubmitted, _: Envelope) -> RequestDecision:
    return RequestDecision(
        application_id=event.application_id,
        party_id=event.party_id,
        outlet_id=event.outlet_id,
        product_code=event.product_code,
        amount_fen=event.amount_fen,
        term_months=event.term_months,
        purpose_code=event.purpose_code,
        segment=event.segment,
        division_code=event.division_code,
        facts=event.facts,
    )


def _product(event: ProductVersionPublished, _: Envelope) -> KeepProduct:
    terms = ProductTerms(
        product_code=event.product_code,
        version=event.product_version,
        consumer=event.consumer,
        amount_min_fen=event.amount_min_fen,
        amount_max_fen=event.amount_max_fen,
        term_min_months=event.term_min_months,
        term_max_months=event.term_max_months,
        rate_min=Decimal(event.rate_min),
        rate_max=Decimal(event.rate_max),
    )
    return KeepProduct(terms, event.effective_from)


SUBSCRIPTIONS: Final[Mapping[type[Event], Translator]] = {
    ApplicationSubmitted: _application,
    ApplicationCancelled: lambda event, _: CancelRequest(event.application_id),
    PartyRegistered: lambda event, _: KeepParty(event.party_id, event.birth_year),
    IdentityVerified: lambda event, _: KeepIdentity(event.party_id, event.level, event.valid_to),
    ConsentGranted: lambda event, _: KeepConsent(event.consent_id, event.party_id, event.purpose, event.valid_to),
    ConsentWithdrawn: lambda event, _: DropConsent(event.consent_id, event.party_id, event.purpose),
    ProductVersionPublished: _product,
    RegParamChanged: lambda event, _: KeepParameter(event.code, event.value, event.effective_from, event.effective_to),
}
