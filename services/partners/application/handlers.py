"""What partners can do: every command and its handler."""
from __future__ import annotations

from typing import Any, Final

from services.partners.application.change_partner_status import ChangePartnerStatus, change_partner_status
from services.partners.application.deliver_webhook import (
    PrepareDelivery,
    RecordAttempt,
    prepare_delivery,
    record_attempt,
)
from services.partners.application.manage_endpoint import (
    RegisterEndpoint,
    RotateKey,
    SwitchEndpoint,
    register_endpoint,
    rotate_key,
    switch_endpoint,
)
from services.partners.application.redeliver import Redeliver, redeliver
from services.partners.application.register_partner import RegisterPartner, register_partner
from services.partners.application.tell_partners import TellPartners, tell_partners

COMMAND_HANDLERS: Final[dict[type, Any]] = {
    RegisterPartner: register_partner,
    ChangePartnerStatus: change_partner_status,
    RegisterEndpoint: register_endpoint,
    RotateKey: rotate_key,
    SwitchEndpoint: switch_endpoint,
    Redeliver: redeliver,
    TellPartners: tell_partners,
    PrepareDelivery: prepare_delivery,
    RecordAttempt: record_attempt,
}
