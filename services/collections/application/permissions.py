"""Who may do what: the table behind `authorize`."""
from __future__ import annotations

from shared.kernel.authorization import permission

PERMISSIONS = {
    "read-cases": permission(
        borrower=True, roles="COLLECTOR OUTLET_MANAGER OPERATIONS COMPLIANCE", scopes="collections:read"
    ),
    "read-history": permission(roles="COLLECTOR OUTLET_MANAGER OPERATIONS COMPLIANCE"),
    "contact-debtor": permission(roles="COLLECTOR OUTLET_MANAGER", scopes="collections:contacts"),
    "make-promise": permission(borrower=True, roles="COLLECTOR OUTLET_MANAGER"),
    "disclose-debtor": permission(roles="COLLECTOR OUTLET_MANAGER"),
    "assign-case": permission(roles="OUTLET_MANAGER OPERATIONS"),
    "hold-case": permission(roles="COLLECTOR OUTLET_MANAGER COMPLIANCE"),
    "release-case": permission(roles="OUTLET_MANAGER COMPLIANCE"),
    "register-collector": permission(roles="OUTLET_MANAGER OPERATIONS"),
}
