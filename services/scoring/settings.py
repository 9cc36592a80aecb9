"""Settings of scoring: the platform's, nothing of its own."""
from __future__ import annotations

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class ScoringSettings(ServiceSettings):
    """Environment prefix SCORING_."""

    model_config = SettingsConfigDict(env_prefix="SCORING_", frozen=True, extra="ignore")

    service: str = "scoring"
    port: int = 8002
