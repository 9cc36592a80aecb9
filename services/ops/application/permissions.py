"""Who may read what ops shows. It shows every customer of the bank, so staff must belong to head office."""
from __future__ import annotations

from shared.kernel.authorization import HEAD_OFFICE, Ownership, permission

READ_EVENTS = "events:read"
WHOLE_BANK = Ownership(outlet_id=HEAD_OFFICE)

PERMISSIONS = {READ_EVENTS: permission(roles="OPERATIONS COMPLIANCE", scopes="ops:events")}
