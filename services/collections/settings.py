"""Collections' settings: `COLLECTIONS_*` environment variables."""
from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

_DEMO_COLLECTORS: dict[str, tuple[str, ...]] = {"huangyan-1": ("collector.lin",)}


class CollectionsSettings(ServiceSettings):
    """`collectors` (outlet -> staff subjects) are registered at start; a sandbox without any gets the demo's."""

    model_config = SettingsConfigDict(env_prefix="COLLECTIONS_", frozen=True, extra="ignore")

    service: str = "collections"
    port: int = 8004
    collectors: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def collectors_at_start(self) -> dict[str, tuple[str, ...]]:
        """Who collects where, before anybody was registered through the API."""
        return self.collectors or (_DEMO_COLLECTORS if self.sandbox else {})
