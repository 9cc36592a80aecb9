"""How well a person has proved who he is (R23-R26, domain.md 2.5.4 and 2.10)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from shared.kernel.day_count import add_months
from shared.kernel.errors import Category, DomainError

VALIDITY_MONTHS: Final = 12
MAX_FAILURES_A_DAY: Final = 5
LEVEL_TO_APPLY: Final = 2


class Method(Enum):
    """Ways to prove identity. A one-time code proves a phone, never a person (domain.md 2.10)."""

    ID_DOCUMENT = "ID_DOCUMENT"
    CARD_FOUR_FACTOR = "CARD_FOUR_FACTOR"
    ONE_TIME_CODE = "ONE_TIME_CODE"


class Outcome(Enum):
    """What the outside source answered; UNKNOWN means it holds nothing to compare with."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNKNOWN = "UNKNOWN"


_PROVES_IDENTITY: Final = frozenset({Method.ID_DOCUMENT, Method.CARD_FOUR_FACTOR})


class OneTimeCodeRequired(DomainError):
    """The method ONE_TIME_CODE needs the code."""

    code = "onboarding.one-time-code-required"
    category = Category.INVALID
    title_zh = "请填写短信验证码"
    title_en = "Enter the one-time code"


class TooManyFailures(DomainError):
    """Guessing is stopped: at most five failures a day and method."""

    code = "onboarding.too-many-verification-failures"
    title_zh = "今日核验失败次数过多，请明日再试或到网点办理"
    title_en = "Too many failed checks today; try again tomorrow or visit an outlet"


class TooManyCodes(DomainError):
    """At most five one-time codes in 24 hours."""

    code = "onboarding.too-many-one-time-codes"
    title_zh = "验证码发送次数过多，请明日再试"
    title_en = "Too many codes were sent; try again tomorrow"


class IdentityNotVerified(DomainError):
    """Applying needs identity at level 2: document and card."""

    code = "onboarding.identity-not-verified"
    title_zh = "身份核验未完成，请先完成证件核验和银行卡四要素核验"
    title_en = "Identity is not proved; verify the document and the bank card first"


@dataclass(frozen=True, slots=True)
class Verification:
    """One answer of an outside source about one party; `reference` is the source's own."""

    verification_id: str
    party_id: str
    method: Method
    outcome: Outcome
    reference: str
    verified_on: date
    verified_at: datetime

    @property
    def valid_to(self) -> date:
        """Last day on which a match still proves anything."""
        return add_months(self.verified_on, VALIDITY_MONTHS)


@dataclass(frozen=True, slots=True)
class IdentityLevel:
    """0 nothing, 1 one proof, 2 document and card; valid until the first of its proofs ends."""

    level: int
    methods: tuple[Method, ...]
    evidence_ids: tuple[str, ...]
    valid_to: date | None


def identity_level(verifications: Iterable[Verification], *, on: date) -> IdentityLevel:
    """The level from the latest valid match of each method; a later mismatch of a method undoes its match."""
    latest: dict[Method, Verification] = {}
    for item in sorted(verifications, key=lambda v: v.verified_at):
        if item.outcome is not Outcome.UNKNOWN:
            latest[item.method] = item
    proofs = [v for v in latest.values() if v.outcome is Outcome.MATCH and on <= v.valid_to]
    counted = [v for v in proofs if v.method in _PROVES_IDENTITY]
    return IdentityLevel(
        level=len(counted),
        methods=tuple(sorted((v.method for v in proofs), key=lambda m: m.value)),
        evidence_ids=tuple(sorted(v.verification_id for v in proofs)),
        valid_to=min((v.valid_to for v in counted), default=None),
    )


def require_level(level: IdentityLevel, needed: int = LEVEL_TO_APPLY) -> None:
    """Raises IdentityNotVerified below the level needed."""
    if level.level < needed:
        raise IdentityNotVerified(level=level.level, needed=needed)


def require_attempt_allowed(verifications: Iterable[Verification], method: Method, *, on: date) -> None:
    """Raises TooManyFailures when the method has failed MAX_FAILURES_A_DAY times on that business date."""
    failures = [v for v in verifications if v.method is method and v.verified_on == on and v.outcome is not Outcome.MATCH]
    if len(failures) >= MAX_FAILURES_A_DAY:
        raise TooManyFailures(limit=MAX_FAILURES_A_DAY)
