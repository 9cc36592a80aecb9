"""What may be declared with an application (R30, A2, A13; no personal data in events)."""
from __future__ import annotations

import pytest

from services.onboarding.domain.declared_facts import FactRefused, require_facts


def reason_of(facts: dict[str, object]) -> object:
    with pytest.raises(FactRefused) as refused:
        require_facts(facts)
    return refused.value.facts["reason"]


def test_codes_and_whole_numbers_are_kept_in_order_of_their_keys() -> None:
    facts = {"savings_status": "LOW", "monthly_income_fen": 10**10, "instalment_burden_class": -999_999}
    assert list(require_facts(facts).items()) == sorted(facts.items())


@pytest.mark.parametrize(
    "key",
    ["address_book", "contacts", "contact_list", "call_log", "call_records", "sms", "album", "gps_position", "location"],
)
def test_what_lending_does_not_need_is_refused(key: str) -> None:
    assert reason_of({key: 1}) == "UNNECESSARY"


@pytest.mark.parametrize(
    "key",
    ["sex", "gender", "age", "age_in_years", "marital_status", "nationality", "foreign_worker", "health", "birth_year"],
)
def test_what_may_never_be_scored_is_refused(key: str) -> None:
    assert reason_of({key: 1}) == "PROTECTED"


@pytest.mark.parametrize("key", ["name", "spouse_name", "id_number", "phone_number", "mobile", "card_number", "email", "wechat"])
def test_what_identifies_a_person_is_refused(key: str) -> None:
    assert reason_of({key: "X"}) == "IDENTIFYING"


@pytest.mark.parametrize("key", ["mortgage_fen", "managed_shops", "telephone_registered", "wage_account_months"])
def test_words_that_only_contain_a_refused_one_are_allowed(key: str) -> None:
    assert require_facts({key: 1}) == {key: 1}


@pytest.mark.parametrize(
    "value",
    [
        13_800_001_234, 360_426_199_101_010_071, 19_910_101, 1_000_000, -1_000_000, True, 1.5, None, "", "low", "张三",
        "A" * 41, "TEL_13800001234", "ZHANG SAN", "A;DROP", [1], {"a": 1},
    ],
)
def test_values_that_are_no_codes_or_could_carry_a_number_of_a_person_are_refused(value: object) -> None:
    assert reason_of({"turnover_class": value}) == "VALUE"


@pytest.mark.parametrize("value", [-1, 10**10 + 1, 13_800_001_234])
def test_amounts_have_a_range_too(value: int) -> None:
    assert reason_of({"income_fen": value}) == "VALUE"


@pytest.mark.parametrize("key", ["", "A", "a-b", "a__b", "_a", "a.b", "收入", "x" * 65, "person_13800001234"])
def test_keys_are_plain_and_carry_no_numbers(key: str) -> None:
    assert reason_of({key: 1}) == "KEY"


def test_a_refused_key_is_not_repeated() -> None:
    with pytest.raises(FactRefused) as refused:
        require_facts({"zhangsan_phone_number": 1})
    assert refused.value.facts == {"reason": "IDENTIFYING", "pointer": "/facts", "word": "phone_number"}


def test_sixty_facts_are_the_most() -> None:
    facts: dict[str, object] = {f"fact_{number}": 1 for number in range(61)}
    assert reason_of(facts) == "TOO_MANY"
    facts.popitem()
    assert len(require_facts(facts)) == 60
