"""Who may run which operation of onboarding (architecture.md, Who is who)."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.kernel.authorization import Permission, permission

_STAFF: Final = "OFFICER APPROVER OUTLET_MANAGER OPERATIONS COMPLIANCE"

PERMISSIONS: Final[Mapping[str, Permission]] = {
    "session.open": permission(borrower=True),
    "party.register": permission(borrower=True),
    "party.read": permission(borrower=True, roles=f"{_STAFF} COLLECTOR"),
    "party.search": permission(roles="OFFICER OUTLET_MANAGER OPERATIONS COMPLIANCE"),
    "party.unmask": permission(roles="OFFICER APPROVER OUTLET_MANAGER COMPLIANCE"),
    "party.disclose": permission(scopes="onboarding:party-disclosures"),
    "consent-text.read": permission(borrower=True, roles=_STAFF),
    "consent.grant": permission(borrower=True),
    "consent.withdraw": permission(borrower=True),
    "consent.read": permission(borrower=True, roles=_STAFF),
    "identity.verify": permission(borrower=True),
    "application.make": permission(borrower=True),
    "application.read": permission(borrower=True, roles=_STAFF),
    "application.decide": permission(roles="APPROVER"),
}
