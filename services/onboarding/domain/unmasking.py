"""Which member of staff may see which full value; the rest stays masked (R28)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from services.onboarding.domain.party import PersonalField
from shared.kernel.errors import Category, DomainError

_F = PersonalField

VISIBLE_TO: Final[Mapping[str, frozenset[PersonalField]]] = {
    "OFFICER": frozenset({_F.NAME, _F.PHONE}),
    "APPROVER": frozenset({_F.NAME, _F.PHONE}),
    "OUTLET_MANAGER": frozenset({_F.NAME, _F.PHONE, _F.ID_NUMBER}),
    "COMPLIANCE": frozenset({_F.NAME, _F.PHONE, _F.ID_NUMBER, _F.CARD_NUMBER}),
}
"""Full values by role: calling a customer needs a phone, checking him needs a number."""


class UnmaskRefused(DomainError):
    """None of the caller's roles needs the full value."""

    code = "onboarding.unmask-refused"
    category = Category.FORBIDDEN
    title_zh = "当前岗位无权查看该项完整信息"
    title_en = "Your role may not see the full value of this field"


def require_visible(fields: Iterable[PersonalField], roles: Iterable[str]) -> None:
    """Raises UnmaskRefused naming the first field that none of the roles may see in full."""
    visible = frozenset().union(*(VISIBLE_TO.get(role, frozenset()) for role in roles))
    for item in fields:
        if item not in visible:
            raise UnmaskRefused(field=item.value)
