"""Who is contacted through which channel, and what came of it (domain.md 2.8.3)."""
from __future__ import annotations

from enum import Enum


class Channel(Enum):
    """Ways to reach a person. LOCATE asks a listed contact where the debtor can be reached, no more."""

    PHONE = "PHONE"
    ROBOT = "ROBOT"
    SMS = "SMS"
    PUSH = "PUSH"
    VISIT = "VISIT"
    LOCATE = "LOCATE"
    LEGAL_NOTICE = "LEGAL_NOTICE"

    @property
    def is_voice(self) -> bool:
        """Somebody's telephone rings."""
        return self in (Channel.PHONE, Channel.ROBOT, Channel.LOCATE)

    @property
    def is_message(self) -> bool:
        """The platform sends a text; nobody answers it at once."""
        return self in (Channel.SMS, Channel.PUSH)


class PersonRole(Enum):
    """What the contacted person is to the debt. A general guarantor is informed, not dunned (A10)."""

    DEBTOR = "DEBTOR"
    CO_DEBTOR = "CO_DEBTOR"
    GUARANTOR = "GUARANTOR"
    GENERAL_GUARANTOR = "GENERAL_GUARANTOR"
    HEIR = "HEIR"
    LISTED_CONTACT = "LISTED_CONTACT"
    THIRD_PARTY = "THIRD_PARTY"

    @property
    def is_liable(self) -> bool:
        """Owes the debt himself, so that he may be dunned (R33)."""
        return self in (PersonRole.DEBTOR, PersonRole.CO_DEBTOR, PersonRole.GUARANTOR)

    @property
    def may_be_notified(self) -> bool:
        """May receive a formal notice."""
        return self.is_liable or self in (PersonRole.GENERAL_GUARANTOR, PersonRole.HEIR)


class ContactState(Enum):
    """RESERVED counts against every cap until its result is reported; BLOCKED and CANCELLED never took place."""

    RESERVED = "RESERVED"
    DONE = "DONE"
    BLOCKED = "BLOCKED"
    CANCELLED = "CANCELLED"


class ContactResult(Enum):
    """SENT belongs to texts; REFUSED means the person asked not to be called again; UNREPORTED is what a
    reservation becomes when its day ends without a report, and counts as if the person had answered."""

    CONNECTED = "CONNECTED"
    NO_ANSWER = "NO_ANSWER"
    REFUSED = "REFUSED"
    SENT = "SENT"
    UNREPORTED = "UNREPORTED"
