"""How far somebody has proved who he is (domain.md 2.10, R25)."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.onboarding.domain.identity_verification import (
    MAX_FAILURES_A_DAY,
    IdentityNotVerified,
    Method,
    Outcome,
    TooManyFailures,
    Verification,
    identity_level,
    require_attempt_allowed,
    require_level,
)

DAY = date(2026, 1, 10)
DOCUMENT, CARD, CODE = Method.ID_DOCUMENT, Method.CARD_FOUR_FACTOR, Method.ONE_TIME_CODE
MATCH, MISMATCH, UNKNOWN = Outcome.MATCH, Outcome.MISMATCH, Outcome.UNKNOWN


def tries(*answers: tuple[Method, Outcome], on: date = DAY) -> list[Verification]:
    start = datetime(2026, 1, 10, tzinfo=UTC)
    return [
        Verification(f"v{i}", "p", method, outcome, "ref", on, start + timedelta(seconds=i))
        for i, (method, outcome) in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ([], 0),
        ([(CODE, MATCH)], 0),
        ([(DOCUMENT, MATCH)], 1),
        ([(CARD, MATCH)], 1),
        ([(DOCUMENT, MATCH), (CODE, MATCH)], 1),
        ([(DOCUMENT, MATCH), (DOCUMENT, MATCH)], 1),
        ([(DOCUMENT, MATCH), (CARD, MATCH)], 2),
        ([(DOCUMENT, MISMATCH), (CARD, MATCH)], 1),
        ([(DOCUMENT, UNKNOWN), (CARD, UNKNOWN)], 0),
        ([(DOCUMENT, MATCH), (CARD, MATCH), (CARD, MISMATCH)], 1),
        ([(DOCUMENT, MATCH), (CARD, MATCH), (CARD, UNKNOWN)], 2),
    ],
)
def test_document_and_card_make_level_two_and_a_phone_proves_nobody(
    answers: list[tuple[Method, Outcome]], level: int
) -> None:
    assert identity_level(tries(*answers), on=DAY).level == level


def test_the_level_ends_with_the_first_of_its_proofs() -> None:
    proofs = tries((DOCUMENT, MATCH)) + tries((CARD, MATCH), on=date(2026, 3, 1))
    level = identity_level(proofs, on=date(2026, 3, 1))
    assert (level.level, level.valid_to) == (2, date(2027, 1, 10))
    assert identity_level(proofs, on=date(2027, 1, 10)).level == 2
    assert identity_level(proofs, on=date(2027, 1, 11)).level == 1


def test_applying_needs_level_two() -> None:
    require_level(identity_level(tries((DOCUMENT, MATCH), (CARD, MATCH)), on=DAY))
    with pytest.raises(IdentityNotVerified) as refused:
        require_level(identity_level(tries((DOCUMENT, MATCH)), on=DAY))
    assert refused.value.facts == {"level": 1, "needed": 2}


def test_five_failures_a_day_and_method_are_the_end_of_guessing() -> None:
    failed = tries(*[(CARD, MISMATCH)] * (MAX_FAILURES_A_DAY - 1))
    require_attempt_allowed(failed, CARD, on=DAY)
    failed += tries((CARD, UNKNOWN))
    with pytest.raises(TooManyFailures):
        require_attempt_allowed(failed, CARD, on=DAY)
    require_attempt_allowed(failed, DOCUMENT, on=DAY)
    require_attempt_allowed(failed, CARD, on=DAY + timedelta(days=1))
