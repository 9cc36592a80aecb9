"""A collector reaches a debtor, or does not."""
from __future__ import annotations

from dataclasses import replace

from services.sandbox.application.commands import AnswerContact
from services.sandbox.application.errors import MandateUnknown, PersonUnknown
from services.sandbox.application.ports import SandboxUnitOfWork
from services.sandbox.domain import conduct
from services.sandbox.domain.conduct import Answer


async def answer_contact(command: AnswerContact, uow: SandboxUnitOfWork) -> Answer:
    """What the debtor says, which he remembers. Raises MandateUnknown, PersonUnknown."""
    if command.mandate_id is not None:
        holder = (await uow.holders.by_mandates([command.mandate_id])).get(command.mandate_id)
        if holder is None:
            raise MandateUnknown()
    else:
        holder = await uow.holders.by_subject(command.subject or "")
        if holder is None:
            raise PersonUnknown()
    met, answer = conduct.answer_contact(holder.plan, holder.conduct, command.contact)
    await uow.holders.save([replace(holder, conduct=met)])
    return answer
