"""A text message is handed to the operator."""
from __future__ import annotations

from services.sandbox.application.commands import SendMessage
from services.sandbox.application.ports import SandboxUnitOfWork


async def send_message(command: SendMessage, uow: SandboxUnitOfWork) -> str:
    """The message's key, under which it was sent once."""
    await uow.messages.add(command.message_key, command.recipient, command.template, command.params, uow.now)
    return command.message_key
