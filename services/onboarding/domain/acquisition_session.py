"""A scan or a link opened: where a customer came from before he has a name (O2O, J2)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from shared.kernel.errors import DomainError

LIFETIME: Final = timedelta(hours=24)


class SessionExpired(DomainError):
    """The session was opened too long ago, or has led to a registration already."""

    code = "onboarding.session-expired"
    title_zh = "扫码会话已失效，请重新扫码"
    title_en = "The session has ended; scan the code again"


class SessionMismatch(DomainError):
    """Channel and outlet are those of the code that was scanned."""

    code = "onboarding.session-mismatch"
    title_zh = "渠道或网点与扫码时不一致，请重新扫码"
    title_en = "Channel or outlet differ from the scanned code; scan it again"


@dataclass(frozen=True, slots=True)
class AcquisitionSession:
    """One scan by one sign-in (issuer, subject); it leads to one party at most."""

    session_id: str
    issuer: str
    subject: str
    channel_code: str
    scene_code: str
    outlet_id: str
    opened_at: datetime
    party_id: str | None = None

    def lead_to(self, party_id: str, *, channel_code: str, outlet_id: str, now: datetime) -> AcquisitionSession:
        """The session bound to the party registered from it; raises SessionExpired or SessionMismatch."""
        if self.party_id is not None or now - self.opened_at > LIFETIME:
            raise SessionExpired()
        if (channel_code, outlet_id) != (self.channel_code, self.outlet_id):
            raise SessionMismatch()
        return replace(self, party_id=party_id)
