"""The contact guard: may this person be contacted through this channel now? (domain.md 2.5.5, 2.8.3, A10)

Every channel asks it before acting, in the transaction that writes the reservation, under the case's lock.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from enum import Enum
from typing import Final

from services.collections.domain.case import Hold
from services.collections.domain.contact import Channel, PersonRole


class Rule(Enum):
    """The rule a denial proves. R-numbers are those of domain.md 2.5.5; the other two are of 2.8.3 and 2.8.4."""

    HOURS = "R31"
    CAPS = "R32"
    PERSON = "R33"
    VISIT = "R34"
    CASE_HOLD = "CASE_HOLD"
    OPEN_PROMISE = "OPEN_PROMISE"


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """Regulatory parameters. Times are Asia/Shanghai, the opening one included, the closing ones not."""

    opens: time = time(8)
    closes: time = time(22)
    visits_end: time = time(20)
    visit_team: int = 2
    connected_per_day: int = 3
    unanswered_per_day: int = 6
    sms_per_day: int = 2
    push_per_day: int = 2
    robot_per_day: int = 2
    locate_per_day: int = 1
    notice_per_day: int = 1
    locate_tries: int = 5
    locate_days: int = 2

    def per_channel(self, channel: Channel) -> int | None:
        """Contacts a day through one channel, whatever their result; None where only R32's own caps count."""
        return {
            Channel.SMS: self.sms_per_day,
            Channel.PUSH: self.push_per_day,
            Channel.ROBOT: self.robot_per_day,
            Channel.LOCATE: self.locate_per_day,
            Channel.LEGAL_NOTICE: self.notice_per_day,
        }.get(channel)


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """What somebody is about to do, at a time of day in Shanghai."""

    channel: Channel
    person_role: PersonRole
    at: time
    team: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the case stands: hold, open promise, agreements, and how well the debtor can be reached.

    `contacts_since_promise` counts contacts since the open promise was made; `tries_in_vain` and
    `days_in_vain` the unanswered attempts on the debtor since he was last reached.
    """

    hold: Hold | None = None
    has_open_promise: bool = False
    contacts_since_promise: int = 0
    agreed_to_any_hour: bool = False
    tries_in_vain: int = 0
    days_in_vain: int = 0
    listed_contact_refused: bool = False


@dataclass(frozen=True, slots=True)
class ContactsToday:
    """The debtor's contacts of the day so far. Reservations whose result is open count as both kinds:
    `connected` voice talks of the debtor, `unanswered` calls to this person, `in_channel` in this channel."""

    connected: int = 0
    unanswered: int = 0
    in_channel: int = 0


@dataclass(frozen=True, slots=True)
class _Question:
    request: ContactRequest
    standing: Standing
    today: ContactsToday
    limits: ContactLimits


REMINDERS_PER_PROMISE: Final = 1
"""While a promise is open there is one reminder and no other dunning (2.8.4)."""


def blocking_rule(
    request: ContactRequest, standing: Standing, today: ContactsToday, limits: ContactLimits
) -> Rule | None:
    """The first rule that forbids the contact, or None when it may take place."""
    question = _Question(request, standing, today, limits)
    return next((rule for rule, breaks in _RULES if breaks(question)), None)


def _outside_hours(question: _Question) -> bool:
    """R31: 22:00-08:00 is quiet unless the debtor agreed."""
    limits, at = question.limits, question.request.at
    return not limits.opens <= at < limits.closes and not question.standing.agreed_to_any_hour


def _wrong_person(question: _Question) -> bool:
    """R33: liable persons only; others by notice or, when the debtor is lost, to locate him."""
    request = question.request
    if request.channel is Channel.LEGAL_NOTICE:
        return not request.person_role.may_be_notified
    if request.channel is Channel.LOCATE:
        return request.person_role is not PersonRole.LISTED_CONTACT or not _may_locate(question)
    return not request.person_role.is_liable


def _may_locate(question: _Question) -> bool:
    standing, limits = question.standing, question.limits
    is_lost = standing.tries_in_vain >= limits.locate_tries and standing.days_in_vain >= limits.locate_days
    return is_lost and not standing.listed_contact_refused


def _above_caps(question: _Question) -> bool:
    """R32: connected talks per debtor, unanswered calls per number, and the channels' daily caps (A10)."""
    channel, today, limits = question.request.channel, question.today, question.limits
    if channel.is_voice and (
        today.connected >= limits.connected_per_day or today.unanswered >= limits.unanswered_per_day
    ):
        return True
    channel_cap = limits.per_channel(channel)
    return channel_cap is not None and today.in_channel >= channel_cap


def _on_hold(question: _Question) -> bool:
    """2.8.3: a case on hold is not dunned; a formal notice passes by its own rule (A10)."""
    return question.standing.hold is not None and question.request.channel is not Channel.LEGAL_NOTICE


def _promise_open(question: _Question) -> bool:
    """2.8.4: one reminder while a promise is open."""
    standing = question.standing
    return (
        standing.has_open_promise
        and standing.contacts_since_promise >= REMINDERS_PER_PROMISE
        and question.request.channel is not Channel.LEGAL_NOTICE
    )


def _unlawful_visit(question: _Question) -> bool:
    """R34 and A10: at least two collectors, and no visit from 20:00 on."""
    request, limits = question.request, question.limits
    return request.channel is Channel.VISIT and (request.team < limits.visit_team or request.at >= limits.visits_end)


_RULES: Final[tuple[tuple[Rule, Callable[[_Question], bool]], ...]] = (
    (Rule.HOURS, _outside_hours),
    (Rule.PERSON, _wrong_person),
    (Rule.CAPS, _above_caps),
    (Rule.CASE_HOLD, _on_hold),
    (Rule.OPEN_PROMISE, _promise_open),
    (Rule.VISIT, _unlawful_visit),
)
