"""Names, phones, cards, counties; masking; what is never printed (domain.md 2.10, R28)."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from services.onboarding.domain.bank_card import CardNumberInvalid, passes_luhn, require_card_number
from services.onboarding.domain.division_code import DivisionCodeInvalid, require_county
from services.onboarding.domain.mobile_number import MobileNumberInvalid, require_mobile
from services.onboarding.domain.party import card_is_unconfirmed, mask, personal_data
from services.onboarding.domain.person_name import NameInvalid, require_name

ZHANG = {
    "name": "张三丰",
    "id_number": "360426199101010071",
    "phone": "13800001234",
    "card_number": "6228480000000000000",
}


@pytest.mark.parametrize("name", ["张三", "欧阳修", "买买提·吐尔逊", "𠮷野", "Anne-Marie O'Neil", "John H. Smith"])
def test_names_of_any_script_are_accepted(name: str) -> None:
    assert require_name(name) == name


def test_a_decomposed_name_is_composed() -> None:
    assert require_name("Jose\u0301 Paz") == "José Paz"


@pytest.mark.parametrize(
    "name",
    ["", "张", "张三3", "张 ", " 张三", "张\n三", "张\u202e三", "张😀三", "<b>张</b>", "张··三", "张\x00三", "张" * 51, "1' OR '1'='1"],
)
def test_names_with_anything_else_are_refused(name: str) -> None:
    with pytest.raises(NameInvalid):
        require_name(name)


@pytest.mark.parametrize("phone", ["13800001234", "19900000000", "14400000007"])
def test_mobile_numbers_are_accepted(phone: str) -> None:
    assert require_mobile(phone) == phone


@pytest.mark.parametrize("phone", ["12800001234", "1380000123", "138000012345", "１3800001234", "+8613800001234", "13800001234\n", ""])
def test_other_phones_are_refused(phone: str) -> None:
    with pytest.raises(MobileNumberInvalid):
        require_mobile(phone)


@pytest.mark.parametrize("card", ["622848000000000", "62284800000000000000", "0228480000000000", "6228 4800 0000 0000", ""])
def test_other_card_numbers_are_refused(card: str) -> None:
    with pytest.raises(CardNumberInvalid):
        require_card_number(card)


@pytest.mark.parametrize("card", ["6228480000000000000", "6217000000000000012"])
def test_published_card_vectors_pass_the_check_digit(card: str) -> None:
    assert passes_luhn(require_card_number(card))


@settings(derandomize=True, deadline=None)
@given(st.integers(10**15, 10**19 - 1))
def test_the_card_check_digit_agrees_with_an_independent_implementation(card: int) -> None:
    assert passes_luhn(str(card)) == luhn.is_valid(str(card))


@pytest.mark.parametrize("code", ["331003", "110105", "429004"])
def test_counties_are_accepted(code: str) -> None:
    assert require_county(code) == code


@pytest.mark.parametrize("code", ["330000", "331000", "991003", "33100", "3310033", "33100３", "33100a", ""])
def test_what_is_not_a_county_is_refused(code: str) -> None:
    with pytest.raises(DivisionCodeInvalid):
        require_county(code)


def test_a_card_whose_check_digit_does_not_fit_is_a_warning_not_a_refusal() -> None:
    data, _ = personal_data(**{**ZHANG, "card_number": "6228480000000000001"}, today=date(2026, 11, 22))
    assert card_is_unconfirmed(data)
    data, _ = personal_data(**ZHANG, today=date(2026, 11, 22))
    assert not card_is_unconfirmed(data)


def test_masks_keep_enough_to_recognise_and_repr_keeps_nothing() -> None:
    data, identity = personal_data(**ZHANG, today=date(2026, 11, 22))
    masked = mask(data)
    assert (masked.name, masked.phone) == ("张**", "138****1234")
    assert (masked.id_number, masked.card_number) == ("360*************71", "6228***********0000")
    printed = f"{data!r} {identity!r}"
    assert not any(value in printed for value in ZHANG.values())
