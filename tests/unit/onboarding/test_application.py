"""The state machine of an application and its decisions (domain.md 2.1.2, F130)."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.onboarding.domain.application import (
    AmountAboveRequest,
    Application,
    AuthorityExceeded,
    Decision,
    DecisionIncomplete,
    DecisionResult,
    MakerIsChecker,
    Terms,
    TransitionRefused,
    draft,
)
from services.onboarding.domain.application_status import NEXT, ApplicationStatus, Stage, plain_words

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
TERMS = Terms(5_000_000, 12, Decimal("0.0720"), 1)
S = ApplicationStatus


def drafted() -> Application:
    return draft(
        application_id="a", party_id="p", outlet_id="o", channel_code="APP", product_code="SHOP_TERM",
        amount_fen=6_000_000, term_months=12, purpose_code="STOCK_PURCHASE", facts={}, made_by="customer", at=AT, on=ON,
    )


def submitted() -> Application:
    return drafted().submit(actor="customer", at=AT, on=ON)


def decided(result: DecisionResult, terms: Terms | None = None) -> Application:
    return submitted().decide_by_policy(Decision("d", result, ("WEAK_DEPOSITS",), terms), at=AT, on=ON)


def referred() -> Application:
    return decided(DecisionResult.REFERRED)


def approve(application: Application, terms: Terms = TERMS, *, approver: str = "approver", authority_fen: int = 50_000_000) -> Application:
    return application.approve(terms, approver=approver, authority_fen=authority_fen, comment=None, at=AT, on=ON)


def decline(application: Application, *, approver: str = "approver") -> Application:
    return application.decline(("INCOME_UNPROVED",), approver=approver, comment=None, at=AT, on=ON)


REACHED: dict[ApplicationStatus, Callable[[], Application]] = {
    S.DRAFT: drafted,
    S.SUBMITTED: submitted,
    S.REFERRED: referred,
    S.APPROVED: lambda: approve(referred()),
    S.DECLINED: lambda: decline(referred()),
    S.CANCELLED: lambda: drafted().cancel("WITHDRAWN_BY_CUSTOMER", actor="customer", at=AT, on=ON),
}
STEPS: dict[ApplicationStatus, Callable[[Application], Application]] = {
    S.SUBMITTED: lambda a: a.submit(actor="customer", at=AT, on=ON),
    S.REFERRED: lambda a: a.decide_by_policy(Decision("d", DecisionResult.REFERRED, (), None), at=AT, on=ON),
    S.APPROVED: lambda a: a.decide_by_policy(Decision("d", DecisionResult.APPROVED, (), TERMS), at=AT, on=ON),
    S.DECLINED: lambda a: a.decide_by_policy(Decision("d", DecisionResult.DECLINED, (), None), at=AT, on=ON),
    S.CANCELLED: lambda a: a.cancel("WITHDRAWN_BY_CUSTOMER", actor="customer", at=AT, on=ON),
}


@pytest.mark.parametrize("origin", list(S))
@pytest.mark.parametrize("target", list(STEPS))
def test_only_the_steps_of_the_table_are_taken(origin: ApplicationStatus, target: ApplicationStatus) -> None:
    application = REACHED[origin]()
    if target in NEXT[origin]:
        assert STEPS[target](application).status is target
    else:
        with pytest.raises(TransitionRefused):
            STEPS[target](application)


def test_every_step_leaves_its_stamp_and_the_version_counts_them() -> None:
    application = approve(referred()).activate_line("line", actor="credit", at=AT, on=ON)
    assert [(step.status, step.stage) for step in application.history] == [
        (S.DRAFT, Stage.APPLY),
        (S.SUBMITTED, Stage.APPLY),
        (S.REFERRED, Stage.INVESTIGATE),
        (S.APPROVED, Stage.APPROVE),
        (S.APPROVED, Stage.POST_LOAN),
    ]
    assert application.version == 5
    assert all(step.at == AT and step.on == ON and step.actor for step in application.history)


def test_a_cancelled_application_stays_at_the_stage_it_had_reached() -> None:
    assert STEPS[S.CANCELLED](referred()).stage is Stage.INVESTIGATE


def test_policy_decides_with_its_reasons_and_terms() -> None:
    approved = decided(DecisionResult.APPROVED, TERMS)
    assert (approved.terms, approved.decided_by, approved.decision_id) == (TERMS, "policy", "d")
    declined = decided(DecisionResult.DECLINED, TERMS)
    assert (declined.terms, declined.reasons) == (None, ("WEAK_DEPOSITS",))


def test_a_referral_is_decided_by_nobody_yet() -> None:
    assert (referred().decided_by, referred().decision_id) == (None, "d")


def test_an_approval_without_terms_is_refused() -> None:
    with pytest.raises(DecisionIncomplete):
        decided(DecisionResult.APPROVED, None)


def test_a_person_decides_only_what_was_referred() -> None:
    for origin in (S.DRAFT, S.SUBMITTED, S.APPROVED, S.DECLINED, S.CANCELLED):
        with pytest.raises(TransitionRefused):
            approve(REACHED[origin]())
        with pytest.raises(TransitionRefused):
            decline(REACHED[origin]())


@pytest.mark.parametrize("act", [approve, decline])
def test_the_maker_does_not_decide(act: Callable[..., Application]) -> None:
    with pytest.raises(MakerIsChecker):
        act(referred(), approver="customer")


def test_authority_reaches_to_its_last_fen() -> None:
    assert approve(referred(), authority_fen=TERMS.amount_fen).status is S.APPROVED
    with pytest.raises(AuthorityExceeded):
        approve(referred(), authority_fen=TERMS.amount_fen - 1)


@pytest.mark.parametrize("terms", [Terms(6_000_001, 12, Decimal("0.07"), 1), Terms(6_000_000, 13, Decimal("0.07"), 1)])
def test_nobody_is_granted_more_than_he_asked_for(terms: Terms) -> None:
    with pytest.raises(AmountAboveRequest):
        approve(referred(), terms)


def test_a_line_activates_once_and_only_an_approved_application() -> None:
    active = approve(referred()).activate_line("line", actor="credit", at=AT, on=ON)
    assert active.activate_line("other", actor="credit", at=AT, on=ON) is active
    with pytest.raises(TransitionRefused):
        referred().activate_line("line", actor="credit", at=AT, on=ON)


def test_every_state_is_said_in_both_languages() -> None:
    said = {plain_words(status, Stage.APPLY) for status in S} | {plain_words(S.APPROVED, Stage.POST_LOAN)}
    assert len(said) == len(S) + 1
    assert all(words.zh and words.en for words in said)
