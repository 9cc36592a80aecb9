"""Who may run which operation of credit (architecture.md, Who is who)."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.kernel.authorization import Permission, permission

_STAFF: Final = "OFFICER APPROVER COLLECTOR OUTLET_MANAGER OPERATIONS COMPLIANCE"

PERMISSIONS: Final[Mapping[str, Permission]] = {
    "product.read": permission(borrower=True, roles=f"{_STAFF} PRODUCT_MAKER PRODUCT_CHECKER", scopes="credit:read"),
    "line.read": permission(borrower=True, roles=_STAFF, scopes="credit:read"),
    "contract.read": permission(borrower=True, roles=_STAFF),
    "contract.sign": permission(borrower=True),
    "cost-sheet.read": permission(borrower=True, roles=_STAFF),
    "cost-sheet.present": permission(borrower=True),
    "cost-sheet.confirm": permission(borrower=True),
    "drawdown.read": permission(borrower=True, roles=_STAFF),
    "drawdown.request": permission(borrower=True),
    "loan.read": permission(borrower=True, roles=_STAFF, scopes="credit:read"),
    "repayment.request": permission(borrower=True),
    "repayment.read": permission(borrower=True, roles=_STAFF),
    "business-day.read": permission(roles=_STAFF, scopes="credit:end-of-day credit:read"),
    "business-day.close": permission(roles="OPERATIONS", scopes="credit:end-of-day"),
    "report.read": permission(roles="OUTLET_MANAGER OPERATIONS COMPLIANCE", scopes="credit:read credit:end-of-day"),
}
