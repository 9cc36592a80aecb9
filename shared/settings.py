"""Settings every service reads from its environment; no default for a secret, none accepted in production."""
from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DEVELOPMENT_MARK = "dev-only"


class ServiceSettings(BaseSettings):
    """Subclass per service with its `env_prefix`. Units are in the names."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    service: str
    env: Literal["dev", "prod"] = "dev"
    role: Literal["all", "api", "worker"] = "all"
    sandbox: bool = False
    host: str = "127.0.0.1"
    port: int
    log_level: str = "INFO"

    database_url: SecretStr
    database_pool_size: int = Field(default=8, ge=1, le=100)
    database_statement_timeout_ms: int = 30_000

    kafka_bootstrap: str
    kafka_profile: Literal["embedded", "kafka", "memory"] = "embedded"

    oidc_issuer: str
    client_id: str
    client_secret: SecretStr
    service_urls: dict[str, str] = Field(default_factory=dict)

    field_keys: dict[str, SecretStr] = Field(default_factory=dict)
    hash_key: SecretStr
    cursor_key: SecretStr

    @model_validator(mode="after")
    def _refuse_development_values_in_production(self) -> Self:
        if self.env != "prod":
            return self
        if self.sandbox:
            raise ValueError("SANDBOX must be off when ENV=prod")
        secrets = [self.client_secret, self.hash_key, self.cursor_key, self.database_url, *self.field_keys.values()]
        if any(_DEVELOPMENT_MARK in secret.get_secret_value() for secret in secrets):
            raise ValueError("a development secret is configured while ENV=prod; set every secret")
        return self

    def url_of(self, service: str) -> str:
        """Base address of another service; raises KeyError when it is not configured."""
        return self.service_urls[service].rstrip("/")
