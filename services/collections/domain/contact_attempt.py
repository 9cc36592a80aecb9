"""One contact with a person about a case: reserved, then reported; or blocked (domain.md 2.8.3)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from services.collections.domain.contact import Channel, ContactResult, ContactState, PersonRole
from services.collections.domain.contact_guard import ContactRequest, Rule
from shared.kernel.errors import Category, DomainError


class ContactBlockedByRule(DomainError):
    """The guard forbids this contact now; the attempt and its rule are on record."""

    code = "collections.contact-blocked"
    title_zh = "联系被合规规则拦截，已记录；请按规则编号调整时间、对象或次数"
    title_en = "A rule forbids this contact now; the attempt is on record"


class ContactAlreadyReported(DomainError):
    """A contact has one result."""

    code = "collections.contact-already-reported"
    title_zh = "该次联系已有结果，不能重复填写"
    title_en = "This contact has its result already"


class ResultNotOfChannel(DomainError):
    """A text is sent, a person is reached or not."""

    code = "collections.result-not-of-channel"
    category = Category.INVALID
    title_zh = "联系结果与联系方式不符"
    title_en = "This result does not belong to this channel"


@dataclass(frozen=True, slots=True)
class ContactAttempt:
    """What was asked for, when (Asia/Shanghai), by whom, and what came of it."""

    contact_id: str
    case_id: str
    party_id: str
    channel: Channel
    person_role: PersonRole
    business_date: date
    local_time: time
    made_by: str
    team: int = 1
    phone_reference: str | None = None
    recording_reference: str | None = None
    state: ContactState = ContactState.RESERVED
    result: ContactResult | None = None
    rule: Rule | None = None

    def block(self, rule: Rule) -> ContactAttempt:
        """The attempt that never took place, with the rule that proves why."""
        return replace(self, state=ContactState.BLOCKED, rule=rule)

    def report(self, result: ContactResult, recording_reference: str | None = None) -> ContactAttempt:
        """The contact with its result; raises ContactAlreadyReported or ResultNotOfChannel."""
        if self.state is not ContactState.RESERVED:
            raise ContactAlreadyReported()
        if (result is ContactResult.SENT) is not self.channel.is_message:
            raise ResultNotOfChannel(channel=self.channel.value)
        return replace(
            self,
            state=ContactState.DONE,
            result=result,
            recording_reference=recording_reference or self.recording_reference,
        )

    def cancel(self) -> ContactAttempt:
        """A text that was reserved and then not sent; raises ContactAlreadyReported."""
        if self.state is not ContactState.RESERVED:
            raise ContactAlreadyReported()
        return replace(self, state=ContactState.CANCELLED)

    @property
    def request(self) -> ContactRequest:
        """What the guard is asked."""
        return ContactRequest(self.channel, self.person_role, self.local_time, self.team)

    @property
    def clock_text(self) -> str:
        """The time of day as people write it."""
        return self.local_time.strftime("%H:%M")
