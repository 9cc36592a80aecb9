"""Five classes by days past due through the calendar (E25, R18), and the provision they need (R22)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.credit.domain.ledger import Account
from tests.component.credit.end_of_day.bank import Bank

EDGES = (
    (date(2026, 6, 21), 0, "NORMAL"),
    (date(2026, 6, 22), 1, "SPECIAL_MENTION"),
    (date(2026, 7, 21), 30, "SPECIAL_MENTION"),
    (date(2026, 7, 22), 31, "SPECIAL_MENTION"),
    (date(2026, 9, 19), 90, "SPECIAL_MENTION"),
    (date(2026, 9, 20), 91, "SUBSTANDARD"),
    (date(2026, 12, 18), 180, "SUBSTANDARD"),
    (date(2026, 12, 19), 181, "SUBSTANDARD"),
    (date(2027, 3, 18), 270, "SUBSTANDARD"),
    (date(2027, 3, 19), 271, "DOUBTFUL"),
    (date(2027, 6, 16), 360, "DOUBTFUL"),
    (date(2027, 6, 17), 361, "LOSS"),
)


async def wallet_due_on_21_june(bank: Bank) -> dict[str, str]:
    """A DAILY loan whose first interest falls due on 2026-06-21 and is never paid."""
    loan = await bank.loan(product_code="WALLET", annual_rate="0.1080", amount_fen=20_000_00, method="DAILY")
    bank.outside.unwilling.add(loan["mandate_id"])
    await bank.move_to(date(2026, 6, 20))
    await bank.closed(date(2026, 6, 20))
    return loan


async def test_classes_follow_the_days_past_due_at_every_edge(bank: Bank) -> None:
    loan = await wallet_due_on_21_june(bank)

    for morning, days, risk_class in EDGES:
        evening = morning - timedelta(days=1)
        if await bank.today() < morning:
            await bank.move_to(evening)
            await bank.closed(evening)
        assert (await bank.state(loan["loan_id"]))["class_code"] == risk_class, f"{days} days past due"

    changes = [(event["business_date"], event["to_class"], event["days_past_due"]) for event in await bank.events("LoanClassified")]
    assert changes == [
        ("2026-06-22", "SPECIAL_MENTION", 1),
        ("2026-09-20", "SUBSTANDARD", 91),
        ("2027-03-19", "DOUBTFUL", 271),
        ("2027-06-17", "LOSS", 361),
    ]


async def test_a_non_performing_loan_that_is_cured_keeps_its_class(bank: Bank) -> None:
    loan = await wallet_due_on_21_june(bank)
    for evening in (date(2026, 6, 21), date(2026, 9, 19)):
        await bank.move_to(evening)
        await bank.closed(evening)
    bank.outside.unwilling.clear()
    await bank.closed(date(2026, 9, 20))

    state = await bank.state(loan["loan_id"])
    assert (state["status"], state["class_code"]) == ("ACTIVE", "SUBSTANDARD")


@pytest.mark.parametrize(
    ("evening", "rate_percent"), [(date(2026, 6, 20), 1), (date(2026, 6, 21), 3), (date(2026, 9, 19), 26), (date(2027, 3, 18), 51)]
)
async def test_the_provision_follows_the_class(bank: Bank, evening: date, rate_percent: int) -> None:
    """General 1 % and the specific rate of the class, on 20,000 yuan."""
    await wallet_due_on_21_june(bank)
    if await bank.today() <= evening:
        await bank.move_to(evening)
        await bank.closed(evening)

    posted = (await bank.events("ProvisionPosted"))[-1]
    ledger = await bank.ledger()
    assert posted["balance_fen"] == -ledger[Account.LOAN_LOSS_PROVISION.value] == 20_000_00 * rate_percent // 100
