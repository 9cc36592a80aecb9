"""Every rule of the contact guard, with a case that breaks it and one that does not (domain.md 2.5.5, 2.8.3, A10)."""
from __future__ import annotations

from datetime import time
from itertools import product

import pytest

from services.collections.domain.case import Hold
from services.collections.domain.contact import Channel, PersonRole
from services.collections.domain.contact_guard import (
    ContactLimits,
    ContactRequest,
    ContactsToday,
    Rule,
    Standing,
    blocking_rule,
)

LIMITS = ContactLimits()
NOON = time(12)
NOBODY_YET = ContactsToday()
LOST = Standing(tries_in_vain=5, days_in_vain=2)


def _rule(
    channel: Channel = Channel.PHONE,
    role: PersonRole = PersonRole.DEBTOR,
    *,
    at: time = NOON,
    team: int = 1,
    standing: Standing | None = None,
    today: ContactsToday = NOBODY_YET,
    limits: ContactLimits = LIMITS,
) -> Rule | None:
    return blocking_rule(ContactRequest(channel, role, at, team), standing or Standing(), today, limits)


def test_an_ordinary_call_to_the_debtor_is_permitted() -> None:
    assert _rule() is None


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.ROBOT, Channel.SMS, Channel.PUSH])
@pytest.mark.parametrize("at", [time(22), time(22, 10), time(23, 59, 59), time(0), time(7, 59, 59)])
def test_r31_nobody_is_contacted_between_22_and_8(channel: Channel, at: time) -> None:
    assert _rule(channel, at=at) is Rule.HOURS


@pytest.mark.parametrize("at", [time(8), time(21, 59, 59)])
def test_r31_the_day_is_from_8_to_22(at: time) -> None:
    assert _rule(at=at) is None


def test_r31_the_debtor_may_agree_to_other_hours() -> None:
    assert _rule(at=time(22, 10), standing=Standing(agreed_to_any_hour=True)) is None


def test_r31_hours_are_a_parameter() -> None:
    assert _rule(at=time(21), limits=ContactLimits(closes=time(21))) is Rule.HOURS


@pytest.mark.parametrize("role", [PersonRole.THIRD_PARTY, PersonRole.LISTED_CONTACT, PersonRole.GENERAL_GUARANTOR, PersonRole.HEIR])
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.SMS, Channel.VISIT])
def test_r33_only_liable_persons_are_dunned(channel: Channel, role: PersonRole) -> None:
    assert _rule(channel, role, team=2) is Rule.PERSON


@pytest.mark.parametrize("role", [PersonRole.DEBTOR, PersonRole.CO_DEBTOR, PersonRole.GUARANTOR])
def test_r33_liable_persons_may_be_called(role: PersonRole) -> None:
    assert _rule(role=role) is None


def test_r33_a_listed_contact_is_only_asked_when_the_debtor_is_lost() -> None:
    assert _rule(Channel.LOCATE, PersonRole.LISTED_CONTACT) is Rule.PERSON
    assert _rule(Channel.LOCATE, PersonRole.LISTED_CONTACT, standing=Standing(tries_in_vain=4, days_in_vain=2)) is Rule.PERSON
    assert _rule(Channel.LOCATE, PersonRole.LISTED_CONTACT, standing=Standing(tries_in_vain=9, days_in_vain=1)) is Rule.PERSON
    assert _rule(Channel.LOCATE, PersonRole.LISTED_CONTACT, standing=LOST) is None


def test_r33_a_listed_contact_who_refused_is_left_alone() -> None:
    refused = Standing(tries_in_vain=5, days_in_vain=2, listed_contact_refused=True)
    assert _rule(Channel.LOCATE, PersonRole.LISTED_CONTACT, standing=refused) is Rule.PERSON


def test_r33_nobody_but_a_listed_contact_is_asked_for_the_debtor() -> None:
    assert _rule(Channel.LOCATE, PersonRole.THIRD_PARTY, standing=LOST) is Rule.PERSON
    assert _rule(Channel.LOCATE, PersonRole.DEBTOR, standing=LOST) is Rule.PERSON


@pytest.mark.parametrize("role", [PersonRole.GENERAL_GUARANTOR, PersonRole.HEIR, PersonRole.DEBTOR])
def test_a10_a_general_guarantor_and_heirs_are_informed_by_notice(role: PersonRole) -> None:
    assert _rule(Channel.LEGAL_NOTICE, role) is None
    assert _rule(Channel.LEGAL_NOTICE, PersonRole.THIRD_PARTY) is Rule.PERSON


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.ROBOT])
def test_r32_three_connected_talks_a_day_robots_included(channel: Channel) -> None:
    assert _rule(channel, today=ContactsToday(connected=2)) is None
    assert _rule(channel, today=ContactsToday(connected=3)) is Rule.CAPS


def test_r32_six_unanswered_calls_a_day() -> None:
    assert _rule(today=ContactsToday(unanswered=5)) is None
    assert _rule(today=ContactsToday(unanswered=6)) is Rule.CAPS


def test_r32_talks_do_not_forbid_a_text() -> None:
    assert _rule(Channel.SMS, today=ContactsToday(connected=3, unanswered=6)) is None


@pytest.mark.parametrize(
    ("channel", "cap"), [(Channel.SMS, 2), (Channel.PUSH, 2), (Channel.ROBOT, 2), (Channel.LEGAL_NOTICE, 1)]
)
def test_a10_texts_robots_and_notices_have_daily_caps(channel: Channel, cap: int) -> None:
    assert _rule(channel, today=ContactsToday(in_channel=cap - 1)) is None
    assert _rule(channel, today=ContactsToday(in_channel=cap)) is Rule.CAPS


def test_a10_one_locating_call_a_day() -> None:
    once = ContactsToday(in_channel=1)
    assert _rule(Channel.LOCATE, PersonRole.LISTED_CONTACT, standing=LOST, today=once) is Rule.CAPS


@pytest.mark.parametrize(("hold", "channel"), list(product(Hold, [Channel.PHONE, Channel.SMS, Channel.VISIT, Channel.ROBOT])))
def test_a_case_on_hold_is_not_dunned(hold: Hold, channel: Channel) -> None:
    assert _rule(channel, team=2, standing=Standing(hold=hold)) is Rule.CASE_HOLD


@pytest.mark.parametrize("hold", Hold)
def test_a10_a_formal_notice_passes_a_hold(hold: Hold) -> None:
    assert _rule(Channel.LEGAL_NOTICE, PersonRole.HEIR, standing=Standing(hold=hold)) is None


def test_an_open_promise_allows_one_reminder_and_no_other_dunning() -> None:
    assert _rule(Channel.SMS, standing=Standing(has_open_promise=True)) is None
    reminded = Standing(has_open_promise=True, contacts_since_promise=1)
    assert _rule(Channel.SMS, standing=reminded) is Rule.OPEN_PROMISE
    assert _rule(Channel.PHONE, standing=reminded) is Rule.OPEN_PROMISE
    assert _rule(Channel.LEGAL_NOTICE, standing=reminded) is None
    assert _rule(Channel.PHONE, standing=Standing(contacts_since_promise=1)) is None


def test_r34_a_visit_takes_two_collectors() -> None:
    assert _rule(Channel.VISIT, team=1) is Rule.VISIT
    assert _rule(Channel.VISIT, team=2) is None


def test_a10_visits_end_at_20() -> None:
    assert _rule(Channel.VISIT, team=2, at=time(19, 59)) is None
    assert _rule(Channel.VISIT, team=2, at=time(20)) is Rule.VISIT
    assert _rule(Channel.PHONE, at=time(20)) is None


def test_the_first_rule_broken_is_the_one_named() -> None:
    everything = {"at": time(22, 10), "standing": Standing(hold=Hold.DISPUTE), "today": ContactsToday(connected=9)}
    assert _rule(Channel.PHONE, PersonRole.THIRD_PARTY, **everything) is Rule.HOURS  # type: ignore[arg-type]
