"""Events of made-up customers in the order the main road brings them, and records as the relay would publish them."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from shared.messaging.broker import OutgoingRecord
from shared.messaging.codec import instant_text
from shared.schemas.event import Event
from shared.schemas.events import collections, credit, onboarding, scoring

START = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NAMES = ("王**", "李*", "陈**", "张*", "林**", "欧**", "周*", "吴**")
OUTLET = "huangyan-1"
PRINCIPAL_FEN = 12_000_000


def made_id(kind: int, number: int) -> str:
    """A UUID that says what it is: kind and number."""
    return str(UUID(int=(kind << 96) | (7 << 76) | (2 << 62) | number))


def party_of(number: int) -> str:
    """The party of customer `number`."""
    return made_id(1, number)


def applicant(number: int, *, amount_fen: int = PRINCIPAL_FEN, approved: bool = True) -> list[Event]:
    """From the scan to the answer."""
    party, application, decision = party_of(number), made_id(2, number), made_id(3, number)
    name, kind = NAMES[number % len(NAMES)], {"segment": "SHOP_OWNER", "division_code": "331003", "channel_code": "STREET_QR"}
    about = {"party_id": party, "application_id": application, "decision_id": decision}
    proposed = {"approved_amount_fen": amount_fen if approved else 0, "term_months": 24, "annual_rate": "0.0720"}
    events: list[Event] = [
        onboarding.PartyRegistered(
            party_id=party, party_type="SELF_EMPLOYED", outlet_id=OUTLET, masked_name=name, birth_year=1986, **kind),
        onboarding.ConsentGranted(
            party_id=party, consent_id=made_id(4, number), purpose="CREDIT_BUREAU", text_version="v1", separate=True,
            valid_to=date(2027, 11, 22)),
        onboarding.IdentityVerified(
            party_id=party, methods=("ID_DOCUMENT", "CARD_FOUR_FACTOR"), level=2, evidence_ids=(made_id(5, number),),
            valid_to=date(2027, 11, 22)),
        onboarding.ApplicationSubmitted(
            application_id=application, party_id=party, product_code="SHOP_TERM", amount_fen=amount_fen, term_months=24,
            purpose_code="STOCK", outlet_id=OUTLET, masked_name=name, facts={"years": 6}, **kind),
        scoring.ScoreComputed(**about, card="shop-card", model_version=1, score=612, pd_ppm=28_000, reasons=()),
        scoring.DecisionMade(
            **about, result="APPROVED" if approved else "DECLINED", reasons=() if approved else ("SCORE_LOW",), path="AUTOMATIC",
            product_code="SHOP_TERM", product_version=1, model_version=1, policy_version=1, elapsed_ms=840, **proposed),
    ]
    if not approved:
        return [*events, onboarding.ApplicationDeclined(
            application_id=application, party_id=party, product_code="SHOP_TERM", amount_fen=amount_fen, outlet_id=OUTLET,
            decision_id=decision, reasons=("SCORE_LOW",), approver="policy")]
    return [*events, onboarding.ApplicationApproved(
        application_id=application, party_id=party, product_code="SHOP_TERM", product_version=1, amount_fen=amount_fen, term_months=24,
        annual_rate="0.0720", purpose_code="STOCK", outlet_id=OUTLET, decision_id=decision, approver="policy")]


def borrower(number: int, *, amount_fen: int = PRINCIPAL_FEN) -> list[Event]:
    """From the contract to the money in the account."""
    line = {"line_id": made_id(6, number), "party_id": party_of(number), "outlet_id": OUTLET}
    sheet = {"sheet_id": made_id(7, number), "sheet_hash": "5d41402a", "annual_cost": "0.0744"}
    return [
        credit.ContractSigned(**line, contract_id=made_id(8, number), kind="LINE", document_hash="9f86d081", method="SMS_CODE"),
        credit.CreditLineActivated(
            **line, application_id=made_id(2, number), product_code="SHOP_TERM", product_version=1, total_fen=amount_fen, start_date=TODAY,
            end_date=date(2028, 11, 22)),
        credit.CostSheetPresented(**line, **sheet, amount_fen=amount_fen, term_months=24, method="EQ_INST"),
        credit.CostSheetConfirmed(**line, **sheet, read_seconds=14, channel="APP"),
        credit.LoanDisbursed(
            **line, loan_id=made_id(9, number), drawdown_id=made_id(10, number), product_code="SHOP_TERM", product_version=1,
            principal_fen=amount_fen, annual_rate="0.0720", method="EQ_INST", term_months=24, start_date=TODAY,
            maturity_date=date(2028, 11, 22), first_due_date=date(2026, 12, 22), annual_cost="0.0744", pay_mode="SELF_PAY", flags=()),
    ]


def repayment(number: int, *, principal_left_fen: int, overdue_fen: int = 0) -> Event:
    """An instalment of ¥5,400 received."""
    return credit.RepaymentAllocated(
        loan_id=made_id(9, number), party_id=party_of(number), outlet_id=OUTLET, repayment_id=made_id(11, number), business_date=TODAY,
        source="BATCH_DEBIT", amount_fen=540_000, fee_fen=0, compound_fen=0, penalty_fen=0, interest_fen=72_000, principal_fen=468_000,
        suspense_fen=0, outstanding_principal_fen=principal_left_fen, overdue_fen=overdue_fen)


def late(number: int, *, principal_left_fen: int = PRINCIPAL_FEN) -> list[Event]:
    """Missed, called at 22:10, called the next day, promised."""
    case = {"case_id": made_id(12, number), "party_id": party_of(number), "outlet_id": OUTLET}
    call = {"channel": "PHONE", "person_role": "DEBTOR", "business_date": TODAY}
    return [
        credit.LoanOverdue(
            loan_id=made_id(9, number), party_id=party_of(number), outlet_id=OUTLET, line_id=made_id(6, number), product_code="SHOP_TERM",
            business_date=TODAY, earliest_unpaid_due_date=TODAY, overdue_principal_fen=468_000, overdue_interest_fen=72_000,
            outstanding_principal_fen=principal_left_fen),
        collections.CollectionCaseOpened(
            **case, business_date=TODAY, days_past_due=3, stage="M1", loan_ids=(made_id(9, number),), overdue_fen=540_000,
            strategy="default"),
        collections.ContactBlocked(**case, **call, contact_id=made_id(13, number), rule_id="R31", local_time="22:10"),
        collections.ContactAttempted(**case, **call, contact_id=made_id(14, number), result="CONNECTED", local_time="09:40"),
        collections.PromiseMade(**case, promise_id=made_id(15, number), amount_fen=540_000, due_date=date(2026, 12, 28)),
    ]


def paid(number: int, *, principal_left_fen: int) -> list[Event]:
    """The promise is kept, the loan is cured, the case closes."""
    case = {"case_id": made_id(12, number), "party_id": party_of(number), "outlet_id": OUTLET}
    return [
        repayment(number, principal_left_fen=principal_left_fen),
        credit.LoanCured(loan_id=made_id(9, number), party_id=party_of(number), outlet_id=OUTLET, business_date=TODAY, days_past_due=5),
        collections.PromiseKept(
            **case, promise_id=made_id(15, number), amount_fen=540_000, due_date=date(2026, 12, 28), paid_fen=540_000),
        collections.CaseClosed(**case, business_date=TODAY, outcome="CURED", days_past_due=5),
    ]


def main_road(number: int) -> list[Event]:
    """One customer's whole story."""
    return [*applicant(number), *borrower(number), *late(number), *paid(number, principal_left_fen=PRINCIPAL_FEN - 468_000)]


def records(
    events: Iterable[Event], *, start: datetime = START, step: timedelta = timedelta(seconds=1), event_ids: Sequence[str] | None = None
) -> list[OutgoingRecord]:
    """The events as published, one `step` apart; a party's events share a correlation id."""
    made = []
    sequences: dict[str, count[int]] = {}
    for index, event in enumerate(events):
        owner = event.owner_party_id or made_id(20, 0)
        headers = {
            "ce_id": event_ids[index] if event_ids else made_id(30, next(_event_numbers)),
            "ce_type": event.event_type(),
            "ce_subject": event.aggregate_id,
            "ce_sequence": str(next(sequences.setdefault(event.aggregate_id, count(1)))),
            "ce_time": instant_text(start + index * step),
            "ce_correlationid": made_id(21, int(UUID(owner).int & 0xFFFFFFFF)),
            "ce_partitionkey": event.partition_key,
        }
        encoded = tuple((name, value.encode()) for name, value in headers.items())
        made.append(OutgoingRecord(event.topic(), event.partition_key.encode(), event.model_dump_json().encode(), encoded))
    return made


_event_numbers = count(1)
