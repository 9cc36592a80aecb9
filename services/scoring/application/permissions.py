"""Who may run which operation of scoring (architecture.md, Who is who)."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.kernel.authorization import Permission, permission

_MODEL_STAFF: Final = "MODEL_DEVELOPER MODEL_VALIDATOR MODEL_APPROVER"
_READERS: Final = f"OFFICER APPROVER OUTLET_MANAGER OPERATIONS COMPLIANCE {_MODEL_STAFF}"

PERMISSIONS: Final[Mapping[str, Permission]] = {
    "decision.read": permission(borrower=True, roles=_READERS, scopes="scoring:decisions"),
    "decision.explore": permission(roles=f"APPROVER COMPLIANCE {_MODEL_STAFF}", scopes="scoring:decisions"),
    "decision.replay": permission(roles=f"OPERATIONS COMPLIANCE {_MODEL_STAFF}", scopes="scoring:decisions"),
    "artefact.read": permission(roles=f"OPERATIONS COMPLIANCE {_MODEL_STAFF}"),
    "artefact.draft": permission(roles="MODEL_DEVELOPER"),
    "artefact.validate": permission(roles="MODEL_VALIDATOR"),
    "artefact.approve": permission(roles="MODEL_APPROVER"),
    "artefact.activate": permission(roles="MODEL_APPROVER"),
}
