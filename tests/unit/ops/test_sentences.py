"""Every event speaks, in both languages, from what it carries, and is red only for money at risk or a blocked contact."""
from __future__ import annotations

import string

import pytest

from services.ops.domain.catalogue import CATALOGUE, describe, stage_of, types_mentioning, types_of_stages
from services.ops.domain.sentence import Choice, Customer, Sentence, Stage, Tone
from services.ops.domain.wording import Language, Wording
from shared.schemas.registry import EVENTS
from tests.component.ops.story import main_road

WANG = Customer("王**", trade_code="SHOP_OWNER")
RED = {
    "CreditLineFrozen", "RepaymentReversed", "LoanOverdue", "LoanArrearsChanged", "LoanClassified", "CollectionCaseOpened",
    "CaseStageChanged", "CaseClosed", "ContactBlocked", "PromiseBroken",
}  # fmt: skip


def sentences_of(event_type: str) -> list[Sentence]:
    found = CATALOGUE[event_type]
    return [*found.cases.values(), found.otherwise] if isinstance(found, Choice) else [found]


def test_every_event_type_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(CATALOGUE) == set(EVENTS)


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_a_sentence_names_only_fields_that_its_event_carries(event_type: str) -> None:
    carried = set(EVENTS[event_type].model_fields) | {"who"}
    found = CATALOGUE[event_type]
    assert not isinstance(found, Choice) or found.field in carried
    for sentence in sentences_of(event_type):
        for text in (sentence.zh, sentence.en):
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= carried


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_both_languages_are_there_and_are_not_the_same(event_type: str) -> None:
    for sentence in sentences_of(event_type):
        assert any("一" <= character <= "鿿" for character in sentence.zh)
        assert sentence.en.strip()
        assert not any("一" <= character <= "鿿" for character in sentence.en)


@pytest.mark.parametrize("event_type", sorted(EVENTS))
def test_every_format_a_sentence_asks_for_exists(event_type: str) -> None:
    texts = [text for each in sentences_of(event_type) for text in (each.zh, each.en)]
    formats = {spec for text in texts for _, _, spec, _ in string.Formatter().parse(text) if spec}
    assert all(hasattr(Wording, f"_{spec}") for spec in formats)


def test_only_money_at_risk_and_blocked_contacts_are_red() -> None:
    red = {event_type.split(".")[2] for event_type in CATALOGUE if any(each.tone is Tone.RISK for each in sentences_of(event_type))}
    assert red == RED


@pytest.mark.parametrize("event_type", [name for name, found in CATALOGUE.items() if isinstance(found, Choice)])
def test_all_cases_of_an_event_belong_to_one_stage(event_type: str) -> None:
    assert {each.stage for each in sentences_of(event_type)} == {stage_of(CATALOGUE[event_type])}


def test_stages_divide_the_event_types() -> None:
    divided = [event_type for stage in Stage for event_type in types_of_stages([stage])]
    assert sorted(divided) == sorted(EVENTS)


def test_no_sentence_of_the_main_road_lacks_a_value() -> None:
    for event in main_road(0):
        spoken = describe(event.event_type(), event.model_dump(mode="json"), WANG)
        assert "—" not in spoken.zh + spoken.en
        assert "{" not in spoken.zh + spoken.en


@pytest.mark.parametrize(
    ("event_type", "payload", "zh", "en"),
    [
        (
            "o2o.onboarding.ApplicationSubmitted.v1", {"product_code": "SHOP_TERM", "amount_fen": 12_000_000, "term_months": 24},
            "王**（店主）申请商户经营贷 ¥120,000，24个月", "王** (shop owner) applied for ¥120,000 over 24 months, shop owner's term loan",
        ),
        (
            "o2o.scoring.DecisionMade.v1",
            {"result": "APPROVED", "approved_amount_fen": 12_345_678, "annual_rate": "0.0725", "elapsed_ms": 840},
            "王**（店主）系统决策通过：¥123,456.78，年利率 7.25%，用时 0.8 秒",
            "王** (shop owner): policy approves ¥123,456.78 at 7.25% a year in 0.8 s",
        ),
        (
            "o2o.collections.CaseClosed.v1", {"outcome": "CURED", "days_past_due": 1},
            "王**（店主）的案件结案：还清逾期，逾期1天", "The case of 王** (shop owner) closes: cured after 1 day",
        ),
        (
            "o2o.collections.ContactBlocked.v1", {"channel": "PHONE", "rule_id": "R31", "local_time": "2026-12-25T22:10:00+08:00"},
            "22:10 电话联系王**（店主）被拦截：22:00至次日8:00禁止催收",
            "22:10 phone to 王** (shop owner) was blocked: no contact between 22:00 and 08:00",
        ),
    ],
)  # fmt: skip
def test_a_sentence_reads_as_a_banker_would_say_it(event_type: str, payload: dict[str, object], zh: str, en: str) -> None:
    spoken = describe(event_type, payload, WANG)
    assert (spoken.zh, spoken.en) == (zh, en)


def test_a_missing_field_and_an_unknown_customer_still_make_a_sentence() -> None:
    spoken = describe("o2o.credit.LoanSettled.v1", {}, Customer())
    assert (spoken.zh, spoken.en) == ("一位客户的贷款已结清", "The loan of a customer is settled")
    assert "—" in describe("o2o.credit.LoanOverdue.v1", {}, WANG).zh


def test_an_event_of_a_later_release_shows_its_name() -> None:
    assert describe("o2o.credit.LoanRenewed.v2", {}, WANG).zh == "未登记的事件 o2o.credit.LoanRenewed.v2"


@pytest.mark.parametrize(("spec", "value"), [("yuan", "not money"), ("percent", "x"), ("date", "32 May"), ("seconds", "soon")])
def test_a_value_that_does_not_fit_its_format_is_shown_as_it_is(spec: str, value: str) -> None:
    assert Wording(Language.ZH).format("{value:" + spec + "}", value=value) == value


def test_a_code_without_words_is_shown_as_itself() -> None:
    assert Wording(Language.ZH).format("{code:word}", code="BRAND_NEW") == "BRAND_NEW"
    assert Wording(Language.EN).format("{codes:words}", codes=["BRAND_NEW", "SCORE_LOW"]).startswith("brand new, ")


def test_a_search_word_finds_the_events_whose_sentences_hold_it() -> None:
    assert "o2o.collections.ContactBlocked.v1" in types_mentioning("拦截")
    assert "o2o.collections.ContactBlocked.v1" in types_mentioning("BLOCKED")
    assert types_mentioning("no such words") == ()
