"""Browsers sign in and out."""
from __future__ import annotations

from dataclasses import dataclass

from services.ops.application.ports import BrowserSession, OpsUnitOfWork


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A person proved to the issuer who he is."""

    session: BrowserSession


@dataclass(frozen=True, slots=True)
class CloseSession:
    """A browser signs out."""

    session_hash: bytes


async def open_session(command: OpenSession, uow: OpsUnitOfWork) -> None:
    """Keeps the session until it expires."""
    await uow.sessions.add(command.session)


async def close_session(command: CloseSession, uow: OpsUnitOfWork) -> None:
    """Forgets it at once; signing out twice is no error."""
    await uow.sessions.remove(command.session_hash)
