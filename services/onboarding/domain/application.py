"""The credit application: asked for by the customer, decided by policy or by a person (domain.md 2.1.2, F130)."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from services.onboarding.domain.application_status import NEXT, STAGE_OF, ApplicationStatus, Stage
from services.onboarding.domain.declared_facts import Facts
from shared.kernel.errors import Category, DomainError

DRAFT_LIFETIME: Final = timedelta(days=30)
BY_POLICY: Final = "policy"


class TransitionRefused(DomainError):
    """The application's state does not allow this step."""

    code = "onboarding.transition-refused"
    title_zh = "申请当前状态不允许此操作，请刷新后查看最新状态"
    title_en = "The application's state does not allow this step; read it again"


class ApplicationInProgress(DomainError):
    """One application for a product at a time."""

    code = "onboarding.application-in-progress"
    title_zh = "该产品已有申请正在审核，请等待结果"
    title_en = "An application for this product is under review already; wait for its result"


class DecisionIncomplete(DomainError):
    """An approval without amount and term cannot be contracted."""

    code = "onboarding.decision-incomplete"
    title_zh = "审批结果缺少金额或期限，请核对决策记录"
    title_en = "The decision approves without an amount or a term; check its record"


class AuthorityExceeded(DomainError):
    """The amount is above the approver's authority."""

    code = "onboarding.authority-exceeded"
    category = Category.FORBIDDEN
    title_zh = "金额超过本人审批权限，请提交上级审批"
    title_en = "The amount is above your authority; pass it to a higher approver"


class AmountAboveRequest(DomainError):
    """An approver may grant less than was asked, never more."""

    code = "onboarding.amount-above-request"
    category = Category.INVALID
    title_zh = "批准金额或期限不得超过申请金额或期限"
    title_en = "Approve at most the amount and the term that were asked for"


class MakerIsChecker(DomainError):
    """Who made the application may not decide it (商业银行法 35: investigation and approval are separate)."""

    code = "onboarding.maker-is-checker"
    category = Category.FORBIDDEN
    title_zh = "经办人不得审批自己经办的申请"
    title_en = "The person who made the application may not decide it"


class DecisionResult(Enum):
    """What scoring answers."""

    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    REFERRED = "REFERRED"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the bank will contract: amount in fen, months, annual rate, and the product version they come from."""

    amount_fen: int
    term_months: int
    annual_rate: Decimal
    product_version: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Scoring's answer to one application; `terms` only where it proposes any."""

    decision_id: str
    result: DecisionResult
    reasons: tuple[str, ...]
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the application's history: where it stood since when, by whom and why. Never changed."""

    status: ApplicationStatus
    stage: Stage
    at: datetime
    on: date
    actor: str
    reasons: tuple[str, ...] = ()
    comment: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Application:
    """One request for credit. Every step appends to `history`, whose length is the version."""

    application_id: str
    party_id: str
    outlet_id: str
    channel_code: str
    product_code: str
    amount_fen: int
    term_months: int
    purpose_code: str
    facts: Facts
    made_by: str
    history: tuple[Step, ...]
    decision_id: str | None = None
    terms: Terms | None = None
    decided_by: str | None = None
    line_id: str | None = None

    @property
    def version(self) -> int:
        """Number of steps taken; the ETag."""
        return len(self.history)

    @property
    def status(self) -> ApplicationStatus:
        """Where the application stands."""
        return self.history[-1].status

    @property
    def stage(self) -> Stage:
        """Which of the four steps of lending it has reached."""
        return self.history[-1].stage

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes that explain the present state."""
        return self.history[-1].reasons

    def submit(self, *, actor: str, at: datetime, on: date) -> Application:
        """The application handed in; consents, identity and product have been checked."""
        return self._step(ApplicationStatus.SUBMITTED, actor=actor, at=at, on=on)

    def cancel(self, reason: str, *, actor: str, at: datetime, on: date) -> Application:
        """The application ended without a decision: withdrawn, expired, or its consent taken back."""
        return self._step(ApplicationStatus.CANCELLED, actor=actor, at=at, on=on, reasons=(reason,))

    def decide_by_policy(self, decision: Decision, *, at: datetime, on: date) -> Application:
        """Scoring's decision applied. Raises DecisionIncomplete for an approval without terms."""
        terms = decision.terms if decision.result is DecisionResult.APPROVED else None
        if decision.result is DecisionResult.APPROVED and terms is None:
            raise DecisionIncomplete(decision_id=decision.decision_id)
        decided = self._step(ApplicationStatus(decision.result.value), actor=BY_POLICY, at=at, on=on, reasons=decision.reasons)
        is_final = decision.result is not DecisionResult.REFERRED
        return replace(decided, decision_id=decision.decision_id, terms=terms, decided_by=BY_POLICY if is_final else None)

    def approve(
        self, terms: Terms, *, approver: str, authority_fen: int, comment: str | None, at: datetime, on: date
    ) -> Application:
        """A person approves a referred application, at most what was asked and at most his authority."""
        self._require_checker(approver)
        if terms.amount_fen > self.amount_fen or terms.term_months > self.term_months:
            raise AmountAboveRequest(requested_fen=self.amount_fen, requested_months=self.term_months)
        if terms.amount_fen > authority_fen:
            raise AuthorityExceeded(authority_fen=authority_fen)
        decided = self._step(ApplicationStatus.APPROVED, actor=approver, at=at, on=on, comment=comment)
        return replace(decided, terms=terms, decided_by=approver)

    def decline(
        self, reasons: tuple[str, ...], *, approver: str, comment: str | None, at: datetime, on: date
    ) -> Application:
        """A person declines a referred application, with reasons (F007)."""
        self._require_checker(approver)
        decided = self._step(ApplicationStatus.DECLINED, actor=approver, at=at, on=on, reasons=reasons, comment=comment)
        return replace(decided, decided_by=approver)

    def activate_line(self, line_id: str, *, actor: str, at: datetime, on: date) -> Application:
        """The contracted line is active: the application has reached post-loan. A second line changes nothing."""
        if self.line_id is not None:
            return self
        if self.status is not ApplicationStatus.APPROVED:
            raise TransitionRefused(current=self.status.value, target=Stage.POST_LOAN.value)
        step = Step(ApplicationStatus.APPROVED, Stage.POST_LOAN, at, on, actor)
        return replace(self, history=(*self.history, step), line_id=line_id)

    def _require_checker(self, approver: str) -> None:
        if self.status is not ApplicationStatus.REFERRED:
            raise TransitionRefused(current=self.status.value, target="DECIDED")
        if approver == self.made_by:
            raise MakerIsChecker()

    def _step(
        self,
        target: ApplicationStatus,
        *,
        actor: str,
        at: datetime,
        on: date,
        reasons: tuple[str, ...] = (),
        comment: str | None = None,
    ) -> Application:
        if target not in NEXT[self.status]:
            raise TransitionRefused(current=self.status.value, target=target.value)
        step = Step(target, STAGE_OF.get(target, self.stage), at, on, actor, reasons, comment)
        return replace(self, history=(*self.history, step))


def draft(
    *,
    application_id: str,
    party_id: str,
    outlet_id: str,
    channel_code: str,
    product_code: str,
    amount_fen: int,
    term_months: int,
    purpose_code: str,
    facts: Facts,
    made_by: str,
    at: datetime,
    on: date,
) -> Application:
    """A new application, not handed in yet; it lapses after DRAFT_LIFETIME."""
    return Application(
        application_id=application_id,
        party_id=party_id,
        outlet_id=outlet_id,
        channel_code=channel_code,
        product_code=product_code,
        amount_fen=amount_fen,
        term_months=term_months,
        purpose_code=purpose_code,
        facts=facts,
        made_by=made_by,
        history=(Step(ApplicationStatus.DRAFT, STAGE_OF[ApplicationStatus.DRAFT], at, on, made_by),),
    )
