"""Settings of credit: what the platform needs, and the date a new bank starts on."""
from __future__ import annotations

from datetime import date

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class CreditSettings(ServiceSettings):
    """Environment variables start with CREDIT_."""

    model_config = SettingsConfigDict(env_prefix="CREDIT_", frozen=True, extra="ignore")

    service: str = "credit"
    port: int = 8003
    initial_business_date: date | None = None
    """First business date of a new bank; the calendar date in Shanghai when not given."""
    public_url: str = ""
    """Where the core bank reaches this service with its callbacks; its own address when not given."""

    @property
    def callback_url(self) -> str:
        """Address of the core bank's callbacks."""
        base = self.public_url or f"http://{self.host}:{self.port}"
        return f"{base.rstrip('/')}/v1/corebank-callbacks"
