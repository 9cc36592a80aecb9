"""The general ledger takes a voucher."""
from __future__ import annotations

from services.sandbox.application.commands import PostVoucher
from services.sandbox.application.digest import digest_of
from services.sandbox.application.errors import RequestReused
from services.sandbox.application.ports import SandboxUnitOfWork


async def post_voucher(command: PostVoucher, uow: SandboxUnitOfWork) -> None:
    """Confirms by returning; the same voucher again is confirmed again. Raises RequestReused."""
    digest = digest_of(command.voucher)
    if await uow.vouchers.add(command.voucher, digest, uow.now) != digest:
        raise RequestReused()
