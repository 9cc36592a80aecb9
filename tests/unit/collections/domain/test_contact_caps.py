"""No interleaving of reservations and reports exceeds the caps of R32 (domain.md 2.8.3)."""
from __future__ import annotations

from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from services.collections.domain.contact import Channel, ContactResult, ContactState, PersonRole
from services.collections.domain.contact_attempt import ContactAttempt
from services.collections.domain.contact_guard import ContactLimits, ContactsToday, Standing, blocking_rule

LIMITS = ContactLimits()
VOICE = (Channel.PHONE, Channel.ROBOT)
LIABLE = (PersonRole.DEBTOR, PersonRole.GUARANTOR)

ask = st.tuples(st.just("ask"), st.sampled_from((*VOICE, Channel.SMS)), st.sampled_from(LIABLE))
report = st.tuples(
    st.just("report"), st.integers(0, 40), st.sampled_from((ContactResult.CONNECTED, ContactResult.NO_ANSWER))
)


def _counted(contacts: list[ContactAttempt], attempt: ContactAttempt) -> ContactsToday:
    """What the database counts, in Python: open reservations are both connected and unanswered."""
    voice = [item for item in contacts if item.channel.is_voice]
    return ContactsToday(
        connected=sum(item.result is not ContactResult.NO_ANSWER for item in voice),
        unanswered=sum(
            item.result in (None, ContactResult.NO_ANSWER) and item.person_role is attempt.person_role for item in voice
        ),
        in_channel=sum(item.channel is attempt.channel for item in contacts),
    )


def _attempt(number: int, channel: Channel, role: PersonRole) -> ContactAttempt:
    return ContactAttempt(str(number), "c", "p", channel, role, date(2026, 11, 22), time(12), "collector.lin")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(ask, report), max_size=60))
def test_whatever_the_order_of_calls_and_reports_the_caps_hold(steps: list[tuple[str, object, object]]) -> None:
    contacts: list[ContactAttempt] = []
    for kind, what, detail in steps:
        if kind == "ask":
            attempt = _attempt(len(contacts), what, detail)  # type: ignore[arg-type]
            if blocking_rule(attempt.request, Standing(), _counted(contacts, attempt), LIMITS) is None:
                contacts.append(attempt)
            continue
        waiting = [item for item in contacts if item.state is ContactState.RESERVED and item.channel.is_voice]
        if waiting:
            chosen = waiting[what % len(waiting)]  # type: ignore[operator]
            contacts[contacts.index(chosen)] = chosen.report(detail)  # type: ignore[arg-type]
    talks = sum(item.result is ContactResult.CONNECTED for item in contacts)
    assert talks <= LIMITS.connected_per_day
    for role in LIABLE:
        unanswered = sum(
            item.result is ContactResult.NO_ANSWER and item.person_role is role and item.channel.is_voice
            for item in contacts
        )
        assert unanswered <= LIMITS.unanswered_per_day
    for channel, cap in ((Channel.SMS, LIMITS.sms_per_day), (Channel.ROBOT, LIMITS.robot_per_day)):
        assert sum(item.channel is channel for item in contacts) <= cap
