"""Magic inputs, identity, records, faults, vouchers, pay-outs: fixed answers to fixed inputs."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.sandbox.application.fault_board import FaultBoard
from services.sandbox.domain.account import (
    Account,
    AccountNumberMalformed,
    AccountStatus,
    InsufficientFunds,
    LineKind,
    require_card_number,
)
from services.sandbox.domain.fault import Fault, Outcome
from services.sandbox.domain.identity import Identity, Method, Verdict, verify
from services.sandbox.domain.magic import IdentityMagic, identity_magic, one_time_code
from services.sandbox.domain.payout import Payout, PayoutAnswer, PayoutRefusal, PayoutStatus, pay_out
from services.sandbox.domain.records import BureauRecord, bureau_record, court_hits
from services.sandbox.domain.voucher import Voucher, VoucherLine, VoucherUnbalanced

DAY = date(2027, 1, 21)
ID_NUMBER = "331003190001010013"
KNOWN = Identity("测试甲", ID_NUMBER, "6228480000000000000", "13800000001")


def magic_number(digits: str) -> str:
    return f"33100319000101{digits}X"


@pytest.mark.parametrize(
    ("method", "claim", "code", "verdict"),
    [
        (Method.ID_DOCUMENT, Identity("测试甲", ID_NUMBER), None, Verdict.MATCH),
        (Method.ID_DOCUMENT, Identity("测试乙", ID_NUMBER), None, Verdict.MISMATCH),
        (Method.CARD_FOUR_FACTOR, KNOWN, None, Verdict.MATCH),
        (Method.CARD_FOUR_FACTOR, Identity("测试甲", ID_NUMBER, "6217000000000000012", "13800000001"), None, Verdict.MISMATCH),
        (Method.CARD_FOUR_FACTOR, Identity("测试甲", ID_NUMBER), None, Verdict.UNKNOWN),
        (Method.ONE_TIME_CODE, KNOWN, "000001", Verdict.MATCH),
        (Method.ONE_TIME_CODE, KNOWN, "000002", Verdict.MISMATCH),
        (Method.ONE_TIME_CODE, KNOWN, None, Verdict.UNKNOWN),
        (Method.ID_DOCUMENT, Identity("测试甲", magic_number("901")), None, Verdict.MISMATCH),
        (Method.ID_DOCUMENT, Identity("测试甲", magic_number("902")), None, Verdict.UNKNOWN),
    ],
)
def test_a_claim_is_compared_with_what_its_method_needs(
    method: Method, claim: Identity, code: str | None, verdict: Verdict
) -> None:
    assert verify(method, claim, code, KNOWN) is verdict


def test_somebody_the_register_does_not_know_is_unknown() -> None:
    assert verify(Method.ID_DOCUMENT, KNOWN, None, None) is Verdict.UNKNOWN


def test_the_one_time_code_is_the_last_six_digits_of_the_phone() -> None:
    assert one_time_code("13812345678") == "345678"


def test_ordinary_numbers_carry_no_magic() -> None:
    assert all(identity_magic(magic_number(f"{order:03}")) is None for order in range(900))
    assert identity_magic(magic_number("911")) is IdentityMagic.BUREAU_TIMEOUT


def test_bureau_and_courts_answer_magic_numbers_and_leave_others_alone() -> None:
    on_file = BureauRecord(accounts=2, queries_3m=1)
    assert bureau_record(ID_NUMBER, on_file) == on_file
    assert bureau_record(magic_number("912"), on_file).max_dpd_24m > 90
    assert bureau_record(magic_number("914"), on_file).first_time
    assert court_hits(ID_NUMBER, DAY) == ()
    assert {hit.list_name for hit in court_hits(magic_number("903"), DAY)} == {"dishonest", "enforcement", "consumption_restriction"}
    assert [hit.role for hit in court_hits(magic_number("905"), DAY)] == ["PLAINTIFF"]


def test_an_error_rate_of_a_quarter_fails_every_fourth_call() -> None:
    board = FaultBoard()
    board.set("bureau", Fault(error_rate=Decimal("0.25")))
    assert [board.next_call("bureau") for _ in range(8)] == [*[Outcome.ANSWER] * 3, Outcome.REFUSE] * 2
    assert board.next_call("courts") is Outcome.ANSWER


def test_a_system_that_is_down_refuses_until_cleared_and_one_that_loses_answers_works() -> None:
    board = FaultBoard()
    board.set("corebank", Fault(down=True))
    assert board.next_call("corebank") is Outcome.REFUSE
    board.set("corebank", Fault(lose_answers=True))
    assert board.next_call("corebank") is Outcome.WORK_AND_LOSE
    board.clear()
    assert board.next_call("corebank") is Outcome.ANSWER


def voucher(*lines: tuple[int, int]) -> Voucher:
    return Voucher("V1", DAY, tuple(VoucherLine("1303", debit_fen, credit_fen) for debit_fen, credit_fen in lines))


def test_a_voucher_balances_and_each_line_has_one_side() -> None:
    assert len(voucher((100, 0), (0, 60), (0, 40)).lines) == 3
    for wrong in [((100, 0), (0, 99)), ((100, 100),), ((0, 0),), ((100, 0), (0, 100), (0, 0))]:
        with pytest.raises(VoucherUnbalanced):
            voucher(*wrong)


def payout(amount_fen: int) -> Payout:
    return Payout("P1", "mandate-1", amount_fen, DAY, None, "credit")


def test_a_payout_puts_the_money_on_an_open_account_only() -> None:
    account = Account("6228480000000000018", "C000000001")
    paid, lines, answer = pay_out(account, payout(5_000_000))
    assert (paid.balance_fen, paid.proceeds_fen, answer) == (5_000_000, 5_000_000, PayoutAnswer(PayoutStatus.PAID))
    assert [line.kind for line in lines] == [LineKind.LOAN_PROCEEDS]
    frozen = Account("6228480000000000018", "C000000001", status=AccountStatus.FROZEN)
    refused = PayoutAnswer(PayoutStatus.REFUSED, PayoutRefusal.ACCOUNT_NOT_OPEN)
    assert pay_out(frozen, payout(5_000_000)) == (frozen, (), refused)


def test_a_balance_cannot_go_below_zero() -> None:
    with pytest.raises(InsufficientFunds):
        Account("6228480000000000018", "C000000001", balance_fen=99).post(LineKind.LOAN_DEBIT, -100, on=DAY, reference="B1")


def test_card_numbers_pass_luhn() -> None:
    for good in ("6228480000000000000", "6217000000000000012"):
        assert require_card_number(good) == good
    for wrong in ("6228480000000000001", "622848", "６２２８４８００００００００００", "622848000000000000a"):
        with pytest.raises(AccountNumberMalformed):
            require_card_number(wrong)
