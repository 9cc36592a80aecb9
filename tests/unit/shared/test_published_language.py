"""The published language: named, typed, without floats and without personal data."""
from __future__ import annotations

import pytest
from pydantic import ValidationError

from shared.schemas.event import Event
from shared.schemas.events.business_day import DayClosed
from shared.schemas.events.credit import LoanSettled
from shared.schemas.registry import EVENTS, SUBSCRIPTIONS, parse
from shared.schemas.topics import TOPICS, topics_of

PERSONAL = {"name", "id_number", "phone", "card_number", "address", "account_no"}
LOAN = "018f0000-0000-7000-8000-000000000001"
SETTLED = {"loan_id": LOAN, "party_id": LOAN, "line_id": LOAN, "outlet_id": "o-1", "business_date": "2026-11-22"}


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_money_is_whole_fen_and_no_number_is_a_float(event: type[Event]) -> None:
    schema = str(event.model_json_schema())
    assert "'type': 'number'" not in schema
    for name, field in event.model_fields.items():
        if field.annotation is int and "amount" in name:
            assert name.endswith("_fen")


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_events_carry_no_personal_data(event: type[Event]) -> None:
    assert not PERSONAL & (event.model_fields.keys() - {"name"} if event.producer == "partners" else event.model_fields.keys())


@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_an_event_knows_its_aggregate_and_says_in_words_what_it_means(event: type[Event]) -> None:
    assert event.aggregate_field in event.model_fields
    assert event.event_type() == f"o2o.{event.producer}.{event.__name__}.v1"
    assert event.__doc__


def test_every_subscribed_topic_exists_and_every_topic_is_read() -> None:
    assert {topic for service in SUBSCRIPTIONS for topic in topics_of(service)} == set(TOPICS)


def test_an_unknown_field_is_ignored_by_readers_and_refused_from_producers() -> None:
    assert isinstance(parse("o2o.credit.LoanSettled.v1", {**SETTLED, "later": 1}), LoanSettled)
    with pytest.raises(ValidationError):
        LoanSettled(**SETTLED, later=1)


@pytest.mark.parametrize("value", ["2026-11-22T00:00:00", "1795305600", 1795305600, "2026-02-30"])
def test_a_business_date_is_a_plain_date(value: object) -> None:
    with pytest.raises(ValidationError):
        parse("o2o.credit.LoanSettled.v1", {**SETTLED, "business_date": value})


def test_an_unknown_version_is_not_parsed() -> None:
    with pytest.raises(KeyError):
        parse("o2o.credit.LoanSettled.v2", SETTLED)


def test_everything_about_a_party_and_all_days_travel_in_one_order() -> None:
    event = LoanSettled(**SETTLED)
    assert event.partition_key == event.party_id
    days = [DayClosed(closed_date=day, next_date="2026-11-24", checksums={}) for day in ("2026-11-22", "2026-11-23")]
    assert len({day.partition_key for day in days}) == 1
