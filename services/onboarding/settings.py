"""Onboarding's settings: `ONBOARDING_*` environment variables."""
from __future__ import annotations

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class OnboardingSettings(ServiceSettings):
    """The platform's settings, with this service's name and port."""

    model_config = SettingsConfigDict(env_prefix="ONBOARDING_", frozen=True, extra="ignore")

    service: str = "onboarding"
    port: int = 8001
