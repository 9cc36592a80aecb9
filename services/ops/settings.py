"""Settings of ops: the platform's, and how browsers reach it."""
from __future__ import annotations

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class OpsSettings(ServiceSettings):
    """`session_key` is base64 of 32 bytes; `public_url` is the address browsers use, without a trailing slash."""

    model_config = SettingsConfigDict(env_prefix="OPS_", frozen=True, extra="ignore")

    service: str = "ops"
    port: int = 8006
    session_key: SecretStr
    public_url: str

    @property
    def is_secure(self) -> bool:
        """Whether browsers come over TLS; cookies are then marked Secure."""
        return self.public_url.startswith("https://")
