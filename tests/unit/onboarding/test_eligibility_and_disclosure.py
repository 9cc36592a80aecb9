"""Who may apply, what a product offers, who may learn what (R09, R24, R28; PIPL 13)."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services.onboarding.domain.acquisition_session import AcquisitionSession, SessionExpired, SessionMismatch
from services.onboarding.domain.consent import Consent, ConsentMissing, Purpose
from services.onboarding.domain.disclosure import (
    RULES,
    DisclosurePurpose,
    DisclosureRefused,
    NoContract,
    require_disclosable,
)
from services.onboarding.domain.eligibility import PurposeRefused, StudentRefused, require_not_student, require_purpose
from services.onboarding.domain.party import PersonalField
from services.onboarding.domain.product_version import (
    AmountNotOffered,
    ProductNotOffered,
    ProductVersion,
    RateNotOffered,
    TermNotOffered,
    version_in_force,
)
from services.onboarding.domain.unmasking import VISIBLE_TO, UnmaskRefused, require_visible

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, tzinfo=UTC)
F = PersonalField


def product(version: int = 1, *, effective_from: date = ON, consumer: bool = True) -> ProductVersion:
    return ProductVersion(
        "PAYROLL", version, "云白领", "Payroll loan", consumer, 1_000_000, 20_000_000, 3, 60,
        Decimal("0.036"), Decimal("0.072"), effective_from,
    )


def consent(purpose: Purpose) -> Consent:
    return Consent("c", "p", "o", purpose, "v1", "0" * 64, separate=True, granted_on=ON, valid_to=ON, granted_at=AT)


BOTH = (consent(Purpose.PROFILING), consent(Purpose.CREDIT_BUREAU))


def test_the_newest_effective_version_is_in_force() -> None:
    versions = [product(1), product(2, effective_from=ON + timedelta(days=1))]
    assert version_in_force(versions, on=ON).version == 1
    assert version_in_force(versions, on=ON + timedelta(days=1)).version == 2
    with pytest.raises(ProductNotOffered):
        version_in_force(versions, on=ON - timedelta(days=1))


def test_ranges_include_their_ends() -> None:
    product().require_amount_and_term(1_000_000, 3)
    product().require_amount_and_term(20_000_000, 60)
    product().require_rate(Decimal("0.072"))
    for amount in (999_999, 20_000_001):
        with pytest.raises(AmountNotOffered):
            product().require_amount_and_term(amount, 12)
    for term in (2, 61):
        with pytest.raises(TermNotOffered):
            product().require_amount_and_term(1_000_000, term)
    with pytest.raises(RateNotOffered):
        product().require_rate(Decimal("0.0721"))


def test_students_get_no_consumer_loan_unless_the_parameter_allows_it() -> None:
    for parameter in (None, "BLOCK"):
        with pytest.raises(StudentRefused):
            require_not_student(product(), {"occupation": "STUDENT"}, parameter=parameter)
    require_not_student(product(), {"occupation": "STUDENT"}, parameter="ALLOW")
    require_not_student(product(consumer=False), {"occupation": "STUDENT"}, parameter="BLOCK")
    require_not_student(product(), {"occupation": "TEACHER"}, parameter="BLOCK")


def test_a_banned_purpose_is_refused_before_anybody_scores_it() -> None:
    with pytest.raises(PurposeRefused):
        require_purpose("STOCKS", parameter="PROPERTY STOCKS")
    require_purpose("STOCK_PURCHASE", parameter="PROPERTY STOCKS")
    require_purpose("STOCKS", parameter=None)


@pytest.mark.parametrize("purpose", list(DisclosurePurpose))
def test_only_the_service_of_the_purpose_is_answered(purpose: DisclosurePurpose) -> None:
    rule = RULES[purpose]
    held = {"consents": BOTH, "has_contract": True, "on": ON}
    require_disclosable(purpose, service=rule.audience, fields=rule.fields, **held)
    for other in {"scoring", "credit", "collections", "partners", "ops"} - {rule.audience}:
        with pytest.raises(DisclosureRefused):
            require_disclosable(purpose, service=other, fields=rule.fields, **held)
    for excess in set(F) - rule.fields:
        with pytest.raises(DisclosureRefused):
            require_disclosable(purpose, service=rule.audience, fields=[excess], **held)


def test_a_decision_stands_on_consent_and_the_rest_on_a_contract() -> None:
    with pytest.raises(ConsentMissing):
        require_disclosable(
            DisclosurePurpose.DECISION, service="scoring", fields=[F.NAME], consents=BOTH[:1], has_contract=True, on=ON
        )
    for purpose, service in (("CONTRACT", "credit"), ("PAYMENT", "credit"), ("COLLECTION", "collections")):
        with pytest.raises(NoContract):
            require_disclosable(
                DisclosurePurpose(purpose), service=service, fields=[F.NAME], consents=BOTH, has_contract=False, on=ON
            )


def test_a_collector_never_learns_identity_or_card_numbers() -> None:
    assert not {F.ID_NUMBER, F.CARD_NUMBER} & RULES[DisclosurePurpose.COLLECTION].fields
    assert "COLLECTOR" not in VISIBLE_TO


def test_roles_add_up_and_nobody_sees_more_than_they_need() -> None:
    require_visible([F.PHONE], {"OFFICER"})
    with pytest.raises(UnmaskRefused):
        require_visible([F.PHONE, F.ID_NUMBER], {"OFFICER"})
    require_visible([F.PHONE, F.ID_NUMBER], {"OFFICER", "OUTLET_MANAGER"})
    with pytest.raises(UnmaskRefused):
        require_visible([F.NAME], {"OPERATIONS"})


def test_a_session_leads_to_one_party_within_a_day_at_its_own_outlet() -> None:
    session = AcquisitionSession("s", "iss", "sub", "STREET_QR", "SHOP_STREET", "huangyan-1", AT)
    here = {"channel_code": "STREET_QR", "outlet_id": "huangyan-1"}
    used = session.lead_to("p", **here, now=AT + timedelta(hours=24))
    assert used.party_id == "p"
    with pytest.raises(SessionExpired):
        used.lead_to("p", **here, now=AT)
    with pytest.raises(SessionExpired):
        session.lead_to("p", **here, now=AT + timedelta(hours=24, seconds=1))
    with pytest.raises(SessionMismatch):
        session.lead_to("p", channel_code="APP", outlet_id="huangyan-1", now=AT)
