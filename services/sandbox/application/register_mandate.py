"""A holder lets the bank use his account."""
from __future__ import annotations

from services.sandbox.application.commands import RegisterMandate
from services.sandbox.application.errors import MandateMismatch, RequestReused
from services.sandbox.application.ports import Mandate, SandboxUnitOfWork


async def register_mandate(command: RegisterMandate, uow: SandboxUnitOfWork) -> Mandate:
    """The mandate of the reference, made if need be. Raises MandateMismatch, RequestReused."""
    known = await uow.people.by_account(command.account_no)
    if known is None or (known.person.name, known.person.id_number) != (command.name, command.id_number):
        raise MandateMismatch()
    wanted = Mandate(uow.new_id(), command.account_no, known.customer_no, command.reference)
    mandate = await uow.mandates.find_reference(command.reference) or await uow.mandates.add(wanted, uow.now)
    if mandate.account_no != command.account_no:
        raise RequestReused()
    return mandate
