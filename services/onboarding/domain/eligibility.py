"""What must hold before an application may be handed in (domain.md 2.5.1, 2.5.4, A1)."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from services.onboarding.domain.consent import Consent, Purpose, require_consents
from services.onboarding.domain.declared_facts import Facts
from services.onboarding.domain.identity_verification import IdentityLevel, require_level
from services.onboarding.domain.product_version import ProductVersion
from shared.kernel.errors import DomainError

CONSENTS_TO_APPLY: Final = (Purpose.PROFILING, Purpose.CREDIT_BUREAU)
STUDENT_PARAMETER: Final = "STUDENT"
BANNED_PURPOSES_PARAMETER: Final = "PURPOSE_BANNED"
_ALLOWED: Final = "ALLOW"


class StudentRefused(DomainError):
    """No online consumer loan to a student (R09)."""

    code = "onboarding.student-refused"
    title_zh = "不向在校学生发放互联网消费贷款"
    title_en = "Online consumer loans are not made to students"


class PurposeRefused(DomainError):
    """Credit may not pay for property, securities or equity (R03)."""

    code = "onboarding.purpose-refused"
    title_zh = "贷款不得用于购房、证券、股权等禁止用途，请更改用途"
    title_en = "Credit may not pay for property, securities or equity; choose another purpose"


def require_may_apply(level: IdentityLevel, consents: Iterable[Consent], *, on: date) -> None:
    """Raises IdentityNotVerified below level 2, ConsentMissing without profiling and bureau consent."""
    require_level(level)
    require_consents(consents, CONSENTS_TO_APPLY, on=on)


def require_not_student(product: ProductVersion, facts: Facts, *, parameter: str | None) -> None:
    """Raises StudentRefused for a declared student and a consumer product, unless the parameter says ALLOW."""
    if product.consumer and facts.get("occupation") == "STUDENT" and parameter != _ALLOWED:
        raise StudentRefused(rule_id="R09")


def require_purpose(purpose_code: str, *, parameter: str | None) -> None:
    """Raises PurposeRefused for a purpose that the parameter lists (codes with blanks between)."""
    if purpose_code in (parameter or "").split():
        raise PurposeRefused(rule_id="R03")
