"""The kernel's rules: money, rates, rounding, day counts, calendar, masks, authorisation."""
from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.authorization import HEAD_OFFICE, Authorizer, Kind, Ownership, Principal, permission
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.clock import calendar_date, shanghai_time
from shared.kernel.day_count import add_months, days_between
from shared.kernel.errors import DomainError, Forbidden, IdentityPending, NotFound, error_catalogue
from shared.kernel.masking import mask_account, mask_identity_number, mask_name, mask_phone
from shared.kernel.money import AmountOutOfRange, fen_from_yuan, require_amount, split_by_weights, yuan_text
from shared.kernel.rate import RateMalformed, parse_rate, percent_text, rate_text
from shared.kernel.rounding import Rounding, round_fen, round_ratio


@pytest.mark.parametrize("amount", [0, -1, 10**13 + 1, True])
def test_an_amount_to_move_is_between_one_fen_and_ten_to_the_thirteen(amount: int) -> None:
    with pytest.raises(AmountOutOfRange):
        require_amount(amount)


@given(st.integers(-(10**13), 10**13))
def test_yuan_text_names_every_fen(amount: int) -> None:
    assert fen_from_yuan(yuan_text(amount).replace(",", "")) == amount


def test_a_yuan_text_with_parts_of_a_fen_is_refused() -> None:
    with pytest.raises(AmountOutOfRange):
        fen_from_yuan("0.001")


@given(st.integers(0, 10**10), st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
def test_shares_sum_to_the_amount_and_stay_within_a_fen_of_their_weight(amount: int, weights: list[int]) -> None:
    shares = split_by_weights(amount, tuple(weights))
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(amount * weight, sum(weights))) < 1


@given(st.integers(0, 10**15), st.integers(1, 10**9), st.sampled_from(Rounding))
def test_integer_and_decimal_rounding_agree(numerator: int, denominator: int, mode: Rounding) -> None:
    exact = Fraction(numerator, denominator)
    rounded = round_ratio(numerator, denominator, mode)
    assert abs(rounded - exact) < 1
    if exact.denominator in (1, 2, 4, 5, 8, 10):
        assert rounded == round_fen(Decimal(exact.numerator) / Decimal(exact.denominator), mode)


@pytest.mark.parametrize("text", ["", "7,2", "-0.01", "1e-3", "0.07200000001", "NaN", "100.5", " 0.1"])
def test_a_rate_is_a_plain_decimal_string(text: str) -> None:
    with pytest.raises(RateMalformed):
        parse_rate(text)


def test_rates_keep_their_digits() -> None:
    assert rate_text(parse_rate("0.0720")) == "0.0720"
    assert percent_text(Decimal("0.0720")) == "7.20%"


def test_days_count_the_first_day_and_not_the_last() -> None:
    assert days_between(date(2026, 6, 1), date(2026, 6, 11)) == 10


def test_days_29_to_31_fall_to_month_end_and_come_back() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 31), 2) == date(2026, 3, 31)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)


def test_make_up_workdays_work_and_unknown_years_say_so() -> None:
    calendar = BusinessCalendar({date(2026, 10, 10): True, date(2026, 10, 1): False}, frozenset({2026}))
    assert calendar.is_working_day(date(2026, 10, 10))
    assert calendar.next_working_day(date(2026, 10, 1)) == date(2026, 10, 2)
    assert not calendar.is_known(date(2027, 1, 1))
    assert calendar.next_working_day(date(2027, 1, 2)) == date(2027, 1, 4)


def test_the_business_day_is_shanghais() -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert calendar_date(late) == date(2026, 11, 23)
    assert shanghai_time(late).hour == 0


def test_masks_leave_enough_to_recognise_and_too_little_to_use() -> None:
    assert mask_name("欧阳修") == "欧**"
    assert mask_identity_number("331003190001010013") == "331*************13"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_account("6222021234561234") == "6222********1234"
    assert mask_phone("123") == "***"


TABLE = Authorizer({"read": permission(borrower=True, roles="OFFICER", scopes="x:read"), "close": permission(roles="OPERATIONS")})
OWNER = Principal(Kind.BORROWER, "b", party_id="p1")
OFFICER = Principal(Kind.STAFF, "o", roles=frozenset({"OFFICER"}), outlets=frozenset({"o-1"}))
HEAD = Principal(Kind.STAFF, "h", roles=frozenset({"OFFICER"}), outlets=frozenset({HEAD_OFFICE}))
SERVICE = Principal(Kind.SERVICE, "s", scopes=frozenset({"x:read"}))
MINE, FOREIGN = Ownership("p1", "o-1"), Ownership("p2", "o-2")


@pytest.mark.parametrize("caller", [OWNER, OFFICER, HEAD, SERVICE])
def test_owner_officer_of_the_outlet_head_office_and_scoped_service_may_read(caller: Principal) -> None:
    TABLE.authorize(caller, "read", MINE)


@pytest.mark.parametrize("caller", [OWNER, OFFICER])
def test_other_peoples_objects_do_not_exist(caller: Principal) -> None:
    with pytest.raises(NotFound):
        TABLE.authorize(caller, "read", FOREIGN)


def test_head_office_sees_every_outlet() -> None:
    TABLE.authorize(HEAD, "read", FOREIGN)


@pytest.mark.parametrize("caller", [OWNER, OFFICER, SERVICE])
def test_the_wrong_kind_role_or_scope_is_forbidden(caller: Principal) -> None:
    with pytest.raises(Forbidden):
        TABLE.authorize(caller, "close")


def test_a_borrower_whose_party_is_unknown_here_is_told_to_wait() -> None:
    with pytest.raises(IdentityPending):
        TABLE.authorize(Principal(Kind.BORROWER, "new"), "read", MINE)


def test_every_error_says_what_to_do_in_both_languages() -> None:
    for code, error in error_catalogue().items():
        assert error.title_zh, code
        assert error.title_en, code


def test_two_errors_may_not_share_a_code() -> None:
    class First(DomainError):
        code = "test.same"
        title_zh = title_en = "x"

    class Second(DomainError):
        code = "test.same"
        title_zh = title_en = "y"

    with pytest.raises(ValueError, match=r"test\.same"):
        error_catalogue()
    del First, Second
