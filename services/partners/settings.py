"""Settings of partners: `PARTNERS_*` environment variables."""
from __future__ import annotations

from ipaddress import ip_network
from typing import Self

from pydantic import model_validator
from pydantic_settings import SettingsConfigDict

from services.partners.domain.target import Network
from shared.settings import ServiceSettings


class PartnersSettings(ServiceSettings):
    """`webhook_allowed_cidrs` are networks that webhooks may enter although they are not public: for
    development and tests (`["127.0.0.0/8"]`); empty by default, refused in production."""

    model_config = SettingsConfigDict(env_prefix="PARTNERS_", frozen=True, extra="ignore")

    service: str = "partners"
    port: int = 8005
    webhook_allowed_cidrs: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _refuse_inner_networks_in_production(self) -> Self:
        if self.env == "prod" and self.webhook_allowed_cidrs:
            raise ValueError("WEBHOOK_ALLOWED_CIDRS must be empty when ENV=prod")
        _ = self.allowed_networks
        return self

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        """The same, parsed."""
        return tuple(ip_network(text) for text in self.webhook_allowed_cidrs)
