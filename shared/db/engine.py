"""The async engine: bounded pool, stated time-outs, UTC."""
from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.settings import ServiceSettings

_CONNECT_TIMEOUT_SECONDS = 5
_POOL_TIMEOUT_SECONDS = 10


def create_engine(settings: ServiceSettings) -> AsyncEngine:
    """Engine of one service's own database. Never more than `database_pool_size` connections."""
    return create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=_POOL_TIMEOUT_SECONDS,
        pool_pre_ping=False,
        hide_parameters=True,
        connect_args={
            "timeout": _CONNECT_TIMEOUT_SECONDS,
            "server_settings": {
                "application_name": settings.service,
                "timezone": "UTC",
                "statement_timeout": str(settings.database_statement_timeout_ms),
                "lock_timeout": "10000",
                "idle_in_transaction_session_timeout": "60000",
            },
        },
    )


def driver_url(settings: ServiceSettings) -> str:
    """The same database for a bare asyncpg connection."""
    return settings.database_url.get_secret_value().replace("postgresql+asyncpg://", "postgresql://", 1)
