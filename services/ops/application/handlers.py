"""The table of contents: every command of ops. Events are archived in batches by `archive_events`."""
from __future__ import annotations

from collections.abc import Mapping

from services.ops.application.browser_sessions import CloseSession, OpenSession, close_session, open_session
from shared.command_bus import Handler

COMMAND_HANDLERS: Mapping[type, Handler] = {
    OpenSession: open_session,
    CloseSession: close_session,
}
