"""The consent ledger (R23, R24; PIPL 14, 15, 29)."""
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.onboarding.domain.consent import (
    Consent,
    ConsentMissing,
    ConsentMustBeSeparate,
    ConsentNotActive,
    ConsentStatus,
    ConsentText,
    Purpose,
    grant,
    require_consents,
)

ON = date(2026, 1, 31)
AT = datetime(2026, 1, 31, 2, tzinfo=UTC)


def text(purpose: Purpose, *, separate: bool = False, validity_months: int = 1) -> ConsentText:
    return ConsentText(purpose, "v1", "标题", "title", "正文", "body", "0" * 64, separate, validity_months, date(2021, 11, 1))


def granted(purpose: Purpose = Purpose.PROFILING) -> Consent:
    return grant(text(purpose), consent_id="c", party_id="p", outlet_id="o", separate=False, on=ON, at=AT)


def test_a_consent_lasts_to_the_same_day_of_a_later_month_and_that_day_counts() -> None:
    consent = granted()
    assert consent.valid_to == date(2026, 2, 28)
    assert consent.covers(Purpose.PROFILING, on=date(2026, 2, 28))
    assert not consent.covers(Purpose.PROFILING, on=date(2026, 3, 1))


def test_a_consent_covers_its_own_purpose_only() -> None:
    assert not granted(Purpose.PROFILING).covers(Purpose.CREDIT_BUREAU, on=ON)


def test_a_purpose_that_asks_for_separate_consent_refuses_a_bundled_one() -> None:
    bureau = text(Purpose.CREDIT_BUREAU, separate=True)
    with pytest.raises(ConsentMustBeSeparate):
        grant(bureau, consent_id="c", party_id="p", outlet_id="o", separate=False, on=ON, at=AT)
    assert grant(bureau, consent_id="c", party_id="p", outlet_id="o", separate=True, on=ON, at=AT).separate


@pytest.mark.parametrize("end", ["withdraw", "supersede"])
def test_an_ended_consent_covers_nothing_and_cannot_end_twice(end: str) -> None:
    ended = getattr(granted(), end)(at=AT)
    assert ended.status is not ConsentStatus.ACTIVE
    assert ended.ended_at == AT
    assert not ended.covers(Purpose.PROFILING, on=ON)
    with pytest.raises(ConsentNotActive):
        ended.withdraw(at=AT)


def test_the_first_missing_purpose_is_named() -> None:
    held = [granted(Purpose.PROFILING), granted(Purpose.CREDIT_BUREAU).withdraw(at=AT)]
    with pytest.raises(ConsentMissing) as refused:
        require_consents(held, [Purpose.PROFILING, Purpose.CREDIT_BUREAU], on=ON)
    assert refused.value.facts == {"purpose": "CREDIT_BUREAU"}
    require_consents([*held, granted(Purpose.CREDIT_BUREAU)], [Purpose.PROFILING, Purpose.CREDIT_BUREAU], on=ON)
