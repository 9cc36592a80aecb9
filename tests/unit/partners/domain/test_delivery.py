"""Ten tries in about three days, then an end (platform.md 2.1)."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.partners.domain.delivery import (
    PAUSES_SECONDS,
    Attempt,
    Delivery,
    DeliveryStatus,
    DeliveryUnderWay,
    signed_content,
)

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
REFUSED = Attempt(500, None, 12)


def _delivery(delivery_id: str = "d") -> Delivery:
    return Delivery(delivery_id, "e", "p", "loan.disbursed", "{}", NOW)


def _after(attempt: Attempt, *, times: int = 1) -> Delivery:
    delivery, at = _delivery(), NOW
    for _ in range(times):
        delivery = delivery.after(attempt, at)
        at = delivery.next_attempt_at
    return delivery


@pytest.mark.parametrize("status_code", [200, 201, 202, 204, 299])
def test_two_hundred_and_something_is_delivered(status_code: int) -> None:
    assert _after(Attempt(status_code, None, 1)).status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize("attempt", [Attempt(301, None, 1), Attempt(404, None, 1), REFUSED, Attempt(None, "timeout", 1)])
def test_anything_else_redirects_included_is_tried_again(attempt: Attempt) -> None:
    assert _after(attempt).status is DeliveryStatus.PENDING


def test_the_pauses_are_the_published_ones_a_fifth_more_or_less() -> None:
    delivery, at = _delivery(), NOW
    for number in range(1, len(PAUSES_SECONDS)):
        delivery = delivery.after(REFUSED, at)
        pause = (delivery.next_attempt_at - at).total_seconds()
        assert PAUSES_SECONDS[number] * 0.8 - 1 <= pause <= PAUSES_SECONDS[number] * 1.2
        at = delivery.next_attempt_at
    assert delivery.attempts == 9


def test_pauses_of_different_deliveries_spread() -> None:
    pauses = {_delivery(str(number)).after(REFUSED, NOW).after(REFUSED, NOW).next_attempt_at for number in range(50)}
    assert len(pauses) > 10


def test_after_the_tenth_try_it_is_given_up() -> None:
    assert _after(REFUSED, times=9).status is DeliveryStatus.PENDING
    given_up = _after(REFUSED, times=10)
    assert (given_up.status, given_up.attempts) == (DeliveryStatus.FAILED, 10)


def test_a_receiver_that_is_gone_is_not_asked_again() -> None:
    assert _after(Attempt(410, None, 1)).status is DeliveryStatus.FAILED


@pytest.mark.parametrize("status_code", [429, 503])
def test_a_receiver_that_asks_for_time_gets_it_up_to_a_day(status_code: int) -> None:
    hour = _delivery().after(Attempt(status_code, None, 1, retry_after_seconds=3_600), NOW)
    assert hour.next_attempt_at == NOW + timedelta(hours=1)
    for_ever = _delivery().after(Attempt(status_code, None, 1, retry_after_seconds=999_999), NOW)
    assert for_ever.next_attempt_at <= NOW + timedelta(hours=29)


def test_other_answers_do_not_choose_their_pause() -> None:
    assert _delivery().after(Attempt(500, None, 1, retry_after_seconds=3_600), NOW).next_attempt_at < NOW + timedelta(minutes=1)


def test_sent_again_it_keeps_its_id_and_begins_anew() -> None:
    again = _after(REFUSED, times=10).again(NOW)
    assert (again.delivery_id, again.status, again.attempts) == ("d", DeliveryStatus.PENDING, 0)
    with pytest.raises(DeliveryUnderWay):
        again.again(NOW)


def test_a_signature_covers_id_time_and_body_to_the_byte() -> None:
    assert signed_content("msg_1", 1_795_305_600, '{"a":"é"}'.encode()) == b'msg_1.1795305600.{"a":"\xc3\xa9"}'
