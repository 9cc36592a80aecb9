"""Who may do what. A partner acts for itself alone; others' objects do not exist for it."""
from __future__ import annotations

from shared.kernel.authorization import Kind, Principal, permission
from shared.kernel.errors import NotFound

PERMISSIONS = {
    "register-partner": permission(roles="OPERATIONS"),
    "change-partner": permission(roles="OPERATIONS"),
    "list-partners": permission(roles="OPERATIONS COMPLIANCE"),
    "read-partner": permission(roles="OPERATIONS COMPLIANCE", scopes="partners:read partners:webhooks"),
    "manage-webhooks": permission(roles="OPERATIONS", scopes="partners:webhooks"),
}


def require_own(principal: Principal, partner_id: str) -> None:
    """Raises NotFound when a partner asks for another partner's object."""
    if principal.kind is Kind.PARTNER and principal.partner_id != partner_id:
        raise NotFound()
