"""Settings of the outside world, from SANDBOX_* variables."""
from __future__ import annotations

from pydantic import FilePath, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class SandboxSettings(ServiceSettings):
    """Besides what every service has: the issuer's key and the clients it knows. It never starts in production."""

    model_config = SettingsConfigDict(env_prefix="SANDBOX_", frozen=True, extra="ignore")

    service: str = "sandbox"
    port: int = 8090
    issuer_key_file: FilePath
    clients: dict[str, SecretStr]

    @model_validator(mode="after")
    def _refuse_production(self) -> SandboxSettings:
        if self.env == "prod":
            raise ValueError("the sandbox stands in for the outside world and does not run with ENV=prod")
        return self
