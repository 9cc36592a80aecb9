"""GB 11643 numbers: shape, issuer, birth date, check character (domain.md 2.10)."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from services.onboarding.domain.identity_number import (
    IdentityDocument,
    IdentityNumberInvalid,
    check_character,
    parse_identity_number,
)

TODAY = date(2026, 11, 22)


def numbered(stem: str) -> str:
    return stem + check_character(stem)


def reason_of(text: str) -> object:
    with pytest.raises(IdentityNumberInvalid) as refused:
        parse_identity_number(text, today=TODAY)
    return refused.value.facts["reason"]


@pytest.mark.parametrize("number", ["11010519491231002X", "360426199101010071", "331003190001010013"])
def test_published_vectors_are_accepted(number: str) -> None:
    found = parse_identity_number(number, today=TODAY)
    assert (found.text, found.document) == (number, IdentityDocument.CITIZEN)
    assert found.birth_date == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def test_lower_case_check_character_is_written_in_upper_case() -> None:
    assert parse_identity_number("11010519491231002x", today=TODAY).text == "11010519491231002X"


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**17 - 1))
def test_check_character_agrees_with_an_independent_implementation(stem: int) -> None:
    digits = f"{stem:017d}"
    assert check_character(digits) == ric.calc_check_digit(digits + "0")


@settings(derandomize=True, deadline=None)
@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_never_accepted(born: date, order: int, place: int, shift: int) -> None:
    number = numbered(f"331003{born:%Y%m%d}{order:03d}")
    digit = "10X98765432".index(number[place]) if place == 17 else int(number[place])
    wrong = "0123456789"[(digit + shift) % 10] if place < 17 else "10X98765432"[(digit + shift) % 11]
    with pytest.raises(IdentityNumberInvalid):
        parse_identity_number(number[:place] + wrong + number[place + 1 :], today=TODAY)


@pytest.mark.parametrize(
    ("stem", "document"),
    [
        ("81000019850101001", IdentityDocument.COMPATRIOT_PERMIT),
        ("83000019850101001", IdentityDocument.COMPATRIOT_PERMIT),
        ("93315619850101001", IdentityDocument.FOREIGN_PERMIT),
    ],
)
def test_residence_permits_carry_the_same_check_character(stem: str, document: IdentityDocument) -> None:
    assert parse_identity_number(numbered(stem), today=TODAY).document is document
    assert reason_of(stem + ("1" if check_character(stem) != "1" else "2")) == "CHECK_CHARACTER"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "SHAPE"),
        ("360426910101007", "SHAPE"),  # the 15-digit form
        ("36042619910101007１", "SHAPE"),  # a full-width digit
        (" 60426199101010071", "SHAPE"),
        ("360426199101010071\n", "SHAPE"),
        ("36042619910101007Y", "SHAPE"),
        (numbered("01042619910101007"), "ISSUER"),
        (numbered("36042619910230007"), "BIRTH_DATE"),
        (numbered("36042618991231007"), "BIRTH_DATE"),
        (numbered("36042620261123007"), "BIRTH_DATE"),
        ("360426199101010072", "CHECK_CHARACTER"),
    ],
)
def test_the_refusal_names_the_wrong_part(text: str, reason: str) -> None:
    assert reason_of(text) == reason


def test_the_number_is_never_printed() -> None:
    number = "360426199101010071"
    assert number not in repr(parse_identity_number(number, today=TODAY))
